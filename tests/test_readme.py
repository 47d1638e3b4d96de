"""The readme and the other texts beside the code: what they tell a reader to type is there."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import click
import pytest

from roleplay.cli import COMMANDS, root
from roleplay.cli.commands import COMMANDS as SLASHES
from tests.messages import ROOT

README = (ROOT / "README.md").read_text("utf-8")
TEXTS = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")), *sorted((ROOT / "benchmarks").glob("*.md")))
FENCE = re.compile(r"^```(?:\w*|\{[\w-]+\}[^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


def marked(name: str) -> list[str]:
    """The lines of the block below the comment *name*."""
    found = re.search(rf"^<!-- {name} -->\n```sh\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return found[1].splitlines() if found else []


def told(path: Path) -> Iterator[str]:
    """What *path* gives to type: lines of blocks, and what stands between backticks."""
    text = path.read_text("utf-8")
    for block in FENCE.findall(text):
        yield from block.splitlines()
    for span in re.findall(r"`([^`]+)`", FENCE.sub("", text)):
        yield " ".join(span.split())


def calls(line: str) -> Iterator[list[str]]:
    """The words after each `roleplay` that *line* runs."""
    parts = re.split(r"&&|;|(?<=\s)\|(?=\s)", line) if "roleplay" in line else ()
    for part in parts:
        try:
            words = shlex.split(part)
        except ValueError:  # an apostrophe of prose
            words = part.split()
        if words and Path(words[0]).name == "roleplay":
            before = 3 if words[1:2] == ["--plugins"] else 1
            yield words[before:]


@lru_cache
def options(command: click.Command) -> frozenset[str]:
    """The options of *command*."""
    return frozenset(name for each in command.params if isinstance(each, click.Option) for name in (*each.opts, *each.secondary_opts))


@lru_cache
def tree() -> dict[tuple[str, ...], click.Command]:
    """Every command by its words."""
    context = click.Context(root)
    everything: dict[tuple[str, ...], click.Command] = {(): root}
    for name in COMMANDS:
        command = root.get_command(context, name)
        assert command is not None
        everything[name,] = command
        if isinstance(command, click.Group):
            everything |= {(name, below): each for below, each in command.commands.items()}
    return everything


@pytest.mark.parametrize(("name", "ending"), [("practice", "roleplay practice grumbling_parent"), ("test", "python -m pytest -q")])
def test_the_readme_has_a_command_of_one_line(name: str, ending: str) -> None:
    """Marked, complete from a fresh clone, and without make."""
    (line,) = marked(name)

    assert line.startswith("python3 -m venv .venv && ")
    assert line.endswith(f".venv/bin/{ending}")
    assert "-c constraints.txt" in line
    assert "make" not in shlex.split(line)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_command_that_is_told_is_there(path: Path) -> None:
    """With its options; `a|b` stands for either."""
    for line in told(path):
        for words in calls(line):
            given = [word for word in words if not word.startswith("-")]
            above = (given[0],) if given else ()
            assert above in tree(), line
            allowed = options(root) | options(tree()[above]) | {"--help"}
            if isinstance(tree()[above], click.Group) and above and len(given) > 1:
                for below in given[1].split("|"):
                    assert (*above, below) in tree(), line
                    allowed |= options(tree()[*above, below])
            assert {word.partition("=")[0] for word in words if word.startswith("--")} <= allowed, line


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_option_that_is_told_is_there(path: Path) -> None:
    """Also one that is told without its command."""
    known = {"--help"}.union(*(options(command) for command in tree().values()))

    for line in told(path):
        assert line.startswith("python3 ") or set(OPTION.findall(line)) <= known, line


def test_the_calls_in_the_readme_are_found() -> None:
    """The tests above look at something."""
    found = [words for line in told(ROOT / "README.md") for words in calls(line)]

    assert ["practice", "grumbling_parent"] in found
    assert ["transcripts", "list|recover|delete|purge"] in found
    assert ["score", "last", "--format", "csv"] in found
    assert len(found) > 8


def test_a_short_form_of_a_command_is_there_too() -> None:
    """`personas check` is told where `roleplay` goes without saying."""
    short = [
        line.split()
        for path in TEXTS
        for line in told(path)
        if line.split()[:1] and line.split()[0] in ("personas", "scorers", "transcripts")
    ]

    assert short
    assert [words for words in short if len(words) > 1 and (words[0], words[1]) not in tree()] == []


def test_every_slash_command_is_told_and_there() -> None:
    """The table of the readme has all of them but the list itself."""
    assert {word for line in told(ROOT / "README.md") for word in re.findall(r"^/[a-z]+$", line)} == set(SLASHES) - {"/help"}


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_file_that_is_named_is_there(path: Path) -> None:
    """A path from the root of the checkout, or a pattern of one, a module, or an entry-point group."""
    for line in told(path):
        if re.fullmatch(r"(benchmarks|docs|personas|roleplay|scorers|tests)/[\w./*-]*", line):
            assert any(ROOT.glob(line.rstrip("/"))), line


def tracked() -> Iterator[tuple[str, str]]:
    """The text files that the repository holds, by name."""
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, timeout=60
    ).stdout.decode("utf-8")
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if path.suffix != ".mo" and path.is_file():
            yield name, path.read_text("utf-8")


def test_no_file_names_a_place_that_only_one_machine_has() -> None:
    """No home, working or temporary folder of a developer, and no host to install from: both are the reader's own."""
    places = re.compile(
        r"(?<![\w.}*/-])/(?:[w]ork|[r]oot|[t]mp|[h]ome/[a-z]+|[U]sers/[a-z]+)(?![\w|*])|[p]ypi\.|[p]ythonhosted|[i]ndex-url|[n]pmjs"
    )
    found = [(name, hit[0]) for name, text in tracked() for hit in places.finditer(text)]

    assert found == []


def test_r9_network_shares_and_sync_folders_are_told_of() -> None:
    """What is right there and what may not be: the files, and the lock that keeps two processes apart."""
    told = " ".join((ROOT / "README.md").read_text("utf-8").split())

    assert "Keep the folder out of sync services and off network shares" in told
