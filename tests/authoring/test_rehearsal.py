"""A persona tried out by talks whose replies are known by their codes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from roleplay.authoring.checks import check_persona
from roleplay.authoring.rehearsal import escapes, repeated, turns_to_yield
from roleplay.catalog import load_persona
from roleplay.codes import Code
from roleplay.persona import DIFFICULTIES, Band, Persona
from tests import persona_folders
from tests.acts import PERSONAS, SCENES, shipped
from tests.persona_folders import persona_file


@pytest.mark.parametrize("name", PERSONAS)
def test_who_listens_gets_through_in_the_promised_number_of_replies(name: str) -> None:
    """And who flatters or asks alone does not."""
    persona = shipped(name)
    for scenario in persona.scenarios:
        for difficulty in DIFFICULTIES:
            assert turns_to_yield(persona, scenario, difficulty) == persona.yields_after[difficulty]
            assert turns_to_yield(persona, scenario, difficulty, codes=(Code.GRATITUDE, Code.CARE)) is None
            assert turns_to_yield(persona, scenario, difficulty, codes=(Code.OPEN_QUESTION,)) is None


@pytest.mark.parametrize(("name", "language", "scenario"), SCENES)
def test_nothing_is_said_twice_and_nothing_gets_out(name: str, language: str, scenario: str) -> None:
    """In every scenario and language of what ships."""
    assert list(repeated(shipped(name), scenario, language)) == []
    assert list(escapes(shipped(name), scenario, language)) == []


def test_a_scenario_with_too_little_to_say_is_found() -> None:
    """A persona left with three lines repeats itself or falls to dots."""
    persona = shipped("difficult_client")
    voice = persona.voices["en"]
    bare = replace(voice.scenes["last-chance"], lines={Band.ANY: ("One.", "Two.")}, facts=(), reactions={})
    poor: Persona = replace(persona, voices={"en": replace(voice, reactions={}, scenes={"last-chance": bare})})
    assert set(repeated(poor, "last-chance", "en")) == {"…"}


def found(folder: Path, **files: object) -> str:
    """What the check finds in the small persona with other *files*."""
    return " ".join(f"{finding.where} {finding.what}" for finding in check_persona(persona_folders.write(folder, **files)))  # type: ignore[arg-type]


def test_a_persona_that_never_opens_up_is_found(tmp_path: Path) -> None:
    """Listening that calms nothing leads nowhere; each difficulty is told."""
    moves = {
        "blame": {"tension": 0.1, "trust": -0.1},
        "reflection": {"tension": 0.05},
        "feeling_ack": {"trust": -0.1},
    }
    told = found(tmp_path, persona=persona_file(temperament=moves))
    assert told.count("never opens up to one who listens") == 3


def test_a_persona_that_opens_up_late_is_found(tmp_path: Path) -> None:
    """Two feelings are promised, and the mood does not follow for long."""
    moves = {name: {"tension": -0.004, "trust": 0.006} for name in ("reflection", "feeling_ack", "open_question")}
    told = found(tmp_path, persona=persona_file(temperament={"blame": {"tension": 0.1, "trust": -0.1}, **moves}))
    assert "yields_after says" in told or "never opens up" in told


def test_a_difficulty_that_falls_is_found(tmp_path: Path) -> None:
    """Hard must not be easier than easy."""
    assert "must not fall from easy to hard" in found(tmp_path, persona=persona_file(yields_after={"easy": 5, "normal": 3, "hard": 2}))


def test_what_gets_out_is_found() -> None:
    """What is hidden said in an open line, and notation that nobody fills."""
    persona = shipped("difficult_client")
    voice = persona.voices["en"]
    scene_ = voice.scenes["last-chance"]
    secret = next(line for each in scene_.facts if each.hidden for line in each.says)
    for line in (secret, "Well {{ name }}."):
        loose = replace(scene_, openings=(line,))
        open_hearted = replace(persona, voices={"en": replace(voice, scenes={"last-chance": loose})})
        assert list(escapes(open_hearted, "last-chance", "en")) == [line]


def test_a_whole_persona_has_no_findings(tmp_path: Path) -> None:
    """The small persona of these tests passes."""
    assert load_persona(persona_folders.write(tmp_path))
    assert found(tmp_path) == ""
