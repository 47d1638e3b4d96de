"""Listening: the listening level of the codebook, from 0 to 4, as a share of four."""

import re

from roleplay.codes import Code, Coding, Weight
from roleplay.dialogue import Exchange
from roleplay.scoring import Reason, Verdict, no_opportunity, scored

HEARD = (Code.REFLECTION, Code.FEELING_ACK, Code.OPEN_QUESTION, Code.CLOSED_QUESTION, Code.OWNERSHIP, Code.CARE)
DIRECTIONS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
BLOCKED = (Code.DISMISSAL, Code.ADVICE, Code.OWN_STORY)


class Listening:
    """Scores every reply to something that was said."""

    def score(self, exchange: Exchange, coding: Coding) -> Verdict:
        """The level of *coding* divided by four."""
        if exchange.heard is None or not DIRECTIONS.sub("", exchange.heard.text).strip():
            return no_opportunity(Reason("partner_silent"))
        if coding.weight is Weight.GREETING:
            return no_opportunity(Reason("greeting"))
        if exchange.reply.silent:
            return no_opportunity(Reason("stayed_silent"))
        level = coding.listening_level
        invites = level == 3 and Code.OPEN_QUESTION not in coding
        suggestion = None if level == 4 else Reason("invite" if invites else "reflect")
        return scored(level / 4, Reason(_why(coding)), coding.of(*(HEARD if level >= 2 else HEARD + BLOCKED)), suggestion)


def _why(coding: Coding) -> str:
    level = coding.listening_level
    if level <= 1 and (Code.DISMISSAL in coding or coding.blame):
        return "cancelled" if level else "blocked"
    if level == 0 and (Code.ADVICE in coding or Code.OWN_STORY in coding):
        return "advised"
    return f"level_{level}"
