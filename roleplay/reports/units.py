"""Numbers as the reader of a report reads them."""

from __future__ import annotations

import re

from roleplay.errors import mark
from roleplay.wording import decimal, say

__all__ = ["clock", "date", "duration", "percent"]

_UNITS = ((86400.0, mark("{number} d")), (3600.0, mark("{number} h")), (60.0, mark("{number} min")))
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T|$)")


def percent(value: float | None) -> str:
    """A value from 0 to 1, or a dash where there is none.

    >>> percent(0.125), percent(None)
    ('12%', '–')
    """
    return "–" if value is None else f"{value:.0%}"


def duration(seconds: float, language: str) -> str:
    """How long something takes.

    >>> duration(3.52, "en"), duration(190, "en")
    ('3.5 s', '3.2 min')
    """
    for size, words in _UNITS:
        if seconds >= size:
            return say(words, language, number=decimal(_short(seconds / size), language))
    return say("{number} s", language, number=decimal(f"{seconds:.1f}", language))


def _short(number: float) -> str:
    return f"{number:.0f}" if number >= 10 else f"{number:.1f}".removesuffix(".0")


def clock(seconds: float) -> str:
    """A place in a talk.

    >>> clock(75.4), clock(3700)
    ('1:15', '1:01:40')
    """
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"


def date(stamp: str | None, language: str) -> str | None:
    """The day of a time stamp, as the language writes it; None where there is none.

    >>> date("2026-11-22T10:00:00Z", "en")
    '2026-11-22'
    """
    found = _DAY.match(stamp or "")
    return say("{year}-{month}-{day}", language, year=found[1], month=found[2], day=found[3]) if found else None
