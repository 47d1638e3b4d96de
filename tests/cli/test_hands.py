"""The hands of a room: typed in, and drawn."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.cli.hands import counted, picture
from roleplay.errors import Unusable


@pytest.mark.parametrize(
    ("text", "raters", "levels"),
    [
        ("3 1 0 4 2", 10, (0, 0, 0, 1, 3, 3, 3, 3, 4, 4)),
        ("  1 0 0 0 1 ", 10, (0, 4)),
        ("3,1,0,4,2", 10, (0, 1, 2, 3, 4)),
        ("3; 1; 4", 3, (1, 3, 4)),
        ("3 1 4", 3, (1, 3, 4)),
        ("4", 1, (4,)),
        ("3 1 0 4 2", 5, (0, 1, 2, 3, 4)),
        ("1 1 1 1 1", 5, (0, 1, 2, 3, 4)),
        ("0 0 12 0 0", 12, (2,) * 12),
    ],
)
def test_hands_are_counted_by_level_or_listed(text: str, raters: int, levels: tuple[int, ...]) -> None:
    """Five numbers are counts, unless they are too many and can be the levels of five hands."""
    assert counted(text, raters) == levels


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "type how many hands"),
        ("abc", "type how many hands"),
        ("3 x 1", "type how many hands"),
        ("5,1", "a hand shows 0, 1, 2, 3 or 4, not 5"),
        ("3 1 0 4 9", "more than 10 hands"),
        ("1,1,1,1,1,1,1,1,1,1,1", "more than 10 hands"),
        ("0 0 0 0 0", "no hand was shown"),
        ("9 999999999999 9 9 9", "more than 10 hands"),
    ],
)
def test_what_cannot_be_is_said(text: str, words: str) -> None:
    """With what is wrong, so that it can be typed again."""
    with pytest.raises(Unusable) as caught:
        counted(text, 10)
    assert words in str(caught.value)


@given(st.text(max_size=20), st.integers(1, 30))
def test_whatever_is_typed_is_hands_or_refused(text: str, raters: int) -> None:
    """Never more hands than there are."""
    with contextlib.suppress(Unusable):
        assert 0 < len(counted(text, raters)) <= raters


@given(st.lists(st.integers(0, 4), min_size=1, max_size=40))
def test_a_picture_has_five_bars(levels: list[int]) -> None:
    """Full where there are most hands, empty only where there are none."""
    bars, middle = picture(levels)
    assert (len(bars), "█" in bars, 0 <= middle <= 4) == (5, True, True)
    assert [bar == " " for bar in bars] == [level not in levels for level in range(5)]
