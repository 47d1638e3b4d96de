"""What each sign weighs for each code: fitted to labelled replies, one readable table a language.

``fitted/<lang>.tsv`` holds a line for each sign that matters: code, weight, sign. A code is present when the weights of all its signs in a
reply add up to more than 0 together with the code's own start (the line without a sign). ``python -m fitting`` makes the tables from the
replies under ``fitting/replies``; the data, the way of fitting and how sure the figures are stand in ``docs/``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from roleplay.coders.signs import Part, Signs, names_of_word
from roleplay.language.pack import Pack
from roleplay.language.text import LONGEST, REMEMBERED

__all__ = ["HEAVY", "SUMMED", "TARGETS", "Balance", "Weighed", "Weights", "load", "parse"]

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

HEAVY = "heavy"
SUMMED = frozenset({"blame", "open_blame", "pseudo", "dismissal_or_argument", HEAVY})

Row = tuple[float, ...]
Key = tuple[str, ...] | str
ZERO: Row = (0.0,) * len(TARGETS)


class Weighed(NamedTuple):
    """A sign on the words *first* to *last*, with what it adds to each of `TARGETS`; *key* is what it was found by."""

    first: int
    last: int
    row: Row
    key: Key
    word: bool = False


@dataclass(slots=True)
class Weights:
    """The table of one language. *start* holds for each of `TARGETS` what it begins with; *signs* for each sign what it adds to each."""

    start: Row = (-1.0,) * len(TARGETS)
    signs: dict[str, Row] = field(default_factory=dict)
    frames: dict[tuple[str, ...], Row] = field(default_factory=dict)
    words: dict[tuple[str, str], Row] = field(default_factory=dict)

    def weigh(self, pack: Pack, signs: Signs) -> Balance:
        """Weigh all *signs* of a reply."""
        sums = [_sum(self._rows(pack, part)) for part in signs.parts]
        return Balance(self, pack, signs.parts, sums, _sum([self.start, *self._named(signs.shape)]))

    def total(self, pack: Pack, signs: Signs, target: str) -> float:
        """The sum for one target of `SUMMED`, without the others."""
        number = TARGETS.index(target)
        whole = sum([row[number] for row in (self.start, *self._named(signs.shape))])
        return whole + sum([sum([row[number] for row in self._rows(pack, part)]) for part in signs.parts])

    def on_words(self, pack: Pack, part: Part) -> list[Weighed]:
        """The signs of a sentence that lie on words and weigh anything."""
        frames, named = self.frames, self.signs
        words = [(at, self._word(pack, word), word) for at, word in enumerate(part.words, part.first)]
        found = [Weighed(at, at, row, word, True) for at, row, word in words if row is not ZERO]
        found += [Weighed(*part.place(at, frame), frames[frame], frame) for at, frame in part.frames() if frame in frames]
        found += [Weighed(first, last, named[name], name) for name, first, last in part.named if name in named]
        return found

    def name(self, pack: Pack, weighed: Weighed, target: int) -> str:
        """What the sign is called; of a word the one of its signs that adds most to *target*."""
        if isinstance(weighed.key, str):
            return weighed.key
        if not weighed.word:
            return "frame " + " ".join(weighed.key)
        form, person = weighed.key
        names = [name for name in names_of_word(pack, form, person) if name in self.signs]
        return max(names, key=lambda name: self.signs[name][target], default=f"word {form}")

    def _rows(self, pack: Pack, part: Part) -> list[Row]:
        """What each sign of a sentence adds."""
        frames = self.frames
        rows = [row for word in part.words if (row := self._word(pack, word)) is not ZERO]
        rows += [frames[frame] for _, frame in part.frames() if frame in frames]
        return [*rows, *self._named(name for name, _, _ in part.named), *self._named(part.shape)]

    def _named(self, names: Iterable[str]) -> list[Row]:
        signs = self.signs
        return [signs[name] for name in names if name in signs]

    def _word(self, pack: Pack, word: tuple[str, str]) -> Row:
        row = self.words.get(word)
        if row is None:
            row = _sum(self._named(names_of_word(pack, *word)))
            if len(self.words) < REMEMBERED and len(word[0]) <= LONGEST:
                self.words[word] = row
        return row


@dataclass(frozen=True, slots=True)
class Balance:
    """What the signs of one reply add up to: *sums* sentence by sentence, *whole* for the reply as such."""

    weights: Weights
    pack: Pack
    parts: Sequence[Part]
    sums: list[Row]
    whole: Row
    found: dict[int, list[Weighed]] = field(default_factory=dict)

    def scores(self) -> dict[str, float]:
        """For each target the sum; above 0 it is present.

        The targets in `SUMMED` add up over the reply: several weak signs of blame make blame. For the others the sentence that shows
        them most decides.
        """
        if not self.sums:
            return dict.fromkeys(TARGETS, -1.0)
        columns = list(zip(*self.sums, strict=True))
        return {
            target: self.whole[number] + (sum(columns[number]) if target in SUMMED else max(columns[number]))
            for number, target in enumerate(TARGETS)
        }

    def contributions(self, target: str) -> list[tuple[float, Weighed]]:
        """What the signs that lie on words add to *target*: of the whole reply if it is summed, else of the sentence that decides."""
        number = TARGETS.index(target)
        return [(weighed.row[number], weighed) for part in self.deciding(target) for weighed in self._on_words(part) if weighed.row[number]]

    def deciding(self, target: str) -> Sequence[int]:
        """The numbers of the sentences that count for *target*: all of them if it is summed, else the one that shows it most."""
        every = range(len(self.parts))
        if target in SUMMED or not every:
            return every
        return [max(every, key=lambda part: self.sums[part][TARGETS.index(target)])]

    def _on_words(self, part: int) -> list[Weighed]:
        """The signs on the words of a sentence, asked for once."""
        if part not in self.found:
            self.found[part] = self.weights.on_words(self.pack, self.parts[part])
        return self.found[part]

    def name(self, weighed: Weighed, target: str) -> str:
        """What a sign that speaks for *target* is called."""
        return self.weights.name(self.pack, weighed, TARGETS.index(target))


def _sum(rows: Sequence[Row]) -> Row:
    return tuple(map(sum, zip(*rows, strict=True))) if rows else ZERO


def parse(table: str) -> Weights:
    """Read a table. Raises `ValueError` with the line that is wrong."""
    numbers = {name: number for number, name in enumerate(TARGETS)}
    rows: dict[str, list[float]] = {"": [-1.0] * len(TARGETS)}
    for line, written in enumerate(table.splitlines(), 1):
        if not written or written.startswith("//"):
            continue
        try:
            target, weight, sign = written.split("\t")
            rows.setdefault(sign, [0.0] * len(TARGETS))[numbers[target]] = float(weight)
        except (ValueError, KeyError):
            raise ValueError(f"line {line}: {written!r} is not a code, a weight and a sign") from None
    start = tuple(rows.pop(""))
    signs = {sign: tuple(row) for sign, row in rows.items()}
    frames = {tuple(sign.split(" ")[1:]): row for sign, row in signs.items() if sign.startswith("frame ")}
    return Weights(start, signs, frames)


@lru_cache(maxsize=8)
def load(language: str) -> Weights:
    """The table shipped for *language*, read once."""
    return parse(Path(__file__).with_name("fitted").joinpath(f"{language}.tsv").read_text(encoding="utf-8"))
