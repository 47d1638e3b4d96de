"""Which fact of a scenario a question asks for.

A pattern is words that must all be in one sentence of the reply, in any order: ``колен*`` is a beginning, ``a|b`` one of two. The
pattern with the most words wins, so that the more precise question finds the more precise fact.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from roleplay.language.text import fold
from roleplay.persona import Fact

__all__ = ["asked", "wished"]

_SENTENCE = re.compile(r"[^.!?…\n]+[.!?…\n]*")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LONGEST = 2000
_TELL = {"tell", "расскажи", "расскажите", "скажи", "скажите", "spune", "spuneti", "povesteste", "povestiti"}
_SHORT = 12

Option = tuple[str, ...]
"""Words that must all be there: one, or the pieces of one with hyphens; a ``*`` at the end stands for any ending."""


def asked(reply: str, facts: Iterable[Fact]) -> list[Fact]:
    """The facts that *reply* asks for, best match first and open before hidden.

    Only questions ask: sentences closed by ``?`` or with a word like "tell" in them ("Tell me about your knee. Does it hurt?"); without
    either, a short reply counts as a whole.
    """
    sentences = _sentences(reply)
    asking = [s for s in sentences if "?" in s or not _TELL.isdisjoint(_words(s))]
    return _ranked(asking or (sentences if len(reply.split()) <= _SHORT else []), facts)


def wished(reply: str, facts: Iterable[Fact]) -> list[Fact]:
    """The facts that answer a wish or an offer in *reply*, best match first: "I’d like to see you" needs no question mark."""
    return _ranked(_sentences(reply), (fact for fact in facts if fact.wished))


def _sentences(reply: str) -> list[str]:
    return _SENTENCE.findall(unicodedata.normalize("NFC", reply[:_LONGEST]))


def _ranked(sentences: Iterable[str], facts: Iterable[Fact]) -> list[Fact]:
    """The facts with a pattern that one of *sentences* fits."""
    words = [_words(sentence) for sentence in sentences]
    ranked = []
    for place, fact in enumerate(facts):
        best = max((_fit(pattern, said) for pattern in fact.asks for said in words), default=0)
        if best:
            ranked.append((-best, fact.hidden, place, fact))
    return [fact for *_, fact in sorted(ranked, key=lambda item: item[:3])]


def _words(sentence: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _WORD.findall(sentence))


def _fit(pattern: str, said: frozenset[str]) -> int:
    """How many words of *pattern* are in *said*: all of them, or none count."""
    fits = [
        max((len(option) for option in options if all(_there(word, said) for word in option)), default=0) for options in _places(pattern)
    ]
    return sum(fits) if all(fits) else 0


def _there(word: str, said: frozenset[str]) -> bool:
    return any(each.startswith(word[:-1]) for each in said) if word.endswith("*") else word in said


@lru_cache(maxsize=4096)
def _places(pattern: str) -> tuple[tuple[Option, ...], ...]:
    places = (tuple(_option(option) for option in place.split("|")) for place in pattern.split())
    return tuple(options for place in places if (options := tuple(option for option in place if option)))


def _option(option: str) -> Option:
    pieces = _WORD.findall(fold(option))
    return (*pieces[:-1], pieces[-1] + "*" * option.endswith("*")) if pieces else ()
