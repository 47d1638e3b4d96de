"""``roleplay plugins list``: what is there, from where, and what is broken and why; and talks whose plugins are gone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests import persona_folders, scorer_folders
from tests.cli.running import Call, one_line
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
    assert (outcome.code, broken["ok"], broken["from"]) == (0, False, str(tmp_path / "scorers" / "thanks"))
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


def test_a_talk_whose_persona_is_gone_still_opens(call: Call, tmp_path: Path) -> None:
    """It is replayed, scored and reported; going on with it is what cannot be done, and says so."""
    talk = write(tmp_path / "a.jsonl", lines("You sit there alone and it hurts.", persona="long_gone"))
    replayed = call("replay", talk, "--lang", "en")
    assert replayed.code == 0
    assert "long_gone is not installed" in replayed.err
    assert call("score", talk, "--format", "json").json["summary"]["listening"]["scored"] == 1
    assert call("report", talk, "--out", tmp_path / "r.html").code == 0
    assert one_line(call("practice", "--from", talk, typed="x\n"), 2, "long_gone")
