"""What importing costs and does: nothing that was not asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.messages import ROOT
from tests.modules import MODULES

THIRD_PARTY = ("click", "jinja2", "langchain_core", "openai", "prompt_toolkit", "pydantic", "pymorphy3", "rich", "simplemma", "yaml")
SLOW = ("asyncio", "http.client", "langchain_core", "openai", "prompt_toolkit", "pydantic", "rich", "roleplay.catalog", "ssl", "yaml")

WATCHING = """
import importlib, json, os, sys, threading

events, environment = [], dict(os.environ)

def watch(event, arguments):
    place = str(arguments[0]) if arguments else ""
    if event.startswith(("socket.", "subprocess.", "os.system", "os.fork", "os.exec", "os.posix_spawn")) or place.startswith(os.environ["ROLEPLAY_HOME"]):
        events.append(f"{event} {place}")

sys.addaudithook(watch)
"""
ASKING = """
if os.environ != environment:
    events.append("the environment was changed")
if threading.active_count() > 1:
    events.append("a thread was started")
print(json.dumps([events, sorted(sys.modules)]), file=sys.stderr)
"""


@dataclass(frozen=True, kw_only=True)
class Imported:
    """What a fresh process did: its output, the *events* that should not be, the *modules* it had in the end."""

    output: str
    events: list[str]
    modules: set[str]

    def has(self, *names: str) -> list[str]:
        """Those of *names* that are among the modules."""
        return [name for name in names if name in self.modules]


def fresh(code: str, folder: Path) -> Imported:
    """Run *code* in a new process that starts in *folder*."""
    command = [sys.executable, "-X", "utf8", "-c", WATCHING + code + ASKING]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    *said, last = done.stderr.splitlines()
    events, modules = json.loads(last)
    return Imported(output=done.stdout + "\n".join(said), events=events, modules=set(modules))


@pytest.mark.parametrize("name", MODULES)
def test_a_module_can_be_imported_alone_and_does_nothing(name: str, home: Path, tmp_path: Path) -> None:
    """Nothing is printed, started, connected to or set, and nobody's files are looked at; the command line may look for its language."""
    done = fresh(f"importlib.import_module({name!r})", tmp_path)

    allowed = [f"open {home / 'config.toml'}"] if name.startswith("roleplay.cli") else []
    assert [event for event in done.events if event not in allowed] == []
    assert done.output == ""
    assert not home.exists()


def test_the_package_alone_imports_nothing_else(tmp_path: Path) -> None:
    """No third party, and nothing of its own."""
    done = fresh("import roleplay", tmp_path)

    assert done.has(*THIRD_PARTY) == []
    assert [name for name in done.modules if name.startswith("roleplay.")] == []


@pytest.mark.parametrize(
    "name",
    [
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
    ],
)
def test_values_and_rules_need_no_third_party(name: str, tmp_path: Path) -> None:
    """The core runs on the standard library alone."""
    assert fresh(f"import {name}", tmp_path).has(*THIRD_PARTY) == []


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_help_imports_nothing_slow(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is there at once, in English; in another language it may look into the catalogues, and still not into plugins."""
    monkeypatch.setenv("ROLEPLAY_LANGUAGE", language)

    done = fresh("from roleplay.cli import run\nassert run(['--help']) == 0", tmp_path)

    assert "grumbling_parent" in done.output
    assert done.has(*SLOW) == []


@pytest.mark.parametrize("module", ["openai", "langchain_core"])
def test_offline_practice_imports_no_model(module: str, tmp_path: Path) -> None:
    """What is not used costs nothing."""
    code = "import roleplay.cli.practice, roleplay.cli.piped, roleplay.cli.score, roleplay.actors.offline, roleplay.coders.rules"

    assert fresh(code, tmp_path).has(module) == []


@pytest.mark.parametrize("module", ["jinja2", "rich", "prompt_toolkit", "openai", "langchain_core"])
def test_agreement_as_data_makes_no_page(module: str, tmp_path: Path) -> None:
    """Templates are for pages, colours for terminals."""
    code = f"from roleplay.cli import run\nassert run(['agreement', {str(ROOT / 'tests' / 'replies' / 'en.jsonl')!r}, '--format', 'json']) == 0"

    assert fresh(code, tmp_path).has(module) == []
