"""Where things lie in the pictures of a report: plain numbers and points, no markup.

Every picture is drawn in a box whose width is stretched to the room there is, so widths are in units and only heights are in pixels. Values run
from 0 to 1, and up is more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["LONGEST", "SECOND", "Gap", "chunks", "gap", "height", "points", "quartiles"]

SECOND = 8.0  # pixels of a pause
LONGEST = 15.0  # seconds; a longer pause is drawn broken, as the codebook draws its last line there too
_SHORTEST = 2.0  # pixels, so that it can be seen


@dataclass(frozen=True, slots=True)
class Gap:
    """The silence between two turns: its *seconds*, its *height* in pixels, whether it is *broken* off, and whether the turns *overlap*."""

    seconds: float
    height: float
    broken: bool = False
    overlap: bool = False


def gap(end: float | None, start: float | None) -> Gap | None:
    """The gap between a turn that ends at *end* and one that starts at *start*, to scale; None where a time is not known.

    >>> gap(10.0, 13.5)
    Gap(seconds=3.5, height=28.0, broken=False, overlap=False)
    >>> gap(10.0, 9.0)
    Gap(seconds=1.0, height=8.0, broken=False, overlap=True)
    >>> gap(10.0, 200.0)
    Gap(seconds=190.0, height=120.0, broken=True, overlap=False)
    """
    if end is None or start is None:
        return None
    seconds = round(abs(start - end), 3)
    shown = min(seconds, LONGEST)
    return Gap(seconds, round(max(_SHORTEST, shown * SECOND), 1), seconds > LONGEST, start < end)


def height(value: float, room: float, least: float = 0.0) -> float:
    """How high a bar of *value* is in *room*; nothing at all cannot be seen, so there is a *least*.

    >>> height(0.75, 40), height(0.0, 40, 2)
    (30.0, 2)
    """
    return max(least, round(value * room, 2))


def points(values: Sequence[float], step: float, room: float, top: float = 0.0) -> str:
    """A line through *values*, *step* units apart, in *room* pixels from *top* down, as the ``points`` of a polyline.

    >>> points([0, 0.5, 1], 10, 40, 4)
    '0,44 10,24 20,4'
    """
    return " ".join(f"{_number(place * step)},{_number(top + room * (1 - value))}" for place, value in enumerate(values))


def chunks(count: int, limit: int) -> list[range]:
    """*count* things in at most *limit* groups of neighbours, as even as they can be.

    >>> chunks(3, 10)
    [range(0, 1), range(1, 2), range(2, 3)]
    >>> chunks(5, 2)
    [range(0, 2), range(2, 5)]
    """
    groups = min(count, limit)
    return [range(place * count // groups, (place + 1) * count // groups) for place in range(groups)]


def quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    """The lower quartile, the median and the upper one, between neighbours in a straight line; *values* must not be empty.

    >>> quartiles([0.0, 0.5, 1.0])
    (0.25, 0.5, 0.75)
    >>> quartiles([0.4])
    (0.4, 0.4, 0.4)
    """
    ordered = sorted(values)

    def at(share: float) -> float:
        place = share * (len(ordered) - 1)
        low = int(place)
        return round(ordered[low] + (place - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low]), 4)

    return at(0.25), at(0.5), at(0.75)


def _number(value: float) -> str:
    """*value* without digits that nobody sees."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
