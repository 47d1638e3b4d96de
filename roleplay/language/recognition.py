"""Which of our languages a text is in, told only where it is clear."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

__all__ = ["recognised"]

_ENOUGH = 20_000  # characters
_CLEAR, _LEAD = 0.6, 0.15
_COMMA = str.maketrans("şţŞŢ", "șțȘȚ")  # simplemma knows the comma below, not the cedilla


def recognised(texts: Iterable[str]) -> str | None:
    """The language of *texts*: Russian by its letters, Romanian or English by the share of words that are known; None where neither is clear.

    >>> recognised(["Ты опять не позвонила."]), recognised(["Ok."])
    ('ru', None)
    """
    text = _head(texts)
    letters = [letter for letter in text if letter.isalpha()]
    if not letters:
        return None
    cyrillic = sum("CYRILLIC" in unicodedata.name(letter, "") for letter in letters) / len(letters)
    if cyrillic >= 1 - _CLEAR:
        return "ru" if cyrillic >= _CLEAR else None
    from simplemma import LanguageDetector

    shares = LanguageDetector(lang=("en", "ro")).proportion_in_each_language(text.translate(_COMMA))
    best, other = sorted(("en", "ro"), key=lambda language: -shares.get(language, 0.0))
    known = shares.get(best, 0.0)
    return best if known >= _CLEAR and known - shares.get(other, 0.0) >= _LEAD else None


def _head(texts: Iterable[str]) -> str:
    found, size = [], 0
    for text in texts:
        found.append(text[:_ENOUGH])
        size += len(text)
        if size > _ENOUGH:
            break
    return unicodedata.normalize("NFC", "\n".join(found))
