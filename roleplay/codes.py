"""The behaviour codes, and what is derived from them.

A coder (rules, a model, a person) marks behaviours on spans of one reply with the partner's last turn in view. The definitions
are those of motivational-interviewing coding (MISC, MITI) and of Gordon's I-message (*Parent Effectiveness Training*, 1970).
Every mark points at an exact substring of the reply.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from roleplay.errors import RoleplayError

__all__ = ["LISTENING", "Answer", "Code", "Coding", "IMessage", "Mark", "Weight", "listening_level"]


class Code(StrEnum):
    """What a mark says about its span."""

    __hash__ = str.__hash__  # that of Enum is written in Python, and codes are looked up all the time

    BLAME = "blame"
    I_MESSAGE = "i_message"
    PSEUDO_I_MESSAGE = "pseudo_i_message"
    REFLECTION = "reflection"
    FEELING_ACK = "feeling_ack"
    OPEN_QUESTION = "open_question"
    CLOSED_QUESTION = "closed_question"
    ADVICE = "advice"
    OWN_STORY = "own_story"
    DISMISSAL = "dismissal_or_argument"
    OWNERSHIP = "ownership"
    CARE = "care"
    # beyond the listening codes: what else a persona reacts to
    ACKNOWLEDGEMENT = "acknowledgement"
    APOLOGY = "apology"
    GRATITUDE = "gratitude"
    BOUNDARY = "boundary"
    PARROTING = "parroting"
    DANGER = "danger"


LISTENING = (
    Code.REFLECTION,
    Code.FEELING_ACK,
    Code.OPEN_QUESTION,
    Code.CLOSED_QUESTION,
    Code.ADVICE,
    Code.OWN_STORY,
    Code.DISMISSAL,
)


class IMessage(StrEnum):
    """How much of an I-message a reply is."""

    FULL = "full"
    PARTIAL = "partial"
    PSEUDO = "pseudo"
    NONE = "none"


class Weight(StrEnum):
    """What the partner's turn asks of the listener; a *greeting* (or goodbye) gives nothing to listen to."""

    HEAVY = "heavy"
    QUESTION = "question"
    LIGHT = "light"
    GREETING = "greeting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A code on ``reply[start:end] == quote`` with a *strength* from 0 to 1, and the *rule* or judge that set it."""

    code: Code
    quote: str
    start: int
    end: int
    strength: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a model says to a yes/no question about a reply; for a *yes* the words that show it, ``reply[start:end] == quote``."""

    yes: bool
    quote: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """All codes of one exchange by one coder.

    *blame* is 0, 1 or 2; *listening_level* 0 to 4; *weight* is the weight of the turn that was heard.
    *pause_mark* is the length in seconds of a pause written into the reply ("[5s]"), 0.0 for one without a length ("(pause)"),
    None where there is no such mark.

    A model also has *answers* to the questions of declarative scorers, under ``SCORER.QUESTION``, and says how many codes were *dropped*
    because their quotes are not in the reply. *others* are codings of the same exchange to compare this one with. With a *failure* there
    are no codes: nothing else of the coding may be read.
    """

    coder: str
    version: str
    marks: tuple[Mark, ...] = ()
    blame: int = 0
    i_message: IMessage = IMessage.NONE
    listening_level: int = 0
    weight: Weight = Weight.LIGHT
    pause_mark: float | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict, hash=False)
    dropped: int = 0
    others: Mapping[str, Coding] = field(default_factory=dict, hash=False)
    failure: RoleplayError | None = None

    def __contains__(self, code: Code) -> bool:
        return any(mark.code is code for mark in self.marks)

    def of(self, *codes: Code) -> tuple[Mark, ...]:
        """The marks with any of these codes, in the order of the text."""
        return tuple(mark for mark in self.marks if mark.code in codes)


_SECOND = frozenset({Code.CLOSED_QUESTION, Code.CARE, Code.OWNERSHIP})
_ASIDE = frozenset({Code.ADVICE, Code.OWN_STORY})
_WARM = frozenset({Code.GRATITUDE, Code.CARE})
_POLITE = frozenset({Code.CLOSED_QUESTION, Code.CARE, Code.GRATITUDE, Code.APOLOGY, Code.ACKNOWLEDGEMENT})


def listening_level(present: frozenset[Code], i_message: IMessage, blame: int, *, answered: bool) -> int:
    """The listening level, 0 to 4, from the codes *present*.

    *answered* says that the reply is at least a plain answer or a bare acknowledgement, not a mere "uh-huh".

    >>> listening_level(frozenset({Code.REFLECTION, Code.FEELING_ACK, Code.OPEN_QUESTION}), IMessage.NONE, 0, answered=True)
    4
    >>> listening_level(frozenset({Code.FEELING_ACK, Code.DISMISSAL}), IMessage.NONE, 0, answered=True)
    1
    """
    content = Code.REFLECTION in present and Code.PARROTING not in present
    feeling = Code.FEELING_ACK in present
    invites = Code.OPEN_QUESTION in present
    own = i_message in (IMessage.FULL, IMessage.PARTIAL)
    if Code.DISMISSAL in present or blame == 2 or i_message is IMessage.PSEUDO:
        return int(content or feeling or (invites and blame < 2))
    extras = content + feeling + invites + own + (not present.isdisjoint(_SECOND))
    level = _clear_level(content, feeling, invites, own, extras, present)
    if blame or not present.isdisjoint(_ASIDE):
        return min(level, 2) if content or feeling or invites else 0 if not blame else min(level, 1)
    return level or int(answered or Code.PARROTING in present)


def _clear_level(content: bool, feeling: bool, invites: bool, own: bool, extras: int, present: frozenset[Code]) -> int:
    if content and feeling and (invites or own or Code.OWNERSHIP in present):
        return 4
    if (content or feeling) and extras >= 2:
        return 3
    if invites and own:
        return 3
    if content or feeling or invites or Code.OWNERSHIP in present:
        return 2
    if own and not present.isdisjoint(_WARM):
        return 2
    return int(own or not present.isdisjoint(_POLITE))
