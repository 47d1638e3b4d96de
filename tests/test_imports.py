"""What importing costs and does: nothing that was not asked for."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from tests.messages import ROOT
from tests.modules import MODULES, tree

THIRD_PARTY = ("click", "jinja2", "langchain_core", "openai", "prompt_toolkit", "pydantic", "pymorphy3", "rich", "simplemma", "yaml")
SLOW = ("asyncio", "http.client", "langchain_core", "openai", "prompt_toolkit", "pydantic", "rich", "roleplay.catalog", "ssl", "yaml")
CORE = (
    "roleplay.dialogue",
    "roleplay.codes",
    "roleplay.scoring",
    "roleplay.assessment",
    "roleplay.scorecard",
    "roleplay.agreement.judgement",
    "roleplay.agreement.estimates",
    "roleplay.agreement.comparison",
    "roleplay.agreement.labels",
    "roleplay.mood",
    "roleplay.session",
)

WATCHING = """
import contextlib, importlib, io, json, os, sys, threading

def watch(event, arguments):
    place = str(arguments[0]) if arguments else ""
    if event.startswith(("socket.", "subprocess.", "os.system", "os.fork", "os.exec", "os.posix_spawn")) or place.startswith(os.environ["ROLEPLAY_HOME"]):
        events.append(f"{event} {place}")

done, environment = {}, dict(os.environ)
sys.addaudithook(watch)
for name in sys.argv[1:]:
    events = done[name] = []
    with contextlib.redirect_stdout(io.StringIO()) as said, contextlib.redirect_stderr(said):
        importlib.import_module(name)
    if said.getvalue():
        events.append(f"printed {said.getvalue()}")
    if os.environ != environment:
        events.append("changed the environment")
    if threading.active_count() > 1:
        events.append("started a thread")
print(json.dumps(done))
"""
HOME = "home"


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What a fresh process did: its output, and the *modules* it had in the end."""

    output: str
    modules: set[str]

    def has(self, *names: str) -> list[str]:
        """Those of *names* that are among the modules."""
        return [name for name in names if name in self.modules]


def fresh(code: str, folder: Path) -> Imported:
    """Run *code* in a new process that starts in *folder*."""
    asking = "\nimport json, sys\nprint(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    command = [sys.executable, "-X", "utf8", "-c", code + asking]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    *said, last = done.stderr.splitlines()
    return Imported(output=done.stdout + "\n".join(said), modules=set(json.loads(last)))


def needed(name: str) -> set[str]:
    """The modules of the package that the one called *name* imports when it is imported itself."""
    found = set()
    for node in tree(name).body:
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            inner = {f"{node.module}.{each.name}" for each in node.names}
            found |= inner & set(MODULES) or {str(node.module)}
    return found & set(MODULES)


@pytest.fixture(name="ordered", scope="module")
def _ordered() -> tuple[str, ...]:
    """All modules, each behind those that it imports."""
    return tuple(TopologicalSorter({name: needed(name) for name in MODULES}).static_order())


@pytest.fixture(name="events", scope="module")
def _events(ordered: tuple[str, ...], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What each module did when it was imported, and not one of those that it needs, in a process for all of them."""
    folder = tmp_path_factory.mktemp("imports")
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ROLEPLAY_")}
    command = [sys.executable, "-X", "utf8", "-c", WATCHING, *ordered]
    done = subprocess.run(
        command,
        cwd=folder,
        env=plain | {"ROLEPLAY_HOME": str(folder / HOME)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)
    assert list(folder.iterdir()) == []
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def test_a_module_can_be_imported_first(ordered: tuple[str, ...]) -> None:
    """No module needs one that needs it, so that it does not matter which of them a program begins with."""
    assert set(ordered) == set(MODULES)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_does_nothing_when_it_is_imported(name: str, events: dict[str, list[str]]) -> None:
    """Nothing is printed, started, connected to or set, and nobody's files are looked at; the command line may look for its language."""
    assert [event for event in events[name] if not (name.startswith("roleplay.cli") and event.endswith(f"{HOME}{os.sep}config.toml"))] == []


def test_the_package_alone_imports_nothing_else(tmp_path: Path) -> None:
    """No third party, and nothing of its own."""
    done = fresh("import roleplay", tmp_path)

    assert done.has(*THIRD_PARTY) == []
    assert [name for name in done.modules if name.startswith("roleplay.")] == []


def test_values_and_rules_need_no_third_party(tmp_path: Path) -> None:
    """The core runs on the standard library alone."""
    assert fresh(f"import {', '.join(CORE)}", tmp_path).has(*THIRD_PARTY) == []


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_help_imports_nothing_slow(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is there at once, in English; in another language it may look into the catalogues, and still not into plugins."""
    monkeypatch.setenv("ROLEPLAY_LANGUAGE", language)

    done = fresh("from roleplay.cli import run\nassert run(['--help']) == 0", tmp_path)

    assert "grumbling_parent" in done.output
    assert done.has(*SLOW) == []


def test_offline_practice_imports_no_model(tmp_path: Path) -> None:
    """What is not used costs nothing."""
    code = "import roleplay.cli.practice, roleplay.cli.piped, roleplay.cli.score, roleplay.actors.offline, roleplay.coders.rules"

    assert fresh(code, tmp_path).has("openai", "langchain_core") == []


def test_agreement_as_data_makes_no_page(tmp_path: Path) -> None:
    """Templates are for pages, colours for terminals."""
    code = f"from roleplay.cli import run\nassert run(['agreement', {str(ROOT / 'tests' / 'replies' / 'en.jsonl')!r}, '--format', 'json']) == 0"

    assert fresh(code, tmp_path).has("jinja2", "rich", "prompt_toolkit", "openai", "langchain_core") == []
