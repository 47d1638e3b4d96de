"""Which fact of a scenario a question asks for.

A pattern is words that must all be in one sentence of the reply, in any order: ``колен*`` is a beginning, ``a|b`` one of two. The pattern with the
most words wins, so that the more precise question finds the more precise fact.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from roleplay.language.text import fold
from roleplay.persona import Fact

__all__ = ["asked"]

_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…\n]*")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def asked(reply: str, facts: Iterable[Fact]) -> list[Fact]:
    """The facts that *reply* asks for, best match first. Only questions ask: a sentence closed by ``?``, or an invitation without one
    counts through its words too when the whole reply is short."""
    sentences = [s for s in _SENTENCE.findall(reply[:2000])]
    asking = [s for s in sentences if "?" in s] or (sentences if len(reply.split()) <= 12 else [])
    words = [tuple(fold(word) for word in _WORD.findall(sentence)) for sentence in asking]
    ranked = []
    for place, fact in enumerate(facts):
        best = max((_fit(pattern, said) for pattern in fact.asks for said in words), default=0)
        if best:
            ranked.append((-best, fact.hidden, place, fact))
    return [fact for *_, fact in sorted(ranked, key=lambda item: item[:3])]


def _fit(pattern: str, said: tuple[str, ...]) -> int:
    """How many words of *pattern* are in *said*: all of them, or none count."""
    parts = _parts(pattern)
    if all(any(_is(word, options) for word in said) for options in parts):
        return sum(max(len(option) for option in options) for options in parts)
    return 0


def _is(word: str, options: tuple[str, ...]) -> bool:
    return any(word.startswith(option[:-1]) if option.endswith("*") else word == option for option in options)


@lru_cache(maxsize=4096)
def _parts(pattern: str) -> tuple[tuple[str, ...], ...]:
    parts = []
    for place in pattern.split():
        options = []
        for option in place.split("|"):
            star = option.endswith("*")
            pieces = _WORD.findall(fold(option.rstrip("*")))
            for piece in pieces[:-1]:
                parts.append((piece,))
            if pieces:
                options.append(pieces[-1] + ("*" if star else ""))
        if options:
            parts.append(tuple(options))
    return tuple(parts)
