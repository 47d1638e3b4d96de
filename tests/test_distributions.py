"""Distributions of others, built as wheels and installed in another environment: one that is in order, and one in which everything is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Outcome
from tests.cli.talks import lines, write
from tests.installed import Environment

HERE = Path(__file__).parent / "distributions"
SHIPPED = ["listening", "pauses", "i_messages", "blame_avoidance"]


@pytest.fixture(name="environment", scope="module")
def _environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Environment]:
    """Another environment, without any plugin of others."""
    yield Environment(tmp_path_factory.mktemp("environment"))


@pytest.fixture(name="kindly")
def _kindly(environment: Environment) -> Iterator[Environment]:
    """With the distribution that is in order."""
    environment.install(HERE / "kindly")
    yield environment
    environment.uninstall("kindly")  # where a test has done it, pip says so and leaves it at that


@pytest.fixture(name="broken")
def _broken(environment: Environment) -> Iterator[Environment]:
    """With the one that is not."""
    environment.install(HERE / "broken")
    yield environment
    environment.uninstall("broken")


def listed(outcome: Outcome) -> dict[tuple[str, str], dict[str, Any]]:
    """The rows of ``plugins list`` by kind and name; of two with one name the last."""
    return {(row["kind"], row["name"]): row for row in outcome.json}


def test_one_plugin_of_each_kind_is_installed_used_and_uninstalled(kindly: Environment, tmp_path: Path) -> None:
    """Found with its distribution, checked, talked to, scored by, imported and exported with, spoken by; then gone, and its talks still open."""
    rows = listed(kindly.run("plugins", "list", "--format", "json"))
    names = [("personas", "late_friend"), ("scorers", "brevity"), ("scorers", "thanking"), ("models", "parrot"), ("formats", "bars")]
    assert {(rows[name]["from"], rows[name]["ok"]) for name in names} == {("kindly 2.5", True)}
    assert kindly.run("personas", "check", "late_friend").out == "late_friend: in order\n"
    assert kindly.run("scorers", "check", "brevity", "thanking").code == 0

    talk = tmp_path / "talk.jsonl"
    practised = kindly.run(
        "practice", "late-friend", "--lang", "en", "--save", talk, "--format", "json", typed="Thank you for waiting.\n" * 2
    )
    assert practised.code == 0
    assert practised.json["summary"]["brevity"] == {"value": 1.0, "scored": 2, "no_opportunity": 0, "failed": 0}
    assert practised.json["summary"]["thanking"]["value"] == 0.7
    assert kindly.run("report", talk, "--out", tmp_path / "talk.html").code == 0
    assert "Brevity" in (tmp_path / "talk.html").read_text("utf-8")

    exported = kindly.run("transcripts", "export", talk, "--format", "bars")
    (tmp_path / "talk.bars").write_text(exported.out, "utf-8")
    assert (
        kindly.run("score", tmp_path / "talk.bars", "--trainee", "trainee", "--persona", "persona", "--lang", "en", "--format", "json").code
        == 0
    )

    spoken = kindly.run("practice", "late-friend", "--lang", "en", "--model", "parrot:Cracker", "--format", "jsonl", typed="Hello?\n")
    assert "Cracker." in [turn["text"] for turn in spoken.turns("persona")]

    kindly.uninstall("kindly")
    assert not [name for name in names if name in listed(kindly.run("plugins", "list", "--format", "json"))]
    replayed = kindly.run("replay", talk, "--lang", "en")
    assert (replayed.code, "late_friend is not installed" in replayed.err) == (0, True)
    assert list(kindly.run("score", talk, "--format", "json").json["summary"]) == SHIPPED
    assert "no scorer brevity" in kindly.run("score", talk, "--scorers", "brevity").err


def test_g1_to_g20_everything_that_is_wrong_is_told_and_stops_nothing(broken: Environment, tmp_path: Path) -> None:
    """G1, G7, G9, G15 to G20: each broken plugin is listed with its distribution, reason and way out; a talk is held and scored all the same."""
    rows = listed(broken.run("plugins", "list", "--format", "json"))
    reasons = {
        ("personas", "bombed"): "anchors and aliases",
        ("personas", "tagged"): "tags",
        ("personas", "missing"): "broken.not_there",
        ("scorers", "raising"): "RuntimeError: raised on import",
        ("scorers", "leaving"): "SystemExit: 7",
        ("scorers", "newer_interface"): "version 99",
        ("scorers", "pauses"): "taken twice",
        ("models", "gone"): "ModuleNotFoundError",
        ("models", "odd"): "it has no",
        ("formats", "gone"): "ModuleNotFoundError",
        ("formats", "newer"): "version 99",
        ("formats", "nothing"): "it has no",
    }
    for name, reason in reasons.items():
        assert reason in rows[name]["reason"]
        assert rows[name]["fix"]
        assert "broken 0.0.1" in rows[name]["from"] + rows[name]["reason"]
    assert [name for name, row in rows.items() if not row["ok"] and name not in reasons] == []
    assert rows["scorers", "printing"]["ok"]
    assert broken.run("personas", "check", "templated").out.count("prompt.j2: line 1") == 1
    doctor = broken.run("doctor", "--format", "json")
    assert doctor.code == 1
    assert {f"{kind.removesuffix('s')} {name}" for kind, name in reasons} <= {row["what"] for row in doctor.json if not row["ok"]}

    talk = write(tmp_path / "a.jsonl", lines("You sit there alone, and it hurts."))
    card = broken.run("score", talk, "--format", "json")
    assert card.code == 0
    summary = card.json["summary"]
    assert summary["listening"]["scored"] == summary["printing"]["scored"] == 1
    assert summary["scores_nan"]["failed"] == summary["never_ends"]["failed"] == 1
    assert "took longer than" in next(each["reason"] for each in card.json["scores"] if each["scorer"] == "never_ends")
    assert not {"pauses", "raising", "leaving", "newer_interface"} & set(summary)
    assert not (broken.folder / "owned").exists()

    imported = broken.run("score", write_plain(tmp_path), "--trainee", "Ann", "--lang", "en", "--format", "json")
    assert imported.code == 0
    named = broken.run("score", talk, "--scorers", "pauses")
    assert named.code == 2
    assert "taken twice" in named.err
    assert list(broken.run("--no-plugins", "score", talk, "--format", "json").json["summary"]) == SHIPPED


def write_plain(folder: Path) -> Path:
    """A talk as plain text, which a format must be found for."""
    path = folder / "talk.txt"
    path.write_text("Mum: I waited for you.\nAnn: You waited, and I did not come.\nMum: Yes.\n", "utf-8")
    return path


def test_what_new_makes_is_installed_from_a_wheel_and_used(environment: Environment, tmp_path: Path) -> None:
    """Written, packaged, installed elsewhere, found, checked, talked to, scored by and reported: a persona and a scorer, as anybody would."""
    assert environment.run("personas", "new", "my_boss", "--package", "--langs", "en", "--out", tmp_path).code == 0
    assert environment.run("scorers", "new", "warmth", "--package", "--python", "--out", tmp_path).code == 0
    try:
        environment.install(tmp_path / "my_boss")
        environment.install(tmp_path / "warmth")
        rows = listed(environment.run("plugins", "list", "--format", "json"))
        assert rows["personas", "my_boss"]["from"] == "roleplay-my-boss 0.1.0"
        assert rows["scorers", "warmth"]["from"] == "roleplay-warmth 0.1.0"
        assert environment.run("personas", "check", "my_boss").code == environment.run("scorers", "check", "warmth").code == 0
        talk = tmp_path / "talk.jsonl"
        card = environment.run(
            "practice", "my-boss", "--lang", "en", "--save", talk, "--format", "json", typed="Thank you for telling me.\nYou waited.\n"
        )
        assert card.json["summary"]["warmth"]["scored"] == 2
        assert environment.run("score", talk, "--scorers", "warmth", "--format", "json").json["summary"]["warmth"]["scored"] == 2
        assert environment.run("report", talk, "--out", tmp_path / "talk.html").code == 0
    finally:
        environment.uninstall("roleplay-my-boss")
        environment.uninstall("roleplay-warmth")
