"""The characters to talk with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from roleplay.dialogue import LANGUAGES
from tests import persona_folders
from tests.cli.running import Call, Outcome

SHIPPED = ["absent_father", "difficult_client", "grumbling_parent"]


def refused(outcome: Outcome, code: int, *words: str) -> bool:
    """Whether *outcome* is *code* with one line on standard error that holds all *words*."""
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (code, "", 1), outcome
    return all(word in outcome.err for word in words)


@pytest.fixture(name="plugins")
def _plugins(tmp_path: Path) -> Path:
    """A plugins folder with a neighbour who speaks English."""
    persona_folders.write(tmp_path / "plugins" / "personas" / "neighbour")
    return tmp_path / "plugins"


# list and show


@pytest.mark.parametrize("language", LANGUAGES)
def test_list_names_every_persona_with_its_scenarios(call: Call, language: str) -> None:
    """The shipped personas are there, each in three languages with at least three scenarios, in words of the language asked for."""
    rows = call("personas", "list", "--lang", language, "--format", "json").json
    assert [row["id"] for row in rows] == SHIPPED
    assert {tuple(row["languages"]) for row in rows} == {LANGUAGES}
    assert all(len(row["scenarios"]) >= 3 for row in rows)
    table = call("personas", "list", "--lang", language)
    assert all(row["title"] in table.out and scenario["id"] in table.out for row in rows for scenario in row["scenarios"])
    assert table.err == ""


def test_a_persona_of_a_plugins_folder_is_listed_and_shown(call: Call, plugins: Path) -> None:
    """--plugins adds the personas in DIR; --no-plugins leaves them out."""
    rows = call("--plugins", plugins, "personas", "list", "--format", "json").json
    assert [row["id"] for row in rows] == sorted([*SHIPPED, "neighbour"])
    assert rows[-1]["from"] == str(plugins / "personas" / "neighbour")
    assert call("--plugins", plugins, "personas", "show", "neighbour").code == 0
    without = call("--plugins", plugins, "--no-plugins", "personas", "list", "--format", "json").json
    assert [row["id"] for row in without] == SHIPPED


def test_a_plugins_folder_that_is_not_there_is_a_usage_error(call: Call, tmp_path: Path) -> None:
    """--plugins with a folder that does not exist is exit 2."""
    assert refused(call("--plugins", tmp_path / "nowhere", "personas", "list"), 2, "nowhere")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("persona", SHIPPED)
def test_show_tells_who_it_is_and_what_it_rests_on(call: Call, persona: str, language: str) -> None:
    """Voice, triggers, hidden need, scenarios and sources are all there, in JSON and for reading, without a trace of their notation."""
    shown = call("personas", "show", persona, "--lang", language, "--format", "json").json
    texts = [shown[key] for key in ("name", "title", "who", "triggers", "softens", "hidden_need")]
    texts += [scenario[key] for scenario in shown["scenarios"] for key in ("title", "situation", "task", "good_end")]
    assert all(texts)
    assert not any(mark in text for text in texts for mark in "{}[|")
    assert shown["sources"]
    assert all(source["work"] and source["passage"] for source in shown["sources"])
    table = call("personas", "show", persona.replace("_", "-"), "--lang", language)
    assert shown["who"] in table.out
    assert table.err == ""


def test_an_unknown_persona_is_a_usage_error_with_a_suggestion(call: Call) -> None:
    """A misspelt name is exit 2 and says what may have been meant."""
    assert refused(call("personas", "show", "absent-fother"), 2, "absent-fother", "did you mean absent_father?")
    assert refused(call("personas", "check", "absent-fother"), 2, "did you mean absent_father?")


def test_g14_a_broken_persona_is_left_out_of_the_list_and_says_why(call: Call, plugins: Path) -> None:
    """A file with a fault costs its persona only; the line names the file, the line and the fault."""
    persona_folders.write(plugins / "personas" / "broken", persona=persona_folders.persona_file(id="broken", temper="bad"))
    outcome = call("--plugins", plugins, "personas", "list", "--format", "json")
    assert [row["id"] for row in outcome.json] == sorted([*SHIPPED, "neighbour"])
    assert (outcome.code, outcome.err.count("\n")) == (0, 1)
    assert "persona broken is left out" in outcome.err
    assert "temper" in outcome.err


# check


def test_check_finds_the_shipped_personas_in_order(call: Call) -> None:
    """Without a name all are checked; exit 0 when all are in order."""
    outcome = call("personas", "check")
    assert outcome.out.splitlines() == [f"{persona}: in order" for persona in SHIPPED]
    assert outcome.code == 0
    assert call("personas", "check", "--format", "json").json == []


def test_check_lists_all_faults_at_once(call: Call, plugins: Path) -> None:
    """Every fault of a persona is found in one run, with its place; the exit code is 1."""
    faulty = persona_folders.persona_file(version=None, temper="bad")
    persona_folders.write(plugins / "personas" / "broken", persona=faulty, lines=persona_folders.lines_file(name="{quote}", title=None))
    found = call("personas", "check", plugins / "personas" / "broken", "--format", "json")
    assert found.code == 1
    assert {row["persona"] for row in found.json} == {str(plugins / "personas" / "broken")}
    assert any("version" in row["what"] + row["where"] for row in found.json)
    assert any("temper" in row["what"] + row["where"] for row in found.json)
    table = call("personas", "check", plugins / "personas" / "broken")
    assert (table.code, table.out.splitlines()[0]) == (1, "broken: ")
    assert len(table.out.splitlines()) == 1 + len(found.json)


def test_check_takes_a_folder_that_is_installed_nowhere(call: Call, plugins: Path) -> None:
    """A path is checked where it is."""
    assert call("personas", "check", plugins / "personas" / "neighbour").code == 0


# new


def test_new_goes_where_roleplay_looks_for_ones_own(call: Call, home: Path) -> None:
    """Without --out the persona is found from then on."""
    made = call("personas", "new", "my_mum", "--from", "grumbling_parent")
    assert made.out == f"{home / 'personas' / 'my_mum'}\n"
    assert "my_mum" in [row["id"] for row in call("personas", "list", "--format", "json").json]


@pytest.mark.parametrize("name", ["Мама", "../up", "a b", "X", "a", "con/../x", "", "x" * 80])
def test_new_takes_only_names_that_are_safe(call: Call, home: Path, name: str) -> None:
    """A name is small letters, digits and underscores; anything else is exit 2 and writes nothing."""
    assert refused(call("personas", "new", "--from", "absent_father", "--", name), 2)
    assert not home.exists()


def test_new_overwrites_nothing(call: Call, tmp_path: Path) -> None:
    """A folder that is there, and a name that is taken, are exit 2."""
    folder = tmp_path / "my_mum"
    folder.mkdir()
    assert refused(call("personas", "new", "my_mum", "--from", "absent_father", "--out", tmp_path), 2, "my_mum")
    assert list(folder.iterdir()) == []
    assert refused(call("personas", "new", "difficult-client", "--from", "absent_father"), 2, "difficult_client")


def test_new_from_nobody_is_a_usage_error(call: Call) -> None:
    """The persona to start from must be there and must be named."""
    assert refused(call("personas", "new", "my_mum", "--from", "absent-fother"), 2, "did you mean absent_father?")


def test_new_tells_nothing_in_a_language_the_persona_does_not_speak(call: Call, plugins: Path, home: Path) -> None:
    """What is told about somebody needs lines in that language to go into: exit 2, and nothing is made."""
    outcome = call("--plugins", plugins, "personas", "new", "my_mum", "--from", "neighbour", "--lang", "ru", "--about", "name: Зина")
    assert refused(outcome, 2, "neighbour", "en")
    assert not (home / "personas").exists()


def test_new_that_cannot_be_written_leaves_nothing(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fails in the middle the exit code is 4 and no half persona is left."""

    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", fail)
    assert refused(call("personas", "new", "my_mum", "--from", "absent_father", "--out", tmp_path / "own"), 4, "No space left")
    assert not (tmp_path / "own" / "my_mum").exists()
