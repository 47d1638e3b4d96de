"""Blame avoidance: blame 0, 1, 2 of the codebook gives 1, 0.5, 0 (texts A2 section 5, B, D section 2)."""

from roleplay.codes import Code, Coding
from roleplay.dialogue import Exchange
from roleplay.scoring import Reason, Verdict, no_opportunity, scored


class BlameAvoidance:
    """Scores every reply with words."""

    def score(self, exchange: Exchange, coding: Coding) -> Verdict:
        """1 without blame, 0.5 with a hint, 0 with an open reproach."""
        if not any(letter.isalnum() for letter in exchange.reply.text):
            return no_opportunity(Reason("no_words"))
        if not coding.blame:
            return scored(1.0, Reason("none"))
        reason = Reason("open" if coding.blame == 2 else "hint")
        return scored(1 - coding.blame / 2, reason, coding.of(Code.BLAME), Reason("name_it"))
