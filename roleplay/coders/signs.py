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

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from roleplay.coders.echo import Echo, akin, echo
from roleplay.language.cues import Found
from roleplay.language.pack import Pack
from roleplay.language.text import Sentence, Text, forms

__all__ = ["Part", "Signs", "collect", "names_of_word"]

LENGTHS = (3, 6, 10, 16)
STRONG = 1.5
STEM = 5
FRAMES = (2, 3, 4)
QUOTED = "“”"
PICTURES = ("\U0001f300", "\U0001faff")
ABOUT = {(True, True): "iy", (True, False): "i", (False, True): "y", (False, False): "-"}


@dataclass(frozen=True, slots=True)
class Part:
    """The signs of one sentence, which begins with word *first* of the reply.

    *words* holds for each word its form and the person its clause is about; *frames* and *named* say on which words of the reply they
    lie, both ends included; *shape* belongs to the whole sentence.
    """

    first: int
    words: tuple[tuple[str, str], ...] = ()
    frames: tuple[tuple[tuple[str, ...], int, int], ...] = ()
    named: tuple[tuple[str, int, int], ...] = ()
    shape: tuple[str, ...] = ()

    def names(self, pack: Pack) -> Iterator[tuple[str, int, int]]:
        """Every sign that lies on words, under its name, with the first and last of them."""
        for place, (form, person) in enumerate(self.words, self.first):
            for name in names_of_word(pack, form, person):
                yield name, place, place
        for frame, first, last in self.frames:
            yield "frame " + " ".join(frame), first, last
        yield from self.named


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
    theirs = frozenset[str]().union(*(pack.sense(token.form).meanings for token in partner.tokens)) - pack.plain
    pool = set[str]().union(*(pack.names(token.form) for token in partner.tokens))
    persons = _persons(pack, text)
    echoed = echo(pack, text, partner)
    named = _cues(text, found)
    said = _said(text)
    parts = []
    for number, sentence in enumerate(text.sentences):
        shared = tuple(_shared(pack, text, sentence, theirs, persons)) if theirs else ()
        parts.append(
            Part(
                first=sentence.first,
                words=tuple((said[at], persons[at]) for at in range(sentence.first, sentence.last)),
                frames=tuple(_frames(pack, sentence, said)),
                named=(*shared, *named.get(number, ())),
                shape=tuple(_shape(pack, text, sentence, pool, number)),
            )
        )
    return Signs(tuple(parts), tuple(_whole(text, partner, persons, echoed, parts)), found, echoed)


def _said(text: Text) -> list[str]:
    """The form of each word; of the words of another, which stand in quotation marks, only that. A single quoted word is irony."""
    tokens = text.tokens
    near = zip((None, *tokens), tokens, (*tokens[1:], None), strict=False)
    return [
        QUOTED if token.quoted and ((before and before.quoted) or (after and after.quoted)) else token.form for before, token, after in near
    ]


def _persons(pack: Pack, text: Text) -> list[str]:
    """For each word, whom its clause is about: ``i``, ``y``, both (``iy``) or nobody (``-``)."""
    about: dict[tuple[int, int], tuple[bool, bool]] = {}
    for token in text.tokens:
        _, _, mine, yours = pack.sense(token.form)
        if mine or yours:
            before = about.get((token.sentence, token.clause), (False, False))
            about[token.sentence, token.clause] = (mine or before[0], yours or before[1])
    return [ABOUT[about.get((token.sentence, token.clause), (False, False))] for token in text.tokens]


def _shared(pack: Pack, text: Text, sentence: Sentence, theirs: frozenset[str], persons: list[str]) -> Iterator[tuple[str, int, int]]:
    for place in range(sentence.first, sentence.last):
        for meaning in pack.sense(text.tokens[place].form).meanings & theirs:
            yield f"shared {persons[place]} @{meaning}", place, place


def _frames(pack: Pack, sentence: Sentence, said: list[str]) -> Iterator[tuple[tuple[str, ...], int, int]]:
    first, last = sentence.first, sentence.last - 1
    symbols = [QUOTED if form is QUOTED else pack.sense(form).symbol for form in said[first : last + 1]]
    line = ("^", *symbols, "$" + (sentence.mark if sentence.mark in "?!…" else ""))
    for size in FRAMES:
        for at in range(len(line) - size + 1):
            begin = first + at - 1
            yield line[at : at + size], max(first, begin), min(last, begin + size - 1)


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


def _shape(pack: Pack, text: Text, sentence: Sentence, pool: set[str], number: int) -> Iterator[str]:
    tokens = text.tokens[sentence.first : sentence.last]
    senses = [pack.sense(token.form) for token in tokens]
    about = ABOUT[any(sense.mine for sense in senses), any(sense.yours for sense in senses)]
    yield f"length {sum(len(tokens) >= least for least in LENGTHS)}"
    yield f"closed by {sentence.mark or 'nothing'}"
    yield f"about {about}"
    count = len(text.sentences)
    yield (
        "only sentence" if count == 1 else "first sentence" if not number else "last sentence" if number == count - 1 else "inner sentence"
    )
    names = [found for token in tokens if (found := pack.names(token.form))]
    echoes = sum(akin(found, pool) for found in names) if pool else 0
    for least in range(1, min(3, echoes) + 1):
        yield f"echo {least}"
        yield f"echo {least} about {about}"
    if names and echoes >= len(names) / 2:
        yield "echo half"


def _whole(text: Text, partner: Text, persons: list[str], echoed: Echo, parts: list[Part]) -> Iterator[str]:
    yield f"reply length {sum(len(text.tokens) >= least for least in LENGTHS)}"
    yield f"reply sentences {min(4, len(parts))}"
    about = ABOUT[any("i" in person for person in persons), any("y" in person for person in persons)]
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
    yield from (f"emoji {face}" for face in sorted({character for character in text.raw if PICTURES[0] <= character <= PICTURES[1]}))
