"""Patterns found in texts: each word is looked up once, and only patterns whose two rarest words are there are tried.

Every distinct set of keys that stands in some pattern is a *place* and has a number. What is known of a word form is which places it
can fill; matching then compares numbers only. Rare is a word that few patterns share.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from roleplay.language.pattern import Element, Pattern
from roleplay.language.text import Text, Token

__all__ = ["Hit", "Index", "Known", "hits"]

NOTHING = -1
_WORD, _OPTIONAL, _NOT, _GAP, _EDGE = range(5)


Hit = tuple[int, int, int]
"""The rule whose pattern matched, negative for one that blocks it; the first and the last of the words, both included."""


class _Step(NamedTuple):
    """One element seen in the direction of the walk. *offset* is where a negated element looks, from the word reached so far."""

    kind: int
    place: int = NOTHING
    gap: int = 0
    wide: bool = False
    offset: int = 0


class _Compiled(NamedTuple):
    """A pattern as seen from its anchor.

    *near* are the words at a fixed distance, each with its place; *right* and *left* the steps behind them, walked from *last* and *first*.
    """

    rule: int
    near: tuple[tuple[int, int], ...]
    right: tuple[_Step, ...]
    left: tuple[_Step, ...]
    first: int
    last: int


class Waiting(NamedTuple):
    """The *patterns* that a word may be the anchor of, by what they wait for beside it; *awaited* is all of that."""

    awaited: int
    patterns: dict[int, tuple[_Compiled, ...]]


class Known(NamedTuple):
    """What a word form can match: the *places* it can fill, what it *offers* to patterns that wait for it, and those that are *waiting*
    for others themselves; *heard* holds those of these patterns that are for the partner's turn.

    A place that some pattern waits for is one bit of a number, so that all that a sentence offers is compared at once. The lowest bit
    stands for nothing, which every word offers and a pattern of one word waits for.
    """

    places: frozenset[int]
    offers: int
    waiting: Waiting
    heard: Waiting


class Index:
    """All patterns of a language, found by their anchor words; those of the rules *heard* are looked for in the partner's turn too."""

    def __init__(self, patterns: Iterable[Pattern], heard: Collection[int] = ()) -> None:
        patterns = list(patterns)
        self._heard = heard
        self._shared = Counter(key for pattern in patterns for element in pattern.elements for key in element.keys)
        self._places: dict[frozenset[str], int] = {}
        self._by_anchor: dict[int, dict[int, list[_Compiled]]] = defaultdict(lambda: defaultdict(list))
        self._awaited = {NOTHING: 1}
        for pattern in patterns:
            self._add(pattern)
        self._by_key: dict[str, list[int]] = defaultdict(list)
        for keys, place in self._places.items():
            for key in keys:
                self._by_key[key].append(place)

    def known(self, keys: frozenset[str]) -> Known:
        """What there is to know of a word with these *keys*."""
        places = frozenset(place for key in keys for place in self._by_key.get(key, ()))
        waiting: dict[int, list[_Compiled]] = defaultdict(list)
        for anchor in places:
            for second, patterns in self._by_anchor.get(anchor, {}).items():
                waiting[second] += patterns
        offers = reduce(or_, [self._awaited[place] for place in places if place in self._awaited], self._awaited[NOTHING])
        heard = {second: [each for each in found if self._is_heard(each.rule)] for second, found in waiting.items()}
        return Known(places, offers, _waiting(waiting), _waiting(heard))

    def _is_heard(self, rule: int) -> bool:
        return (rule if rule >= 0 else -rule - 1) in self._heard

    def _add(self, pattern: Pattern) -> None:
        elements = pattern.elements
        anchor = min(_fixed_words(pattern), key=lambda at: self._sharing(elements[at]))
        second = min((at for at in pattern.words if at != anchor), key=lambda at: self._sharing(elements[at]), default=None)
        place = NOTHING if second is None else self._place(elements[second])
        awaited = self._awaited.setdefault(place, 1 << len(self._awaited))
        waiting = self._by_anchor[self._place(elements[anchor])][awaited]
        right = tuple(self._step(elements, place, 1) for place in range(anchor + 1, len(elements)))
        left = tuple(self._step(elements, place, -1) for place in range(anchor - 1, -1, -1))
        last, first = _fixed(right), _fixed(left)
        near = [(at + 1, right[at].place) for at in range(last)] + [(-at - 1, left[at].place) for at in range(first)]
        waiting.append(_Compiled(pattern.rule, tuple(near), right[last:], left[first:], -first, last))

    def _sharing(self, element: Element) -> tuple[bool, int]:
        """How common the words of *element* are: whether any word will do, else how many patterns have the one that most have."""
        return "*" in element.keys, max(self._shared[key] for key in element.keys)

    def _place(self, element: Element) -> int:
        return self._places.setdefault(element.keys, len(self._places))

    def _step(self, elements: tuple[Element, ...], place: int, step: int) -> _Step:
        element = elements[place]
        if element.edge:
            return _Step(_EDGE)
        if element.gap:
            return _Step(_GAP, gap=element.gap, wide=element.wide)
        if element.negated:
            before = _before_a_word(elements, place)
            return _Step(_NOT, self._place(element), offset=(step if before == (step < 0) else 0))
        return _Step(_OPTIONAL if element.optional else _WORD, self._place(element))


def _waiting(patterns: Mapping[int, list[_Compiled]]) -> Waiting:
    kept = {second: tuple(found) for second, found in patterns.items() if found}
    return Waiting(reduce(or_, kept, 0), kept)


def _fixed_words(pattern: Pattern) -> range:
    """The places of the first of the words of *pattern* and of those that stand in a row with it.

    It may be anchored at any of these. Beyond a gap it would find other words where several fit, as it leaves out as few as will do.
    """
    first = last = pattern.words[0]
    while first - 1 in pattern.words:
        first -= 1
    while last + 1 in pattern.words:
        last += 1
    return range(first, last + 1)


def _fixed(steps: tuple[_Step, ...]) -> int:
    """How many of *steps* are words with nothing between them and the anchor that may or may not be there."""
    return next((number for number, step in enumerate(steps) if step.kind != _WORD), len(steps))


def _before_a_word(elements: tuple[Element, ...], place: int) -> bool:
    """Whether the negated element at *place* speaks of what stands before the next word, not of what follows the last one."""
    follow = next((element for element in elements[place + 1 :] if not element.negated), None)
    return follow is not None and not follow.gap and not follow.edge


def hits(text: Text, known: list[Known], *, heard: bool = False) -> Iterator[Hit]:
    """Every match in *text*; *known* tells of every word. Only patterns for the partner's turn if it is that which was *heard*."""
    if not known:
        return
    tokens = text.tokens
    places, offers, waiting, waiting_heard = zip(*known, strict=True)
    waiting = waiting_heard if heard else waiting
    for low, high, *_ in text.sentences:
        there = reduce(or_, offers[low:high], 0)
        for at in range(low, high):
            awaited, patterns = waiting[at]
            found = awaited & there
            while found:
                second = found & -found
                found ^= second
                for rule, near, right, left, first, last in patterns[second]:
                    if at + first < low or at + last >= high:
                        continue
                    for offset, place in near:  # most are refused here, without a call
                        if place not in places[at + offset]:
                            break
                    else:
                        begin = _walk(left, 0, at + first, -1, places, tokens, low, high) if left else at + first
                        if begin is None:
                            continue
                        end = _walk(right, 0, at + last, 1, places, tokens, low, high) if right else at + last
                        if end is not None:
                            yield rule, begin, end


def _walk(
    steps: tuple[_Step, ...], begin: int, at: int, way: int, places: Sequence[frozenset[int]], tokens: Sequence[Token], low: int, high: int
) -> int | None:
    """Follow *steps* from *begin* outwards in direction *way* within the words *low* to *high*; the outermost matched word, or None."""
    for number in range(begin, len(steps)):
        kind, place, _, _, offset = steps[number]
        follow = at + way
        inside = low <= follow < high
        if kind == _OPTIONAL:
            if inside and place in places[follow]:
                found = _walk(steps, number + 1, follow, way, places, tokens, low, high)
                if found is not None:
                    return found
        elif kind == _WORD:
            if not inside or place not in places[follow]:
                return None
            at = follow
        elif kind == _EDGE:
            if inside:
                return None
        elif kind == _GAP:
            return _leap(steps, number, at, way, places, tokens, low, high)
        else:
            look = at + offset
            if low <= look < high and place in places[look]:
                return None
    return at


def _leap(
    steps: tuple[_Step, ...], number: int, at: int, way: int, places: Sequence[frozenset[int]], tokens: Sequence[Token], low: int, high: int
) -> int | None:
    """Follow the steps behind the gap at *number*, leaving out as few words as will do."""
    _, _, gap, wide, _ = steps[number]
    follow = number + 1
    kind, place = steps[follow][:2] if follow < len(steps) else (_GAP, NOTHING)
    reach = at
    for _ in range(gap + 1):
        reach += way
        inside = low <= reach < high
        if kind != _WORD or (inside and place in places[reach]):  # most are refused here, without a call
            found = _walk(steps, follow, reach - way, way, places, tokens, low, high)
            if found is not None:
                return found
        if not inside or (not wide and tokens[reach].clause != tokens[at].clause):
            return None
    return None
