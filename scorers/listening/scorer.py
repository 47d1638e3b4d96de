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
        suggestion = None if level == 4 else Reason(_lacking(coding))
        return scored(level / 4, Reason(_why(coding)), coding.of(*(HEARD if level >= 2 else HEARD + BLOCKED)), suggestion)


def _lacking(coding: Coding) -> str:
    """What would have made more of the reply: of what it has already nothing is asked for again."""
    point = Code.REFLECTION in coding and Code.PARROTING not in coding
    feeling, asks = Code.FEELING_ACK in coding, Code.OPEN_QUESTION in coding
    if coding.listening_level < 2 or any(code in coding for code in BLOCKED) or not (point or feeling or asks):
        return "reflect"
    if not asks:
        return "invite"
    return "name_feeling" if point else "give_point" if feeling else "give_back"


def _why(coding: Coding) -> str:
    level = coding.listening_level
    if level <= 1 and (Code.DISMISSAL in coding or coding.blame):
        return "cancelled" if level else "blocked"
    if level == 0 and (Code.ADVICE in coding or Code.OWN_STORY in coding):
        return "advised"
    return f"level_{level}"
