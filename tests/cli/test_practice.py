"""``roleplay practice``: the personas and scenarios that there are, and names that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.dialogue import LANGUAGES
from tests.cli.running import Call, one_line


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("persona", ["absent_father", "difficult_client", "grumbling_parent"])
def test_every_shipped_persona_talks_in_every_language(call: Call, persona: str, language: str) -> None:
    """Each shipped persona opens, answers, and is named in the header."""
    outcome = call("practice", persona, "--lang", language, "--format", "jsonl", typed="…\n")
    assert (outcome.code, outcome.err) == (0, "")
    assert (outcome.objects[0]["persona"], outcome.objects[0]["language"]) == (persona, language)
    assert len(outcome.turns("persona")) == 2


@pytest.mark.parametrize("persona", ["grumbling_parent", "grumbling-parent"])
@pytest.mark.parametrize("scenario", ["your-choices", "your_choices"])
def test_ids_are_accepted_with_a_hyphen_or_an_underscore(call: Call, persona: str, scenario: str) -> None:
    """Persona and scenario may be written either way; the header holds them as they are."""
    header = call("practice", persona, "--scenario", scenario, "--lang", "en", "--format", "jsonl").objects[0]
    assert (header["persona"], header["scenario"]) == ("grumbling_parent", "your-choices")


def test_an_unknown_persona_is_a_usage_error_with_a_suggestion(call: Call, home: Path) -> None:
    """A misspelt persona is exit 2, one line that says what may have been meant, and no file."""
    assert one_line(
        call("practice", "grumbling-parnt", "--lang", "en"), 2, "grumbling-parnt", "did you mean grumbling_parent?", "personas list"
    )
    assert not home.exists()


def test_an_unknown_scenario_is_a_usage_error_with_a_suggestion(call: Call, home: Path) -> None:
    """A misspelt scenario is exit 2, with the nearest and with all of them."""
    outcome = call("practice", "grumbling_parent", "--scenario", "sunday-cal", "--lang", "en")
    assert one_line(outcome, 2, "did you mean sunday-call?", "your-choices", "drifted-apart")
    assert not home.exists()


@pytest.mark.parametrize(
    ("option", "value", "choices"),
    [("--lang", "de", ("en", "ro", "ru")), ("--me", "x", ("f", "m")), ("--difficulty", "mild", ("easy", "normal", "hard"))],
)
def test_an_unknown_choice_is_a_usage_error_that_lists_the_choices(call: Call, option: str, value: str, choices: tuple[str, ...]) -> None:
    """A language, gender or difficulty that is none is exit 2 and names those there are."""
    outcome = call("practice", "grumbling_parent", option, value)
    assert (outcome.code, outcome.out) == (2, "")
    assert all(f"'{choice}'" in outcome.err for choice in choices)


def test_no_persona_is_a_usage_error_with_an_example(call: Call) -> None:
    """Without a persona the line says how one is named."""
    assert one_line(call("practice", "--lang", "en"), 2, "roleplay practice grumbling_parent")


def test_a_model_that_is_not_there_is_a_usage_error(call: Call, home: Path) -> None:
    """A kind of model that nobody knows is exit 2 before any file is made, with the kinds there are."""
    assert one_line(call("practice", "grumbling_parent", "--model", "opanai:x", "--lang", "en"), 2, "opanai:x", "offline", "ollama:…")
    assert not home.exists()


def test_a_message_is_in_the_language_asked_for(call: Call) -> None:
    """The line about a misspelt persona is in the language of --lang."""
    said = {language: call("practice", "grumbling_parnt", "--lang", language).err for language in LANGUAGES}
    assert len(set(said.values())) == len(LANGUAGES)
    assert all("grumbling_parent" in line for line in said.values())
