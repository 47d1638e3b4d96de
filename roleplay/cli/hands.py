"""Hands that a room shows, from 0 to 4: how they are typed in, and what they look like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from roleplay.agreement.ratings import LEVELS
from roleplay.errors import Unusable

__all__ = ["counted", "picture"]

_STEPS = " ▁▂▃▄▅▆▇█"


def counted(text: str, raters: int) -> tuple[int, ...]:
    """The levels of all hands in what was typed, sorted. Raises `Unusable` that says what is wrong.

    Five numbers are the hands for 0, 1, 2, 3 and 4, unless they are more than there are *raters*; with commas, or as any other count of numbers,
    each is the level of one hand.

    >>> counted("3 1 0 4 2", 10)
    (0, 0, 0, 1, 3, 3, 3, 3, 4, 4)
    >>> counted("4,4,0", 10)
    (0, 4, 4)
    """
    numbers = [int(number) for number in re.findall(r"\d+", text[:2000])]
    if not numbers or re.search(r"[^\d\s,;]", text):
        raise Unusable("type how many hands there were for 0, 1, 2, 3 and 4, such as: 3 1 0 4 2")
    by_level = len(numbers) == len(LEVELS) and not re.search(r"[,;]", text) and not _can_only_be_levels(numbers, raters)
    levels = [level for level, hands in zip(LEVELS, numbers, strict=True) for _ in range(min(hands, raters + 1))] if by_level else numbers
    if any(level not in LEVELS for level in levels):
        raise Unusable("a hand shows 0, 1, 2, 3 or 4, not {value}", value=next(level for level in levels if level not in LEVELS))
    if not levels:
        raise Unusable("no hand was shown; Enter alone leaves this one out")
    if len(levels) > raters:
        raise Unusable("these are more than {raters} hands", raters=raters)
    return tuple(sorted(levels))


def _can_only_be_levels(numbers: Sequence[int], raters: int) -> bool:
    return sum(numbers) > raters >= len(numbers) and max(numbers) <= LEVELS[-1]


def picture(levels: Sequence[int]) -> tuple[str, float]:
    """Five bars, as high as there are hands for 0 to 4, and the middle of all hands.

    >>> picture((0, 2, 2, 2, 4))
    ('▃ █ ▃', 2)
    """
    counts = [levels.count(level) for level in LEVELS]
    return "".join(_STEPS[-(-8 * count // max(counts))] for count in counts), median(levels)
