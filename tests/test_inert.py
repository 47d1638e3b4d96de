"""Text from outside that can do nothing to a terminal."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roleplay.dialogue import Header, Transcript
from roleplay.inert import MAX_MARKS, inert
from roleplay.record import lines_of, parse
from tests.builders import turn

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
HIDDEN = "\u200b\u200c\u200d\u2060\u2061\u2064\ufeff\u00ad\u180e\u2028\u2029\u115f\u1160\u3164\uffa0\u2800\u034f\U000e0041\U000e0101"
nasty = st.text(st.one_of(st.sampled_from("a я\n\t\r\x1b[]\x07\x9b\u0301\u0489\ufe0f👩🚀\u2800" + BIDI + HIDDEN), st.characters()))
PRINTED = [
    ("red \x1b[31mtext", "red ␛[31mtext"),
    ("\x1b]8;;https://example.org\x07press\x1b]8;;\x07", "␛]8;;https://example.org␇press␛]8;;␇"),
    ("\x1b]52;c;cm0gLXJm\x07", "␛]52;c;cm0gLXJm␇"),
    ("\x9b31m\x9d0;title\x9c", "⟨9B⟩31m⟨9D⟩0;title⟨9C⟩"),
    ("мама\rпапа", "мама␍папа"),
    ("ding\x07 ab\x08c \x00 \x7f", "ding␇ ab␈c ␀ ␡"),
    ("one\x0btwo\x0cthree\x85four", "one␋two␌three⟨85⟩four"),
]


@pytest.mark.parametrize(("text", "shown"), PRINTED)
def test_t8_control_characters_become_symbols(text: str, shown: str) -> None:
    """Escapes, C1 controls, carriage returns, bells and backspaces are seen instead of obeyed."""
    assert inert(text) == shown


def test_t8_newlines_and_tabs_stay_unless_one_line_is_wanted() -> None:
    """A text keeps its lines; a line stays one line."""
    assert inert("раз\tдва\nтри") == "раз\tдва\nтри"
    assert inert("раз\tдва\nтри", lines=False) == "раз␉два␊три"


@settings(deadline=None, max_examples=300)
@given(nasty, st.booleans())
@example("".join(map(chr, range(0x3100))), True)
def test_t8_t9_nothing_that_acts_on_a_terminal_is_left(text: str, lines: bool) -> None:
    """Of controls only newline and tab are left; of formats only a joiner inside a picture; no halves, no line or paragraph separators."""
    shown = inert(text, lines=lines)
    left = {c for c in shown if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert left <= ({"\n", "\t"} if lines else set()) | {"\u200d"}
    shown.encode()


@settings(deadline=None, max_examples=300)
@given(nasty, st.booleans())
@example("\u2800\u200d👩", True)
@example("👩\u0301\u0301\u0301\u0301\ufe0f\u200d🚀", True)
def test_t8_t9_making_inert_twice_changes_nothing_more(text: str, lines: bool) -> None:
    """What is inert stays as it is."""
    once = inert(text, lines=lines)
    assert inert(once, lines=lines) == once


@pytest.mark.parametrize("letter", BIDI)
def test_t9_bidirectional_controls_become_markers(letter: str) -> None:
    """Nothing can make a line read backwards."""
    shown = inert(f"user{letter}nimda")
    assert letter not in shown
    assert shown.startswith("user⟨")
    assert shown.endswith("⟩nimda")


@pytest.mark.parametrize("letter", HIDDEN)
def test_t9_invisible_characters_become_markers(letter: str) -> None:
    """What takes no place on the screen is given one."""
    shown = inert(f"па{letter}роль")
    assert letter not in shown
    assert shown.startswith("па⟨")
    assert shown.endswith("⟩роль")


@pytest.mark.parametrize("text", ["👩\u200d🚀", "👩🏽\u200d🚀", "❤\ufe0f\u200d🔥", "👨\u200d👩\u200d👧", "🏳\ufe0f\u200d🌈"])
def test_t9_pictures_made_of_several_stay_whole(text: str) -> None:
    """The joiner between two pictures hides nothing and stays."""
    assert inert(text) == text


@pytest.mark.parametrize("mark", ["\u0301", "\u0489", "\ufe0f", "\u20dd"])
def test_t9_a_pile_of_marks_is_capped(mark: str) -> None:
    """Five thousand marks on one letter become a few, whatever kind of mark it is."""
    assert inert("з" + mark * 5_000 + "а") == "з" + mark * MAX_MARKS + "а"


def test_t9_a_pile_cannot_be_built_with_invisible_steps() -> None:
    """A joiner between marks becomes visible instead of letting the pile grow."""
    shown = inert("з" + ("\u0301" * 4 + "\u200d") * 100)
    assert "\u200d" not in shown
    assert shown.count("⟨ZWJ⟩") == 100


@pytest.mark.parametrize(
    "text", ["", "plain", "Ну что, ёжик?", "Ți-e dor? Țară, și încă", "й и\u0306 ș s\u0326", "«Ты… — сказала она»", "a\u00a0b"]
)
def test_ordinary_text_of_all_three_languages_stays_as_it_is(text: str) -> None:
    """Accents, dashes, quotes and composed or decomposed letters are not touched."""
    assert inert(text) == text


def test_t9_lookalike_letters_are_shown_as_they_are() -> None:
    """A Cyrillic letter that looks Latin is still that letter."""
    assert inert("раураl") == "раураl"


def test_t8_t9_the_stored_text_is_not_changed() -> None:
    """A transcript keeps every byte of what was said, however it is shown."""
    text = "\x1b[31m\u202eвот\u200b" + "е\u0301\u0301\u0301\u0301\u0301\u0301"
    transcript = Transcript(header=Header(id="a"), turns=(turn(text=text),))
    assert inert(transcript.turns[0].text) != text
    assert parse(lines_of(transcript), "a").transcript.turns[0].text == text
