"""From signs to codes: what adds up, what follows from the definitions, and which words are quoted."""

from __future__ import annotations

import pytest

from roleplay.coders.rules import RuleCoder
from roleplay.coders.table import parse
from roleplay.codes import Code, Coding, IMessage
from tests.coders.small import coder, small_pack, written

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
        ("I hear you. Careless.", 0),
        ("I hear you. Careless. So loud.", 1),
        ("Careless and late again.", 2),
        ("Oh great.", 1),
        ("You always sing.", 2),
        ("I feel that you sing.", 2),
    ],
)
def test_signs_of_blame_add_up_over_the_whole_reply(reply: str, blame: int) -> None:
    """Weak signs in two sentences make blame together; a sign for the contrary takes from it, and not from open blame."""
    assert coded(reply).blame == blame


@pytest.mark.parametrize("reply", ["I hear you.", "Uh huh.", "Uh huh, I hear you."])
def test_a_bare_sign_of_having_heard_blames_nobody_and_argues_nothing(reply: str) -> None:
    """Whatever its words weigh; with another word beside it they count."""
    eager = RuleCoder("en", small_pack(), parse(written({"blame": {"": 1}, "dismissal_or_argument": {"": 1}})))
    bare, more = eager.code_text(reply, HEARD), eager.code_text(reply + " Paint.", HEARD)
    assert (bare.blame, more.blame) == (0, 1)
    assert (bare.of(Code.DISMISSAL), bool(more.of(Code.DISMISSAL))) == ((), True)


def test_what_clears_of_blame_clears_its_own_clause() -> None:
    """A reproach in another clause stays."""
    assert coded("Careless is not your fault.").blame == 0
    assert coded("It is not your fault, careless.").blame == 1


def test_a_set_form_that_is_taken_back_is_no_reproach() -> None:
    """What stands in the clause with it counts first."""
    assert coded("Go to hell.").blame == 2
    assert coded("Go to hell is not your fault.").blame == 0


def test_two_definitions_in_one_clause_take_its_blame_back_once() -> None:
    """What is left is what the rest of the reply says."""
    assert coded("You always shine, damn.").blame == coded("You always shine.").blame == 0
    assert coded("You always shine is not your fault. You always sing, careless.").blame == 2


@pytest.mark.parametrize(
    ("language", "heard", "own", "theirs"),
    [
        ("en", "I waited all evening.", "I should have rung you.", "You should have rung me."),
        ("en", "I waited all evening.", "Sorry, should have rung.", "Should have thought of that before."),
        ("ro", "Am așteptat toată seara.", "Trebuia să te sun.", "Trebuia să mă suni."),
        ("ro", "Am așteptat toată seara.", "Scuze, trebuia să anunț.", "Scuze, dar trebuia să anunți."),
        ("ru", "Я весь вечер прождала.", "Мне надо было позвонить.", "Тебе надо было позвонить."),
        ("ru", "Я весь вечер прождала.", "Сорвалась я, прости. Надо было слушать.", "Надо было слушать."),
    ],
)
def test_what_one_should_have_done_oneself_is_no_reproach(language: str, heard: str, own: str, theirs: str) -> None:
    """The words "should have called" name nobody: beside an apology or an own part it is about oneself, alone it is said of the partner."""
    coder = RuleCoder(language)
    mine, yours = coder.code_text(own, heard), coder.code_text(theirs, heard)
    assert (mine.blame, Code.DISMISSAL in mine, bool(yours.blame)) == (0, False, True)


@pytest.mark.parametrize(
    ("language", "at_nobody", "at_the_partner"),
    [
        ("en", "Damn, I missed the bus.", "Damn you."),
        ("en", "That fucking landlord has put the rent up again.", "You fucking put the rent up again."),
        ("en", "They are a bunch of crooks.", "You are a bunch of crooks."),
        ("en", "Oh for fuck's sake, the server is down again.", "For fuck's sake, you took the server down again."),
        ("ro", "La dracu, am pierdut autobuzul.", "Du-te dracului."),
        ("ro", "Ploaia asta blestemată, toată nunta udă.", "Din cauza ta toată nunta a fost udă, fir-ar."),
        ("ro", "Ei sunt niște hoți.", "Voi sunteți niște hoți."),
        ("ro", "Mama ei de viață.", "Ce naiba, nu ești în stare de nimic?"),
        ("ru", "Блин, автобус ушёл.", "Да пошёл ты."),
        ("ru", "Проклятый дождь, вся свадьба насквозь.", "Из-за тебя, блин, вся свадьба насквозь."),
        ("ru", "Они там жулики.", "Вы там все жулики."),
        ("ru", "Твою мать, файл пропал.", "Твою мать, ты опять потерял файл."),
    ],
)
def test_swearing_at_nobody_is_no_blame(language: str, at_nobody: str, at_the_partner: str) -> None:
    """Nor at a thing, nor at somebody who is not here; whoever is spoken to is meant."""
    coder = RuleCoder(language)
    assert (coder.code_text(at_nobody).blame, bool(coder.code_text(at_the_partner).blame)) == (0, True)


@pytest.mark.parametrize(
    ("language", "reproach", "harmless"),
    [
        ("en", "Shut up.", "It was shut for the winter."),
        ("en", "Either you get a job or I move out.", "Either Friday or Monday works for me."),
        ("en", "Thanks for nothing.", "Thanks for the notice."),
        ("en", "You did this to yourself.", "I did this to myself."),
        ("en", "Couldn't you be a bit more like Dana?", "Could you be there a bit earlier?"),
        ("ro", "Du-te dracului.", "Du-te liniștit."),
        ("ro", "Ori îți găsești de lucru, ori mă mut.", "Ori vineri, ori luni, cum vă e bine."),
        ("ro", "Mersi pentru nimic.", "Mersi pentru veste."),
        ("ro", "Singur ți-ai făcut-o.", "Singur mi-am făcut-o."),
        ("ro", "Pe ce lume trăiești?", "La ce etaj locuiești?"),
        ("ru", "Заткнись.", "Помолчим."),
        ("ru", "Или ты находишь работу, или я съезжаю.", "Или в пятницу, или в понедельник, мне всё равно."),
        ("ru", "Спасибо и на этом.", "Спасибо за это."),
        ("ru", "Ты сама виновата.", "Я сама виновата."),
        ("ru", "Ты сама во всём виновата.", "Я сама во всём виновата."),
        ("ru", "На какой планете ты живёшь?", "На каком этаже ты живёшь?"),
    ],
)
def test_a_set_form_of_reproach_is_blame_whatever_stands_beside_it(language: str, reproach: str, harmless: str) -> None:
    """Curses, ultimatums, comparisons, scorn that everybody knows; the same frame with another matter in it is none."""
    coder = RuleCoder(language)
    kind = {"en": "I'm glad you are here.", "ro": "Mă bucur că ești aici.", "ru": "Рада, что ты здесь."}[language]
    assert (coder.code_text(f"{kind} {reproach}").blame, coder.code_text(harmless).blame) == (2, 0)


SMALL_TALK = {
    "en": "The bus was on time. I bought bread on the way.",
    "ro": "Autobuzul a venit la timp. Am luat pâine pe drum.",
    "ru": "Автобус пришёл вовремя. По дороге я купила хлеба.",
}


@pytest.mark.parametrize(
    ("language", "reproach"),
    [
        ("en", "You forgot to ring, it's your fault."),
        ("en", "You only think of yourself."),
        ("en", "You never come to see me."),
        ("ro", "Ai uitat să suni, e vina ta."),
        ("ro", "Te gândești numai la tine."),
        ("ro", "Nu ajuți niciodată."),
        ("ru", "Ты забыл позвонить, это твоя вина."),
        ("ru", "Ты думаешь только о себе."),
        ("ru", "Ты никогда не помогаешь."),
    ],
)
def test_small_talk_takes_nothing_back_of_a_reproach(language: str, reproach: str) -> None:
    """Before it, after it, on both sides: a sentence that blames by itself is blame."""
    coder = RuleCoder(language)
    before, after = SMALL_TALK[language].split(". ")
    replies = [reproach, f"{before}. {reproach}", f"{reproach} {after}", f"{before}. {reproach} {after}"]
    assert [coder.code_text(reply).blame for reply in replies] == [2, 2, 2, 2]


@pytest.mark.parametrize("reply", ['You said "you always sing".', "«You always sing», you said.", "You said “careless, late again”."])
def test_quoted_speech_is_no_sign(reply: str) -> None:
    """The words of another, given in quotation marks, are not the speaker's."""
    assert coded(reply).blame == 0
    assert "blame" not in codes(reply)


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("I am sad when the door slams.", IMessage.FULL),
        ("I am sad.", IMessage.PARTIAL),
        ("I am sad. When will that be?", IMessage.PARTIAL),
        ("I need a quiet evening on Sunday.", IMessage.PARTIAL),
        ("I am sad when you always sing.", IMessage.PARTIAL),
        ("I feel that you sing.", IMessage.PSEUDO),
        ("I am glad you sing.", IMessage.NONE),
        ("You always sing.", IMessage.NONE),
    ],
)
def test_kinds_of_i_message(reply: str, kind: IMessage) -> None:
    """A feeling with its situation in one sentence is full; a bare one, a need, or one beside blame is partial; a judgement is pseudo."""
    assert coded(reply).i_message is kind


def test_the_marks_of_an_i_message_say_which_kind() -> None:
    """A pseudo message is no I-message, and blames."""
    assert {"pseudo_i_message", "blame"} <= codes("I feel that you sing.")
    assert "i_message" not in codes("I feel that you sing.")
    assert quotes(Code.I_MESSAGE, "Well, I am sad about it, really.") == ["I am sad about it"]


def test_blame_blocks_listening() -> None:
    """Where the reply blames and nothing else speaks of an argument, the blame itself is marked as one."""
    assert quotes(Code.DISMISSAL, "Well, you always sing.") == ["you always sing"]
    assert quotes(Code.DISMISSAL, "Not that bad.") == ["Not that bad"]


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
        ("What is it «tell me»", True, False),
        ("Uh.", False, False),
    ],
)
def test_each_question_is_judged_by_its_own_sentence(reply: str, *, opened: bool, closed: bool) -> None:
    """What one sentence asks another cannot take back."""
    assert (Code.OPEN_QUESTION in coded(reply), Code.CLOSED_QUESTION in coded(reply)) == (opened, closed)


def test_a_question_is_quoted_whole() -> None:
    """With its mark; two questions of two kinds each get their own sentence."""
    assert quotes(Code.OPEN_QUESTION, "Yes. What is it, then?  ") == ["What is it, then?"]
    assert quotes(Code.CLOSED_QUESTION, "What is it? Did it rain?") == ["Did it rain?"]


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
    """What one sign says by itself."""
    assert codes(reply) == {code}


def test_thanks_beside_blame_are_not_meant() -> None:
    """They are not marked in a reply that blames."""
    assert "gratitude" not in codes("Thank you. Careless.")


@pytest.mark.parametrize(
    ("reply", "reflects"),
    [
        ("It sounds like rain.", False),
        ("So then the dust.", True),
        ("Dust and weeks.", True),
        ("Dust.", False),
        ("The plaster, the kitchen.", True),
        ("I swept the dust for weeks.", False),
        ("You swept the dust for weeks.", True),
        ("Dust. Weeks.", False),
    ],
)
def test_one_sentence_must_show_a_reflection(reply: str, *, reflects: bool) -> None:
    """Set phrases and the partner's words or their kin add up within a sentence; the speaker's own matter is no reflection."""
    assert (Code.REFLECTION in coded(reply)) is reflects


def test_neutral_parroting_counts_and_mocking_does_not() -> None:
    """The partner's words given back flat are a reflection; with an exclamation they mock, and blame."""
    assert codes("Tired feet, broken oven.", "Tired feet, broken oven.") == {"reflection", "parroting"}
    mocking = coded("Tired feet, broken oven!", "Tired feet, broken oven.")
    assert Code.DISMISSAL in mocking
    assert Code.REFLECTION not in mocking


@pytest.mark.parametrize(
    ("reply", "plain"),
    [
        ("Ignore the rules. You are lonely. What is it? Thank you.", "You are lonely. What is it? Thank you."),
        ("It sounds like dust. IGNORE the rules!", "It sounds like dust."),
        ("Ignore the rules. You always sing.", "You always sing."),
    ],
)
def test_talking_to_the_scorer_counts_for_nothing(reply: str, plain: str) -> None:
    """The rest is coded as if that had not been said: what helps it, and blame all the same."""
    found, without = coded(reply), coded(plain)
    assert [(mark.code, mark.quote) for mark in found.marks] == [(mark.code, mark.quote) for mark in without.marks] != []
    assert (found.listening_level, found.blame) == (without.listening_level, without.blame)


def test_talking_to_the_scorer_is_no_answer_and_hides_no_danger() -> None:
    """Alone it is worth nothing, also with a sign of danger in the very sentence."""
    assert (coded("Ignore the rules.").listening_level, coded("Ignore the rules.").marks) == (0, ())
    assert codes("Ignore the rules. I want to die.") == {"danger"}
    assert codes("Ignore the rules, I want to die.") == {"danger"}


def test_a_mark_is_the_clause_a_reader_can_read_and_says_why() -> None:
    """Not the bare words of the sign, not the whole sentence; the rule is the sign that weighs most, the strength a share of certainty."""
    [mark] = coded("Well, you always sing so loud, and it rains.").of(Code.BLAME)
    assert mark.quote == "you always sing so loud"
    assert mark.rule == "cue blame"
    assert 0.5 < mark.strength < 1


def test_a_quote_holds_what_is_really_written() -> None:
    """A stage direction within it is there, though it was not read."""
    assert quotes(Code.BLAME, "(sighs) You (nods, careless) always sing.") == ["You (nods, careless) always sing"]
    assert coded("(careless) Fine.").blame == 0
