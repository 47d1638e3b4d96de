"""A persona made one's own: what is told becomes a name, phrases and sayings, and never anything else."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roleplay.actors.offline import OfflineActor
from roleplay.dialogue import Exchange, Speaker, Trainee, Turn
from roleplay.mood import begin
from roleplay.personal import MAX_CHARS, MAX_NAME, About, about, made_own
from roleplay.session import Cue
from roleplay.variants import fault, needs
from tests.acts import shipped


@pytest.mark.parametrize(
    "text",
    [
        "name: Rita; calls me: Annie; phrases: well, well | honestly; story: she moved away",
        "Name = Rita\nCALLS ME = Annie\nphrases= well, well|honestly\nshe moved away",
        "имя: Rita; зовёт меня: Annie; фразы: well, well | honestly; что было: she moved away",
        "имя: Rita; зовет меня: Annie; фразы: «well, well» | «honestly»; she moved away",
        "nume: Rita; îmi spune: Annie; vorbe: well, well | honestly; ce a fost: she moved away",
        "nume: Rita; imi zice: Annie; vorbe: „well, well” | „honestly”; she moved away",
        'nume: Rita; i\u0302mi spune: Annie; vorbe: “well, well” | "honestly"; she moved away',
    ],
)
def test_the_keys_of_three_languages(text: str) -> None:
    """Name, form of address and pet phrases are read under their English, Russian and Romanian keys; the rest is the story."""
    told = about(text)
    assert (told.name, told.trainee, told.phrases) == ("Rita", "Annie", ("well, well", "honestly"))
    assert told.story == "she moved away"


@pytest.mark.parametrize(
    ("text", "saying"),
    [
        ("Она говорит «Ты опять не позвонила на праздник» и вздыхает", "Ты опять не позвонила на праздник"),
        ("She says “You never call on Sundays” and sighs", "You never call on Sundays"),
        ("Zice „Iar n-ai sunat de ziua mea” și oftează", "Iar n-ai sunat de ziua mea"),
        ("Она говорит „Ты опять не позвонила на праздник“ и вздыхает", "Ты опять не позвонила на праздник"),
        ('She says "You never call on Sundays" and sighs', "You never call on Sundays"),
    ],
)
def test_what_is_in_quotation_marks_is_a_saying(text: str, saying: str) -> None:
    """Four words and more in any of the quotation marks are said word for word; they leave the story."""
    told = about(text)
    assert told.sayings == (saying,)
    assert saying not in told.story
    assert told.story


def test_short_quotations_are_pet_phrases() -> None:
    """Up to three words in quotation marks open a line; each is taken once."""
    told = about("phrases: ну конечно; «Вот так», «ну конечно», «Я же тебе давно говорила»")
    assert told.phrases == ("ну конечно", "Вот так")
    assert told.sayings == ("Я же тебе давно говорила",)


def test_a_saying_may_hold_what_parts_the_text() -> None:
    """A semicolon or a line break within quotation marks does not end the saying."""
    assert about("name: Rita; «Ты опять; как всегда,\nне пришла»").sayings == ("Ты опять; как всегда, не пришла",)


def test_nothing_told_is_nothing() -> None:
    """No text, no name: all parts are empty."""
    assert about("") == about(" ; \n ; ") == About()


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ ''.__class__ }}",
        "[забыл|забыла]",
        "<a|b>",
        "{you}",
        "{quote}",
        "[red]x[/red]",
        "<script>alert(1)</script>",
        "${HOME}",
        "{0.__class__}",
    ],
)
def test_hostile_text_stays_words(hostile: str) -> None:
    """No notation of templates, markup or written lines survives in what will be said."""
    told = about(f"name: {hostile}; calls me: {hostile}; phrases: {hostile} | so what {hostile}; «And then she said {hostile} to me»")
    said = [told.name or "", told.trainee or "", *told.phrases, *told.sayings]
    assert len(told.sayings) == 1
    assert not [text for text in said if any(mark in text for mark in "[]{}<>|")]


@pytest.mark.parametrize("unseen", ["\x1b]8;;http://example.org\x07", "\u202e", "\u200b", "\ud800", "\x00", "\x9b31m"])
def test_invisible_characters_are_left_out(unseen: str) -> None:
    """Escapes, direction marks, zero-width characters and half surrogates do not get into a name or a saying."""
    told = about(f"name: Ri{unseen}ta; «You never {unseen} call on Sundays»")
    assert unseen[0] not in (told.name or "") + "".join(told.sayings)
    (told.name or "").encode()
    assert told.sayings[0].startswith("You never")


def test_a_hundred_thousand_characters_are_read_to_a_limit() -> None:
    """The text is cut, and what goes on for too long is no name."""
    told = about("name: " + "A" * 100_000)
    assert told.name is None
    assert about("name: " + "A" * MAX_NAME).name == "A" * MAX_NAME
    assert len(about("word " * 20_000).story) <= MAX_CHARS


@given(text=st.text(max_size=600))
@example(text="«" * 5000)
@example(text='"' * 5001)
@example(text="„“" * 3000)
@example(text="a: " * 5000)
@settings(deadline=None, max_examples=300)
def test_any_text_can_be_told(text: str) -> None:
    """Whatever is told is read, and what is to be said has no notation left and something to say."""
    told = about(text)
    for said in (*told.phrases, *told.sayings):
        assert fault(said) is None
        assert not needs(said)
        assert any(c.isalnum() for c in said)


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_the_persona_says_what_was_told(language: str) -> None:
    """The name, the phrases and the sayings go into the voice of that language alone, as sentences, before what was there."""
    persona = shipped("grumbling_parent")
    own = made_own(persona, language, about("name: Галина; phrases: ну конечно; «опять ты не позвонила мне»"))
    voice = own.voices[language]
    assert (voice.name, voice.phrases[0], voice.memories[0]) == ("Галина", "Ну конечно.", "Опять ты не позвонила мне.")
    assert all(own.voices[other] == persona.voices[other] for other in persona.languages if other != language)
    actor = OfflineActor(own, scenario="sunday-call", language=language, trainee=Trainee(gender="f"), seed=1)
    standing = begin(persona.scenarios["sunday-call"], "normal")
    reply = Exchange(heard=None, reply=Turn(index=1, speaker=Speaker.TRAINEE, text="Да, мама, вот и я"))
    said = actor.speak(Cue(reaction=None, standing=standing, exchange=reply, turn=1))
    assert said == "Ну конечно. Опять ты не позвонила мне."


def test_nothing_told_leaves_the_persona_as_it_is() -> None:
    """An empty text changes nothing."""
    assert made_own(shipped("absent_father"), "ro", about("")) == shipped("absent_father")


def test_a_told_phrase_is_never_a_template() -> None:
    """A name that looks like notation is said as the words that are left of it."""
    own = made_own(shipped("absent_father"), "en", about("phrases: {you} [a|b]"))
    assert own.voices["en"].phrases[:2] == ("You a.", "B.")
