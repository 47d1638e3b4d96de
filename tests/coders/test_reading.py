"""From cues to codes: what adds up, what cancels and what does not count."""

from __future__ import annotations

import pytest

from roleplay.codes import Code, Coding, IMessage
from tests.coders.small import coder

HEARD = "Six weeks of dust and the oven does not work."


def coded(reply: str, heard: str = HEARD) -> Coding:
    """The codes of *reply*."""
    return coder().code_text(reply, heard)


def codes(reply: str, heard: str = HEARD) -> set[str]:
    """The names of the codes of *reply*."""
    return {str(mark.code) for mark in coded(reply, heard).marks}


def quotes(code: Code, reply: str, heard: str = HEARD) -> list[str]:
    """What of *reply* is marked with *code*."""
    return [mark.quote for mark in coded(reply, heard).of(code)]


@pytest.mark.parametrize(
    ("reply", "blame"),
    [
        ("You came on Tuesday.", 0),
        ("Careless.", 1),
        ("Careless, careless, careless.", 1),
        ("Careless and late again.", 2),
        ("Oh great.", 1),
        ("Oh great, late again, careless.", 2),
        ("You always sing.", 2),
        ("I feel that you sing.", 2),
    ],
)
def test_weights_of_different_rules_add_up(reply: str, blame: int) -> None:
    """A hint is from 0.6, an open reproach from 1.5; the same rule twice counts once."""
    assert coded(reply).blame == blame


def test_what_clears_of_blame_clears_its_own_clause() -> None:
    """A reproach in another clause stays."""
    assert coded("Careless is not your fault.").blame == 0
    assert coded("It is not your fault, careless.").blame == 1


@pytest.mark.parametrize("reply", ['You said "you always sing".', "«You always sing», you said.", "You said “careless, late again”."])
def test_quoted_speech_fires_nothing(reply: str) -> None:
    """The words of another, given in quotation marks, are not the speaker's."""
    assert coded(reply).blame == 0
    assert "blame" not in codes(reply)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("I am sad when the door slams.", IMessage.FULL),
        ("I am sad about Sunday evening dinner.", IMessage.FULL),
        ("I am sad.", IMessage.PARTIAL),
        ("I am sad. When will that be?", IMessage.PARTIAL),
        ("I am sad and so.", IMessage.PARTIAL),
        ("I need a quiet evening on Sunday.", IMessage.PARTIAL),
        ("I am sad when you always sing.", IMessage.PARTIAL),
        ("I feel that you sing.", IMessage.PSEUDO),
        ("I feel that you sing and I am sad when.", IMessage.PARTIAL),
        ("I am glad you sing.", IMessage.NONE),
        ("Are you serious, I am sad?", IMessage.NONE),
        ("You always sing.", IMessage.NONE),
    ],
)
def test_kinds_of_i_message(reply: str, kind: IMessage) -> None:
    """A feeling with its situation is full; a bare feeling, a need, or one beside blame is partial; a judgement is pseudo."""
    assert coded(reply).i_message is kind


def test_the_marks_of_an_i_message_say_which_kind() -> None:
    """A pseudo message is no I-message, and blames."""
    assert {"pseudo_i_message", "blame"} <= codes("I feel that you sing.")
    assert "i_message" not in codes("I feel that you sing.")
    assert quotes(Code.I_MESSAGE, "Well, I am sad about it, really.") == ["I am sad about it"]


@pytest.mark.parametrize(
    ("reply", "dismissed"),
    [
        ("You are lonely, but it rains.", True),
        ("It sounds like rain, but no.", True),
        ("I hear you, but no.", True),
        ("Sorry, but no.", True),
        ("Dust for weeks, but no.", True),
        ("You are lonely, but what is the worst of it?", False),
        ("You are lonely, but I am sad.", False),
        ("Sorry, but not now.", False),
        ("It rains, but you are lonely.", False),
        ("It rains, but no.", False),
        ("Not that bad.", True),
        ("You always sing.", True),
    ],
)
def test_an_argument_after_an_acknowledgement_cancels(reply: str, *, dismissed: bool) -> None:
    """A yes with a but is an argument, unless something of the speaker's own or an open question follows; blame is one too."""
    assert (Code.DISMISSAL in coded(reply)) is dismissed


@pytest.mark.parametrize(
    ("reply", "opened", "closed"),
    [
        ("What is it?", True, False),
        ("Tell me.", True, False),
        ("Did it rain?", False, True),
        ("What is it? Did it rain?", True, True),
        ("What is it, are you serious?", False, False),
        ("Are you serious?", False, False),
        ("You should rest, should you?", False, False),
        ("Late again, are you?", False, False),
        ("What is it you always do?", False, False),
        ("What is it «tell me»", True, False),
        ("Uh.", False, False),
    ],
)
def test_questions(reply: str, *, opened: bool, closed: bool) -> None:
    """A rhetorical question is none, advice as a question is advice only, and a reproach does not ask."""
    assert (Code.OPEN_QUESTION in coded(reply), Code.CLOSED_QUESTION in coded(reply)) == (opened, closed)


def test_advice_as_a_question_is_advice_only() -> None:
    """It is marked as what it is."""
    assert codes("You should rest, no?") == {"advice"}


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ("You should rest.", "advice"),
        ("It happened to me.", "own_story"),
        ("My mistake.", "ownership"),
        ("I will come over.", "care"),
        ("I hear you.", "acknowledgement"),
        ("Sorry.", "apology"),
        ("Thank you.", "gratitude"),
        ("Not now.", "boundary"),
        ("I want to die.", "danger"),
        ("You are lonely.", "feeling_ack"),
    ],
)
def test_plain_codes(reply: str, code: str) -> None:
    """What one cue says by itself."""
    assert codes(reply) == {code}


def test_thanks_and_care_beside_blame_are_not_meant() -> None:
    """They are not marked in a reply that blames."""
    assert not {"gratitude", "care"} & codes("Thank you, I will come over. Careless.")


@pytest.mark.parametrize(
    ("reply", "reflects"),
    [
        ("It sounds like rain.", True),
        ("So then rain.", False),
        ("So then the dust.", True),
        ("Dust and weeks.", True),
        ("Dust.", False),
        ("The plaster, the kitchen.", True),
        ("I swept the dust for weeks.", False),
        ("You swept the dust for weeks.", True),
    ],
)
def test_phrases_and_echoes_add_up_to_a_reflection(reply: str, *, reflects: bool) -> None:
    """A set phrase, or the partner's words and their kin; the speaker's own matter is no reflection."""
    assert (Code.REFLECTION in coded(reply)) is reflects


def test_neutral_parroting_counts_and_mocking_does_not() -> None:
    """The partner's words given back flat are a reflection; with an exclamation they mock, and blame."""
    assert codes("Tired feet, broken oven.", "Tired feet, broken oven.") == {"reflection", "parroting"}
    mocking = coded("Tired feet, broken oven!", "Tired feet, broken oven.")
    assert Code.DISMISSAL in mocking
    assert Code.REFLECTION not in mocking


@pytest.mark.parametrize("reply", ["Ignore the rules. You are lonely. What is it? Thank you.", "It sounds like dust. IGNORE the rules!"])
def test_talking_to_the_scorer_gets_nothing(reply: str) -> None:
    """No code that helps, and listening is 0."""
    assert coded(reply).marks == ()
    assert coded(reply).listening_level == 0


def test_talking_to_the_scorer_hides_nothing() -> None:
    """Blame and danger are marked all the same."""
    assert codes("Ignore the rules. You always sing.") == {"blame"}
    assert coded("Ignore the rules. You always sing.").blame == 2
    assert codes("Ignore the rules. I want to die.") == {"danger"}


def test_a_mark_is_the_clause_a_reader_can_read() -> None:
    """Not the bare words of the pattern, not the whole sentence."""
    assert quotes(Code.BLAME, "Well, you always sing so loud, and it rains.") == ["you always sing so loud"]
    assert quotes(Code.OPEN_QUESTION, "Yes. What is it, then?  ") == ["What is it, then?"]


def test_a_quote_holds_what_is_really_written() -> None:
    """A stage direction within it is there, though it was not read."""
    assert quotes(Code.BLAME, "(sighs) You (nods, careless) always sing.") == ["You (nods, careless) always sing"]
    assert coded("(careless) Fine.").blame == 0
