"""Settings on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.settings import KEYS
from tests.cli.running import Call, Outcome


def refused(outcome: Outcome, *words: str) -> bool:
    """Whether *outcome* is exit 3 with one line on standard error that holds all *words*."""
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (3, "", 1), outcome
    return all(word in outcome.err for word in words)


def test_path_is_where_the_file_is_or_would_be(call: Call, home: Path) -> None:
    """The path is data, and asking for it makes nothing."""
    outcome = call("config", "path")
    assert (outcome.code, outcome.out, outcome.err) == (0, f"{home / 'config.toml'}\n", "")
    assert not home.exists()


def test_show_says_where_each_setting_comes_from(call: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every key is there with its value and its origin: the variable, the file, or the default."""
    call("config", "set", "language", "ro")
    call("config", "set", "difficulty", "easy")
    monkeypatch.setenv("ROLEPLAY_DIFFICULTY", "hard")
    rows = call("config", "show", "--format", "json").json
    assert list(rows) == list(KEYS)
    assert rows["language"] == {"value": "ro", "from": str(home / "config.toml")}
    assert rows["difficulty"] == {"value": "hard", "from": "ROLEPLAY_DIFFICULTY"}
    assert rows["model"] == {"value": "offline", "from": "default"}
    table = [line.split() for line in call("config", "show").out.splitlines()]
    assert ["difficulty", "hard", "ROLEPLAY_DIFFICULTY"] in table
    assert len(table) == len(KEYS)


def test_set_and_unset_change_the_file_and_keep_its_comments(call: Call, home: Path) -> None:
    """What a user wrote into the file by hand stays."""
    home.mkdir()
    (home / "config.toml").write_text('# mine\nlanguage = "ru"\nname = "Ana"\n', "utf-8")
    told = call("config", "set", "language", "ro")
    assert (told.code, told.out) == (0, "")
    assert call("config", "unset", "name").code == 0
    assert (home / "config.toml").read_text("utf-8") == '# mine\nlanguage = "ro"\n'


def test_messages_follow_the_language_that_was_set(call: Call) -> None:
    """After the language is set, a command without --lang speaks it."""
    before = call("score", "last").err
    call("config", "set", "language", "ru")
    assert call("score", "last").err != before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("set", "langage", "ro"), ("langage", "language")),
        (("unset", "langage"), ("langage", "language")),
        (("set", "language", "de"), ("de", "en, ro, ru")),
        (("set", "speed", "fast"), ("fast", "0", "100")),
    ],
)
def test_what_is_no_setting_is_refused(call: Call, home: Path, arguments: tuple[str, ...], words: tuple[str, ...]) -> None:
    """An unknown key or value is exit 3, says what there is, and writes nothing."""
    assert refused(call("config", *arguments), *words)
    assert not home.exists()


@pytest.mark.parametrize("content", [b"language = ", b'language = "de"\n', b"langage = 'ro'\n", b"\xff\xfe", b"language = 7\nspeed = []\n"])
def test_a_broken_file_is_named_in_one_line(call: Call, home: Path, content: bytes) -> None:
    """Whatever is wrong with config.toml, every command says so with its path and exit 3."""
    home.mkdir()
    (home / "config.toml").write_bytes(content)
    for arguments in (("config", "show"), ("personas", "list"), ("practice", "absent_father"), ("score", "last")):
        assert refused(call(*arguments), "config.toml")


def test_a_broken_variable_is_named_in_one_line(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that says what cannot be is exit 3 and named."""
    monkeypatch.setenv("ROLEPLAY_DIFFICULTY", "mild")
    assert refused(call("personas", "list"), "ROLEPLAY_DIFFICULTY", "mild")


def test_a_file_that_cannot_be_written_is_a_storage_fault(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the folder cannot be made, set is exit 4."""
    (tmp_path / "file").write_text("", "utf-8")
    monkeypatch.setenv("ROLEPLAY_HOME", str(tmp_path / "file" / "home"))
    outcome = call("config", "set", "language", "ro")
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (4, "", 1)
