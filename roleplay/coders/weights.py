"""What each sign weighs for each code: fitted to labelled replies, one readable table a language.

``fitted/<lang>.tsv`` holds a line for each sign that matters: code, weight, sign. A code is present when the weights of all its signs in a
reply add up to more than 0 together with the code's own start (the line without a sign). ``python -m fitting`` makes the tables from the
replies under ``fitting/replies``; the data, the way of fitting and how sure the figures are stand in ``docs/``.
"""

from __future__ import annotations

from collections.abc import Sequence
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
        named = self.signs
        parts = [self._on_words(pack, part) for part in signs.parts]
        sums = [
            _sum([*(weighed.row for weighed in found), *(named[name] for name in part.shape if name in named)])
            for found, part in zip(parts, signs.parts, strict=True)
        ]
        return Balance(self, pack, parts, sums, _sum([self.start, *(named[name] for name in signs.shape if name in named)]))

    def name(self, pack: Pack, weighed: Weighed, target: int) -> str:
        """What the sign is called; of a word the one of its signs that adds most to *target*."""
        if isinstance(weighed.key, str):
            return weighed.key
        if not weighed.word:
            return "frame " + " ".join(weighed.key)
        form, person = weighed.key
        names = [name for name in names_of_word(pack, form, person) if name in self.signs]
        return max(names, key=lambda name: self.signs[name][target], default=f"word {form}")

    def _on_words(self, pack: Pack, part: Part) -> list[Weighed]:
        words, frames, named = self.words, self.frames, self.signs
        found = [Weighed(at, at, words.get(word) or self._word(pack, word), word, True) for at, word in enumerate(part.words, part.first)]
        found += [Weighed(first, last, frames[frame], frame) for frame, first, last in part.frames if frame in frames]
        found += [Weighed(first, last, named[name], name) for name, first, last in part.named if name in named]
        return found

    def _word(self, pack: Pack, word: tuple[str, str]) -> Row:
        row = _sum([self.signs[name] for name in names_of_word(pack, *word) if name in self.signs])
        if len(self.words) < REMEMBERED and len(word[0]) <= LONGEST:
            self.words[word] = row
        return row


@dataclass(frozen=True, slots=True)
class Balance:
    """What the signs of one reply add up to: *sums* sentence by sentence, *whole* for the reply as such."""

    weights: Weights
    pack: Pack
    parts: list[list[Weighed]]
    sums: list[Row]
    whole: Row

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
        parts = self.parts
        if target not in SUMMED and parts:
            parts = [parts[max(range(len(parts)), key=lambda part: self.sums[part][number])]]
        return [(weighed.row[number], weighed) for part in parts for weighed in part if weighed.row[number]]

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
