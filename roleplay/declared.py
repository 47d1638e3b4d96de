"""A scorer without Python: codes that add, codes that cost, and codes that make an opportunity.

The value is *start*, plus what every code that is there adds, minus what it costs, kept between 0 and 1. With *opportunity*, an exchange
without any of those codes is none. A question that a model answers with yes, and quotes, is like a code that is there; rules are not asked,
and for them it is not there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from roleplay.codes import Code, Coding
from roleplay.dialogue import Exchange
from roleplay.scoring import Evidence, Reason, Verdict, no_opportunity, scored

__all__ = ["Declared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What ``scorer.yaml`` of the scorer called *id* declares; each amount is from 0 to 1, under a code or under a question of its own."""

    start: float
    adds: Mapping[str, float]
    costs: Mapping[str, float]
    opportunity: tuple[str, ...] = ()
    id: str = ""
    questions: Mapping[str, str] = field(default_factory=dict)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The keys of the texts that its reasons are worded with."""
        return ("no_opportunity", "plain", *(("gained",) if self.adds else ()), *(("cost",) if self.costs else ()))

    def score(self, exchange: Exchange, coding: Coding) -> Verdict:
        """Add up the codes of *exchange*."""
        shown = [
            Evidence(quote=answer.quote, start=answer.start, end=answer.end, code=question)
            for question in self.questions
            if (answer := coding.answers.get(f"{self.id}.{question}")) is not None and answer.yes
        ]
        present = {str(mark.code) for mark in coding.marks} | {each.code for each in shown}
        if exchange.reply.silent or (self.opportunity and present.isdisjoint(self.opportunity)):
            return no_opportunity(Reason("no_opportunity"))
        gained = sum(amount for code, amount in self.adds.items() if code in present)
        lost = sum(amount for code, amount in self.costs.items() if code in present)
        key = "cost" if lost else "gained" if gained else "plain"
        marks = coding.of(*(Code(code) for code in (*self.adds, *self.costs) if code not in self.questions))
        suggestion = Reason("better") if lost or not gained else None
        verdict = scored(min(1.0, max(0.0, round(self.start + gained - lost, 3))), Reason(key), marks, suggestion)
        counted = tuple(each for each in shown if each.code in self.adds or each.code in self.costs)
        return replace(verdict, evidence=verdict.evidence + counted)
