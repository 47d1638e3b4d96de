"""All outcomes of one transcript in a stable order, and what they come to.

A skill's summary is the mean over its scored exchanges, None when there were none, always beside how many there were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from roleplay.codes import Coding
from roleplay.dialogue import Header
from roleplay.errors import mark
from roleplay.scoring import Evidence, Outcome, Reason, Score, Skill, Verdict
from roleplay.wording import reason_text, say, say_many, suggestion_text

__all__ = [
    "CodingTally",
    "Marker",
    "Scorecard",
    "Summary",
    "Tally",
    "best_and_weakest",
    "chances",
    "from_json",
    "head_json",
    "marks",
    "next_step",
    "score_json",
    "summarise",
    "summary_json",
    "to_json",
    "worded",
]


GOOD_ENOUGH = 0.5


class Marker(Protocol):
    """Who marked the codes that the scores rest on, and at which version."""

    @property
    def name(self) -> str:
        """What it is called, such as ``rules``."""
        ...

    @property
    def version(self) -> str:
        """Its version, of which that of its word data is a part."""
        ...


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


def chances(summary: Summary, language: str) -> str:
    """How many replies had a chance to show a skill."""
    if not summary.scored and not summary.failed:
        return ""
    text = say_many("{n} reply had a chance to show it", "{n} replies had a chance to show it", summary.scored, language)
    return text + (", " + say_many("{n} failed", "{n} failed", summary.failed, language) if summary.failed else "")


def next_step(card: Scorecard) -> str | None:
    """The skill to work on next: the weakest one that had a chance to show and left room above; None if all went well or nothing was scored."""
    rated = [(summary.value, name) for name, summary in card.summary.items() if summary.value is not None and summary.scored]
    weakest = min(rated, default=None)
    return weakest[1] if weakest is not None and weakest[0] < 0.85 else None


def worded(score: Score, skill: Skill, header: Header, language: str, address: str | None) -> tuple[str, str | None]:
    """The reason and the suggestion of *score* in *language*; *address* is how the trainee addresses the partner."""
    if score.rewrite is not None:
        return reason_text(skill, score.verdict.reason, language), say(mark("For example: “{text}”"), language, text=score.rewrite)
    gender = header.trainee.gender
    suggestion = suggestion_text(skill, score.verdict, language, address=address, gender=gender, material=score.material, turn=score.turn)
    return reason_text(skill, score.verdict.reason, language), suggestion


_MARKED = {
    "rules": mark("For the coach: the rules say {value}."),
    "unmasked": mark("For the coach: with the words to the grader left in, it would be {value}."),
}


def marks(score: Score, language: str) -> Iterator[str]:
    """What the coach is told of *score* where another coding of the exchange comes to something else; nothing was averaged."""
    for by, verdict in score.marked.items():
        value = say(mark("no opportunity"), language) if verdict.value is None else f"{verdict.value:.0%}"
        yield say(_MARKED.get(by, _MARKED["rules"]), language, value=value)


def to_json(card: Scorecard, skills: Sequence[Skill], header: Header, path: str | None, language: str, coder: Marker) -> dict[str, Any]:
    """The scorecard in the contract's form, worded in *language*; *coder* marked the codes."""
    by_id = {skill.id: skill for skill in skills}
    return {
        **head_json(header, path, coder),
        "scores": [score_json(score, by_id[score.scorer], header, language) for score in card.scores],
        "summary": summary_json(card.summary),
        **({"coding": told} if card.coding is not None and (told := card.coding.to_json()) else {}),
    }


def from_json(scores: Iterable[Mapping[str, Any]], summary: Mapping[str, Any], coding: Mapping[str, Any] | None = None) -> Scorecard:
    """The scorecard that *scores*, *summary* and *coding*, which were made as JSON here, are of; its reasons stay as worded."""
    return Scorecard(
        scores=tuple(_score(each) for each in scores),
        summary={name: Summary(**each) for name, each in summary.items()},
        coding=CodingTally(**coding) if coding else None,
    )


def _score(line: Mapping[str, Any]) -> Score:
    evidence = tuple(Evidence(**each) for each in line.get("evidence", ()))
    verdict = Verdict(outcome=Outcome(line["outcome"]), value=line.get("value"), evidence=evidence, reason=Reason(line["reason"]))
    marked = {
        each["by"]: Verdict(outcome=Outcome(each["outcome"]), value=each["value"], reason=Reason("")) for each in line.get("marked", ())
    }
    return Score(scorer=line["scorer"], version=line["version"], turn=line["turn"], verdict=verdict, marked=marked)


def head_json(header: Header, path: str | None, coder: Marker) -> dict[str, Any]:
    """What a scorecard begins with."""
    return {
        "schema": 1,
        "transcript": {"id": header.id, "path": path, "persona": header.persona, "language": header.language},
        "coder": {"name": coder.name, "version": coder.version},
    }


def score_json(score: Score, skill: Skill, header: Header, language: str) -> dict[str, Any]:
    """One of its scores, worded in *language*."""
    verdict = score.verdict
    reason, suggestion = worded(score, skill, header, language, header.trainee.address)
    line: dict[str, Any] = {"scorer": score.scorer, "version": score.version, "turn": score.turn, "outcome": str(verdict.outcome)}
    if verdict.outcome is Outcome.SCORED:
        line["value"] = verdict.value
        line["evidence"] = [{"quote": e.quote, "start": e.start, "end": e.end, "code": e.code} for e in verdict.evidence]
    line["reason"] = reason
    if suggestion is not None:
        line["suggestion"] = suggestion
    if score.marked:
        line["marked"] = [{"by": by, "outcome": str(other.outcome), "value": other.value} for by, other in score.marked.items()]
    return line


def summary_json(summary: Mapping[str, Summary]) -> dict[str, Any]:
    """What it ends with."""
    return {
        name: {"value": s.value, "scored": s.scored, "no_opportunity": s.no_opportunity, "failed": s.failed} for name, s in summary.items()
    }


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
