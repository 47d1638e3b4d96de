"""How far a coder finds in replies what people labelled in them: counts, precision, recall, F1, kappa, and how sure they are.

Kappa is that of Cohen (1960); for what has an order it is weighted by the squared distance (Cohen, 1968). Intervals are percentiles of a
bootstrap over the replies (Efron, 1979). A number that is not defined is None, never a guess.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from random import Random
from statistics import quantiles

__all__ = [
    "RESAMPLES",
    "SEED",
    "Estimate",
    "Places",
    "Retrieval",
    "Table",
    "confusion",
    "estimate",
    "interval",
    "kappa",
    "prf",
    "resamples",
    "spread",
]

RESAMPLES = 1000
SEED = "agreement"
DEFINED = 0.95  # of the resamples must define a number that is to have an interval

Places = tuple[int, int] | None
"""Which class of one reply was labelled and which was coded; None where it was not judged."""
Table = tuple[tuple[int, ...], ...]
"""Counts of replies: a row for each class that was labelled, a column for each that was coded."""


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What was *labelled*, what was *coded*, and how much of it was both."""

    labelled: int
    coded: int
    both: int

    @property
    def precision(self) -> float | None:
        """How much of what was coded is right; None where nothing was coded."""
        return self.both / self.coded if self.coded else None

    @property
    def recall(self) -> float | None:
        """How much of what was labelled was found; None where there was nothing to find."""
        return self.both / self.labelled if self.labelled else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both, 0 where all was missed; None where there was nothing to find, whatever was coded."""
        return 2 * self.both / (self.labelled + self.coded) if self.labelled else None


def confusion(pairs: Iterable[Places], size: int) -> Table:
    """The table of *pairs* among *size* classes."""
    return _table(Counter(_cells(pairs, size)), size)


def prf(table: Table, place: int = 1) -> Retrieval:
    """How the class at *place* was found."""
    return Retrieval(sum(table[place]), sum(row[place] for row in table), table[place][place])


def kappa(table: Table, *, ordered: bool = False) -> float | None:
    """Cohen's kappa, -1 to 1, weighted by the squared distance of *ordered* classes; None where chance alone agrees on everything.

    >>> round(kappa(((20, 5), (10, 15))), 4)
    0.4
    """
    rows = [sum(row) for row in table]
    columns = [sum(column) for column in zip(*table, strict=True)]
    seen = expected = 0
    for row, column, cost in _costs(len(table), ordered):
        seen += cost * table[row][column]
        expected += cost * rows[row] * columns[column]
    return 1 - seen * sum(rows) / expected if expected else None


@lru_cache
def _costs(size: int, ordered: bool) -> tuple[tuple[int, int, int], ...]:
    """What each cell off the diagonal costs."""
    places = range(size)
    return tuple((row, column, (row - column) ** 2 if ordered else 1) for row in places for column in places if row != column)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number and, where it can be told, the *interval* in which 95 % of the resamples have it."""

    value: float | None
    interval: tuple[float, float] | None = None


def estimate(number: Callable[[Table], float | None], table: Table, others: Iterable[Table]) -> Estimate:
    """*number* of *table*, and its interval over the *others*, which `resamples` gives."""
    return Estimate(number(table), interval([number(other) for other in others]))


def resamples(columns: Sequence[Sequence[Places]], sizes: Sequence[int]) -> list[list[Table]]:
    """For each column of pairs, with its number of classes, the tables of `RESAMPLES` draws; none where there are not two items to draw from.

    All columns are of the same items, which are drawn with putting back, as many as there are. The order of the items makes no difference.
    """
    cells = [_cells(column, size) for column, size in zip(columns, sizes, strict=True)]
    rows = sorted(zip(*cells, strict=True))
    if len(rows) < 2:
        return [[] for _ in columns]
    chance, everyone, sorted_cells = Random(SEED), range(len(rows)), list(zip(*rows, strict=True))
    tables: list[list[Table]] = [[] for _ in columns]
    for _ in range(RESAMPLES):
        draw = itemgetter(*chance.choices(everyone, k=len(rows)))
        for column, size, made in zip(sorted_cells, sizes, tables, strict=True):
            made.append(_table(Counter(draw(column)), size))
    return tables


def _cells(pairs: Iterable[Places], size: int) -> list[int]:
    """The number of the cell that each pair falls into; -1, which is none, for one that was not judged."""
    return [-1 if places is None else places[0] * size + places[1] for places in pairs]


def _table(counts: Mapping[int, int], size: int) -> Table:
    return tuple(tuple(counts.get(row * size + column, 0) for column in range(size)) for row in range(size))


def interval(values: Sequence[float | None]) -> tuple[float, float] | None:
    """From the 2.5th to the 97.5th percentile of *values*; None where too many resamples did not define one."""
    known = [value for value in values if value is not None]
    if len(known) < max(2, DEFINED * len(values)):
        return None
    cuts = quantiles(known, n=40, method="inclusive")
    return cuts[0], cuts[-1]


def spread(values: Iterable[float | None]) -> float | None:
    """The distance of the highest from the lowest of *values*; None where fewer than two are known."""
    known = [value for value in values if value is not None]
    return max(known) - min(known) if len(known) > 1 else None
