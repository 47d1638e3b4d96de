"""What a sentence does, and whether it may at this moment."""

from __future__ import annotations

import pytest

from roleplay.actors.gate.breach import Breach
from roleplay.actors.gate.judging import judge
from roleplay.actors.gate.words import CUES, words
from roleplay.dialogue import LANGUAGES
from roleplay.mood import Standing
from roleplay.persona import Reaction
from tests.actors.gate.moments import ANGRY, GUARDED, SOFT, breach, moment

SPEAKS_AS_AI = {
    "en": "As an AI language model, I can't have a mother.",
    "ro": "Ca model lingvistic, nu pot avea mamă.",
    "ru": "Как языковая модель, я не могу обижаться.",
}
HELPLINE = {
    "en": "If you are in crisis, please call 988.",
    "ro": "Te rog să apelezi la un specialist, nu ești singură.",
    "ru": "Позвоните по телефону доверия, вам помогут.",
}
COACHES = {
    "en": "Great job acknowledging my feelings!",
    "ro": "Foarte bună reformulare, ai folosit ascultarea activă.",
    "ru": "Отличная работа, это было активное слушание.",
}
HAILS_ITSELF = {"en": "Mum, I never had the time.", "ro": "Mamă, n-am avut timp.", "ru": "Мам, у меня не было времени."}
LABEL = {"en": "User: Hello.", "ro": "Cursant: Bună.", "ru": "Пользователь: Привет."}
LOVE = {"en": "I love you so much.", "ro": "Te iubesc mult.", "ru": "Я тебя очень люблю."}
SORRY = {"en": "I'm sorry I shouted at you.", "ro": "Îmi pare rău că am țipat la tine.", "ru": "Прости, что я на тебя накричала."}
METHOD = {
    "en": "Tie the noose to the beam.",
    "ro": "Leagă lațul de grindă.",
    "ru": "Завяжи петлю на люстре.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cue_is_one_that_is_known(language: str) -> None:
    """What a word file holds is what the gate asks for; English has no gender of adjectives and one you."""
    found = {rule.cue for rule in words(language).rules}
    assert found <= set(CUES)
    assert set(CUES) - found <= ({"familiar", "formal"} if language == "en" else set())


@pytest.mark.parametrize("language", LANGUAGES)
def test_j3_a_persona_that_speaks_as_ai_or_coach_or_trainee_is_out_of_character(language: str) -> None:
    """J3: helpful talk, the coach's words, a line for the other side, its own name."""
    assert breach(SPEAKS_AS_AI[language], language=language) is Breach.ASSISTANT
    assert breach(COACHES[language], language=language) is Breach.ROLE_SWAP
    assert breach(HAILS_ITSELF[language], language=language) is Breach.ROLE_SWAP
    assert breach(LABEL[language], language=language) is Breach.ROLE_SWAP


@pytest.mark.parametrize("language", LANGUAGES)
def test_c5_helpline_talk_is_not_the_personas(language: str) -> None:
    """C5: flagged whatever the mood."""
    assert {breach(HELPLINE[language], language=language, standing=mood) for mood in (ANGRY, GUARDED, SOFT)} == {Breach.HOTLINE}


@pytest.mark.parametrize("language", LANGUAGES)
def test_c4_a_way_to_die_comes_before_all_else(language: str) -> None:
    """C4: also where the sentence breaks other rules."""
    assert breach(METHOD[language], language=language, standing=SOFT) is Breach.METHOD
    assert breach(f"{METHOD[language]} https://x", language=language) is Breach.METHOD


@pytest.mark.parametrize(("standing", "found"), [(ANGRY, Breach.SOFTENED), (GUARDED, None), (SOFT, None)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_love_is_no_word_of_the_angry(language: str, standing: Standing, found: Breach | None) -> None:
    """The mood decides; below anger the same words are let through."""
    assert breach(LOVE[language], language=language, standing=standing) is found


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_has_not_yielded_does_not_apologise(language: str) -> None:
    """Once it has, or in the very moment, it may."""
    assert breach(SORRY[language], language=language) is Breach.YIELDED
    assert breach(SORRY[language], language=language, standing=SOFT) is None
    assert breach(SORRY[language], language=language, reaction=Reaction.DISCLOSING) is None


@pytest.mark.parametrize("sentence", ["I'm not a machine.", "Am I a robot to you?", "What is this, a helpline?", "Sorry, what was that?"])
def test_near_misses_are_let_through(sentence: str) -> None:
    """Words of the same kind that a person says."""
    assert breach(sentence) is None


def test_quoted_words_are_anothers() -> None:
    """Whoever is quoted may be a machine."""
    assert breach("And it writes: “As an AI, I cannot help you.”") is None


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ru", "Я так устал от всего."),
        ("ru", "Ждал тебя весь вечер."),
        ("ru", "Ты опять забыл про меня."),
        ("ro", "Sunt supărat pe tine."),
        ("ro", "Ești obosit?"),
        ("en", "I'm your father and you will listen."),
    ],
)
def test_gender_is_that_of_who_speaks_and_who_listens(language: str, sentence: str) -> None:
    """A mother to a daughter; to a son from a father the same is right, and to somebody unknown nothing is wrong with "you"."""
    assert breach(sentence, language=language) is Breach.GENDER
    assert breach(sentence, language=language, speaks="m", listens="m") is None
    assert breach(sentence, language=language, speaks="m", listens=None) is None


@pytest.mark.parametrize("sentence", ["Я слышала, что он забыл.", "Звонил тебе Серёжа.", "Отец твой так и не приехал."])
def test_what_is_said_of_a_third_person_has_its_own_gender(sentence: str) -> None:
    """A verb that belongs to somebody else shows nothing of the speaker."""
    assert breach(sentence, language="ru") is None


@pytest.mark.parametrize(
    ("language", "address", "sentence"),
    [
        ("ru", "vy", "Ты меня вообще слышишь?"),
        ("ru", "ty", "Вы меня вообще слышите?"),
        ("ro", "dumneavoastra", "Tu mă auzi?"),
        ("ro", "tu", "Dumneavoastră mă auziți?"),
    ],
)
def test_address_is_that_of_the_persona(language: str, address: str, sentence: str) -> None:
    """One of the two, and not the other."""
    here = {"tu": "dumneavoastra", "dumneavoastra": "tu", "ty": "vy", "vy": "ty"}[address]
    assert breach(sentence, language=language, address=address) is Breach.ADDRESS
    assert breach(sentence, language=language, address=here) is None


def test_a_verdict_shows_where_and_by_which_rule() -> None:
    """Offsets into the sentence, stage directions counted."""
    sentence = "(sighs) How may I assist you?"
    verdict = judge(sentence, "", moment())
    assert verdict is not None
    assert (verdict.breach, verdict.rule, sentence[verdict.start : verdict.end]) == (Breach.ASSISTANT, "offers_help", "How may I assist")


@pytest.mark.parametrize(
    ("language", "hails", "tells"),
    [
        ("en", "Sorry Mum, the line was bad.", "Sorry, Mum's on the other line."),
        ("ro", "Scuze, mamă, se aude prost.", "Da, mama ta era așa."),
        ("ru", "Извини, мам, связь плохая.", "Да, мама твоя такой и была."),
    ],
)
def test_j3_a_persona_does_not_hail_itself_behind_a_word_of_address_either(language: str, hails: str, tells: str) -> None:
    """J3: a word such as "sorry" before it changes nothing; to speak of a mother is not to hail her."""
    assert breach(hails, language=language) is Breach.ROLE_SWAP
    assert breach(tells, language=language) is None
