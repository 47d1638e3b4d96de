"""Clock times and dates as exports write them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

__all__ = ["CLOCK", "clock", "instant", "iso", "since"]

CLOCK = r"(?:\d{1,3}:)?\d{1,5}:\d{2}(?:[.,]\d{1,6})?"
_CLOCK = re.compile(rf"{CLOCK}\Z", re.ASCII)


def clock(text: str) -> float | None:
    """Seconds in ``[H:]MM:SS[.mmm]``, None if *text* is no such time.

    >>> clock("1:02:03.5"), clock("noon")
    (3723.5, None)
    """
    if not _CLOCK.match(text):
        return None
    total = 0.0
    for part in text.replace(",", ".").split(":"):
        if total and float(part) >= 60:
            return None
        total = total * 60 + float(part)
    return round(total, 3)


def instant(value: object) -> datetime | None:
    """A moment from ISO 8601 text or seconds since 1970; with a zone only where *value* says one."""
    try:
        if isinstance(value, str) and not value.replace(".", "", 1).isdigit():
            return datetime.fromisoformat(value)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return datetime.fromtimestamp(float(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return None


def since(first: datetime | None, moment: datetime | None) -> float | None:
    """Seconds from *first* to *moment*, None where either is unknown, only one has a zone, or it lies before."""
    if first is None or moment is None or (first.tzinfo is None) != (moment.tzinfo is None):
        return None
    passed = round((moment - first).total_seconds(), 3)
    return passed if passed >= 0 else None


def iso(moment: datetime | None) -> str | None:
    """ISO 8601, UTC with ``Z`` where the zone is known."""
    if moment is None:
        return None
    if moment.tzinfo is None:
        return moment.isoformat(timespec="seconds")
    try:
        return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    except OverflowError:  # the first or the last day of the calendar
        return None
