"""A scorer without Python: codes that add, codes that cost, and codes that make an opportunity.

The value is *start*, plus what every code that is there adds, minus what it costs, kept between 0 and 1. With *opportunity*, an exchange
without any of those codes is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from roleplay.codes import Code, Coding
from roleplay.dialogue import Exchange
from roleplay.scoring import Reason, Verdict, no_opportunity, scored

__all__ = ["Declared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What ``scorer.yaml`` declares; each amount is from 0 to 1."""

    start: float
    adds: Mapping[str, float]
    costs: Mapping[str, float]
    opportunity: tuple[str, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """The keys of the texts that its reasons are worded with."""
        return ("no_opportunity", "plain", *(("gained",) if self.adds else ()), *(("cost",) if self.costs else ()))

    def score(self, exchange: Exchange, coding: Coding) -> Verdict:
        """Add up the codes of *exchange*."""
        present = {str(mark.code) for mark in coding.marks}
        if exchange.reply.silent or (self.opportunity and present.isdisjoint(self.opportunity)):
            return no_opportunity(Reason("no_opportunity"))
        gained = sum(amount for code, amount in self.adds.items() if code in present)
        lost = sum(amount for code, amount in self.costs.items() if code in present)
        marks = coding.of(*(Code(code) for code in (*self.adds, *self.costs)))
        key = "cost" if lost else "gained" if gained else "plain"
        suggestion = Reason("better") if lost or not gained else None
        return scored(min(1.0, max(0.0, round(self.start + gained - lost, 3))), Reason(key), marks, suggestion)
