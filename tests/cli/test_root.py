"""The root of the command line: help, unknown commands, and what they cost."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from roleplay.cli import COMMANDS, root
from tests import scorer_folders
from tests.cli.running import PATIENCE, Call, alone

HEAVY = (
    "asyncio",
    "http.client",
    "ssl",
    "pydantic",
    "yaml",
    "rich",
    "prompt_toolkit",
    "openai",
    "langchain_core",
    "pymorphy3",
    "simplemma",
    "jinja2",
)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], [], ["prctice"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    """Help, version and a misspelt command are answered without a module that talks to models, terminals or networks."""
    script = (
        "import sys\nfrom roleplay.cli import run\n"
        f"run({arguments!r})\nloaded = sorted(set(sys.modules) & set({HEAVY!r}))\nprint(loaded, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE, check=True, text=True
    )
    assert done.stderr.splitlines()[-1] == "[]"


def test_help_names_every_command_and_begins_with_what_it_is_for(call: Call) -> None:
    """Every command has a line in the help, and examples stand below."""
    outcome = call("--help")
    assert outcome.code == 0
    assert all(f"  {name} " in outcome.out for name in COMMANDS)
    assert "roleplay practice grumbling_parent" in outcome.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(call: Call, command: str) -> None:
    """A command is listed when it works: its help can be asked for, with -h too."""
    outcome = call(command, "--help")
    assert (outcome.code, outcome.err) == (0, "")
    assert call(command, "-h").out == outcome.out


def test_every_command_takes_what_the_program_takes(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where plugins are, that there are none, that nothing leaves: before the name of the command or after it, with the same effect."""
    scorer_folders.write(tmp_path / "own" / "scorers" / "thanks")
    for leaf in _leaves(root, click.Context(root)):
        assert {"--plugins", "--no-plugins", "--local-only"} <= {name for option in leaf.params for name in option.opts}
    before, after = (
        call(*each).out for each in (("--plugins", tmp_path / "own", "scorers", "list"), ("scorers", "list", "--plugins", tmp_path / "own"))
    )
    assert before == after
    assert "thanks" in after
    assert "thanks" not in call("--plugins", tmp_path / "own", "scorers", "list", "--no-plugins").out
    monkeypatch.setenv("OPENAI_API_KEY", "x")
    away = ("practice", "absent_father", "--model", "openai:x", "--base-url", "https://m.example/v1", "--local-only")
    assert "--local-only" in call(*away, typed="x\n").err
    call("config", "set", "plugins", tmp_path / "gone")
    assert (call("scorers", "list").code, call("scorers", "list", "--no-plugins").code) == (2, 0)


def _leaves(group: click.Group, ctx: click.Context) -> Iterator[click.Command]:
    """The commands that do something."""
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        assert command is not None
        yield from _leaves(command, ctx) if isinstance(command, click.Group) else [command]


def test_without_a_command_and_a_terminal_there_is_help(call: Call) -> None:
    """Off a terminal the bare program shows its help and ends with 0."""
    assert call().out == call("--help").out


@pytest.mark.parametrize("language", ["ru_RU.UTF-8", "ro_RO.UTF-8"])
def test_help_speaks_the_language_of_the_locale(language: str) -> None:
    """Where the locale is Russian or Romanian, so is the help."""
    outcome = alone("--help", LANG=language)
    assert outcome.code == 0
    assert "Hold a conversation" not in outcome.out
    assert "practice" in outcome.out


def test_an_unknown_command_is_a_usage_error_with_a_suggestion(call: Call) -> None:
    """A misspelt command is exit 2 and says what may have been meant."""
    outcome = call("prctice")
    assert (outcome.code, outcome.out) == (2, "")
    assert "did you mean practice?" in outcome.err


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("history", "transcripts list"), ("show", "replay last"), ("Stats", "progress"), ("help", "--help"), ("talk", "practice")],
)
def test_what_other_programs_call_it_is_understood(call: Call, typed: str, meant: str) -> None:
    """A name from elsewhere gets the command that does it here, and that there is."""
    assert f"did you mean {meant}?" in call(typed).err
    assert call(*[word for word in meant.split() if word != "last"], "--help").code == 0


@pytest.mark.parametrize(
    "arguments", [["--nothing"], ["practice", "--nothing"], ["score"], ["practice", "--seed", "x"], ["personas", "nothing"]]
)
def test_wrong_usage_is_exit_2_on_standard_error(call: Call, arguments: list[str]) -> None:
    """An unknown option, a missing argument and a value of the wrong kind say so and print no data."""
    outcome = call(*arguments)
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err


def test_version_is_that_of_the_package(call: Call) -> None:
    """--version prints name and version."""
    import roleplay

    assert call("--version").out == f"roleplay {roleplay.__version__}\n"


def test_closed_standard_streams_are_survived() -> None:
    """Started without standard input, as by a scheduler, the program ends the talk at once and without a fault."""
    script = 'exec "$0" -c "from roleplay.cli import main; main()" practice absent_father --lang en --format json <&-'
    done = subprocess.run(["/bin/sh", "-c", script, sys.executable], capture_output=True, timeout=PATIENCE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
