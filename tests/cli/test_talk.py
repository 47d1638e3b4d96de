"""A talk as it stands, behind the stage: what is loaded while the partner speaks, and what is scored."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from roleplay.cli.latecoder import LateCoder
from roleplay.cli.talk import Talk
from roleplay.coders import rules
from roleplay.dialogue import Speaker, Turn
from roleplay.errors import NotationInvalid
from tests.cli.stages import BLAME, Performance, room


@pytest.fixture(name="broken_scorer")
def _broken_scorer(home: Path) -> None:
    """A scorer in the home that cannot be used."""
    folder = home / "scorers" / "crooked"
    folder.mkdir(parents=True)
    (folder / "scorer.yaml").write_text("schema: 1\n", "utf-8")


def test_a_scorer_that_is_left_out_is_said_with_the_first_feedback(
    home: Path, broken_scorer: None, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once, and not while the partner speaks; the others score."""
    talk = Performance(home, BLAME, BLAME)
    talk.talk.room = replace(room(home), folders=(home,), shipped_only=False)
    said: list[str] = []
    talk.typist.lines.insert(0, lambda: said.append(capsys.readouterr().err))
    assert talk.play() == 0
    assert "crooked" not in said[0]
    assert capsys.readouterr().err.count("scorer crooked is left out") == 1
    assert "No blame" in talk.screen


def test_what_loading_raises_is_raised_where_it_is_needed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every time, and not in a thread where nobody hears it."""

    def broken(language: str, *_: object) -> None:
        raise NotationInvalid(f"{language}.yaml", ["line 7: no word"])

    monkeypatch.setattr(rules, "RuleCoder", broken)
    ready = Performance(home).ready
    ready.session.coder = LateCoder(room(home), "en")
    talk = Talk(room(home), ready)
    talk.load()
    talk.can_ask()
    for _ in range(2):
        with pytest.raises(NotationInvalid, match="line 7"):
            talk.loaded()


def test_the_clock_goes_on_from_the_last_time_there_is(home: Path) -> None:
    """In a talk that is taken up again; turns without times are no matter."""
    ready = Performance(home).ready
    ready.session.turns = [
        Turn(index=0, speaker=Speaker.PERSONA, text="Well?", start=40.0, end=42.5),
        Turn(index=1, speaker=Speaker.TRAINEE, text="Well."),
    ]
    assert Talk(room(home), ready).clock.now() == pytest.approx(42.5, abs=0.5)
