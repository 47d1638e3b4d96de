"""Written lines that suit the gender of both speakers."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roleplay.variants import fault, needs, render

notation = st.lists(
    st.sampled_from(
        ["[", "]", "<", ">", "{", "}", "|", "you", "quote", "{you}", "{quote}", "[рад|рада]", "<ждал|ждала>", "da ", "нет ", "."]
    )
).map("".join)


@pytest.mark.parametrize(
    ("listener", "speaker", "line"),
    [
        ("m", "m", "Ты забыл, а я ждал."),
        ("f", "m", "Ты забыла, а я ждал."),
        ("m", "f", "Ты забыл, а я ждала."),
        ("f", "f", "Ты забыла, а я ждала."),
        (None, None, "Ты забыл, а я ждал."),
    ],
)
def test_each_speaker_has_a_gender_of_their_own(listener: str | None, speaker: str | None, line: str) -> None:
    """Square brackets follow the listener, angle brackets the speaker; unknown counts as masculine."""
    assert render("Ты [забыл|забыла], а я <ждал|ждала>.", listener=listener, speaker=speaker) == line


def test_a_variant_may_be_empty_or_an_ending() -> None:
    """Romanian endings and missing endings can be written as variants."""
    assert render("Ești obosit[|ă], dragul[|ă] mea?", listener="f", speaker="f") == "Ești obosită, dragulă mea?"
    assert render("Ты устал[|а]?", listener="m", speaker=None) == "Ты устал?"


def test_slots_are_filled_with_the_name_and_the_own_words() -> None:
    """The line can call the listener and quote them."""
    line = render("{you}, ты сказала: «{quote}»", listener="f", speaker="f", you="Анечка", quote="мне пора")
    assert line == "Анечка, ты сказала: «мне пора»"


@pytest.mark.parametrize(
    ("line", "shown"), [("{you}, stai puțin", "Ioana, stai puțin"), ("[мой|моя] [дорогой|дорогая]", "Моя дорогая"), ("", "")]
)
def test_a_line_begins_with_a_capital(line: str, shown: str) -> None:
    """Also when a slot or a variant stands first."""
    assert render(line, listener="f", speaker="m", you="ioana", quote="") == shown


@settings(deadline=None, max_examples=100)
@given(notation | st.text(max_size=20))
@example("{quote} [a|b] <c|d> \\1 \\g<0>")
def test_quoted_words_are_never_read_as_notation(words: str) -> None:
    """What the trainee says is put in word for word, whatever brackets it has."""
    assert render("Ты: «{quote}»", listener="f", speaker="f", quote=words) == f"Ты: «{words}»"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ну что?", set()),
        ("Ты [рад|рада]?", {"listener"}),
        ("Я <рад|рада>.", {"speaker"}),
        ("{you}, «{quote}»?", {"you", "quote"}),
        ("<[он|она]|они>", {"listener", "speaker"}),
        ("{name}", set()),
    ],
)
def test_needs_names_what_a_line_varies_with(text: str, found: set[str]) -> None:
    """What is not known yet can be asked for before the line is said."""
    assert needs(text) == found


@pytest.mark.parametrize("text", ["", "Ну что?", "Ты [рад|рада], {you}?", "<[он|она]|они>", "Я устал[|а]. «{quote}»"])
def test_right_notation_has_no_fault(text: str) -> None:
    """Variants, empty variants, a listener's variant inside a speaker's, and slots are all there is."""
    assert fault(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "[забыл|забыла",
        "забыл|забыла",
        "[рад]",
        "[а|б|в]",
        "<рад>",
        "{name}",
        "{you",
        "[{you}|друг]",
        "<a|[b>",
        "<[a>|b]|c>",
        "{[a|b]you}",
        "}",
    ],
)
def test_every_stray_bracket_is_a_fault(text: str) -> None:
    """A line that would be said with its notation showing is found before it is said."""
    found = fault(text)
    assert found is not None
    assert found.startswith("a bracket that is no variant or slot: ")


def test_a_fault_shows_where_it_is() -> None:
    """The text from the stray bracket on is told, and no more than is needed."""
    assert fault("Ты [рад|рада]. Я {опять" + "ё" * 100) == "a bracket that is no variant or slot: {опять" + "ё" * 24


@settings(deadline=None, max_examples=300)
@given(notation, st.sampled_from(["m", "f", None]), st.sampled_from(["m", "f", None]))
def test_a_line_without_fault_never_shows_notation(text: str, listener: str | None, speaker: str | None) -> None:
    """Whatever the genders, no bracket of a faultless line is ever said."""
    if fault(text) is None:
        assert not set("[]<>{}|") & set(render(text, listener=listener, speaker=speaker, you="ты", quote="да"))
