"""Patterns over words, written so that a coach can read and extend them.

A pattern is words with spaces between them, matched inside one sentence::

    never                 a word; case, diacritics and ё do not matter
    обижа*   *ezi   *     a beginning, an ending, any word
    ~забыть               any form of this dictionary word
    @always               a word of the class ``always`` of the same file
    #2s                   a grammatical feature (Russian: #1s #2s #2p #imp #past #inf …)
    you|u|@name           one of these
    (just)                may be there or not
    ..   ...              up to three words in the same clause; up to eight in the sentence
    !not                  this word does not stand here: directly before the word that follows, or at the end or before a gap
                          directly after the word before it
    ^  $                  the sentence begins, ends here
"""

from __future__ import annotations

from dataclasses import dataclass

from roleplay.errors import Sentence
from roleplay.language.text import fold

__all__ = ["Element", "Pattern", "parse"]


@dataclass(frozen=True, slots=True)
class Element:
    """One place of a pattern. *gap* is the number of words that may stand here (0 for a word), *wide* lets it leave the clause."""

    keys: frozenset[str] = frozenset()
    optional: bool = False
    negated: bool = False
    gap: int = 0
    wide: bool = False
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sequence of elements that belongs to a *rule*.

    *words* are the places of those that must be there, by which it can be found: plain words first, then beginnings and endings, then
    classes and features.
    """

    source: str
    rule: int
    elements: tuple[Element, ...]
    words: tuple[int, ...]


def parse(source: str, rule: int) -> Pattern:
    """Parse one pattern. Raises `ValueError` with what is wrong, a `Sentence`."""
    elements = tuple(_element(part) for part in source.split())
    words = [i for i, e in enumerate(elements) if e.keys and not e.optional and not e.negated]
    if not words:
        raise ValueError(Sentence("{what} has no word it can be found by", what=repr(source)))
    return Pattern(source, rule, elements, tuple(sorted(words, key=lambda i: _commonness(elements[i]))))


def _element(written: str) -> Element:
    part = written
    if part in ("^", "$"):
        return Element(edge=part)
    if part in ("..", "..."):
        return Element(gap=3 if part == ".." else 8, wide=part == "...")
    optional = part.startswith("(") and part.endswith(")")
    part = part[1:-1] if optional else part
    negated = part.startswith("!")
    keys = frozenset(_key(key) for key in part.lstrip("!").split("|"))
    if any(key in ("", "~", "@", "#") or "*" in key[1:-1] or any(c in key for c in "()!^$") for key in keys):
        raise ValueError(Sentence("{what} is no word, class, lemma or feature", what=repr(written)))
    return Element(keys=keys, optional=optional, negated=negated)


def _key(key: str) -> str:
    """A class or feature as it is written, a word in normal form."""
    return key if key.startswith(("@", "#")) else fold(key)


def _commonness(element: Element) -> int:
    return max(2 if key.startswith(("#", "@")) else 1 if key.endswith("*") else 0 for key in element.keys)
