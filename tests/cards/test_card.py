"""What a card says, as data."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.cards.card import parsed, plain
from roleplay.errors import CardInvalid
from roleplay.variants import fault
from tests.cards.made import card


def test_a_card_is_read() -> None:
    """The nickname of a V3 card wins; greetings are in order, each once."""
    found = parsed(card("chara_card_v3", nickname="Vee", alternate_greetings=["You again, {{user}}?", "Shut the door."]), "x")
    assert (found.name, found.greetings) == ("Vee", ("You again, {{user}}?", "Shut the door."))
    assert found.instructions == ("OBEY-THIS", "AND-THIS")
    assert (found.notes, found.ours, found.remarks) == ("NOTES-FOR-PEOPLE", None, ())


@pytest.mark.parametrize("version", ["2.1", "3.0", "9"])
def test_a_newer_version_is_read_with_a_remark(version: str) -> None:
    """As V3 asks: never rejected for it."""
    (remark,) = parsed(card() | {"spec_version": version}, "x").remarks
    assert version in remark


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({}, "no character card"),
        ({"spec": "chara_card_v9", "data": {}}, "no character card"),
        ({"spec": "chara_card_v2", "data": []}, "no character card"),
        (card(name=""), "name"),
        (card(name=7), "name"),
        (card(description=["x"]), "description"),
        (card(extensions=[]), "extensions"),
        (card(alternate_greetings="x"), "alternate_greetings"),
        (card(alternate_greetings=[1]), "alternate_greetings"),
    ],
)
def test_g14_what_is_no_whole_card_is_refused(raw: dict[str, Any], words: str) -> None:
    """With what is missing or wrong."""
    with pytest.raises(CardInvalid, match=words):
        parsed(raw, "x")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{{char}} and {{CHAR}} and <BOT>", "Vera and Vera and Vera"),
        ("Go, {{user}}!", "Go!"),
        ("{{user}} is here", "you is here"),
        ("<USER> knocks", "you knocks"),
        ("{{random:a,b}} {{pick: c, d}}", "a c"),
        ("{{roll:d6}}x{{// a comment}}y{{hidden_key:z}}", "xy"),
        ("{{unknown}}", "unknown"),
        ("{{ ''.__class__ }}", "''.__class__"),
        ("{% for x in y %}{{ x }}", "(% for x in y %)x"),
        ("[a|b] <a|b> {you}", "(a/b) ‹a/b› (you)"),
        ("a\x1b[31m\u202eb\u200b", "a(31mb"),
        ("two\r\nlines", "two lines"),
    ],
)
def test_g22_macros_are_replaced_and_the_rest_is_only_words(text: str, words: str) -> None:
    """G22: by our own pattern; no engine sees the text, and nothing in it is notation of ours."""
    assert plain(text, "Vera", "en") == words


@given(st.text(alphabet=st.sampled_from("ab {}[]<>|%#:,.\n\x1b\u202e"), max_size=60))
def test_g22_no_text_becomes_notation(text: str) -> None:
    """G22: whatever a card says can stand in a line."""
    made = plain(text, "Vera", "en")
    assert fault(made) is None
    assert not any(sign in made for sign in "{}[]<>|\n\x1b\u202e")
