"""What is installed, and what is broken and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests import persona_folders, scorer_folders
from tests.cli.running import Call
from tests.cli.talks import BLAME

SHIPPED = [
    *("persona absent_father", "persona difficult_client", "persona grumbling_parent"),
    *("scorer blame_avoidance", "scorer i_messages", "scorer listening", "scorer pauses"),
    *("models", "formats"),
]


@pytest.fixture(name="broken")
def _broken(tmp_path: Path) -> Path:
    """A plugins folder in which nearly all is broken, each thing in its own way, and one persona is whole."""
    folder = tmp_path / "plugins"
    persona_folders.write(folder / "personas" / "neighbour")
    persona_folders.write(folder / "personas" / "odd_key", persona=persona_folders.persona_file(id="odd_key", temper="bad"))
    (folder / "personas" / "no_file").mkdir()
    persona_folders.write(folder / "personas" / "no_yaml")
    (folder / "personas" / "no_yaml" / "persona.yaml").write_bytes(b"id: [\xff")
    persona_folders.write(folder / "personas" / "grumbling_parent", persona=persona_folders.persona_file(id="grumbling_parent"))
    scorer_folders.write(folder / "scorers" / "raises", python="raise RuntimeError('out of order')")
    scorer_folders.write(folder / "scorers" / "leaves", python="import sys\nsys.exit(3)")
    scorer_folders.write(folder / "scorers" / "unknown_code", scorer=scorer_folders.scorer_file(id="unknown_code", adds={"kindness": 1}))
    return folder


def by_name(checks: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The checks by what was checked."""
    return {check["what"]: check for check in checks}


def test_what_ships_is_in_order(call: Call) -> None:
    """Program, store, personas and scorers are all ok: exit 0, also for reading."""
    outcome = call("doctor", "--format", "json")
    assert (outcome.code, outcome.err) == (0, "")
    assert [check["what"] for check in outcome.json] == ["roleplay", "store", *SHIPPED]
    assert all(check["ok"] for check in outcome.json)
    table = call("doctor").out.splitlines()
    assert [line.split()[0] for line in table] == ["ok"] * len(outcome.json)


def test_g14_g15_every_broken_plugin_is_listed_with_its_reason(call: Call, broken: Path) -> None:
    """Each is named with where it is, what is wrong and what to do; the exit code is 1."""
    outcome = call("--plugins", broken, "doctor", "--format", "json")
    found = by_name(outcome.json)
    assert outcome.code == 1
    bad = {
        "persona odd_key": "temper",
        "persona no_file": "persona.yaml is missing",
        "persona no_yaml": "persona.yaml",
        "scorer raises": "out of order",
        "scorer leaves": "SystemExit",
        "scorer unknown_code": "kindness",
    }
    for what, reason in bad.items():
        assert not found[what]["ok"]
        assert reason in found[what]["detail"]
        assert str(broken) in found[what]["detail"]
        assert found[what]["fix"]
    assert found["persona neighbour"]["ok"]
    assert all(found[what]["ok"] for what in SHIPPED if what != "persona grumbling_parent")
    table = call("--plugins", broken, "doctor").out
    assert len(table.splitlines()) == len(outcome.json)


def test_g19_a_name_that_is_taken_twice_counts_for_neither(call: Call, broken: Path) -> None:
    """Two personas of one name are both refused, and both places are named."""
    taken = [check for check in call("--plugins", broken, "doctor", "--format", "json").json if check["what"] == "persona grumbling_parent"]
    assert taken
    assert not any(check["ok"] for check in taken)
    assert "taken twice" in taken[0]["detail"]
    outcome = call("--plugins", broken, "practice", "grumbling_parent", "--lang", "en")
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)


def test_g15_broken_plugins_stop_nothing_else(call: Call, broken: Path) -> None:
    """With all of them there a talk is held and scored by the scorers that work; each one left out is said once."""
    outcome = call("--plugins", broken, "practice", "absent_father", "--lang", "en", "--format", "json", typed=f"{BLAME}\n{BLAME}\n")
    assert outcome.code == 0
    assert set(outcome.json["summary"]) == {"listening", "pauses", "i_messages", "blame_avoidance"}
    assert outcome.err.count("is left out") == 3
    assert outcome.err.count("\n") == 3
    whole = call("--plugins", broken, "practice", "neighbour", "--lang", "en", "--format", "json", typed="Well.\n")
    assert whole.json["transcript"]["persona"] == "neighbour"


def test_a_broken_persona_that_is_asked_for_is_refused_with_its_reason(call: Call, broken: Path, home: Path) -> None:
    """One line says what is wrong with it, and no file is made."""
    for persona, reason in (("odd_key", "temper"), ("no-file", "persona.yaml is missing")):
        outcome = call("--plugins", broken, "practice", persona, "--lang", "en")
        assert (outcome.code in {2, 6}, outcome.out, outcome.err.count("\n")) == (True, "", 1)
        assert reason in outcome.err
    assert not home.exists()


def test_r4_a_store_that_cannot_be_written_is_found(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store is listed as broken with the way out, and everything else is checked all the same."""
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("ROLEPLAY_HOME", str(tmp_path / "file" / "home"))
    outcome = call("doctor", "--format", "json")
    found = by_name(outcome.json)
    assert (outcome.code, found["store"]["ok"]) == (1, False)
    assert "ROLEPLAY_HOME" in found["store"]["fix"]
    assert all(found[what]["ok"] for what in SHIPPED)


def test_d1_a_store_that_others_can_read_is_found(call: Call, home: Path) -> None:
    """A folder with wider rights than its owner's is broken, and the fix can be typed."""
    folder = home / "sessions"
    folder.mkdir(parents=True)
    folder.chmod(0o755)
    store = by_name(call("doctor", "--format", "json").json)["store"]
    assert (store["ok"], store["fix"]) == (False, f"chmod 700 {folder}")


def test_own_words_are_checked_with_their_version(call: Call, home: Path, tmp_path: Path) -> None:
    """Each file by itself: one that is broken is told with its line and the fix, and those after it are looked at without it."""
    folders = home, tmp_path / "plugins"
    for folder, text in zip(folders, ("meanings: {insult: -zorble}\n", "empty: [zorble]\n"), strict=True):
        (folder / "language").mkdir(parents=True)
        (folder / "language" / "en.yaml").write_text(f"schema: 1\nlanguage: en\n{text}", "utf-8")
    outcome = call("--plugins", folders[1], "doctor", "--format", "json")
    bad, good = (check for check in outcome.json if check["what"] == "words en")
    assert (outcome.code, bad["ok"], good["ok"]) == (1, False, True)
    assert bad["detail"].startswith(f"{home / 'language' / 'en.yaml'}: line 3: meanings.insult: 'zorble' is not there")
    assert "--no-plugins" in bad["fix"]
    assert "+user-" in good["detail"]
    assert str(folders[1]) in good["detail"]
    assert [check["what"] for check in call("--plugins", folders[1], "--no-plugins", "doctor", "--format", "json").json][-1] == SHIPPED[-1]


def test_a_word_file_that_no_language_has_is_found(call: Call, home: Path) -> None:
    """It would never be read; what is hidden or no such file is left alone."""
    (home / "language").mkdir(parents=True)
    for name in ("eng.yaml", "en.yml", ".en.yaml", "notes.txt"):
        (home / "language" / name).write_text("", "utf-8")
    outcome = call("doctor", "--format", "json")
    strays = [check for check in outcome.json if check["what"].startswith("words ")]
    assert {check["what"]: check["ok"] for check in strays} == {"words eng": False, "words en": False}
    assert all("en.yaml | ro.yaml | ru.yaml" in check["fix"] for check in strays)
