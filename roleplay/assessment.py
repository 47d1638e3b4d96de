"""A transcript scored: every exchange coded once, every skill asked once about each exchange."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from roleplay.codes import Code, Coding
from roleplay.dialogue import Exchange, Transcript, Turn, exchanges
from roleplay.scorecard import Scorecard, summarise
from roleplay.scoring import Outcome, Reason, Score, Skill, Verdict, grade

__all__ = ["Assessed", "assess", "assess_exchange", "assess_turns", "scorecard"]


class Coder(Protocol):
    """Who marks the codes."""

    def code(self, exchange: Exchange) -> Coding:
        """The codes of *exchange*."""
        ...

    def material(self, exchange: Exchange, coding: Coding) -> dict[str, str]:
        """What a better wording of the reply can be made from."""
        ...


Assessed = tuple[Exchange, Coding, tuple[Score, ...]]


def assess(transcript: Transcript, coder: Coder, skills: Sequence[Skill]) -> Iterator[Assessed]:
    """Yield every exchange with its codes and scores, as it is reached."""
    return assess_turns(transcript.turns, coder, skills)


def assess_turns(turns: Iterable[Turn], coder: Coder, skills: Sequence[Skill]) -> Iterator[Assessed]:
    """The same of *turns* that need not be there at once: memory does not grow with their number."""
    for exchange in exchanges(turns):
        coding = coder.code(exchange)
        yield exchange, coding, assess_exchange(exchange, coding, skills, coder.material(exchange, coding))


def assess_exchange(exchange: Exchange, coding: Coding, skills: Sequence[Skill], material: Mapping[str, str]) -> tuple[Score, ...]:
    """The scores of one exchange. A turn that seems to speak of the person's own danger is no exercise and is not scored."""
    return tuple(
        Score(
            scorer=skill.id, version=skill.version, turn=exchange.reply.index, verdict=_verdict(skill, exchange, coding), material=material
        )
        for skill in skills
    )


def _verdict(skill: Skill, exchange: Exchange, coding: Coding) -> Verdict:
    if Code.DANGER in coding or exchange.reply.meta.get("set_aside"):
        return Verdict(outcome=Outcome.NO_OPPORTUNITY, reason=Reason("set_aside"))
    assert skill.scorer is not None
    return grade(skill.scorer, exchange, coding)


def scorecard(transcript: Transcript, coder: Coder, skills: Sequence[Skill]) -> Scorecard:
    """The whole scorecard of *transcript*."""
    scores = [score for *_, found in assess(transcript, coder, skills) for score in found]
    return summarise(scores, [skill.id for skill in skills])
