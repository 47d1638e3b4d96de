"""A stream cut into sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.actors.gate.sentences import LONGEST, sentences


@given(st.lists(st.text(" ab.!?…\n”)*", max_size=6)))
def test_nothing_is_lost_wherever_the_pieces_break(pieces: list[str]) -> None:
    """Joined, the sentences are the text, and each is the same however it comes."""
    whole = "".join(pieces)
    assert "".join(sentences(pieces)) == whole
    assert list(sentences(pieces)) == list(sentences([whole]))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Well. Well?", ["Well. ", "Well?"]),
        ("“Well.” So", ["“Well.” ", "So"]),
        ("At 3.50 a kilo…", ["At 3.50 a kilo…"]),
        ("One\n\nTwo", ["One\n\n", "Two"]),
        ("", []),
    ],
)
def test_where_sentences_end(text: str, cut: list[str]) -> None:
    """At a mark with a blank after it, or at a new line."""
    assert list(sentences([text])) == cut


def test_a_sentence_is_given_as_soon_as_it_is_whole() -> None:
    """With the first letter of the next one, and not at the end of the stream."""
    pieces = iter(["You never ring.", " ", "And", " then"])
    assert next(sentences(pieces)) == "You never ring. "
    assert list(pieces) == [" then"]


def test_what_never_ends_is_not_waited_for() -> None:
    """At most so many characters are held back."""
    assert len(next(sentences(iter(lambda: "and so on ", "")))) <= LONGEST + 10
