"""``personas new`` and ``scorers new``: what they make can be used at once."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.cli.running import Call, one_line
from tests.cli.talks import lines, write

KINDS = pytest.mark.parametrize("kind", ["personas", "scorers"])


def test_a_new_persona_can_be_talked_to_at_once(call: Call, home: Path) -> None:
    """It lies where roleplay looks for one's own, and passes its check."""
    made = call("personas", "new", "my-boss", "--langs", "en")
    assert (made.code, made.out) == (0, f"{home / 'personas' / 'my_boss'}\n")
    assert call("personas", "check", "my_boss").code == 0
    talk = call("practice", "my_boss", "--lang", "en", "--format", "jsonl", typed="You waited. How was that for you?\n" * 3)
    assert talk.code == 0
    assert len(talk.turns("persona")) == 4


@pytest.mark.parametrize("python", [False, True])
def test_a_new_scorer_scores_at_once(call: Call, home: Path, tmp_path: Path, python: bool) -> None:
    """It stands beside the shipped ones in a scorecard."""
    assert call("scorers", "new", "thanks", *(["--python"] if python else [])).code == 0
    assert call("scorers", "check", "thanks").code == 0
    card = call("score", write(tmp_path / "a.jsonl", lines("Thank you for the soup.")), "--format", "json").json
    assert card["summary"]["thanks"]["value"] == 0.7


@KINDS
def test_names_and_languages_that_are_none_are_refused(call: Call, kind: str) -> None:
    """Exit 2, one line, nothing made."""
    assert one_line(call(kind, "new", "No Name"), 2, "cannot be a name")
    assert one_line(call(kind, "new", "fine", "--langs", "en,de"), 2, "en,de", "en,ro,ru")
    assert one_line(call(kind, "new", "fine", "--langs", ","), 2, "en,ro,ru")
    taken = "listening" if kind == "scorers" else "absent_father"
    assert one_line(call(kind, "new", taken), 2, "already")


@KINDS
def test_a_place_that_is_taken_is_left_alone(call: Call, tmp_path: Path, kind: str) -> None:
    """Nothing is overwritten."""
    (tmp_path / "mine").mkdir()
    assert one_line(call(kind, "new", "mine", "--out", tmp_path), 2, "there already")
    assert list((tmp_path / "mine").iterdir()) == []


@KINDS
def test_out_of_the_usual_place_it_says_how_to_use_it(call: Call, tmp_path: Path, kind: str) -> None:
    """The folder to name with --plugins is above one called like the kind."""
    assert "--plugins" in call(kind, "new", "mine", "--out", tmp_path / "own").err
    assert call(kind, "new", "mine", "--out", tmp_path / kind).code == 0
    assert "mine" in call("--plugins", tmp_path, kind, "list").out


@KINDS
@pytest.mark.parametrize("reader", ["en", "ro", "ru"])
def test_a_package_is_a_whole_distribution(call: Call, tmp_path: Path, kind: str, reader: str) -> None:
    """Project, README, test, workflow; its own test passes, and its entry point leads to the folder."""
    made = call(kind, "new", "mine", "--package", "--out", tmp_path, "--lang", reader)
    place = tmp_path / "mine"
    assert (made.code, made.out) == (0, f"{place}\n")
    project = tomllib.loads((place / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"] == {f"roleplay.{kind}": {"mine": "roleplay_mine.mine"}}
    assert (place / "roleplay_mine" / "mine").is_dir()
    assert (place / ".github" / "workflows" / "check.yml").is_file()
    assert "pip install" in (place / "README.md").read_text("utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(place / "tests")],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(place)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed" in done.stdout
