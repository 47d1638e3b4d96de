"""Patterns over words, written so that a coach can read and extend them.

A pattern is words with spaces between them, matched inside one sentence::

    never                 a word, in normal form (no diacritics, lower case, ё as е)
    обижа*   *ezi         a beginning, an ending
    ~забыть               any form of this dictionary word
    @always               a word of the class ``always`` of the same file
    #2s                   a grammatical feature (Russian: #1s #2s #2p #imp #past #inf …)
    you|u|@name           one of these
    (just)                may be there or not
    ..   ...              up to three words in the same clause; up to eight in the sentence
    !not                  the word that stands here is not this one
    ^  $                  the sentence begins, ends here

Every word of a text is looked up once; only patterns whose rarest word is there are tried.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from roleplay.language.text import Text, Token

__all__ = ["Element", "Hit", "Index", "Pattern", "parse"]


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
    """A sequence of elements that belongs to a *rule*; *anchor* is the place whose words it is found by."""

    source: str
    rule: int
    elements: tuple[Element, ...]
    anchor: int


@dataclass(frozen=True, slots=True)
class Hit:
    """Pattern *rule* matched the words *first* to *last*, both included."""

    rule: int
    first: int
    last: int


def parse(source: str, rule: int) -> Pattern:
    """Parse one pattern. Raises `ValueError` with what is wrong."""
    elements = tuple(_element(part) for part in source.split())
    words = [i for i, e in enumerate(elements) if e.keys and not e.optional and not e.negated]
    if not words:
        raise ValueError(f"{source!r} has no word it can be found by")
    return Pattern(source, rule, elements, min(words, key=lambda i: (_commonness(elements[i]), i)))


def _element(part: str) -> Element:
    if part in ("^", "$"):
        return Element(edge=part)
    if part in ("..", "..."):
        return Element(gap=3 if part == ".." else 8, wide=part == "...")
    optional = part.startswith("(") and part.endswith(")")
    part = part[1:-1] if optional else part
    negated = part.startswith("!")
    keys = frozenset(part.lstrip("!").split("|"))
    if not part or "" in keys or any(c in key for key in keys for c in "()!^$ "):
        raise ValueError(f"{part!r} is no word, class, lemma or feature")
    return Element(keys=keys, optional=optional, negated=negated)


def _commonness(element: Element) -> int:
    return max(2 if key.startswith(("#", "@")) else 1 if key.endswith("*") else 0 for key in element.keys)


class Index:
    """All patterns of a language, found by their anchor words."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        self.by_key: dict[str, list[Pattern]] = defaultdict(list)
        for pattern in patterns:
            for key in pattern.elements[pattern.anchor].keys:
                self.by_key[key].append(pattern)

    def anchored(self, keys: frozenset[str]) -> tuple[Pattern, ...]:
        """The patterns that a word with these *keys* may be the anchor of, each once."""
        found: dict[int, Pattern] = {}
        for key in keys:
            for pattern in self.by_key.get(key, ()):
                found[id(pattern)] = pattern
        return tuple(sorted(found.values(), key=lambda p: (p.rule, p.source)))


def match(pattern: Pattern, at: int, text: Text, keys: list[frozenset[str]]) -> Hit | None:
    """Match *pattern* with its anchor on word *at*; *keys* holds the keys of every word."""
    last = _walk(pattern.elements, pattern.anchor + 1, at, 1, text.tokens, keys)
    if last is None:
        return None
    first = _walk(pattern.elements, pattern.anchor - 1, at, -1, text.tokens, keys)
    return None if first is None else Hit(pattern.rule, first, last)


def _walk(
    elements: tuple[Element, ...], place: int, at: int, step: int, tokens: tuple[Token, ...], keys: list[frozenset[str]]
) -> int | None:
    """Match the elements from *place* outwards in direction *step*; the outermost matched word, or None."""
    if not 0 <= place < len(elements):
        return at
    element = elements[place]
    follow = at + step
    inside = 0 <= follow < len(tokens) and tokens[follow].sentence == tokens[at].sentence
    if element.edge:
        return _walk(elements, place + step, at, step, tokens, keys) if not inside else None
    if element.gap:
        reach = at
        for _ in range(element.gap + 1):
            found = _walk(elements, place + step, reach, step, tokens, keys)
            if found is not None:
                return found
            reach += step
            if not 0 <= reach < len(tokens) or tokens[reach].sentence != tokens[at].sentence:
                return None
            if not element.wide and tokens[reach].clause != tokens[at].clause:
                return None
        return None
    hits = inside and not element.keys.isdisjoint(keys[follow])
    if element.negated:
        return None if hits else _walk(elements, place + step, at, step, tokens, keys)
    if hits:
        found = _walk(elements, place + step, follow, step, tokens, keys)
        if found is not None or not element.optional:
            return found
    return _walk(elements, place + step, at, step, tokens, keys) if element.optional else None
