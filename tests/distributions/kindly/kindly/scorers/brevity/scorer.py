"""Brevity: a reply of at most twenty words leaves room for the other."""

from dataclasses import dataclass

from roleplay.codes import Coding
from roleplay.dialogue import Exchange
from roleplay.scoring import Reason, Verdict, no_opportunity, scored

MOST = 20


@dataclass(frozen=True)
class Brevity:
    """Full to twenty words, nothing from forty."""

    most: int = MOST

    def score(self, exchange: Exchange, coding: Coding) -> Verdict:
        """By the number of words; silence is no reply."""
        words = len(exchange.reply.text.split())
        if not words:
            return no_opportunity(Reason("no_opportunity"))
        value = 1.0 if words <= self.most else max(0.0, 2 - words / self.most)
        return scored(round(value, 2), Reason("plain" if value == 1 else "cost", {"words": words}))
