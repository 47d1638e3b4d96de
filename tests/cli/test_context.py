"""A user's own words: every command that codes uses them, and a broken file of them stops nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from roleplay.store import Store
from tests.cli.running import Call, Outcome, one_line
from tests.cli.talks import lines, write
from tests.cli.terminal import Terminal
from tests.labelled import line
from tests.labelled import write as write_labels

REPLY = "The gobdaw came on Tuesday."
OWN = "schema: 1\nlanguage: en\ncues:\n  blame:\n    - {id: mine, match: [gobdaw], weight: 5}\n"
BROKEN = "schema: 1\nlanguage: en\nmeanings:\n  insults: gobdaw\n"


def put(folder: Path, text: str = OWN, language: str = "en") -> Path:
    """An own word file in *folder*."""
    path = folder / "language" / f"{language}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def blame(call: Call, *options: object) -> int:
    """How far the reply is seen to blame."""
    found = call(*options, "code", REPLY, "--lang", "en", "--format", "json").json
    assert isinstance(found["blame"], int)
    return found["blame"]


@pytest.fixture(name="talk")
def _talk(tmp_path: Path) -> Path:
    """A talk in which the word is said."""
    return write(tmp_path / "talk.jsonl", lines(REPLY))


@pytest.fixture(name="labels")
def _labels(tmp_path: Path) -> Path:
    """A label for the word."""
    write_labels(tmp_path / "labels.jsonl", line(1, reply=REPLY))
    return tmp_path / "labels.jsonl"


def every(call: Call, talk: Path, labels: Path, *options: object) -> list[Outcome]:
    """What each command that codes makes of the reply."""
    return [
        call(*options, "code", REPLY, "--lang", "en", "--format", "json"),
        call(*options, "score", talk, "--format", "json"),
        call(*options, "replay", talk, "--format", "json"),
        call(*options, "agreement", labels, "--items", "--format", "json"),
        call(*options, "practice", "grumbling_parent", "--lang", "en", "--format", "json", typed=f"{REPLY}\n"),
        call(*options, "practice", "--from", talk, "--format", "json", typed=f"{REPLY}\n"),
    ]


def no_blame(outcome: Outcome) -> str:
    """What of an outcome the word changes."""
    data = outcome.json
    summary = data.get("summary") or data.get("scorecard", {}).get("summary") or {}
    return str(data["blame"] if "blame" in data else data["items"] if "items" in data else summary["blame_avoidance"])


def test_every_command_that_codes_uses_own_words(call: Call, home: Path, talk: Path, labels: Path) -> None:
    """Those of the configuration folder; --no-plugins leaves them out."""
    before = [no_blame(outcome) for outcome in every(call, talk, labels)]
    put(home)
    after = [no_blame(outcome) for outcome in every(call, talk, labels)]
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert [no_blame(outcome) for outcome in every(call, talk, labels, "--no-plugins")] == before


def test_the_words_of_a_plugins_folder_count_too(call: Call, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Named by the option or by the setting, after those of the configuration folder."""
    put(tmp_path / "plugins")
    assert not blame(call)
    assert blame(call, "--plugins", tmp_path / "plugins")
    monkeypatch.setenv("ROLEPLAY_PLUGINS", str(tmp_path / "plugins"))
    assert blame(call)
    put(home, OWN.replace("[gobdaw]", "[zorble]"))
    assert blame(call)
    put(home)
    put(tmp_path / "plugins", OWN.replace("[gobdaw]", "[zorble]"))
    assert not blame(call)


def test_the_version_tells_that_there_are_own_words(call: Call, home: Path) -> None:
    """So that scores of other word data are told apart; without them it is that of what ships."""
    put(home)
    versions = [call(*options, "code", REPLY, "--lang", "en", "--format", "json").json["version"] for options in ((), ("--no-plugins",))]
    assert versions[0].startswith(f"{versions[1]}+user-")


def test_a_broken_file_ends_what_needs_it_in_one_line(call: Call, home: Path, talk: Path, labels: Path) -> None:
    """With exit 3, the file, the line and the way out; before a talk has begun."""
    path = put(home, BROKEN)
    outcomes = [*every(call, talk, labels), call("scorers", "check")]
    assert all(one_line(outcome, 3, f"{path}: line 4: meanings.insults", "did you mean insult?", "--no-plugins") for outcome in outcomes)
    assert Store(home).files() == []
    assert not (talk.parent / "talk.2.jsonl").exists()
    assert [outcome.code for outcome in every(call, talk, labels, "--no-plugins")] == [0] * 6


def test_a_broken_file_stops_nothing_that_does_not_need_it(call: Call, home: Path, labels: Path) -> None:
    """Neither another language nor a command that codes nothing."""
    put(home, BROKEN.replace("en", "ru"), "ru")
    assert call("code", REPLY, "--lang", "en").code == 0
    assert call("agreement", labels).code == 0
    for command in (("personas", "list"), ("scorers", "list"), ("config", "show"), ("--help",)):
        assert call(*command).err == ""
    assert one_line(call("code", REPLY, "--lang", "ru"), 3, "ru.yaml")


def test_of_several_talks_those_that_do_not_need_a_broken_file_are_scored(call: Call, home: Path, tmp_path: Path) -> None:
    """The fault is said once, however many talks it keeps from being scored, and the exit code tells it."""
    put(home, BROKEN.replace("en", "ru"), "ru")
    for number in range(3):
        write(tmp_path / "talks" / f"{number}.jsonl", lines(REPLY, id=f"01RU{number}", language="ru"))
    write(tmp_path / "talks" / "en.jsonl", lines(REPLY))
    outcome = call("score", tmp_path / "talks", "--format", "json")
    assert [card["transcript"]["language"] for card in outcome.json] == ["en"]
    assert (outcome.code, outcome.err.count("\n"), outcome.err.count("ru.yaml")) == (3, 1, 1)


def test_a_folder_that_cannot_be_looked_into_is_told(call: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Own words that are there but locked are not left out in silence."""
    path = put(home)
    looked = Path.stat

    def locked(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if self == path:
            raise PermissionError(13, "Permission denied")
        return looked(self, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", locked)
    assert one_line(call("code", REPLY, "--lang", "en"), 3, "en.yaml", "Permission denied")


def test_a_talk_on_a_terminal_does_not_begin_with_broken_words(home: Path) -> None:
    """The fault is told before the first word; nothing is kept."""
    put(home, BROKEN)
    given = ("--lang", "en", "--me", "f", "--difficulty", "easy", "--scenario", "sunday-call")
    with Terminal("practice", "grumbling_parent", *given) as terminal:
        terminal.until("line 4: meanings.insults")
        assert terminal.leave() == 3
    assert Store(home).files() == []


def test_progress_in_the_menu_uses_own_words(home: Path) -> None:
    """A talk in which the word was said is a reproach there too; broken words are told of, and the menu stays."""
    write(home / "sessions" / "01TALK.jsonl", lines(REPLY))
    (home / "config.toml").write_text('language = "en"\n', "utf-8")
    put(home)
    shown = []
    for expected in ("1 talk, oldest to newest", "line 4: meanings.insults"):
        with Terminal() as terminal:
            terminal.until("see progress", "[1]")
            terminal.answer("see progress")
            shown.append(terminal.until(expected, "What would you like"))
            terminal.until("[1]")
            terminal.answer("leave")
            assert terminal.leave() == 0
        put(home, BROKEN)
    assert "100%" not in next(line for line in shown[0].splitlines() if "No blame" in line)


def test_without_own_words_nothing_is_looked_for_but_the_file(call: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The word data that ships is used as it is, read once."""
    monkeypatch.setattr("roleplay.language.pack.extended", None)
    assert not blame(call)
    assert not home.exists()
