"""Who plays in a talk: what its transcript says, looked up among the personas."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.cli.playbill import playbill
from roleplay.dialogue import Trainee
from tests.builders import header
from tests.cli.stages import room


@pytest.mark.parametrize(("language", "name"), [("en", "Mum"), ("ro", "Mama"), ("ru", "Мама")])
def test_persona_and_scenario_are_named_in_the_language_asked_for(home: Path, language: str, name: str) -> None:
    """Whatever language the talk was in."""
    place = room(home)
    title = place.persona("grumbling_parent", (language,)).voices[language].scenes["sunday-call"].title
    assert playbill(place, header(persona="grumbling_parent", scenario="sunday-call", language="ru"), language) == (name, title)


def test_a_scenario_that_is_not_known_has_no_title(home: Path) -> None:
    """The persona is named all the same."""
    found = playbill(room(home), header(persona="difficult_client", scenario="gone", trainee=Trainee(gender="f")), "en")
    assert found is not None
    assert found[1] is None


def test_a_persona_that_is_not_there_is_told_once(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On standard error; the talk has no cast then."""
    place = room(home)
    assert [playbill(place, header(persona="nobody"), "en") for _ in range(2)] == [None, None]
    assert capsys.readouterr().err.count("persona nobody is not installed") == 1


def test_a_talk_with_nobody_of_ours_has_no_cast(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And nothing is said of it."""
    assert playbill(room(home), header(persona=None), "en") is None
    assert capsys.readouterr().err == ""
