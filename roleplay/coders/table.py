"""Tables of weights: ``fitted/<lang>.tsv`` has a column for each code and a line for each sign that matters.

A cell is what the sign adds to the code, nothing where it is empty; the line without a sign says where each code starts, the lines ``beside CODE``
what codes add to each other (`roleplay.coders.weights`). ``python -m fitting`` makes the tables from labelled replies; the data, the way of
fitting and how sure the figures are stand in ``docs/``.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from sys import intern
from typing import NamedTuple

from roleplay.coders.rows import HUNDRED, NOTHING, Rows
from roleplay.coders.weights import ALWAYS, BESIDE, HEAVY, TARGETS, Weights

__all__ = ["FIRST", "Table", "load", "parse", "read"]

FIRST = "sign"
UNSEEN = -1.0
"""Where a code starts for which there is no line."""
ASIDE = frozenset(["", *(BESIDE + name for name in (*TARGETS, ALWAYS))])
"""The lines that tell of no sign of a text: where each code starts, and what codes add to each other."""


class Table(NamedTuple):
    """All weights of a language: those of the signs in *replies*, and in the *turns* they answer, which are only heavy or not."""

    replies: Weights
    turns: Weights


def parse(written: str) -> Table:
    """Read a table. Raises `ValueError` with the line that is wrong."""
    found = _found(written, TARGETS)
    return Table(_weights(found, TARGETS[:-1]), _weights(found, (HEAVY,)))


def read(written: str, targets: tuple[str, ...]) -> Weights:
    """Read a table of other *targets*, which are none of `SUMMED`. Raises `ValueError` with the line that is wrong."""
    return _weights(_found(written, targets), targets)


class _Found(NamedTuple):
    """A table as it is written: the *targets* of its columns, its *cells* in hundredths, and where those of each sign begin."""

    targets: tuple[str, ...]
    cells: array[int]
    places: dict[str, int]


def _found(written: str, targets: Collection[str]) -> _Found:
    columns: tuple[str, ...] = ()
    cells, places = array("h"), dict[str, int]()
    numbers = _Numbers({"": 0})
    for number, line in enumerate(written.splitlines(), 1):
        if not line or line.startswith("//"):
            continue
        sign, *texts = line.split("\t")
        if not columns:
            columns = tuple(texts)
            if sign != FIRST or not columns or not set(columns) <= set(targets):
                raise ValueError(f"line {number}: {line!r} does not name the columns: {FIRST} and codes")
        elif len(texts) != len(columns) or sign in places:
            raise ValueError(f"line {number}: {line!r} is not a sign of its own and a number for each code")
        else:
            places[intern(sign)] = len(cells)
            try:
                cells.extend(map(numbers.__getitem__, texts))
            except (ValueError, OverflowError):
                raise ValueError(f"line {number}: {line!r} has a cell that is no number") from None
    return _Found(columns, cells, places)


class _Numbers(dict[str, int]):
    """Numbers as they are written, in hundredths. Few are different, and each is read once."""

    def __missing__(self, written: str) -> int:
        number = self[written] = round(float(written) * HUNDRED)
        return number


def _weights(found: _Found, targets: tuple[str, ...]) -> Weights:
    columns = [found.targets.index(target) if target in found.targets else None for target in targets]
    ours = [column for column in columns if column is not None]
    cells = found.cells
    places = {sign: at for sign, at in found.places.items() if sign not in ASIDE and any(cells[at + column] for column in ours)}
    rows = Rows(places, cells, columns)
    given = {sign: rows.made(found.places[sign]) for sign in ASIDE & found.places.keys()}
    begun = given.get("", ())
    start = tuple([UNSEEN if column is None or not begun else begun[at] for at, column in enumerate(columns)])
    frames = {tuple(map(intern, sign.split(" ")[1:])): sign for sign in places if sign.startswith("frame ")}
    *company, always = [given.get(BESIDE + name, (0.0,) * len(targets)) for name in (*targets, ALWAYS)]
    if not any(map(any, (*company, always))):
        company, always = [], NOTHING
    return Weights(targets, start, rows, frames, company=tuple(company), always=always)


@lru_cache(maxsize=8)
def load(language: str) -> Table:
    """The table shipped for *language*, read once."""
    return parse(Path(__file__).with_name("fitted").joinpath(f"{language}.tsv").read_text(encoding="utf-8"))
