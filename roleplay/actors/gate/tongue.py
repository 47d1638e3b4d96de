"""Whether a sentence is in the language of the talk: by its letters, and where these are shared by its commonest words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from roleplay.actors.gate.words import common

__all__ = ["foreign"]

_LETTER = re.compile(r"[^\W\d_]")
_NOT_RUSSIAN = frozenset("іїєґўћђјљњџ")
_STRANGE = 2


def foreign(sentence: str, forms: Sequence[str], language: str) -> str | None:
    """What tells that *sentence*, with the words *forms*, is not in *language*: a script or a tongue; None if nothing does.

    >>> foreign("Sure, here is the thing.", ["sure", "here", "is", "the", "thing"], "ro")
    'en'
    """
    letters = _LETTER.findall(sentence)
    scripts = [unicodedata.name(letter, "?").split()[0] for letter in letters]
    own = "CYRILLIC" if language == "ru" else "LATIN"
    other = {script for script in scripts if script not in ("LATIN", "CYRILLIC")}
    if sum(script in other for script in scripts) >= _STRANGE:
        return next(iter(sorted(other))).lower()
    strange = sum(unicodedata.name(form[0], "?").split()[0] != own for form in forms if form[0].isalpha())
    if strange >= _STRANGE and 2 * scripts.count(own) < len(scripts):
        return "latin" if own == "CYRILLIC" else "cyrillic"
    if own == "CYRILLIC":
        return "cyrillic" if sum(letter.lower() in _NOT_RUSSIAN for letter in letters) >= _STRANGE else None
    return _tongue(forms, language)


def _tongue(forms: Sequence[str], language: str) -> str | None:
    """The tongue that clearly has more of the words *forms* than *language* has, None if there is none."""
    counted = {tongue: sum(form in commonest for form in forms) for tongue, commonest in common().items()}
    own = counted.pop(language)
    best = max(counted, key=lambda tongue: counted[tongue])
    return best if counted[best] > _STRANGE and 2 * own < counted[best] else None
