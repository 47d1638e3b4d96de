"""What a trainee may do, as codes, without any coder: one act of each kind, and the personas to do it to."""

from __future__ import annotations

from functools import lru_cache

from roleplay.catalog import load_persona
from roleplay.codes import Code, Coding, IMessage, Mark, Weight, listening_level
from roleplay.dialogue import LANGUAGES
from roleplay.mood import Act
from roleplay.persona import DIFFICULTIES, Persona
from roleplay.plugins import discover

__all__ = ["ACTS", "GOOD", "PERSONAS", "POOR", "SCENES", "TALKS", "act", "coding", "shipped"]

PERSONAS = ("absent_father", "difficult_client", "grumbling_parent")


def coding(*codes: Code, blame: int = 0, i_message: IMessage = IMessage.NONE, weight: Weight = Weight.HEAVY) -> Coding:
    """What a coder says of a reply with *codes* in it; the level follows from them."""
    marks = tuple(Mark(code=code, quote="x", start=0, end=1) for code in codes)
    level = listening_level(frozenset(codes), i_message, blame, answered=True)
    return Coding(coder="test", version="1", marks=marks, blame=blame, i_message=i_message, listening_level=level, weight=weight)


def act(
    *codes: Code, blame: int = 0, i_message: IMessage = IMessage.NONE, silent: bool = False, rushed: bool = False, repeated: bool = False
) -> Act:
    """An act with *codes* in it."""
    return Act(coding=coding(*codes, blame=blame, i_message=i_message), silent=silent, rushed=rushed, repeated=repeated)


GOOD = act(Code.REFLECTION, Code.FEELING_ACK, Code.OPEN_QUESTION)
POOR = act(Code.DISMISSAL, blame=2)

ACTS = {
    "good": GOOD,
    "poor": POOR,
    "blame": act(blame=2),
    "hint": act(blame=1),
    "argument": act(Code.DISMISSAL),
    "advice": act(Code.ADVICE),
    "own_story": act(Code.OWN_STORY),
    "acknowledgement": act(Code.FEELING_ACK),
    "blaming_acknowledgement": act(Code.FEELING_ACK, blame=1),
    "reflection": act(Code.REFLECTION),
    "parroting": act(Code.REFLECTION, Code.PARROTING),
    "open_question": act(Code.OPEN_QUESTION),
    "closed_question": act(Code.CLOSED_QUESTION),
    "i_message": act(Code.I_MESSAGE, i_message=IMessage.FULL),
    "partial": act(Code.I_MESSAGE, i_message=IMessage.PARTIAL),
    "pseudo": act(Code.PSEUDO_I_MESSAGE, i_message=IMessage.PSEUDO),
    "ownership": act(Code.OWNERSHIP),
    "apology": act(Code.APOLOGY),
    "thanks": act(Code.GRATITUDE),
    "care": act(Code.CARE),
    "flattery": act(Code.GRATITUDE, Code.CARE),
    "boundary": act(Code.BOUNDARY),
    "silence": act(silent=True),
    "plain": act(),
    "rushed": act(rushed=True),
    "rushed_argument": act(Code.DISMISSAL, rushed=True),
    "again": act(Code.REFLECTION, Code.FEELING_ACK, Code.OPEN_QUESTION, repeated=True),
}


@lru_cache(maxsize=8)
def shipped(name: str) -> Persona:
    """The shipped persona called *name*, with all its languages."""
    return load_persona(discover("personas").found[name].folder)


TALKS = [(name, scenario, difficulty) for name in PERSONAS for scenario in shipped(name).scenarios for difficulty in DIFFICULTIES]
SCENES = [(name, language, scenario) for name in PERSONAS for language in LANGUAGES for scenario in shipped(name).scenarios]
