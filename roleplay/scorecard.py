"""All outcomes of one transcript in a stable order, and what they come to.

A skill's summary is the mean over its scored exchanges, None when there were none, always beside how many there were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from roleplay.codes import Coding
from roleplay.scoring import Outcome, Score

__all__ = ["CodingTally", "Scorecard", "Summary", "Tally", "best_and_weakest", "next_step", "summarise"]


GOOD_ENOUGH = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One skill over a talk: the mean *value* (0 to 1, None without scored exchanges) and the counts of the three outcomes."""

    value: float | None
    scored: int
    no_opportunity: int
    failed: int


@dataclass(slots=True)
class CodingTally:
    """What came of a model's coding of a talk: the *replies* it was given, the turns that *failed*, how many codes were *dropped* because their
    words were not in the reply, and the turns that are *marked* for the coach. Empty where rules coded: they do not fail.
    """

    replies: int = 0
    failed: list[int] = field(default_factory=list)
    dropped: int = 0
    marked: list[int] = field(default_factory=list)

    def add(self, turn: int, coding: Coding, scores: Iterable[Score]) -> None:
        """Count *coding* of the *turn* and the *scores* that came of it."""
        if coding.coder == "rules":
            return
        self.replies += 1
        self.dropped += coding.dropped
        if coding.failure is not None:
            self.failed.append(turn)
        if any(score.marked for score in scores):
            self.marked.append(turn)

    def to_json(self) -> dict[str, Any]:
        """For a scorecard; nothing where rules coded."""
        return asdict(self) if self.replies else {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """The *scores* of a transcript by turn and then by scorer, a `Summary` by scorer, and how the *coding* went where that is known."""

    scores: tuple[Score, ...]
    summary: dict[str, Summary]
    coding: CodingTally | None = None


def summarise(scores: Iterable[Score], scorers: Sequence[str], coding: CodingTally | None = None) -> Scorecard:
    """Put *scores* in order and sum them up for each of *scorers*, in that order.

    >>> summarise([], ["listening"]).summary["listening"].value is None
    True
    """
    place = {name: number for number, name in enumerate(scorers)}
    ordered = tuple(sorted(scores, key=lambda score: (score.turn, place[score.scorer])))
    tallies = {name: Tally() for name in scorers}
    for score in ordered:
        tallies[score.scorer].add(score)
    return Scorecard(scores=ordered, summary={name: tally.summary() for name, tally in tallies.items()}, coding=coding)


def best_and_weakest(card: Scorecard, scorer: str | None = None) -> tuple[int | None, int | None]:
    """The turns with the highest and the lowest mean value over all skills (or of *scorer*); None where nothing was scored.

    Turns that only one skill could grade are left out where at least two were graded by more. The two are never the same turn: with one
    scored turn, or all equal, there is a best one and no weakest. A best one below a half is none to be proud of, and not named; nor is one
    that did well over all skills only by what was not in it: something of it must be quoted for a grade of a half or more.
    """
    values: dict[int, list[float]] = {}
    for score in card.scores:
        if score.verdict.value is not None and scorer in (None, score.scorer):
            values.setdefault(score.turn, []).append(score.verdict.value)
    if not values:
        return None, None
    means = {turn: sum(each) / len(each) for turn, each in values.items()}
    told = [turn for turn, each in values.items() if len(each) > 1]
    named = told if len(told) > 1 else list(means)
    shown = {score.turn for score in card.scores if score.verdict.evidence and (score.verdict.value or 0.0) >= GOOD_ENOUGH}
    proud = [turn for turn in named if means[turn] >= GOOD_ENOUGH and (scorer is not None or turn in shown)]
    best = max(proud, key=lambda turn: (means[turn], len(values[turn]), -turn), default=None)
    weakest = min(named, key=lambda turn: (means[turn], -len(values[turn]), turn))
    return best, weakest if weakest != best and means[weakest] < max(means[turn] for turn in named) else None


def next_step(card: Scorecard) -> str | None:
    """The skill to work on next: the weakest one that had a chance to show and left room above; None if all went well or nothing was scored."""
    rated = [(summary.value, name) for name, summary in card.summary.items() if summary.value is not None and summary.scored]
    weakest = min(rated, default=None)
    return weakest[1] if weakest is not None and weakest[0] < 0.85 else None


class Tally:
    """Scores summed up one by one, so that none of them need be kept."""

    def __init__(self) -> None:
        self._outcomes: Counter[Outcome] = Counter()
        self._total = 0.0
        self._valued = 0

    def add(self, score: Score) -> None:
        """Count *score*."""
        self._outcomes[score.verdict.outcome] += 1
        if score.verdict.value is not None:
            self._total += score.verdict.value
            self._valued += 1

    def summary(self) -> Summary:
        """What the scores come to so far."""
        return Summary(
            value=round(self._total / self._valued, 4) if self._valued else None,
            scored=self._outcomes[Outcome.SCORED],
            no_opportunity=self._outcomes[Outcome.NO_OPPORTUNITY],
            failed=self._outcomes[Outcome.FAILED],
        )
