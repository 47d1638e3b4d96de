"""The listening level as the codebook's ladder, and what a coding holds."""

from __future__ import annotations

import pytest

from roleplay.codes import LISTENING, Code, Coding, IMessage, Mark, listening_level

R, F, Q, C = Code.REFLECTION, Code.FEELING_ACK, Code.OPEN_QUESTION, Code.CLOSED_QUESTION
A, S, D = Code.ADVICE, Code.OWN_STORY, Code.DISMISSAL
OWN, CARE, THANKS, SORRY, ACK, PARROT = Code.OWNERSHIP, Code.CARE, Code.GRATITUDE, Code.APOLOGY, Code.ACKNOWLEDGEMENT, Code.PARROTING
NONE, FULL, PARTIAL, PSEUDO = IMessage.NONE, IMessage.FULL, IMessage.PARTIAL, IMessage.PSEUDO

Row = tuple[set[Code], IMessage, int, int]
LADDER: list[Row] = [
    # 0: nothing, or blocking; advice or an own story alone
    ({D}, NONE, 0, 0),
    ({D}, NONE, 2, 0),
    ({A}, NONE, 0, 0),
    ({S}, NONE, 0, 0),
    ({A, S}, NONE, 0, 0),
    ({A, C}, NONE, 0, 0),
    (set(), NONE, 2, 0),
    (set(), PSEUDO, 2, 0),
    ({D}, PARTIAL, 2, 0),
    ({Q, D}, NONE, 2, 0),
    # 1: a bare acknowledgement, a plain answer, an I-message alone, parroting alone, or an element that an argument cancels
    (set(), NONE, 0, 1),
    ({ACK}, NONE, 0, 1),
    ({SORRY}, NONE, 0, 1),
    ({C}, NONE, 0, 1),
    ({CARE}, NONE, 0, 1),
    (set(), FULL, 0, 1),
    (set(), PARTIAL, 0, 1),
    ({R, PARROT}, NONE, 0, 1),
    ({F, D}, NONE, 0, 1),
    ({R, D}, NONE, 0, 1),
    ({Q, D}, NONE, 0, 1),
    ({R, F, Q, D}, NONE, 0, 1),
    ({R, F, Q}, NONE, 2, 1),
    ({F}, PSEUDO, 2, 1),
    # 2: one clear element, or an I-message that also acknowledges
    ({R}, NONE, 0, 2),
    ({F}, NONE, 0, 2),
    ({Q}, NONE, 0, 2),
    ({OWN}, NONE, 0, 2),
    ({F, ACK, SORRY}, NONE, 0, 2),
    ({Q, C}, NONE, 0, 2),
    ({THANKS}, FULL, 0, 2),
    ({R, F, Q, A}, NONE, 0, 2),
    ({R, S}, NONE, 0, 2),
    ({R, F}, NONE, 1, 2),
    # 3: a reflection or feeling with a second element or care; an open question joined to an I-message
    ({R, F}, NONE, 0, 3),
    ({R, Q}, NONE, 0, 3),
    ({F, Q}, NONE, 0, 3),
    ({F, C}, NONE, 0, 3),
    ({R, CARE}, NONE, 0, 3),
    ({F, OWN}, NONE, 0, 3),
    ({R}, FULL, 0, 3),
    ({F}, PARTIAL, 0, 3),
    ({Q}, FULL, 0, 3),
    ({R, PARROT, F, Q}, NONE, 0, 3),
    # 4: content and feeling, and an open invitation, ownership, or the own feeling
    ({R, F, Q}, NONE, 0, 4),
    ({R, F, OWN}, NONE, 0, 4),
    ({R, F}, FULL, 0, 4),
    ({R, F}, PARTIAL, 0, 4),
    ({R, F, Q, C, CARE}, FULL, 0, 4),
]


@pytest.mark.parametrize(("present", "i_message", "blame", "level"), LADDER)
def test_the_ladder_of_the_codebook(present: set[Code], i_message: IMessage, blame: int, level: int) -> None:
    """Each rung of the codebook, with what reaches it and what falls short of it."""
    assert listening_level(frozenset(present), i_message, blame, answered=True) == level


@pytest.mark.parametrize(("present", "level"), [(set(), 0), ({PARROT, R}, 1), ({ACK}, 1), ({F}, 2)])
def test_what_is_no_answer_is_0_unless_something_was_heard(present: set[Code], level: int) -> None:
    """A mere sound is no answer; what shows listening counts all the same."""
    assert listening_level(frozenset(present), NONE, 0, answered=False) == level


@pytest.mark.parametrize("present", [set(), {R}, {F}, {Q}, {R, F}, {R, F, Q}, {OWN}, {R, F, OWN}, {ACK}])
@pytest.mark.parametrize("i_message", [NONE, PARTIAL, FULL])
def test_blocking_never_helps(present: set[Code], i_message: IMessage) -> None:
    """Argument, advice, an own story or blame never raise the level, and more blame never raises it either."""
    clear = listening_level(frozenset(present), i_message, 0, answered=True)
    for blocking in (D, A, S):
        assert listening_level(frozenset(present | {blocking}), i_message, 0, answered=True) <= clear
    levels = [listening_level(frozenset(present), i_message, blame, answered=True) for blame in (0, 1, 2)]
    assert levels == sorted(levels, reverse=True)


def test_a_coding_answers_for_its_codes() -> None:
    """Whether a code is there, and the marks with any of some codes in the order of the text."""
    marks = tuple(Mark(code=code, quote="x", start=at, end=at + 1) for at, code in enumerate((R, F, R)))
    coding = Coding(coder="test", version="1", marks=marks)
    assert R in coding
    assert Q not in coding
    assert coding.of(R) == (marks[0], marks[2])
    assert coding.of(F, R) == marks
    assert coding.of(Q) == ()


def test_the_listening_codes_are_those_of_the_labelled_data() -> None:
    """Seven codes, by the names the labels use."""
    assert [str(code) for code in LISTENING] == [
        "reflection",
        "feeling_ack",
        "open_question",
        "closed_question",
        "advice",
        "own_story",
        "dismissal_or_argument",
    ]
