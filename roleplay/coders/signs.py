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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from roleplay.coders.echo import Echo, echo
from roleplay.language.cues import Found
from roleplay.language.pack import Pack, Sense
from roleplay.language.text import Sentence, Text, forms

__all__ = ["Part", "Signs", "collect", "names_of_word"]

LENGTHS = (3, 6, 10, 16)
STRONG = 1.5
STEM = 5
FRAMES = (2, 3, 4)
QUOTED = "“”"
PICTURES = re.compile("[\U0001f300-\U0001faff]")
CLOSED = {mark: f"${mark}" for mark in "?!…"}
ABOUT = {(True, True): "iy", (True, False): "i", (False, True): "y", (False, False): "-"}


@dataclass(frozen=True, slots=True)
class Part:
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
        for at, frame in self.frames():
            yield "frame " + " ".join(frame), *self.place(at, frame)
        yield from self.named

    def frames(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Every frame, with where in the line it begins."""
        for size in FRAMES:
            yield from enumerate(zip(*(self.line[at:] for at in range(size)), strict=False))

    def place(self, at: int, frame: tuple[str, ...]) -> tuple[int, int]:
        """The first and the last word that a *frame* lies on which begins at *at* of the line."""
        begin = self.first + at - 1
        return max(self.first, begin), min(self.first + len(self.words) - 1, begin + len(frame) - 1)


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of one reply: its *parts*, and its *shape* as a whole; with the cues *found* in it and its *echo*."""

    parts: tuple[Part, ...] = ()
    shape: tuple[str, ...] = ()
    found: Mapping[str, list[Found]] = field(default_factory=dict)
    echo: Echo = field(default_factory=Echo)


def names_of_word(pack: Pack, form: str, person: str) -> Iterator[str]:
    """The names of the signs that one word is, in a clause about *person*."""
    if form == QUOTED:
        yield f"word {form}"
        return
    for spelt in forms(form):
        yield f"word {spelt}"
    for key in sorted(pack.look_up(form).keys):
        if key.startswith("~") and key[1:] != form:
            yield f"word {key}"
        elif key.startswith("#"):
            yield key
    if pack.language != "en" and len(form) > STEM:
        yield f"word {form[:STEM]}*"
    for meaning in sorted(pack.sense(form).meanings):
        yield f"@{meaning}"
        yield f"{person} @{meaning}"


def collect(pack: Pack, text: Text, partner: Text) -> Signs:
    """The signs of the reply *text* to the turn *partner*."""
    if not text.tokens:
        return Signs()
    found: dict[str, list[Found]] = {}
    for item in pack.find(text):
        found.setdefault(item.rule.cue, []).append(item)
    senses = [pack.sense(token.form) for token in text.tokens]
    theirs = frozenset[str]().union(*(pack.sense(token.form).meanings for token in partner.tokens)) - pack.plain
    persons = _persons(text, senses)
    echoed = echo(pack, text, partner)
    named = _cues(text, found)
    said = _said(text)
    parts = []
    for number, sentence in enumerate(text.sentences):
        places = range(sentence.first, sentence.last)
        symbols = [QUOTED if said[at] is QUOTED else senses[at].symbol for at in places]
        shared = [
            (f"shared {persons[at]} @{meaning}", at, at) for at in places for meaning in sorted(senses[at].meanings & theirs)
        ] if theirs else []  # fmt: skip
        parts.append(
            Part(
                first=sentence.first,
                words=tuple([(said[at], persons[at]) for at in places]),
                line=("^", *symbols, CLOSED.get(sentence.mark, "$")),
                named=(*shared, *named.get(number, ())),
                shape=tuple(_shape(pack, text, sentence, senses, echoed, number)),
            )
        )
    return Signs(tuple(parts), tuple(_whole(text, partner, persons, echoed, parts)), found, echoed)


def _said(text: Text) -> list[str]:
    """The form of each word; of the words of another, which stand in quotation marks, only that. A single quoted word is irony."""
    tokens = text.tokens
    quoted = [False, *(token.quoted for token in tokens), False]
    return [QUOTED if quoted[at] and (quoted[at - 1] or quoted[at + 1]) else token.form for at, token in enumerate(tokens, 1)]


def _persons(text: Text, senses: Sequence[Sense]) -> list[str]:
    """For each word, whom its clause is about: ``i``, ``y``, both (``iy``) or nobody (``-``)."""
    clauses = [token.clause for token in text.tokens]
    mine = {clause for clause, sense in zip(clauses, senses, strict=True) if sense.mine}
    yours = {clause for clause, sense in zip(clauses, senses, strict=True) if sense.yours}
    return [ABOUT[clause in mine, clause in yours] for clause in clauses]


def _cues(text: Text, found: Mapping[str, list[Found]]) -> dict[int, list[tuple[str, int, int]]]:
    """The cues of each sentence, once each, and once more where they are strong."""
    named: dict[int, list[tuple[str, int, int]]] = {}
    for cue, items in found.items():
        by_sentence: dict[int, dict[str, Found]] = {}
        for item in items:
            by_sentence.setdefault(text.tokens[item.first].sentence, {})[item.rule.id] = item
        for number, rules in by_sentence.items():
            best = max(rules.values(), key=lambda item: item.rule.weight)
            signs = named.setdefault(number, [])
            signs.append((f"cue {cue}", best.first, best.last))
            if sum(item.rule.weight for item in rules.values()) >= STRONG:
                signs.append((f"cue {cue} strong", best.first, best.last))
    return named


def _shape(pack: Pack, text: Text, sentence: Sentence, senses: Sequence[Sense], echoed: Echo, number: int) -> Iterator[str]:
    first, last = sentence.first, sentence.last
    about = ABOUT[any(sense.mine for sense in senses[first:last]), any(sense.yours for sense in senses[first:last])]
    yield f"length {bisect_right(LENGTHS, last - first)}"
    yield f"closed by {sentence.mark or 'nothing'}"
    yield f"about {about}"
    count = len(text.sentences)
    yield (
        "only sentence" if count == 1 else "first sentence" if not number else "last sentence" if number == count - 1 else "inner sentence"
    )
    echoes = sum([place in echoed.words for place in range(first, last)]) if echoed.words else 0
    for least in range(1, min(3, echoes) + 1):
        yield f"echo {least}"
        yield f"echo {least} about {about}"
    content = sum([bool(pack.names(token.form)) for token in text.tokens[first:last]])
    if content and echoes >= content / 2:
        yield "echo half"


def _whole(text: Text, partner: Text, persons: list[str], echoed: Echo, parts: list[Part]) -> Iterator[str]:
    yield f"reply length {bisect_right(LENGTHS, len(text.tokens))}"
    yield f"reply sentences {min(4, len(parts))}"
    everyone = "".join(persons)
    about = ABOUT["i" in everyone, "y" in everyone]
    yield f"reply about {about}"
    if echoed.strength >= 0.5:
        yield f"reply echo about {about}"
    for least in (0.5, 1.0, 1.5):
        if echoed.strength >= least:
            yield f"reply echo {least:g}"
    if echoed.parroting:
        yield "reply parroting"
    if echoed.mocking:
        yield "reply mocking"
    shared = {name for part in parts for name, *_ in part.named if name.startswith("shared")}
    yield f"reply shared {min(3, len(shared))}"
    if any(sentence.mark == "?" for sentence in partner.sentences):
        yield "partner asks"
    yield from (f"emoji {face}" for face in sorted(set(PICTURES.findall(text.raw))))
