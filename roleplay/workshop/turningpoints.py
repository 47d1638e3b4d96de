"""Where a talk took a turn: the replies after which the mood changed most, or, where no mood is known, after which a skill stood at another level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from roleplay.agreement.ratings import level
from roleplay.scoring import Score

__all__ = ["LEAST", "Jump", "Levels", "largest", "leading", "size"]

Jump = tuple[float, float]
"""What a skill came to before, and now."""

LEAST = 0.05  # a smaller change of the mood is none to stop at
SHARE = 10  # one reply in so many is a turning point
FEWEST, MOST = 3, 40
JUMP = 2  # levels


def largest(shifts: Iterable[tuple[int, float]]) -> list[int]:
    """The places of the largest of *shifts* (place, change), in order: a tenth of them, at least three and at most 40, none below `LEAST`.

    >>> largest([(1, 0.02), (3, 0.3), (5, 0.1), (7, 0.2), (9, 0.06)])
    [3, 5, 7]
    """
    found = sorted(shifts, key=lambda shift: (-shift[1], shift[0]))
    many = min(MOST, max(FEWEST, len(found) // SHARE))
    return sorted(place for place, change in found[:many] if change >= LEAST)


def leading(sizes: Iterable[tuple[int, float]]) -> list[int]:
    """As `largest`, with all that are as large as the smallest of these: levels are few, and the first ones are no better than the last.

    >>> leading([(1, 0.5), (3, 1.0), (5, 0.5), (7, 0.5), (9, 0.5), (11, 0.1)])
    [1, 3, 5, 7, 9]
    """
    known = dict(sizes)
    found = largest(known.items())
    return [place for place in sorted(known) if found and known[place] >= min(map(known.__getitem__, found))]


class Levels:
    """What each skill came to when it was seen last; `jumps` says which of a reply's scores stand two levels higher or lower."""

    def __init__(self) -> None:
        self._last: dict[str, float] = {}

    def jumps(self, scores: Iterable[Score]) -> dict[str, Jump]:
        """Take note of the *scores* of the next reply: the skills that make it a turning point, with the values before and now."""
        now = {score.scorer: score.verdict.value for score in scores if score.verdict.value is not None}
        found = {name: (self._last[name], now[name]) for name in now if name in self._last}
        self._last |= now
        return {name: jump for name, jump in found.items() if abs(level(jump[1]) - level(jump[0])) >= JUMP}


def size(jumps: Mapping[str, Jump]) -> float:
    """What *jumps* come to, 1 for a skill that went from one end to the other; 0 where there are none."""
    return sum(abs(after - before) for before, after in jumps.values())
