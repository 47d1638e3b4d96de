"""I-messages: own feeling, the concrete thing, and no blame (Gordon 1970; text A2, section 5)."""

from roleplay.codes import Code, Coding, IMessage
from roleplay.dialogue import Exchange
from roleplay.scoring import Reason, Verdict, no_opportunity, scored

VALUES = {IMessage.FULL: 1.0, IMessage.PARTIAL: 0.6, IMessage.PSEUDO: 0.0}


class IMessages:
    """Scores replies that voice an own feeling, need or complaint, or that blame."""

    def score(self, exchange: Exchange, coding: Coding) -> Verdict:
        """Full 1, partial 0.6, pseudo or only blame 0."""
        if exchange.reply.silent:
            return no_opportunity(Reason("stayed_silent"))
        kind = coding.i_message
        own = coding.of(Code.I_MESSAGE)
        blame = coding.of(Code.BLAME, Code.PSEUDO_I_MESSAGE)
        if kind is IMessage.NONE and not coding.blame:
            return no_opportunity(Reason("nothing_own"))
        if kind is IMessage.FULL:
            return scored(1.0, Reason("full"), own)
        if kind is IMessage.PARTIAL:
            apart = not any(mine.start < other.end and other.start < mine.end for mine in own for other in blame)
            better = ("drop_blame" if apart else "say_own") if coding.blame else "add_situation"
            return scored(VALUES[kind], Reason("partial_blame" if coding.blame else "partial"), own + blame, Reason(better))
        reason = "pseudo" if kind is IMessage.PSEUDO else "only_blame"
        return scored(0.0, Reason(reason), blame, Reason("say_own"))
