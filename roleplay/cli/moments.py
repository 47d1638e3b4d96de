"""The time of a talk in words: a moment of it, and a silence."""

from __future__ import annotations

from roleplay.cli.context import tell
from roleplay.wording import decimal, say_many

__all__ = ["clock", "later", "silence"]

_DOTS = 24
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def clock(seconds: float) -> str:
    """A moment as minutes and seconds, with hours where there are any; from a day on as days, hours and minutes.

    >>> clock(65.2), clock(3725)
    ('01:05.2', '1:02:05.0')
    """
    tenths = round(seconds * 10)
    days, rest = divmod(tenths, 10 * _DAY)
    if days:
        return tell("{days} d {hours}:{minutes}", days=days, hours=f"{rest // (10 * _HOUR):02d}", minutes=f"{rest // 600 % 60:02d}")
    hours, rest = divmod(tenths, 10 * _HOUR)
    text = f"{rest // 600:02d}:{rest % 600 // 10:02d}.{rest % 10}"
    return f"{hours}:{text}" if hours else text


def silence(seconds: float, language: str) -> str:
    """A silence drawn to scale, a dot for each half second, and how long it was."""
    dots = "·" * max(1, min(_DOTS, round(seconds * 2)))
    return f"{dots} {length(seconds, language)}"


def length(seconds: float, language: str) -> str:
    """How long something took, in the largest unit that tells something."""
    if seconds < _MINUTE:
        return tell("{seconds} s", seconds=decimal(f"{seconds:.1f}", language))
    if seconds < _HOUR:
        return tell("{minutes} min", minutes=f"{seconds / _MINUTE:.0f}")
    if seconds < 2 * _DAY:
        return tell("{hours} h", hours=f"{seconds / _HOUR:.0f}")
    return say_many("{n} day", "{n} days", round(seconds / _DAY), language)


def later(seconds: float, language: str) -> str:
    """How long after the turn before one begins, where nobody knows how much of that was silence."""
    return tell("{time} later", time=length(seconds, language))
