"""Stage directions in a turn: what is done and not said, and pauses that are written out."""

from __future__ import annotations

import re

__all__ = ["only_silence", "pause_mark", "spoken"]

_DIRECTION = re.compile(r"\([^()]{1,120}\)|\[[^\[\]]{1,60}\]|\*[^*\n]{1,60}\*")
_SECONDS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:s|sec|sek|сек|с|secunde|seconds?|секунды?|секунд)\b", re.IGNORECASE)
_SILENCE = re.compile(r"paus|silen|quiet|tăce|tace|liniște|молч|тиш|пауз", re.IGNORECASE)


def spoken(text: str) -> str:
    """*text* with its stage directions blanked out, so that every offset stays true."""
    return _DIRECTION.sub(lambda m: " " * len(m.group()), text)


def pause_mark(text: str) -> float | None:
    """The length in seconds of the pause that *text* opens with: 0.0 if it gives none, None if there is no such mark.

    >>> pause_mark("[5s] Tell me."), pause_mark("(pause) Yes."), pause_mark("Yes.")
    (5.0, 0.0, None)
    """
    direction = _DIRECTION.match(text.lstrip())
    if direction is None:
        return None
    length = _SECONDS.search(direction.group())
    if length:
        return float(length[1].replace(",", "."))
    return 0.0 if _SILENCE.search(direction.group()) else None


def only_silence(text: str) -> bool:
    """Whether a turn is nothing but stage directions, such as "(falls silent)"."""
    return bool(text.strip()) and not spoken(text).strip()
