"""Words for the user: messages of the program in three languages, and the texts of scorers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.errors import RoleplayError, StorageFailed, Unusable
from roleplay.plugins import discover
from roleplay.scoring import Outcome, Reason, Skill, Verdict
from roleplay.skills import load_skill
from roleplay.wording import decimal, error_text, reason_text, say, say_many, suggestion_text
from tests.gradings import skill

TURNS = ("{n} turn recovered", "{n} turns recovered")
REASON = Reason("close")

words = st.text(max_size=20) | st.sampled_from(
    ["{name}", "{0}", "{", "}", "{{n}}", "%s", "\\1", "\\g<0>", "{name!r}", "[а|б]", "\x00", "\x01"]
)


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "A good end: peace"), ("ro", "Un final bun: peace"), ("ru", "Хороший исход: peace")],
)
def test_a_message_is_said_in_the_language_with_its_slots_filled(language: str, told: str) -> None:
    """The English text is the key of its translations."""
    assert say("A good end: {text}", language, text="peace") == told


@pytest.mark.parametrize("language", ["de", "", "xx_YY", "../ru", "C"])
def test_an_unknown_language_falls_back_to_english(language: str) -> None:
    """Whatever a locale or a transcript says."""
    assert say("A good end: {text}", language, text="peace") == "A good end: peace"
    assert say_many(*TURNS, 2, language) == "2 turns recovered"


def test_a_message_that_is_not_translated_is_said_in_english() -> None:
    """So is whatever a plugin makes up."""
    assert say("Soup is on the {place}", "ru", place="table") == "Soup is on the table"


@pytest.mark.parametrize(
    ("language", "number", "told"),
    [
        ("en", 0, "0 turns recovered"),
        ("en", 1, "1 turn recovered"),
        ("en", 2, "2 turns recovered"),
        ("en", 21, "21 turns recovered"),
        ("ru", 0, "восстановлено 0 реплик"),
        ("ru", 1, "восстановлена 1 реплика"),
        ("ru", 2, "восстановлены 2 реплики"),
        ("ru", 5, "восстановлено 5 реплик"),
        ("ru", 11, "восстановлено 11 реплик"),
        ("ru", 21, "восстановлена 21 реплика"),
        ("ru", 112, "восстановлено 112 реплик"),
        ("ro", 0, "0 replici recuperate"),
        ("ro", 1, "1 replică recuperată"),
        ("ro", 2, "2 replici recuperate"),
        ("ro", 19, "19 replici recuperate"),
        ("ro", 20, "20 de replici recuperate"),
        ("ro", 100, "100 de replici recuperate"),
        ("ro", 101, "101 replici recuperate"),
    ],
)
def test_numbers_take_the_plural_of_their_language(language: str, number: int, told: str) -> None:
    """Russian has three forms, Romanian puts "de" from twenty on."""
    assert say_many(*TURNS, number, language) == told


def test_a_plural_has_other_slots_too() -> None:
    """Besides the number, a message with a number may say more."""
    assert say_many("{n} soup for {who}", "{n} soups for {who}", 3, "en", who="Ana") == "3 soups for Ana"


def test_a_slot_without_a_value_stays_as_it_is() -> None:
    """A missing value is no reason to fail in front of a user."""
    assert say("A good end: {text}", "ru") == "Хороший исход: {text}"


@settings(deadline=None, max_examples=100)
@given(words)
def test_text_from_outside_is_never_a_pattern(text: str) -> None:
    """Braces, percents and backslashes in a value are said as they are, and never filled again."""
    assert say("{name} holds {text}", "en", name=text, text="{name}") == f"{text} holds {{name}}"


def test_a_message_has_slots_of_any_name() -> None:
    """Also of the names that the functions use themselves."""
    assert say("{message} {language}", "en", message=1, language=2) == "1 2"


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "there is no folder {x}"), ("ro", "nu există folderul {x}"), ("ru", "нет папки {x}")],
)
def test_an_error_is_told_in_the_language_of_the_reader(language: str, told: str) -> None:
    """An error carries a message and its values, and is worded only here."""
    assert error_text(Unusable("there is no folder {path}", path="{x}"), language) == told


def test_an_error_without_values_is_told_as_it_is() -> None:
    """Braces in it are no slots."""
    assert error_text(StorageFailed("the disk {is} full"), "ru") == "the disk {is} full"


def test_every_error_can_be_worded() -> None:
    """Whatever its class."""
    assert error_text(RoleplayError("soup"), "ro") == "soup"


@pytest.mark.parametrize(
    ("language", "told"), [("en", "After 1.2 s."), ("ro", "După 1,2 s."), ("ru", "Через 1,2 с."), ("de", "After 1.2 s.")]
)
def test_a_reason_is_worded_in_the_texts_of_the_scorer(language: str, told: str) -> None:
    """With its arguments; in English where the scorer does not speak the language."""
    assert reason_text(skill(), Reason("quick", {"seconds": 1.2}), language) == told


def test_a_reason_without_a_text_is_its_key() -> None:
    """A forgotten text loses no score."""
    assert reason_text(skill(), Reason("forgotten"), "ru") == "forgotten"


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Practice was paused here; this reply is not scored."),
        ("ro", "Aici exercițiul a fost pus în pauză; replica asta nu primește scor."),
        ("ru", "Здесь тренировка встала на паузу; эта реплика не оценивается."),
    ],
)
def test_what_was_set_aside_is_worded_by_the_program(language: str, told: str) -> None:
    """A scorer has no text for what is none of its business."""
    assert reason_text(skill(), Reason("set_aside"), language) == told


@pytest.mark.parametrize(
    ("language", "told"), [("en", "The scorer failed: {x}"), ("ro", "Evaluatorul a dat greș: {x}"), ("ru", "Сбой оценщика: {x}")]
)
def test_g17_a_failure_is_worded_by_the_program(language: str, told: str) -> None:
    """With the error, word for word."""
    assert reason_text(skill(), Reason("failed", {"error": "{x}"}), language) == told


def test_a_scorer_may_have_a_reason_of_the_same_name() -> None:
    """Then its own words count, not words about a failure that there was not."""
    own = skill(reasons={"failed": {"en": ("You failed to wait.",)}})

    assert reason_text(own, Reason("failed"), "ru") == "You failed to wait."


def test_of_several_texts_for_a_reason_the_first_is_told() -> None:
    """Only suggestions choose among theirs."""
    assert reason_text(skill(reasons={"close": {"ru": ("Близко.", "Рядом.")}}), REASON, "ru") == "Близко."


SUGGESTIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "reflect": {
        "en": ("“{heard}”: is that it?", "Is that it?"),
        "ro.tu": ("„{heard}”: așa e pentru tine?", "Așa e pentru tine?"),
        "ro.dumneavoastra": ("„{heard}”: așa e pentru dumneavoastră?", "Așa e pentru dumneavoastră?"),
        "ru.ty": ("«{heard}» — тебе так?", "Тебе так?"),
        "ru.vy": ("«{heard}» — вам так?", "Вам так?"),
    },
    "own": {"ru": ("Я [рад|рада]: {own}.",), "ro": ("Sunt obosit[|ă].",), "en": ("{own} {heard}",)},
}
SKILL = skill(suggestions=SUGGESTIONS)


def suggested(
    key: str | None,
    language: str,
    *,
    of: Skill = SKILL,
    outcome: Outcome = Outcome.SCORED,
    address: str | None = None,
    gender: str | None = None,
    **material: str,
) -> str | None:
    """The suggestion called *key* in *language*, made from *material*."""
    verdict = Verdict(outcome=outcome, value=None, reason=REASON, suggestion=None if key is None else Reason(key))
    return suggestion_text(of, verdict, language, address=address, gender=gender, material=material)


@pytest.mark.parametrize(
    ("language", "address", "told"),
    [
        ("en", None, "“sit here”: is that it?"),
        ("en", "vy", "“sit here”: is that it?"),
        ("ro", "tu", "„sit here”: așa e pentru tine?"),
        ("ro", "dumneavoastra", "„sit here”: așa e pentru dumneavoastră?"),
        ("ro", None, "„sit here”: așa e pentru tine?"),
        ("ru", "ty", "«sit here» — тебе так?"),
        ("ru", "vy", "«sit here» — вам так?"),
        ("ru", "tu", "«sit here» — тебе так?"),
    ],
)
def test_a_suggestion_addresses_the_partner_as_the_trainee_does(language: str, address: str | None, told: str) -> None:
    """The near form where it is not known how."""
    assert suggested("reflect", language, address=address, heard="sit here") == told


@pytest.mark.parametrize(
    ("language", "address", "told"), [("en", None, "Is that it?"), ("ro", "tu", "Așa e pentru tine?"), ("ru", "vy", "Вам так?")]
)
def test_the_first_text_whose_slots_can_be_filled_is_told(language: str, address: str | None, told: str) -> None:
    """Without the partner's words a plainer text stands in."""
    assert suggested("reflect", language, address=address) == told


def test_without_a_text_that_can_be_filled_there_is_no_suggestion() -> None:
    """Half a sentence helps nobody."""
    assert suggested("own", "en", heard="sit here") is None
    assert suggested("own", "en", heard="sit here", own="I miss you:") == "I miss you: sit here"


@pytest.mark.parametrize(
    ("language", "gender", "told"),
    [
        ("ru", "m", "Я рад: мы говорим."),
        ("ru", "f", "Я рада: мы говорим."),
        ("ru", None, "Я рад: мы говорим."),
        ("ro", "m", "Sunt obosit."),
        ("ro", "f", "Sunt obosită."),
    ],
)
def test_a_suggestion_has_the_gender_of_the_trainee(language: str, gender: str | None, told: str) -> None:
    """It is the trainee who would say it."""
    assert suggested("own", language, gender=gender, own="мы говорим") == told


@settings(deadline=None, max_examples=100)
@given(words)
def test_quoted_words_are_never_a_pattern(text: str) -> None:
    """Whatever the partner or the trainee said stands in the suggestion word for word."""
    assert suggested("own", "ru", gender="f", own=text, heard="x") == f"Я рада: {text}."
    assert suggested("own", "en", own=text, heard="{own}") == f"{text} {{own}}"


@pytest.mark.parametrize("outcome", [Outcome.NO_OPPORTUNITY, Outcome.FAILED])
def test_only_a_score_has_a_suggestion(outcome: Outcome) -> None:
    """Where nothing could show, nothing could have been said better."""
    assert suggested("reflect", "ru", outcome=outcome, heard="sit here") is None


@pytest.mark.parametrize(("key", "language"), [(None, "ru"), ("forgotten", "ru"), ("reflect", "de")])
def test_without_a_text_there_is_no_suggestion(key: Any, language: str) -> None:
    """A suggestion that the scorer has no text for, or none in the language, is left out."""
    assert suggested(key, language, heard="sit here") is None


@pytest.mark.parametrize(("language", "written"), [("en", "1.5"), ("ro", "1,5"), ("ru", "1,5")])
def test_seconds_are_written_as_the_language_writes_fractions(language: str, written: str) -> None:
    """A reason's number has a point in English and a comma in Romanian and Russian."""
    pauses = load_skill(discover("scorers").found["pauses"].folder)

    assert written in reason_text(pauses, Reason("good", {"seconds": 1.5}), language)
    assert decimal("1.5", language) == written


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "cannot be read (Permission denied)"),
        ("ro", "nu se poate citi (nu ai drepturi pentru asta)"),
        ("ru", "нельзя прочитать (нет прав доступа)"),
    ],
)
def test_what_the_system_says_is_said_in_the_language_of_the_reader(language: str, told: str) -> None:
    """The system speaks English only; what it says rarely stays as it is, and so does a reason that is no text."""
    assert say("cannot be read ({reason})", language, reason="Permission denied") == told
    assert say("{reason}", language, reason="Exec format error") == "Exec format error"
    error = StorageFailed("{path} cannot be read: {reason}", path="a.yaml", reason="Is a directory")
    assert ("directory" in error_text(error, language)) == (language == "en")
