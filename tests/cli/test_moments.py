"""The time of a talk in words."""

from __future__ import annotations

import pytest

from roleplay.cli import context
from roleplay.cli.moments import clock, later, length, silence


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "00:00.0"),
        (8.04, "00:08.0"),
        (59.96, "01:00.0"),
        (65.2, "01:05.2"),
        (3725, "1:02:05.0"),
        (90000, "1 d 01:00"),
        (74 * 86400 + 7500.5, "74 d 02:05"),
    ],
)
def test_a_moment_is_minutes_and_seconds(seconds: float, words: str) -> None:
    """Never 60 seconds; hours where there are any, and of a chat over months the days."""
    assert clock(seconds) == words


@pytest.mark.parametrize(("seconds", "words"), [(0.4, "0.4 s"), (59.9, "59.9 s"), (90, "2 min"), (7200, "2 h"), (3 * 86400, "3 days")])
def test_a_length_is_told_in_the_unit_that_fits(seconds: float, words: str) -> None:
    """A chat over days has pauses of days."""
    assert length(seconds, "en") == words


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "3 days later, 70 days later"), ("ro", "după 3 zile, după 70 de zile"), ("ru", "через 3 дня, через 70 дней")],
)
def test_how_much_later_is_told_in_each_language(monkeypatch: pytest.MonkeyPatch, language: str, words: str) -> None:
    """With the form of the noun that the number asks for."""
    monkeypatch.setattr(context, "_speaking", [language])
    assert f"{later(3 * 86400, language)}, {later(70 * 86400, language)}" == words


def test_a_silence_is_drawn_to_scale_up_to_a_point() -> None:
    """A dot for half a second; a day is no longer than a line."""
    assert silence(3.0, "en") == "······ 3.0 s"
    assert silence(0.1, "en").startswith("· ")
    assert silence(86400.0, "en").count("·") == 24
