"""What importing costs and does: nothing that was not asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.modules import MODULES
from tests.messages import ROOT

HEAVY = ("openai", "langchain_core", "yaml", "rich", "prompt_toolkit", "pydantic", "jinja2", "pymorphy3", "simplemma", "click")
WATCHED = """
import importlib, json, os, sys
home, touched = os.environ["ROLEPLAY_HOME"], []
def look(event, arguments):
    if event in ("open", "os.listdir", "os.scandir", "os.mkdir", "os.rename", "os.remove"):
        touched.extend(str(each) for each in arguments[:1] if str(each).startswith(home))
    if event.startswith(("socket.connect", "subprocess.", "os.system", "os.fork", "os.exec")):
        touched.append(event)
sys.addaudithook(look)
before = dict(os.environ)
importlib.import_module({module!r})
import threading
assert os.environ == before, "the environment was changed"
assert threading.active_count() == 1, "a thread was started"
json.dump({{"touched": touched, "modules": sorted(sys.modules)}}, open({answer!r}, "w"))
"""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """Run a fresh Python with *command*, warnings as errors, in a folder that holds nothing."""
    return subprocess.run(
        [sys.executable, "-W", "error", *command],
        cwd=os.environ["EMPTY"],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(autouse=True)
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to start from."""
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.setenv("EMPTY", str(folder))
    return folder
