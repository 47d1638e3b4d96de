"""Listening: the listening level of the codebook, from 0 to 4, as a share of four."""

import re

from roleplay.codes import Code, Coding, IMessage, Weight
from roleplay.dialogue import Exchange
from roleplay.scoring import Reason, Verdict, no_opportunity, scored

HEARD = (Code.REFLECTION, Code.FEELING_ACK, Code.OPEN_QUESTION, Code.CLOSED_QUESTION, Code.OWNERSHIP, Code.CARE)
DIRECTIONS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
BLOCKED = (Code.DISMISSAL, Code.ADVICE, Code.OWN_STORY)
SIGNS = {
    Code.REFLECTION: "gave_back",
    Code.FEELING_ACK: "met_feeling",
    Code.OPEN_QUESTION: "asked_openly",
    Code.OWNERSHIP: "owned",
    Code.CARE: "cared",
}


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
    if level == 2:
        signs = [key for code, key in SIGNS.items() if code in coding]
        return signs[0] if len(signs) == 1 else "level_2"
    if level <= 1 and _argued(coding):
        return "cancelled" if level else "blocked"
    if level == 0 and (Code.ADVICE in coding or Code.OWN_STORY in coding):
        return "advised"
    return _only(coding) if level == 1 else f"level_{level}"


def _argued(coding: Coding) -> bool:
    """Whether there is a reproach or an argument, which a piece of advice or an own story is not by itself."""
    told = coding.of(Code.ADVICE, Code.OWN_STORY)
    against = (mark for mark in coding.of(Code.DISMISSAL) if not any(m.start <= mark.start and mark.end <= m.end for m in told))
    return bool(coding.blame) or any(against)


def _only(coding: Coding) -> str:
    """What a reply did that did not take up what was said."""
    if Code.PARROTING in coding:
        return "repeated"
    if coding.i_message in (IMessage.FULL, IMessage.PARTIAL):
        return "own_only"
    return "asked_fact" if Code.CLOSED_QUESTION in coding else "level_1"
