"""Small packs made in a test, and texts of all kinds."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from hypothesis import strategies as st

from roleplay.language.cues import Found
from roleplay.language.pack import Pack, build
from roleplay.notation import read

__all__ = ["find", "fired", "pack", "pack_of", "texts"]

ALPHABETS = "abcdeiostuvAEIOTş țȘăâÎиёЁйЙеыюя'’-‑ \n.!?…,;:–—«»„“”\"()[]*\t0123456789²Ⅷ"
ODD = "\u0301\u0306\u0327\u0345\u00ad\u200b\u200d\u200e\u202e\u2066\ufeff\u0000\u001b\u0085\u2028😀👨\u200d👩ß\u0130ʼﬁ漢한"
WORDS = (
    "you",
    "never",
    "always",
    "I",
    "feel",
    "don't",
    "can’t",
    "ești",
    "mereu",
    "n-ai",
    "mi-e",
    "greu",
    "ты",
    "вечно",
    "мне",
    "обидно",
    "моё",
    "?!",
    "...",
)


def pack_of(source: str, name: str = "small.yaml") -> Pack:
    """A pack built from the text of a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(source, "utf-8")
        return build(read(path), name)


def pack(language: str = "en", *, classes: dict[str, Any] | None = None, cues: dict[str, Any] | None = None, **more: Any) -> Pack:
    """A pack with *classes* and *cues*; a cue is a list of rules, and a rule may be just one pattern."""
    rules: dict[str, list[dict[str, Any]]] = {}
    for cue, items in (cues or {}).items():
        rules[cue] = []
        for number, item in enumerate(items):
            rule = {"match": [item]} if isinstance(item, str) else item
            rules[cue].append({"id": f"{cue}{number}"} | rule)
    given = {"schema": 1, "language": language, "version": "t", "conjunctions": [], "empty": [], "kin": [], "classes": {}, "cues": {}}
    return pack_of(yaml.safe_dump(given | more | {"classes": classes or {}, "cues": rules}, allow_unicode=True, sort_keys=False))


def find(made: Pack, text: str, *, heard: bool = False) -> list[Found]:
    """The rules of *made* that fire in *text*."""
    cut = made.analyse(text)
    return made.find(cut, made.words(cut), heard=heard)


def fired(pattern: str | dict[str, Any], text: str, language: str = "en", **more: Any) -> list[str]:
    """What of *text* one *pattern* (or rule) matches."""
    made = pack(language, cues={"blame": [pattern]}, **more)
    cut = made.analyse(text)
    return [text[slice(*cut.span(found.first, found.last))] for found in find(made, text)]


def texts() -> st.SearchStrategy[str]:
    """Texts of all kinds but lone surrogates: any characters, letters of three alphabets with odd marks, and words of cues."""
    some = st.text(st.sampled_from(ALPHABETS + ODD), max_size=60)
    talk = st.lists(st.one_of(st.sampled_from(WORDS), st.text(st.sampled_from(ODD + '?!.,"*()'), max_size=2)), max_size=20).map(" ".join)
    return st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=80), some, talk)
