"""Words that suit a man or a woman only: said to somebody whose gender nobody knows yet, they need both forms.

Looked for is what can be told for sure: in Russian a past tense or a short form beside ты and я (``ты сказал``, ``я рада``), in Romanian a
participle or adjective in its masculine form beside ``ești`` and ``erai``. English has no such forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from roleplay.language import morphology

__all__ = ["Gendered", "gendered"]

Gendered = tuple[str, str, str]
"""Who is meant, ``listener`` or ``speaker``; the gender, ``m`` or ``f``; the word."""

_WORD = re.compile(r"[^\W\d_]+|[.,!?…:;—()«»\[\]<>|]")
_BESIDE = {
    "не",
    "уже",
    "же",
    "так",
    "тоже",
    "всё",
    "ведь",
    "бы",
    "и",
    "опять",
    "сегодня",
    "вчера",
    "тогда",
    "это",
    "мне",
    "меня",
    "тебя",
    "тебе",
    "просто",
    "хоть",
}
_SHOWN = {"#he": "m", "#she": "f"}
_PERSONS = {"ты": "listener", "я": "speaker"}
_ROMANIAN = re.compile(
    r"\b(ești|erai|eşti)\s+(?:(?:așa|foarte|prea|mai|atât de|tare|tot|și|cam)\s+)*([^\W\d_]+(?:at|it|ut|ât|os))\b", re.IGNORECASE
)
_NOT_GENDERED = {"totuşi", "atât", "mult", "rost", "gata"}


def gendered(line: str, language: str) -> Iterator[Gendered]:
    """The words of *line* (in its written form, with variants) that suit one gender only and have no variant."""
    plain = re.sub(r"[\[<][^\[\]<>]*\|[^\[\]<>]*[\]>]", " , ", line)
    if language == "ru":
        yield from _russian(plain)
    elif language == "ro":
        for match in _ROMANIAN.finditer(plain):
            if match[2].casefold() not in _NOT_GENDERED:
                yield "listener", "m", match[2]


def _russian(line: str) -> Iterator[Gendered]:
    words = [word.casefold() for word in _WORD.findall(line)]
    for place, word in enumerate(words):
        if word not in _PERSONS or (place and words[place - 1] in ("и", "или", "чем")):
            continue
        for other in words[place + 1 : place + 4]:
            found = {_SHOWN[key] for key in morphology.gendered(other, "ru") & _SHOWN.keys()}
            if len(found) == 1:
                yield _PERSONS[word], next(iter(found)), other
            if found or other not in _BESIDE:
                break
