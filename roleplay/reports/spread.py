"""Small pictures that are made many times over: how values of one skill are spread, and how they changed. For any page that shows people by skill."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from roleplay.reports.geometry import quartiles
from roleplay.reports.passage import Badge
from roleplay.reports.turns import look
from roleplay.reports.units import percent

__all__ = ["Change", "Spread", "change", "signed", "spread"]


@dataclass(frozen=True, slots=True)
class Spread:
    """The values of one skill: their mean as *value* and *at* from 0 to 100, the middle half of them from *low* to *high*, and their *count*.

    *at*, *low* and *high* are None where there are no values. *ticks* are the single values, where they are to be drawn.
    """

    badge: Badge
    value: str
    look: str
    count: int
    at: float | None = None
    low: float | None = None
    high: float | None = None
    ticks: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A skill before and after, each from 0 to 1, the difference in points as *text*, and its *look*: *good*, *poor* or plain."""

    badge: Badge
    before: float
    after: float
    text: str
    look: str


def spread(badge: Badge, values: Sequence[float], *, ticks: bool = False) -> Spread:
    """The spread of *values*, each from 0 to 1."""
    if not values:
        return Spread(badge, percent(None), "", 0)
    low, _, high = quartiles(values)
    mean = fmean(values)
    drawn = tuple(_hundred(value) for value in sorted(values)) if ticks else ()
    return Spread(badge, percent(mean), look(mean), len(values), _hundred(mean), _hundred(low), _hundred(high), drawn)


def change(badge: Badge, before: float, after: float) -> Change:
    """What became of a skill.

    >>> change(Badge(1, "●", "Listening"), 0.25, 0.6).text
    '+35'
    >>> change(Badge(1, "●", "Listening"), 0.6, 0.25).text
    '−35'
    """
    points = round((after - before) * 100)
    return Change(badge, before, after, signed(points), "good" if points > 0 else "poor" if points < 0 else "")


def signed(points: int) -> str:
    """A difference in points.

    >>> signed(3), signed(-3), signed(0)
    ('+3', '−3', '0')
    """
    return f"{points:+d}".replace("-", "−") if points else "0"


def _hundred(value: float) -> float:
    return round(value * 100, 1)
