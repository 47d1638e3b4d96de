"""Where a talk took a turn: the replies after which the mood changed most, or, where no mood is known, after which a skill stood at another level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from roleplay.agreement.ratings import level
from roleplay.scoring import Score

__all__ = ["LEAST", "Levels", "largest"]

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


class Levels:
    """The level at which each skill was seen last; `turns` says whether a reply's scores stand two levels higher or lower."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def turns(self, scores: Iterable[Score]) -> bool:
        """Take note of the *scores* of the next reply; whether one of them makes it a turning point."""
        now: Mapping[str, int] = {score.scorer: level(score.verdict.value) for score in scores if score.verdict.value is not None}
        turned = any(abs(now[name] - self._last[name]) >= JUMP for name in now if name in self._last)
        self._last |= now
        return turned
