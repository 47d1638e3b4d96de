"""What each sign weighs for each code, and what the signs of a reply add up to.

A code is present when all signs in a reply add up to more than 0 together with the code's own start. A sign ``beside CODE`` tells what that code
adds for each point that its own sum is above ``-FARTHEST``, and for no more than up to `FARTHEST`: who argues hardly gives back what was said.
``beside always`` is added in any case. `roleplay.coders.table` reads the weights, which are fitted to labelled replies.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from operator import add, mul
from typing import NamedTuple

from roleplay.coders.rows import HUNDRED, NOTHING, Row, Rows, number
from roleplay.coders.signs import Part, Signs, names_of_word
from roleplay.language.pack import Pack
from roleplay.language.text import LONGEST, REMEMBERED

__all__ = [
    "ALWAYS",
    "BESIDE",
    "BY_ITSELF",
    "FARTHEST",
    "HEAVY",
    "SUMMED",
    "TARGETS",
    "Balance",
    "Contribution",
    "Weighed",
    "Weights",
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
BY_ITSELF = {"blame": 0.5, "open_blame": 0.5, "dismissal_or_argument": 1.0}
"""Of these the sum is never less than what any sentence would come to as the whole reply, but for so many points: a reproach stays one among
words of the weather. The points are for what another sentence takes back."""

Key = tuple[str, str] | str
MUTTERED = 2  # words; more of them say something even without one of their own: "So they told you nothing."


Weighed = tuple[int, int, Row, Key]
"""A sign that lies on words: the first and the last of them, what it adds to each target, and what it was found by: a word of a `Part`
with its person, or the name of the sign."""

Contribution = tuple[float, int, int, Key]
"""What such a sign adds to one target, the first and the last of its words, and what it was found by."""


@dataclass(slots=True)
class Weights:
    """What signs add to *targets*: *start* holds for each what it begins with; *signs* are those that add anything, and *rows* what.

    Of the words of one pack it is remembered what they add (*words*) and what they are *called*, and of *shapes* what they add.
    """

    targets: tuple[str, ...]
    start: Row
    rows: Rows
    frames: dict[tuple[str, ...], str] = field(default_factory=dict)
    words: dict[tuple[str, str], Row] = field(default_factory=dict)
    called: dict[tuple[Key, int], str] = field(default_factory=dict)
    shapes: dict[tuple[str, ...], Row] = field(default_factory=dict)
    company: tuple[Row, ...] = ()
    always: Row = NOTHING

    @property
    def signs(self) -> Mapping[str, int]:
        """Every sign that adds anything."""
        return self.rows.places

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
            self._sum([*[row for _, _, row, _ in found], self._of_shape(part.shape)])
            for found, part in zip(lying, signs.parts, strict=True)
        ]
        mute = tuple([number for number, part in enumerate(signs.parts) if len(part.words) <= MUTTERED and _mute(pack, part)])
        apart = (
            [self._apart(signs, part) for part in signs.parts] if len(sums) > 1 and not BY_ITSELF.keys().isdisjoint(self.targets) else ()
        )
        return Balance(self, pack, lying, sums, self._sum([self.start, self._of_shape(signs.shape)]), mute, apart)

    def _apart(self, signs: Signs, part: Part) -> tuple[Row, Row, Row]:
        """What *part* would have beside its words if it were all of the reply: its shape, that of the reply; and the shape that it has."""
        sentence, reply = signs.alone(part)
        return self._of_shape(sentence), self._of_shape(reply), self._of_shape(part.shape)

    def on_words(self, pack: Pack, part: Part) -> list[Weighed]:
        """The signs of a sentence that lie on words and weigh anything."""
        remembered, rows, name_of = self.words, self.rows, self.frames.get
        found: list[Weighed] = []
        for at, word in enumerate(part.words, part.first):
            row = remembered.get(word)
            if row is None:
                row = self._word(pack, word)
            if row:
                found.append((at, at, row, word))
        for lying in part.frames():
            found += [(begin, end, rows[name], name) for begin, end, frame in lying if (name := name_of(frame))]
        found += [(begin, end, rows[name], name) for name, begin, end in part.named if name in rows.places]
        return found

    def name(self, pack: Pack, key: Key, target: int) -> str:
        """What the sign is called; of a word the one of its signs that adds most to *target*, remembered."""
        if isinstance(key, str):
            return key
        called = self.called.get((key, target))
        if called is None:
            names = [name for name in names_of_word(pack, *key) if name in self.signs]
            called = max(names, key=lambda name: self.rows[name][target], default=f"word {key[0]}")
            if len(self.called) < REMEMBERED and len(key[0]) <= LONGEST:
                self.called[key, target] = called
        return called

    def _of_shape(self, shape: tuple[str, ...]) -> Row:
        """What the signs of a *shape* add together, remembered: the same ones come together again."""
        row = self.shapes.get(shape)
        if row is None:
            row = self._sum(self._named(shape))
            if len(self.shapes) < REMEMBERED:
                self.shapes[shape] = row
        return row

    def _named(self, names: Iterable[str]) -> list[Row]:
        rows, signs = self.rows, self.rows.places
        return [rows[name] for name in names if name in signs]

    def _word(self, pack: Pack, word: tuple[str, str]) -> Row:
        rows = self._named(names_of_word(pack, *word))
        row = tuple([number(round(weight * HUNDRED)) for weight in self._sum(rows)]) if rows else NOTHING
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

    The sentences in *mute* have no word of their own, and decide none of `SAYING`. Of several sentences each has in *apart* what its shape and that
    of the reply would add if it were the whole reply, and what its shape adds as it is.
    """

    weights: Weights
    pack: Pack
    lying: Sequence[list[Weighed]]
    sums: list[Row]
    whole: Row
    mute: tuple[int, ...] = ()
    apart: Sequence[tuple[Row, Row, Row]] = ()

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
        if self.apart:
            scores |= {target: max(scores[target], *self._by_itself(target)) for target in BY_ITSELF if target in scores}
        return scores

    def without(self, target: str, taken: Mapping[int, float]) -> float:
        """The sum for *target*, one of `SUMMED`, with so much *taken* back of what each sentence comes to."""
        together = self._together(target) - sum(taken.values())
        return max([together, *[score - taken.get(number, 0.0) for number, score in enumerate(self._by_itself(target))]])

    def raised(self, target: str) -> tuple[float, int]:
        """How much more than all sentences together one comes to by itself for *target*, 0 if none does; and its number."""
        together, alone = self._together(target), self._by_itself(target)
        most = max(alone, default=together)
        return (most - together, alone.index(most)) if most > together else (0.0, 0)

    def _together(self, target: str) -> float:
        """What all sentences come to for *target*."""
        at = self.weights.targets.index(target)
        return self.whole[at] + sum([row[at] for row in self.sums])

    def _by_itself(self, target: str) -> list[float]:
        """What each sentence would come to for *target* if it were the whole reply, less the points of `BY_ITSELF`; nothing for other targets."""
        if not self.apart or target not in BY_ITSELF:
            return []
        at = self.weights.targets.index(target)
        begin = self.weights.start[at] - BY_ITSELF[target]
        return [
            begin + row[at] + sentence[at] + reply[at] - now[at] for row, (sentence, reply, now) in zip(self.sums, self.apart, strict=True)
        ]

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
