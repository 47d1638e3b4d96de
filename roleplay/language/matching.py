"""Patterns found in texts: each word is looked up once, and only patterns whose two rarest words are there are tried.

Every distinct set of keys that stands in some pattern is a *place* and has a number. What is known of a word form is which places it
can fill; matching then compares numbers only. Rare is a word that few patterns share.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from roleplay.language.pattern import Element, Pattern
from roleplay.language.text import Text, Token

__all__ = ["Hit", "Index", "Known", "blocked", "hits"]

NOTHING = -1
NO_BLOCKS: Mapping[int, Sequence[_Compiled]] = {}
_WORD, _OPTIONAL, _NOT, _GAP, _EDGE = range(5)


Hit = tuple[int, int, int]
"""The rule whose pattern matched; the first and the last of the words, both included."""


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
    for others themselves; *heard* holds those of these patterns that are for the partner's turn; *blocks* those that block a rule and may
    be anchored here.

    A place that some pattern waits for is one bit of a number, so that all that a sentence offers is compared at once. The lowest bit
    stands for nothing, which every word offers and a pattern of one word waits for.
    """

    places: frozenset[int]
    offers: int
    waiting: Waiting
    heard: Waiting
    blocks: Mapping[int, Sequence[_Compiled]]


class Index:
    """All patterns of a language, found by their anchor words; those of the rules *heard* are looked for in the partner's turn too.

    Those that block a rule wait until it has fired: few rules do.
    """

    def __init__(self, patterns: Sequence[Pattern], blocks: Sequence[Pattern] = (), heard: Collection[int] = ()) -> None:
        self._heard = heard
        self._shared = Counter(key for pattern in (*patterns, *blocks) for element in pattern.elements for key in element.keys)
        self._places: dict[frozenset[str], int] = {}
        self._by_anchor: dict[int, dict[int, list[_Compiled]]] = defaultdict(lambda: defaultdict(list))
        self._awaited = {NOTHING: 1}
        for pattern in patterns:
            self._add(pattern)
        self._blocks: dict[int, dict[int, list[_Compiled]]] = defaultdict(lambda: defaultdict(list))
        for pattern in blocks:
            anchor = self._anchor(pattern)
            self._blocks[self._place(pattern.elements[anchor])][pattern.rule].append(self._compiled(pattern, anchor))
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
        heard = {second: [each for each in found if each.rule in self._heard] for second, found in waiting.items()}
        blocks: dict[int, list[_Compiled]] = defaultdict(list)
        for anchor in places & self._blocks.keys():
            for rule, patterns in self._blocks[anchor].items():
                blocks[rule] += patterns
        return Known(places, offers, _waiting(waiting), _waiting(heard), dict(blocks) or NO_BLOCKS)

    def _add(self, pattern: Pattern) -> None:
        anchor = self._anchor(pattern)
        awaited = self._bit(self._second(pattern, anchor))
        self._by_anchor[self._place(pattern.elements[anchor])][awaited].append(self._compiled(pattern, anchor))

    def _bit(self, place: int) -> int:
        return self._awaited.setdefault(place, 1 << len(self._awaited))

    def _anchor(self, pattern: Pattern) -> int:
        """The place of the rarest word that *pattern* may be anchored at."""
        return min(_fixed_words(pattern), key=lambda at: self._sharing(pattern.elements[at]))

    def _second(self, pattern: Pattern, anchor: int) -> int:
        """What the rarest of the other words of *pattern* can be, or `NOTHING`."""
        second = min((at for at in pattern.words if at != anchor), key=lambda at: self._sharing(pattern.elements[at]), default=None)
        return NOTHING if second is None else self._place(pattern.elements[second])

    def _compiled(self, pattern: Pattern, anchor: int) -> _Compiled:
        elements = pattern.elements
        right = tuple(self._step(elements, place, 1) for place in range(anchor + 1, len(elements)))
        left = tuple(self._step(elements, place, -1) for place in range(anchor - 1, -1, -1))
        last, first = _fixed(right), _fixed(left)
        near = [(at + 1, right[at].place) for at in range(last)] + [(-at - 1, left[at].place) for at in range(first)]
        return _Compiled(pattern.rule, tuple(near), right[last:], left[first:], -first, last)

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
    places, offers, waiting, waiting_heard, _ = zip(*known, strict=True)
    waiting = waiting_heard if heard else waiting
    for low, high, *_ in text.sentences:
        there = reduce(or_, offers[low:high], 0)
        for at in range(low, high):
            awaited, patterns = waiting[at]
            found = awaited & there
            while found:
                second = found & -found
                found ^= second
                for pattern in patterns[second]:
                    span = _match(pattern, at, places, tokens, low, high)
                    if span:
                        yield pattern.rule, *span


def blocked(rule: int, text: Text, known: Sequence[Known], sentence: int) -> bool:
    """Whether a pattern that blocks *rule* is in the *sentence* of *text*; *known* tells of every word."""
    low, high, *_ = text.sentences[sentence]
    for at in range(low, high):
        found = known[at].blocks.get(rule)
        if found:
            places = [each.places for each in known]
            if any(_match(pattern, at, places, text.tokens, low, high) for pattern in found):
                return True
    return False


def _match(
    pattern: _Compiled, at: int, places: Sequence[frozenset[int]], tokens: Sequence[Token], low: int, high: int
) -> tuple[int, int] | None:
    """The first and the last word of *pattern* with its anchor *at* a word that can fill it, within the words *low* to *high*; or None."""
    _, near, right, left, first, last = pattern
    if at + first < low or at + last >= high:
        return None
    for offset, place in near:  # most are refused here, without a walk
        if place not in places[at + offset]:
            return None
    begin = _walk(left, 0, at + first, -1, places, tokens, low, high) if left else at + first
    if begin is None:
        return None
    end = _walk(right, 0, at + last, 1, places, tokens, low, high) if right else at + last
    return None if end is None else (begin, end)


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
