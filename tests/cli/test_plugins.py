"""``roleplay plugins list``: what is there, from where, and what is broken and why; and talks whose plugins are gone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests import persona_folders, scorer_folders
from tests.cards.made import card
from tests.cli.running import PATIENCE, Call, Outcome, alone, one_line
from tests.cli.talks import lines, write


def row(rows: list[dict[str, Any]], kind: str, name: str) -> dict[str, Any]:
    """The one row of *kind* called *name*."""
    (found,) = [each for each in rows if (each["kind"], each["name"]) == (kind, name)]
    return found


def test_every_plugin_is_listed_with_where_it_is_from(call: Call) -> None:
    """What ships is there through all four doors, from one distribution, in order."""
    rows = call("plugins", "list", "--format", "json").json
    assert {each["kind"] for each in rows} == {"personas", "scorers", "models", "formats"}
    assert row(rows, "scorers", "listening") == {
        "kind": "scorers", "name": "listening", "version": "1", "from": "roleplay 0.1.0", "ok": True, "reason": None, "fix": None,
    }  # fmt: skip
    assert row(rows, "formats", "vtt")["from"] == row(rows, "models", "openai")["from"] == "roleplay 0.1.0"
    assert {each["kind"] for each in call("plugins", "list", "scorers", "--format", "json").json} == {"scorers"}
    assert call("plugins", "list", "hats").code == 2


@pytest.mark.parametrize(("language", "words"), [("en", "is missing"), ("ro", "lipsește"), ("ru", "отсутствует")])
def test_what_is_broken_is_listed_with_reason_and_way_out(call: Call, tmp_path: Path, language: str, words: str) -> None:
    """In the language of the reader; the rest is listed as ever, and --no-plugins lists only what ships."""
    scorer_folders.write(tmp_path / "scorers" / "thanks", scorer=scorer_folders.scorer_file(version=None))
    persona_folders.write(tmp_path / "personas" / "neighbour")
    outcome = call("--plugins", tmp_path, "plugins", "list", "--lang", language, "--format", "json")
    broken = row(outcome.json, "scorers", "thanks")
    assert (outcome.code, broken["ok"], broken["from"]) == (1, False, str(tmp_path / "scorers" / "thanks"))
    assert [call("--plugins", tmp_path, "plugins", "list", kind).code for kind in ("scorers", "personas")] == [1, 0]
    assert words in broken["reason"]
    assert broken["fix"]
    assert row(outcome.json, "personas", "neighbour")["ok"]
    assert words in call("--plugins", tmp_path, "plugins", "list", "--lang", language).out
    assert "neighbour" not in call("--plugins", tmp_path, "--no-plugins", "plugins", "list").out


def test_g20_a_scorer_for_another_interface_is_refused_with_both_versions(call: Call, tmp_path: Path) -> None:
    """G20: listed as broken, refused by name, and nothing else stops."""
    scorer_folders.write(tmp_path / "scorers" / "thanks", scorer=scorer_folders.scorer_file(api=99))
    broken = row(call("--plugins", tmp_path, "plugins", "list", "--format", "json").json, "scorers", "thanks")
    assert "version 99" in broken["reason"]
    assert "has 1" in broken["reason"]
    talk = write(tmp_path / "a.jsonl", lines("Thank you."))
    refused = call("--plugins", tmp_path, "score", talk, "--scorers", "thanks")
    assert refused.code != 0
    assert "version 99" in refused.err
    assert call("--plugins", tmp_path, "score", talk).code == 0


GONE = {
    "en": "persona long_gone is not installed",
    "ro": "personajul long_gone nu e instalat",
    "ru": "персонаж long_gone не установлен",
}


@pytest.mark.parametrize("language", GONE)
def test_a_talk_whose_persona_is_gone_still_opens(call: Call, tmp_path: Path, language: str) -> None:
    """It is replayed, scored, reported and put beside others, each time saying so once; going on with it is what cannot be done."""
    talks = [write(tmp_path / f"{name}.jsonl", lines(*["You sit there alone and it hurts."] * 2, persona="long_gone")) for name in "ab"]
    talk, lang = talks[0], ("--lang", language)
    asked = (
        ("replay", talk, *lang),
        ("score", talk, *lang),
        ("score", *talks, *lang),
        ("report", talk, *lang, "--out", tmp_path / "one.html"),
        ("report", *talks, *lang, "--out", tmp_path / "group.html"),
        ("compare", *talks, *lang),
        ("tree", talk, *lang),
        ("progress", *talks, *lang),
        ("progress", talk, "--persona", "long-gone", *lang),
    )
    for command in asked:
        outcome = call(*command)
        assert (command, outcome.code, outcome.err.count(GONE[language])) == (command, 0, 1)
    assert call("score", talk, "--format", "json").json["summary"]["listening"]["scored"] == 2
    assert "practice long_gone" not in call("progress", talk).out
    assert one_line(call("practice", "--from", talk, typed="x\n"), 2, "long_gone")


def test_the_list_of_talks_says_whose_persona_is_gone(call: Call, home: Path) -> None:
    """And of nobody else."""
    call("practice", "absent_father", "--lang", "en", typed="Well.\n")
    (kept,) = home.rglob("*.jsonl")
    (kept.parent / "old.jsonl").write_text(kept.read_text("utf-8").replace("absent_father", "long_gone"), "utf-8")
    rows = {row["persona"]: row["installed"] for row in call("transcripts", "list", "--format", "json").json}
    assert rows == {"absent_father": True, "long_gone": False}
    table = {language: alone("transcripts", "list", ROLEPLAY_LANGUAGE=language).out.splitlines() for language in ("en", "ro", "ru")}
    for language, words in {"en": "persona not installed", "ro": "personajul nu e instalat", "ru": "персонаж не установлен"}.items():
        assert [words in line for line in table[language]] == ["long_gone" in line for line in table[language]]


def test_a_broken_persona_is_not_called_gone(call: Call, home: Path, tmp_path: Path) -> None:
    """Its talk is shown with the reason why it cannot be read."""
    persona_folders.write(home / "personas" / "neighbour", persona=persona_folders.persona_file(version=None))
    talk = write(tmp_path / "a.jsonl", lines("Well.", persona="neighbour"))
    for command in (("replay", talk), ("report", talk, "--out", tmp_path / "r.html")):
        outcome = call(*command, "--lang", "en")
        assert (outcome.code, "version: is missing" in outcome.err, "not installed" in outcome.err) == (0, True, False)


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "scorer thanks is not installed"), ("ro", "evaluatorul thanks nu e instalat"), ("ru", "оценщик thanks не установлен")],
)
def test_a_scorecard_of_a_scorer_that_is_gone_is_no_hindrance(call: Call, tmp_path: Path, language: str, words: str) -> None:
    """What it said once stays in the file that `practice --format jsonl` made; opened again, the talk is scored by those that are there."""
    scorer_folders.write(tmp_path / "own" / "scorers" / "thanks")
    kept = call("--plugins", tmp_path / "own", "practice", "absent_father", "--lang", "en", "--format", "jsonl", typed="Thank you.\n" * 2)
    assert "thanks" in kept.objects[-1]["summary"]
    talk = tmp_path / "talk.jsonl"
    talk.write_text(kept.out, "utf-8")
    for command in (
        ("score", talk),
        ("replay", talk),
        ("report", talk, "--out", tmp_path / "r.html"),
        ("progress", talk),
        ("compare", talk, talk),
    ):
        outcome = call(*command, "--lang", language)
        assert (command, outcome.code, outcome.err.count(words)) == (command, 0, 1)
    assert "not installed" not in call("--plugins", tmp_path / "own", "score", talk, "--lang", "en").err
    assert one_line(call("score", talk, "--scorers", "thanks"), 2, "no scorer thanks")
    assert "thanks" in talk.read_text("utf-8")


HOSTILE = """
from pathlib import Path
Path({marker!r}).write_text("it ran")
"""


def program(*arguments: object, folder: Path) -> Outcome:
    """The installed program, as a user runs it, in *folder*."""
    command = [str(Path(sys.executable).with_name("roleplay")), *map(str, arguments)]
    done = subprocess.run(command, input=b"Thank you.\n", capture_output=True, cwd=folder, timeout=PATIENCE, check=False)
    return Outcome.of(done.returncode, done.stdout, done.stderr)


def test_python_beside_a_talk_is_never_run(tmp_path: Path) -> None:
    """Only what is installed, or in a folder the user named as one of plugins; not what lies in a workshop, beside a talk or in the working
    folder.
    """
    place, marker = tmp_path / "workshop", tmp_path / "marker"
    python = HOSTILE.format(marker=str(marker))
    for folder in (place, place / "transcripts", place / "plugins", tmp_path / "cards"):
        scorer_folders.write(folder / "scorers" / "thanks", python=python)
        persona_folders.write(folder / "personas" / "neighbour")
        for name in ("scorer.py", "conftest.py", "sitecustomize.py", "usercustomize.py", "roleplay.py", "yaml.py"):
            (folder / name).write_text(python, "utf-8")
        (folder / "__init__.py").write_text(python, "utf-8")
    (place / "workshop.yaml").write_text("title: Sunday\nscorers: [thanks]\nplugins: plugins\n", "utf-8")
    (place / "config.toml").write_text('plugins = "plugins"\n', "utf-8")
    talks = [write(place / "transcripts" / f"{name}.jsonl", lines("Thank you.", "Thank you.", times=True)) for name in "ab"]
    (tmp_path / "cards" / "card.json").write_text(json.dumps(card()), "utf-8")
    for command in (
        ("score", place),
        ("score", place / "transcripts", "--jobs", "2", "--no-cache"),
        ("replay", talks[0]),
        ("report", place, "--out", tmp_path / "r.html"),
        ("compare", *talks),
        ("tree", talks[0]),
        ("progress", place),
        ("transcripts", "import", talks[0], "--out", tmp_path / "imported"),
        ("plugins", "list"),
        ("doctor",),
        ("practice", "--from", talks[0], "--lang", "en", "--save", tmp_path / "on.jsonl"),
        ("personas", "import", tmp_path / "cards" / "card.json", "--name", "vera", "--lang", "en"),
    ):
        outcome = program(*command, folder=place)
        assert (command, outcome.code, marker.exists()) == (command, 0, False), outcome.err
        assert "thanks" not in outcome.out + outcome.err
    program("score", talks[0], "--plugins", place, folder=place)
    assert marker.exists()
