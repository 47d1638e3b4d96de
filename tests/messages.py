"""What the program says, as its code and its catalogues have it."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

from roleplay.errors import Sentence

__all__ = ["LOCALE", "ROOT", "catalogue", "extracted", "forms", "slots", "strange"]

ROOT = Path(__file__).parent.parent
LOCALE = ROOT / "roleplay" / "locale"


@lru_cache
def extracted() -> frozenset[str | tuple[str, ...]]:
    """The messages in the code: a text, or both forms of one with a number; found by the keywords of ``make messages``."""
    recipe = re.search(r"^messages:.*\n(?:\t.*\n?)+", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert recipe is not None
    keywords = DEFAULT_KEYWORDS | parse_keywords(re.findall(r"-k (\S+)", recipe[0]))
    found = extract_from_dir(ROOT / "roleplay", [("**.py", "python")], keywords=keywords)
    return frozenset(message if isinstance(message, str) else tuple(message) for _, _, message, _, _ in found)


def catalogue(language: str) -> Catalog:
    """The ``.po`` file of *language*."""
    with (LOCALE / language / "LC_MESSAGES" / "roleplay.po").open("rb") as lines:
        return read_po(lines, locale=language, abort_invalid=True)


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """All forms of a message: one, or one for each kind of number."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def slots(text: str) -> list[str]:
    """What is filled into *text*, in the order of the alphabet."""
    return sorted(re.findall(r"\{[^{}]*\}", text))


def strange(said: object) -> list[object]:
    """What of *said*, and of what fills its slots, no catalogue knows: the words of a library, or of ours that nobody marked."""
    if not isinstance(said, Sentence):
        return [said]
    inner = [each for value in said.values.values() if isinstance(value, Sentence) for each in strange(value)]
    return inner if said.message in extracted() or not re.sub(r"\{\w+\}|\W", "", said.message) else [said.message, *inner]
