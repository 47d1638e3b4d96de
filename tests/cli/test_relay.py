"""Words of a model on their way to the screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roleplay.cli.relay import words_of


@given(st.lists(st.text(" ab\n", max_size=4)))
def test_no_letter_is_lost_and_no_word_is_broken(pieces: list[str]) -> None:
    """Wherever the pieces break, the words are those of the whole."""
    words = list(words_of(pieces))
    assert [word.strip() for word in words] == "".join(pieces).split()
    assert "".join(words).strip() == "".join(pieces).strip()


def test_a_word_is_told_as_soon_as_it_is_whole() -> None:
    """And not before."""
    given = iter(["Wel", "l, ", "you"])
    words = words_of(given)
    assert next(words) == "Well, "
    assert next(given) == "you"
