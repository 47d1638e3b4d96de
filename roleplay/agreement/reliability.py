"""Krippendorff's alpha: how far any number of people agree about levels, whoever rated what, with values missing.

Defined in K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011). The ordinal metric is the one to use for levels from 0 to 4: they
have an order, and nobody knows that they are equally far apart. Alpha is 1 for perfect agreement and 0 for what chance would give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from random import Random
from typing import TypeVar

from roleplay.agreement.estimates import RESAMPLES, SEED, Estimate, interval

__all__ = ["Matrix", "alpha", "coincidences", "estimates"]

_Unit = TypeVar("_Unit", bound=Hashable)
Matrix = Sequence[Sequence[float]]
"""How often each level was given together with each other one to the same unit."""


def coincidences(units: Mapping[tuple[int, ...], int], size: int) -> Matrix:
    """The coincidence matrix of *units*: the levels below *size* that a unit was given, in any order, and how many units were given these.

    Each pair of levels within a unit counts, in both directions, by one over the number of the others; a level alone counts nothing.
    """
    found = [[0.0] * size for _ in range(size)]
    for levels, times in units.items():
        counts = Counter(levels)
        for one, ones in counts.items():
            for other, others in counts.items():
                pairs = ones * (others - (one == other))
                if pairs:
                    found[one][other] += times * pairs / (len(levels) - 1)
    return found


def alpha(matrix: Matrix, *, ordinal: bool = True) -> float | None:
    """Krippendorff's alpha of a coincidence *matrix*, ordinal or interval; None where no two levels were given that could differ.

    >>> alpha([[8, 2], [2, 4]])
    0.5
    """
    totals = [sum(row) for row in matrix]
    seen = expected = 0.0
    for one in range(len(totals)):
        for other in range(len(totals)):
            apart = _ordinal(totals, one, other) if ordinal else float(one - other)
            seen += matrix[one][other] * apart * apart
            expected += totals[one] * totals[other] * apart * apart
    return 1 - seen * (sum(totals) - 1) / expected if expected else None


def _ordinal(totals: Sequence[float], one: int, other: int) -> float:
    """How many levels were given from *one* to *other*, of those at the ends half: their distance in ranks."""
    low, high = min(one, other), max(one, other)
    return sum(totals[low : high + 1]) - (totals[low] + totals[high]) / 2


def estimates(units: Iterable[_Unit], numbers: Sequence[Callable[[Mapping[_Unit, int]], float | None]]) -> list[Estimate]:
    """Each of *numbers* over the *units*, with its interval from `RESAMPLES` draws of as many units; all of the same draws."""
    drawn = sorted(units, key=repr)
    whole = Counter(drawn)
    if len(drawn) < 2:
        return [Estimate(number(whole)) for number in numbers]
    chance = Random(SEED)
    found: list[list[float | None]] = [[] for _ in numbers]
    for _ in range(RESAMPLES):
        counts = Counter(chance.choices(drawn, k=len(drawn)))
        for number, values in zip(numbers, found, strict=True):
            values.append(number(counts))
    return [Estimate(number(whole), interval(values)) for number, values in zip(numbers, found, strict=True)]
