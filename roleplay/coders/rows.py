"""What each sign adds to each code, kept as hundredths in one row of numbers and made into a row of weights when a sign is first met."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from roleplay.language.text import REMEMBERED

__all__ = ["HUNDRED", "NOTHING", "Row", "Rows", "number"]

Row = tuple[float, ...]
NOTHING: Row = ()
HUNDRED = 100


class Rows(dict[str, Row]):
    """What each sign adds to each target, made when it is first asked for: most signs of a language are never met.

    *places* says where the cells of a sign begin in a table of hundredths, *columns* which of them are those of the targets.
    """

    __slots__ = ("cells", "columns", "places")

    def __init__(self, places: Mapping[str, int], cells: Sequence[int], columns: Sequence[int | None]) -> None:
        super().__init__()
        self.places, self.cells, self.columns = places, cells, columns

    def __missing__(self, sign: str) -> Row:
        row = self[sign] = self.made(self.places[sign])
        return row

    def made(self, place: int) -> Row:
        """The row whose cells begin at *place*."""
        return tuple([number(0 if column is None else self.cells[place + column]) for column in self.columns])


@lru_cache(maxsize=REMEMBERED)
def number(hundredths: int) -> float:
    """The weight of so many *hundredths*; each number is made once, as few are different."""
    return hundredths / HUNDRED
