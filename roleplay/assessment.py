"""A transcript scored: every exchange coded once, every skill asked once about each exchange."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol, runtime_checkable

from roleplay.codes import Code, Coding
from roleplay.dialogue import Exchange, Transcript, Turn, exchanges
from roleplay.scorecard import CodingTally, Scorecard, summarise
from roleplay.scoring import Outcome, Reason, Score, Skill, Verdict, grade

__all__ = ["TOLERANCE", "Assessed", "ManyAtOnce", "assess", "assess_exchange", "assess_turns", "scorecard"]


class Coder(Protocol):
    """Who marks the codes."""

    def code(self, exchange: Exchange) -> Coding:
        """The codes of *exchange*."""
        ...

    def material(self, exchange: Exchange, coding: Coding) -> dict[str, str]:
        """What a better wording of the reply can be made from."""
        ...


@runtime_checkable
class ManyAtOnce(Coder, Protocol):
    """A coder that waits for others and so does better with many exchanges at once."""

    def codings(self, exchanges: Iterable[Exchange]) -> Iterator[tuple[Exchange, Coding]]:
        """Each of *exchanges* with its codes, in their order."""
        ...


TOLERANCE = 0.25
"""Verdicts on one exchange that are further apart than this are marked for the coach: one step of the listening level is no more."""

Assessed = tuple[Exchange, Coding, tuple[Score, ...]]


def assess(transcript: Transcript, coder: Coder, skills: Sequence[Skill]) -> Iterator[Assessed]:
    """Yield every exchange with its codes and scores, as it is reached."""
    return assess_turns(transcript.turns, coder, skills)


def assess_turns(turns: Iterable[Turn], coder: Coder, skills: Sequence[Skill]) -> Iterator[Assessed]:
    """The same of *turns* that need not be there at once: memory does not grow with their number."""
    for exchange, coding in _coded(exchanges(turns), coder):
        yield exchange, coding, assess_exchange(exchange, coding, skills, coder.material(exchange, coding))


def _coded(found: Iterable[Exchange], coder: Coder) -> Iterator[tuple[Exchange, Coding]]:
    if isinstance(coder, ManyAtOnce):
        return coder.codings(found)
    return ((exchange, coder.code(exchange)) for exchange in found)


def assess_exchange(exchange: Exchange, coding: Coding, skills: Sequence[Skill], material: Mapping[str, str]) -> tuple[Score, ...]:
    """The scores of one exchange. A turn that seems to speak of the person's own danger is no exercise and is not scored."""
    return tuple(_score(skill, exchange, coding, material) for skill in skills)


def _score(skill: Skill, exchange: Exchange, coding: Coding, material: Mapping[str, str]) -> Score:
    verdict = _verdict(skill, exchange, coding)
    others = {} if verdict.outcome is Outcome.FAILED else {by: _verdict(skill, exchange, other) for by, other in coding.others.items()}
    return Score(
        scorer=skill.id,
        version=skill.version,
        turn=exchange.reply.index,
        verdict=verdict,
        material=material,
        marked={by: other for by, other in others.items() if _apart(verdict, other)},
    )


def _apart(one: Verdict, other: Verdict) -> bool:
    """Whether two verdicts on one exchange contradict each other; one that failed contradicts nothing."""
    if Outcome.FAILED in (one.outcome, other.outcome):
        return False
    return one.outcome is not other.outcome or abs((one.value or 0) - (other.value or 0)) > TOLERANCE + 1e-9


def _verdict(skill: Skill, exchange: Exchange, coding: Coding) -> Verdict:
    if Code.DANGER in coding or exchange.reply.meta.get("set_aside"):
        return Verdict(outcome=Outcome.NO_OPPORTUNITY, reason=Reason("set_aside"))
    if coding.failure is not None:
        told = {key: str(value) for key, value in coding.failure.values.items()}
        return Verdict(outcome=Outcome.FAILED, reason=Reason("not_coded", told | {"_message": coding.failure.message}))
    assert skill.scorer is not None
    return grade(skill.scorer, exchange, coding)


def scorecard(transcript: Transcript, coder: Coder, skills: Sequence[Skill]) -> Scorecard:
    """The whole scorecard of *transcript*, scored by *skills* on the codes of *coder*.

    >>> from roleplay.coders.rules import RuleCoder
    >>> from roleplay.skills import load_skill
    >>> from roleplay.plugins import discover
    >>> from roleplay.testing import header, talk
    >>> skill = load_skill(discover("scorers", shipped_only=True).found["blame_avoidance"].folder)
    >>> card = scorecard(Transcript(header=header(language="ru"), turns=talk(4)), RuleCoder("ru"), [skill])
    >>> card.summary["blame_avoidance"].scored
    2
    """
    tally, scores = CodingTally(), list[Score]()
    for exchange, coding, found in assess(transcript, coder, skills):
        tally.add(exchange.reply.index, coding, found)
        scores += found
    return summarise(scores, [skill.id for skill in skills], tally)
