"""A scorecard in the forms that others read: its parts in words, and all of it as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from roleplay.dialogue import Header
from roleplay.errors import mark
from roleplay.scorecard import CodingTally, Scorecard, Summary
from roleplay.scoring import Evidence, Outcome, Reason, Score, Skill, Verdict
from roleplay.wording import reason_text, say, say_many, suggestion_text

__all__ = ["Marker", "chances", "from_json", "head_json", "marks", "score_json", "summary_json", "to_json", "worded"]


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


def chances(summary: Summary, language: str) -> str:
    """How many replies had a chance to show a skill."""
    if not summary.scored and not summary.failed:
        return ""
    text = say_many("{n} reply had a chance to show it", "{n} replies had a chance to show it", summary.scored, language)
    return text + (", " + say_many("{n} failed", "{n} failed", summary.failed, language) if summary.failed else "")


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
    """What it ends with.

    >>> summary_json({"pauses": Summary(value=0.5, scored=2, no_opportunity=1, failed=0)})
    {'pauses': {'value': 0.5, 'scored': 2, 'no_opportunity': 1, 'failed': 0}}
    """
    return {
        name: {"value": s.value, "scored": s.scored, "no_opportunity": s.no_opportunity, "failed": s.failed} for name, s in summary.items()
    }
