"""The signs in a reply: everything small that may speak for or against a code, each with the words it lies on.

A sign says nothing by itself. `roleplay.coders.weights` holds what each one weighs for each code; here they are only collected,
sentence by sentence:

================  ===============================================================================================
``word``          a word in normal form, its dictionary form, in Romanian and Russian its first five letters
``@meaning``      a class of the word data (``@neglect``); ``y @neglect``: in a clause about *you* (``i``, ``iy``, ``-``)
``#2s``           a grammatical feature (Russian)
``“”``            a word that is quoted: another's, so nothing else of it counts
``frame``         two to four neighbours, where content words stand as their meaning or ending: ``you never @hear``
``shared``        a meaning that the partner's turn has too
``cue``           a written rule of the word data that fired
``echo``          how many of the partner's words a sentence gives back
``length`` …      its length, closing mark, place, and whom it speaks of; ``reply …`` the same of the whole reply
================  ===============================================================================================
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

from roleplay.coders.echo import NONE, Echo, echo
from roleplay.coders.heard import Heard
from roleplay.language.cues import Found
from roleplay.language.pack import Pack, Word
from roleplay.language.text import Text, forms

__all__ = ["Part", "Signs", "collect", "collect_heard", "names_of_word"]

LENGTHS = (3, 6, 10, 16)
STRONG = 1.5
STEM = 5
QUOTED = "“”"
PICTURES = re.compile("[\U0001f300-\U0001faff]")
CLOSED = {mark: f"${mark}" for mark in "?!…"}
ABOUT = {(True, True): "iy", (True, False): "i", (False, True): "y", (False, False): "-"}

LENGTH = [f"length {size}" for size in range(len(LENGTHS) + 1)]  # the names of signs that every reply has, made once
REPLY_LENGTH = [f"reply {name}" for name in LENGTH]
CLOSED_BY = {mark: f"closed by {mark or 'nothing'}" for mark in ("", *".?!…")}
ABOUT_WHOM = {person: f"about {person}" for person in ABOUT.values()}
ALONE = "only sentence"
REPLY_ABOUT = {person: f"reply about {person}" for person in ABOUT.values()}
REPLY_ECHO_ABOUT = {person: f"reply echo about {person}" for person in ABOUT.values()}
REPLY_SENTENCES = [f"reply sentences {count}" for count in range(5)]
REPLY_ALONE = {name: f"reply {name}" for name in (*LENGTH, *ABOUT_WHOM.values())}
REPLY_SHARED = [f"reply shared {count}" for count in range(4)]


class Part(NamedTuple):
    """The signs of one sentence, which begins with word *first* of the reply.

    *words* holds for each word its form and the person its clause is about; *line* is what the frames are made of: how the sentence begins,
    the symbol of each word, how it ends; *named* says on which words of the reply each sign lies, both ends included; *shape* belongs to
    the whole sentence.
    """

    first: int
    words: tuple[tuple[str, str], ...] = ()
    line: tuple[str, ...] = ()
    named: tuple[tuple[str, int, int], ...] = ()
    shape: tuple[str, ...] = ()

    def names(self, pack: Pack) -> Iterator[tuple[str, int, int]]:
        """Every sign that lies on words, under its name, with the first and last of them."""
        for place, (form, person) in enumerate(self.words, self.first):
            for name in names_of_word(pack, form, person):
                yield name, place, place
        for lying in self.frames():
            for begin, end, frame in lying:
                yield "frame " + " ".join(frame), begin, end
        yield from self.named

    def frames(self) -> Iterator[Iterable[tuple[int, int, tuple[str, ...]]]]:
        """The frames of the line, all of one size together, with the first and last word each lies on; the edges lie on the words beside them."""
        line, end = self.line, self.first + len(self.words)
        places = (self.first, *range(self.first, end), end - 1)
        yield zip(places, places[1:], pairwise(line), strict=False)
        yield zip(places, places[2:], zip(line, line[1:], line[2:], strict=False), strict=False)
        yield zip(places, places[3:], zip(line, line[1:], line[2:], line[3:], strict=False), strict=False)


class Signs(NamedTuple):
    """The signs of one reply: its *parts*, and its *shape* as a whole; with the cues *found* in it and its *echo*."""

    parts: tuple[Part, ...] = ()
    shape: tuple[str, ...] = ()
    found: Mapping[str, list[Found]] = MappingProxyType({})
    echo: Echo = NONE

    def alone(self, part: Part) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The shape of *part* and of the whole reply, if that sentence were all of it."""
        length, closed, about, _, *echoes = part.shape
        return (length, closed, about, ALONE, *echoes), (REPLY_ALONE[length], REPLY_SENTENCES[1], REPLY_ALONE[about], *self.shape[3:])


def names_of_word(pack: Pack, form: str, person: str) -> Iterator[str]:
    """The names of the signs that one word is, in a clause about *person*."""
    if form == QUOTED:
        yield f"word {form}"
        return
    for spelt in forms(form):
        yield f"word {spelt}"
    word = pack.look_up(form)
    for key in sorted(word.keys):
        if key.startswith("~") and key[1:] != form:
            yield f"word {key}"
        elif key.startswith("#"):
            yield key
    if pack.language != "en" and len(form) > STEM:
        yield f"word {form[:STEM]}*"
    for meaning in sorted(word.meanings):
        yield f"@{meaning}"
        yield f"{person} @{meaning}"


def collect(pack: Pack, text: Text, heard: Heard) -> Signs:
    """The signs of the reply *text* to what was *heard*."""
    words = pack.words(text)
    return _signs(text, words, pack.find(text, words), echo(text, words, heard), heard) if words else Signs()


def collect_heard(pack: Pack, heard: Heard) -> Signs:
    """The signs of the turn itself that was *heard*."""
    found = pack.find(heard.text, heard.words, heard=True)
    return _signs(heard.text, heard.words, found, NONE, None) if heard.words else Signs()


def _signs(text: Text, words: Sequence[Word], fired: Iterable[Found], echoed: Echo, heard: Heard | None) -> Signs:
    found: dict[str, list[Found]] = {}
    for item in fired:
        found.setdefault(item.rule.cue, []).append(item)
    persons, said = _persons(text, words), _said(text)
    symbols = [QUOTED if form is QUOTED else word.symbol for form, word in zip(said, words, strict=True)]
    shared = _shared(words, persons, heard.meanings) if heard is not None and heard.meanings else []
    named = _cues(text, found)
    parts = []
    for number, sentence in enumerate(text.sentences):
        first, last = sentence.first, sentence.last
        words_of = tuple(zip(said[first:last], persons[first:last], strict=True))
        line = ("^", *symbols[first:last], CLOSED.get(sentence.mark, "$"))
        lying = (*[each for each in shared if first <= each[1] < last], *named.get(number, ())) if shared or named else ()
        parts.append(Part(first, words_of, line, lying, _shape(text, number, words, persons, echoed)))
    return Signs(tuple(parts), _whole(text, heard, persons, echoed, len({name for name, _, _ in shared})), found, echoed)


def _shared(words: Sequence[Word], persons: Sequence[str], theirs: frozenset[str]) -> list[tuple[str, int, int]]:
    """The meanings of *words* that are *theirs* too."""
    return [
        (f"shared {person} @{meaning}", at, at)
        for at, (word, person) in enumerate(zip(words, persons, strict=True))
        if not word.meanings.isdisjoint(theirs)
        for meaning in sorted(word.meanings & theirs)
    ]


def _said(text: Text) -> list[str]:
    """The form of each word; of the words of another, which stand in quotation marks, only that. A single quoted word is irony."""
    tokens = text.tokens
    quoted = [False, *[token.quoted for token in tokens], False]
    if True not in quoted:
        return [token.form for token in tokens]
    return [QUOTED if quoted[at] and (quoted[at - 1] or quoted[at + 1]) else token.form for at, token in enumerate(tokens, 1)]


def _persons(text: Text, words: Sequence[Word]) -> list[str]:
    """For each word, whom its clause is about: ``i``, ``y``, both (``iy``) or nobody (``-``)."""
    clauses, mine, yours = [token.clause for token in text.tokens], set[int](), set[int]()
    for clause, word in zip(clauses, words, strict=True):
        if word.mine:
            mine.add(clause)
        if word.yours:
            yours.add(clause)
    about = [ABOUT[clause in mine, clause in yours] for clause in range(clauses[-1] + 1)]
    return [about[clause] for clause in clauses]


def _cues(text: Text, found: Mapping[str, list[Found]]) -> dict[int, list[tuple[str, int, int]]]:
    """The cues of each sentence, once each, and once more where they are strong."""
    named: dict[int, list[tuple[str, int, int]]] = {}
    for cue, items in found.items():
        by_sentence: dict[int, dict[str, Found]] = {}
        for item in items:
            by_sentence.setdefault(text.tokens[item.first].sentence, {})[item.rule.id] = item
        name, strong = _names_of_cue(cue)
        for number, rules in by_sentence.items():
            best = max(rules.values(), key=_weight)
            signs = named.setdefault(number, [])
            signs.append((name, best.first, best.last))
            if sum(map(_weight, rules.values())) >= STRONG:
                signs.append((strong, best.first, best.last))
    return named


@cache
def _names_of_cue(cue: str) -> tuple[str, str]:
    return f"cue {cue}", f"cue {cue} strong"


def _weight(item: Found) -> float:
    return item.rule.weight


def _shape(text: Text, number: int, words: Sequence[Word], persons: Sequence[str], echoed: Echo) -> tuple[str, ...]:
    """The signs of the sentence *number* as such."""
    first, last, _, _, mark = text.sentences[number]
    about = _about(persons[first:last])
    shape = [LENGTH[bisect_right(LENGTHS, last - first)], CLOSED_BY[mark], ABOUT_WHOM[about], _place(number, len(text.sentences))]
    echoes = sum([first <= place < last for place in echoed.words]) if echoed.words else 0
    for least in range(1, min(3, echoes) + 1):
        shape += (f"echo {least}", f"echo {least} about {about}")
    if echoes and echoes >= sum([bool(word.names) for word in words[first:last]]) / 2:
        shape.append("echo half")
    return tuple(shape)


def _place(number: int, count: int) -> str:
    if count == 1:
        return ALONE
    return "first sentence" if not number else "last sentence" if number == count - 1 else "inner sentence"


def _about(persons: Sequence[str]) -> str:
    everyone = "".join(persons)
    return ABOUT["i" in everyone, "y" in everyone]


def _whole(text: Text, heard: Heard | None, persons: Sequence[str], echoed: Echo, shared: int) -> tuple[str, ...]:
    """The signs of the whole text, which has so many meanings *shared* with what was heard."""
    about = _about(persons)
    whole = [REPLY_LENGTH[bisect_right(LENGTHS, len(persons))], REPLY_SENTENCES[min(4, len(text.sentences))], REPLY_ABOUT[about]]
    if echoed.strength >= 0.5:
        whole.append(REPLY_ECHO_ABOUT[about])
    whole += [f"reply echo {least:g}" for least in (0.5, 1.0, 1.5) if echoed.strength >= least]
    if echoed.parroting:
        whole.append("reply parroting")
    if echoed.mocking:
        whole.append("reply mocking")
    whole.append(REPLY_SHARED[min(3, shared)])
    if heard is not None and heard.asks:
        whole.append("partner asks")
    if not text.raw.isascii():
        whole += [f"emoji {face}" for face in sorted(set(PICTURES.findall(text.raw)))]
    return tuple(whole)
