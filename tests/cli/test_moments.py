"""The time of a talk in words."""

from __future__ import annotations

import pytest

from roleplay.cli.moments import clock, length, silence


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "00:00.0"), (8.04, "00:08.0"), (59.96, "01:00.0"), (65.2, "01:05.2"), (3725, "1:02:05.0"), (90000, "25:00:00.0")],
)
def test_a_moment_is_minutes_and_seconds(seconds: float, words: str) -> None:
    """Never 60 seconds; hours where there are any."""
    assert clock(seconds) == words


@pytest.mark.parametrize(("seconds", "words"), [(0.4, "0.4 s"), (59.9, "59.9 s"), (90, "2 min"), (7200, "2 h"), (3 * 86400, "3 d")])
def test_a_length_is_told_in_the_unit_that_fits(seconds: float, words: str) -> None:
    """A chat over days has pauses of days."""
    assert length(seconds, "en") == words


def test_a_silence_is_drawn_to_scale_up_to_a_point() -> None:
    """A dot for half a second; a day is no longer than a line."""
    assert silence(3.0, "en") == "······ 3.0 s"
    assert silence(0.1, "en").startswith("· ")
    assert silence(86400.0, "en").count("·") == 24
