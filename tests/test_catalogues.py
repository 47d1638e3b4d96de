"""The catalogues of messages: whole, in step with the code, and compiled."""

from __future__ import annotations

import gettext
import io
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo, write_mo

from roleplay.dialogue import LANGUAGES
from tests.messages import LOCALE, catalogue, extracted, forms, slots

TRANSLATED = ("ro", "ru")


def entries(language: str) -> Iterator[Message]:
    """The messages of *language* without the header."""
    return (message for message in catalogue(language) if message.id)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_has_the_messages_of_the_code_and_no_others(language: str) -> None:
    """Run `make messages` after a change of a sentence."""
    there = {message.id if isinstance(message.id, str) else forms(message.id) for message in entries(language)}

    assert there ^ extracted() == set()


def test_the_messages_of_the_code_are_found() -> None:
    """The extraction sees plain messages, plurals, errors, and what is marked for later."""
    found = extracted()

    assert "A good end: {text}" in found
    assert ("{n} turn recovered", "{n} turns recovered") in found
    assert "{path} is in use by process {pid}" in found
    assert "Score transcripts." in found


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_over_or_guessed(language: str) -> None:
    """A fuzzy or obsolete entry would be shown to nobody."""
    found = catalogue(language)

    assert [message.id for message in entries(language) if message.fuzzy] == []
    assert list(found.obsolete) == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language: str) -> None:
    """In every form that the language has for numbers, and with nothing but spaces nowhere."""
    count = catalogue(language).num_plurals
    lacking = [message.id for message in entries(language) if not all(form.strip() for form in forms(message.string))]
    short = [message.id for message in entries(language) if message.pluralizable and len(forms(message.string)) != count]

    assert (lacking, short, count) == ([], [], 3)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_fills_the_same_slots(language: str) -> None:
    """Each form has the slots of one of the English ones: nothing is lost, and nothing stays unfilled."""
    wrong = [
        (message.id, form)
        for message in entries(language)
        for form in forms(message.string)
        if slots(form) not in [slots(each) for each in forms(message.id)]
    ]

    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_same_line_breaks_and_edges(language: str) -> None:
    """Messages are put together as they are."""

    def shape(text: str) -> tuple[int, bool, bool]:
        return text.count("\n"), text[:1].isspace(), text[-1:].isspace()

    wrong = [
        (message.id, form) for message in entries(language) for form in forms(message.string) if shape(form) != shape(forms(message.id)[0])
    ]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_text(language: str) -> None:
    """What users see is what translators wrote."""
    fresh = io.BytesIO()
    write_mo(fresh, catalogue(language))
    fresh.seek(0)
    with (LOCALE / language / "LC_MESSAGES" / "roleplay.mo").open("rb") as compiled:
        there = read_mo(compiled)

    assert {forms(m.id): forms(m.string) for m in there} == {forms(m.id): forms(m.string) for m in read_mo(fresh)}


@pytest.mark.parametrize(
    ("language", "numbers"), [("ru", {1: 0, 2: 1, 5: 2, 11: 2, 21: 0}), ("ro", {1: 0, 2: 1, 19: 1, 20: 2, 101: 1}), ("en", {1: 0, 2: 1})]
)
def test_the_rule_of_plurals_is_that_of_the_language(language: str, numbers: dict[int, int]) -> None:
    """Compiled into the catalogue, which gettext reads."""
    rule = gettext.c2py(catalogue(language).plural_expr)

    assert {number: rule(number) for number in numbers} == numbers
