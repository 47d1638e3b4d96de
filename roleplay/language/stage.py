"""Stage directions in a turn: what is done and not said, and pauses that are written out."""

from __future__ import annotations

import re

from roleplay.language.text import fold

__all__ = ["only_silence", "pause_mark", "spoken"]

_ACTION = r"\*[^*\s][^*\n]{0,60}\s[^*\n]{0,60}(?<!\s)\*"
_SIGH = r"(?<![\w,;:] )\*[^*\s]{1,60}\*"  # one *word* within a sentence is stressed, not done
_DIRECTION = re.compile(rf"\([^()]{{1,120}}\)|\[[^\[\]]{{1,60}}\]|{_ACTION}|{_SIGH}")
_SECONDS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:s|sec|sek|сек|с|secund[aei]|seconds?|секунд[аы]?)\b")
_SILENCE = re.compile(r"paus|silen|quiet|pauz|\btac|liniste|молч|тиш|пауз")


def spoken(text: str) -> str:
    """*text* with its stage directions blanked out, so that every offset stays true."""
    if "(" not in text and "[" not in text and "*" not in text:  # hardly any text has one
        return text
    return _DIRECTION.sub(lambda m: " " * len(m.group()), text)


def pause_mark(text: str) -> float | None:
    """The length in seconds of the pause that *text* opens with: 0.0 if it gives none, None if there is no such mark.

    >>> pause_mark("[5s] Tell me."), pause_mark("(pause) Yes."), pause_mark("Yes.")
    (5.0, 0.0, None)
    """
    direction = _DIRECTION.match(text.lstrip())
    if direction is None:
        return None
    said = " ".join(fold(word) for word in direction.group().split())
    length = _SECONDS.search(said)
    if length:
        return float(length[1].replace(",", "."))
    return 0.0 if _SILENCE.search(said) else None


def only_silence(text: str) -> bool:
    """Whether a turn is nothing but stage directions, such as "(falls silent)"."""
    return bool(text.strip()) and not spoken(text).strip()
