"""What each sign weighs for each code: fitted to labelled replies, one readable table a language.

``fitted/<lang>.tsv`` holds a line for each sign that matters: code (left out where it is that of the line before), weight, sign. A code is
present when the weights of all its signs in a reply add up to more than 0 together with the code's own start (the line without a sign).
A sign ``beside CODE`` tells what that code adds for each point that its own sum is above ``-FARTHEST``, and for no more than up to `FARTHEST`:
who argues hardly gives back what was said. ``beside always`` is added in any case.
``python -m fitting`` makes the tables from labelled replies; the data, the way of fitting and how sure the figures are stand in ``docs/``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat
from operator import add, mul
from pathlib import Path
from sys import intern
from typing import NamedTuple

from roleplay.coders.signs import Part, Signs, names_of_word
from roleplay.language.pack import Pack
from roleplay.language.text import LONGEST, REMEMBERED

__all__ = [
    "ALWAYS",
    "BESIDE",
    "FARTHEST",
    "HEAVY",
    "SUMMED",
    "TARGETS",
    "Balance",
    "Contribution",
    "Table",
    "Weighed",
    "Weights",
    "load",
    "parse",
    "read",
]

TARGETS = (
    "blame",
    "open_blame",
    "own",
    "concrete",
    "pseudo",
    "reflection",
    "feeling_ack",
    "open_question",
    "closed_question",
    "advice",
    "own_story",
    "dismissal_or_argument",
    "ownership",
    "care",
    "heavy",
)

HEAVY, BESIDE, ALWAYS = "heavy", "beside ", "always"
FARTHEST = 3.0
SAYING = frozenset({"reflection", "feeling_ack"})
"""What a sentence shows only by a word of its own: "So." gives nothing back."""
SUMMED = frozenset({"blame", "open_blame", "pseudo", "dismissal_or_argument", HEAVY})

Row = tuple[float, ...]
Key = tuple[str, str] | str
NOTHING: Row = ()
MUTTERED = 2  # words; more of them say something even without one of their own: "So they told you nothing."


Weighed = tuple[int, int, Row, Key]
"""A sign that lies on words: the first and the last of them, what it adds to each target, and what it was found by: a word of a `Part`
with its person, or the name of the sign."""

Contribution = tuple[float, int, int, Key]
"""What such a sign adds to one target, the first and the last of its words, and what it was found by."""


@dataclass(slots=True)
class Weights:
    """What signs add to *targets*: *start* holds for each what it begins with, *signs* for each sign what it adds to each.

    Of the words of one pack it is remembered what they add (*words*) and what they are *called*.
    """

    targets: tuple[str, ...]
    start: Row
    signs: dict[str, Row] = field(default_factory=dict)
    frames: dict[tuple[str, ...], str] = field(default_factory=dict)
    words: dict[tuple[str, str], Row] = field(default_factory=dict)
    called: dict[tuple[Key, int], str] = field(default_factory=dict)
    company: tuple[Row, ...] = ()
    always: Row = NOTHING

    def beside(self, scores: Mapping[str, float], target: str) -> dict[str, float]:
        """What the *scores* of all targets, in their order, add to that of *target*, by name; `ALWAYS` is added whatever they are.

        Codes keep company or keep apart, and each is fitted alone first: stacked generalisation (Wolpert, Neural Networks 5, 1992).
        """
        number = self.targets.index(target)
        added = {name: _near(score) * row[number] for (name, score), row in zip(scores.items(), self.company, strict=False) if row[number]}
        return added | ({ALWAYS: self.always[number]} if self.always and self.always[number] else {})

    def together(self, scores: Mapping[str, float]) -> dict[str, float]:
        """*scores*, in the order of the targets, with what they add to each other."""
        if not self.company:
            return dict(scores)
        sums = map(add, scores.values(), self.always)
        for score, row in zip(scores.values(), self.company, strict=True):
            if score > -FARTHEST:
                sums = map(add, sums, map(mul, repeat(_near(score)), row))
        return dict(zip(self.targets, sums, strict=True))

    def weigh(self, pack: Pack, signs: Signs) -> Balance:
        """Weigh all *signs* of a text."""
        lying = [self.on_words(pack, part) for part in signs.parts]
        sums = [
            self._sum([*[row for _, _, row, _ in found], *self._named(part.shape)]) for found, part in zip(lying, signs.parts, strict=True)
        ]
        mute = tuple([number for number, part in enumerate(signs.parts) if len(part.words) <= MUTTERED and _mute(pack, part)])
        return Balance(self, pack, lying, sums, self._sum([self.start, *self._named(signs.shape)]), mute)

    def on_words(self, pack: Pack, part: Part) -> list[Weighed]:
        """The signs of a sentence that lie on words and weigh anything."""
        remembered, named, name_of = self.words, self.signs, self.frames.get
        found: list[Weighed] = []
        for at, word in enumerate(part.words, part.first):
            row = remembered.get(word)
            if row is None:
                row = self._word(pack, word)
            if row:
                found.append((at, at, row, word))
        for lying in part.frames():
            found += [(begin, end, named[name], name) for begin, end, frame in lying if (name := name_of(frame))]
        found += [(begin, end, named[name], name) for name, begin, end in part.named if name in named]
        return found

    def name(self, pack: Pack, key: Key, target: int) -> str:
        """What the sign is called; of a word the one of its signs that adds most to *target*, remembered."""
        if isinstance(key, str):
            return key
        called = self.called.get((key, target))
        if called is None:
            names = [name for name in names_of_word(pack, *key) if name in self.signs]
            called = max(names, key=lambda name: self.signs[name][target], default=f"word {key[0]}")
            if len(self.called) < REMEMBERED and len(key[0]) <= LONGEST:
                self.called[key, target] = called
        return called

    def _named(self, names: Iterable[str]) -> list[Row]:
        signs = self.signs
        return [signs[name] for name in names if name in signs]

    def _word(self, pack: Pack, word: tuple[str, str]) -> Row:
        rows = self._named(names_of_word(pack, *word))
        row = self._sum(rows) if rows else NOTHING
        if len(self.words) < REMEMBERED and len(word[0]) <= LONGEST:
            self.words[word] = row
        return row

    def _sum(self, rows: Sequence[Row]) -> Row:
        return tuple(map(sum, zip(*rows, strict=True))) if rows else (0.0,) * len(self.targets)


def _near(score: float) -> float:
    """How far a target with this *score* is from being clearly absent, in points; never more than where it is clearly there."""
    return 0.0 if score <= -FARTHEST else FARTHEST + score if score < FARTHEST else 2 * FARTHEST


def _mute(pack: Pack, part: Part) -> bool:
    """Whether a sentence has no word with a meaning of its own."""
    return not any(pack.look_up(form).names for form, _ in part.words)


class Balance(NamedTuple):
    """What the signs of one reply add up to: *sums* sentence by sentence, *whole* for the reply as such; *lying* are those on words.

    The sentences in *mute* have no word of their own, and decide none of `SAYING`.
    """

    weights: Weights
    pack: Pack
    lying: Sequence[list[Weighed]]
    sums: list[Row]
    whole: Row
    mute: tuple[int, ...] = ()

    def scores(self) -> dict[str, float]:
        """For each target the sum; above 0 it is present.

        The targets in `SUMMED` add up over the reply: several weak signs of blame make blame. For the others the sentence that shows
        them most decides.
        """
        if not self.sums:
            return dict.fromkeys(self.weights.targets, -1.0)
        columns = zip(self.weights.targets, self.whole, zip(*self.sums, strict=True), strict=True)
        scores = {target: whole + (sum(column) if target in SUMMED else max(column)) for target, whole, column in columns}
        if self.mute:
            scores |= {target: self._said(target) for target in SAYING & scores.keys()}
        return scores

    def _said(self, target: str) -> float:
        """The sum for one of `SAYING`; as little as can be where no sentence says anything."""
        number = self.weights.targets.index(target)
        said = [row[number] for place, row in enumerate(self.sums) if place not in self.mute]
        return self.whole[number] + max(said) if said else -FARTHEST

    def contributions(self, target: str) -> list[Contribution]:
        """What the signs that lie on words add to *target*: of the whole reply if it is summed, else of the sentence that decides."""
        number = self.weights.targets.index(target)
        return [
            (row[number], first, last, key) for part in self.deciding(target) for first, last, row, key in self.lying[part] if row[number]
        ]

    def deciding(self, target: str) -> Sequence[int]:
        """The numbers of the sentences that count for *target*: all of them if it is summed, else the one that shows it most."""
        every = range(len(self.lying))
        if target in SUMMED or not every:
            return every
        number, mute = self.weights.targets.index(target), self.mute if target in SAYING else ()
        return [max(every, key=lambda part: (part not in mute, self.sums[part][number]))]

    def name(self, key: Key, target: str) -> str:
        """What a sign that speaks for *target* is called."""
        return self.weights.name(self.pack, key, self.weights.targets.index(target))


class Table(NamedTuple):
    """All weights of a language: those of the signs in *replies*, and in the *turns* they answer, which are only heavy or not."""

    replies: Weights
    turns: Weights


def parse(written: str) -> Table:
    """Read a table. Raises `ValueError` with the line that is wrong."""
    found = _found(written, TARGETS)
    return Table(_weights(found, TARGETS[:-1]), _weights(found, (HEAVY,)))


def read(written: str, targets: tuple[str, ...]) -> Weights:
    """Read a table of other *targets*, which are none of `SUMMED`. Raises `ValueError` with the line that is wrong."""
    return _weights(_found(written, targets), targets)


def _found(written: str, targets: tuple[str, ...]) -> dict[str, dict[str, float]]:
    """The weight of each sign for each of *targets*."""
    found: dict[str, dict[str, float]] = {target: {"": -1.0} for target in targets}
    numbers: dict[str, float] = {}  # few are different, and each is kept once
    target = ""
    for number, line in enumerate(written.splitlines(), 1):
        if not line or line.startswith("//"):
            continue
        try:
            named, weight, sign = line.split("\t")
            target = named or target
            found[target][intern(sign)] = numbers.setdefault(weight, float(weight))
        except (ValueError, KeyError):
            raise ValueError(f"line {number}: {line!r} is not a code, a weight and a sign") from None
    return found


def _weights(found: Mapping[str, Mapping[str, float]], targets: tuple[str, ...]) -> Weights:
    rows: dict[Row, Row] = {}  # many signs weigh the same, and such a row is kept once
    signs: dict[str, Row] = {}
    for sign in (sign for each in targets for sign in found[each]):
        if sign not in signs:
            row = tuple([found[target].get(sign, 0.0) for target in targets])
            signs[sign] = rows.setdefault(row, row)
    start = signs.pop("")
    *company, always = [signs.pop(BESIDE + name, (0.0,) * len(targets)) for name in (*targets, ALWAYS)]
    if not any(map(any, (*company, always))):
        company, always = [], NOTHING
    frames = {tuple(map(intern, sign.split(" ")[1:])): sign for sign in signs if sign.startswith("frame ")}
    return Weights(targets, start, signs, frames, company=tuple(company), always=always)


@lru_cache(maxsize=8)
def load(language: str) -> Table:
    """The table shipped for *language*, read once."""
    return parse(Path(__file__).with_name("fitted").joinpath(f"{language}.tsv").read_text(encoding="utf-8"))
