"""The pytest plugin, as a plugin author has it: by its entry point, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SUITE = """
import sys
import urllib.request

AT_LOAD = sorted(name for name in sys.modules if name.startswith("roleplay")), "openai" in sys.modules

def test_nothing_is_imported_at_load():
    assert AT_LOAD == (["roleplay", "roleplay.testing", "roleplay.testing.fixtures"], False)

def test_a_provider_is_there(scripted_provider):
    assert scripted_provider.url.startswith("http://127.0.0.1:")
    body = b'{"model": "plain", "messages": []}'
    request = urllib.request.Request(scripted_provider.url + "/chat/completions", body, {"content-type": "application/json"})
    assert b"You never ring" in urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request).read()
    assert scripted_provider.asked == ["plain"]

def test_a_home_is_there(roleplay_home, monkeypatch):
    import os
    assert os.environ["ROLEPLAY_HOME"] == str(roleplay_home) and not roleplay_home.exists()
"""


def suite(folder: Path, *arguments: str) -> str:
    """What pytest says of the suite in *folder*."""
    (folder / "test_theirs.py").write_text(SUITE, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "error", "--rootdir", str(folder), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False).stdout


def test_whoever_has_roleplay_installed_has_its_fixtures(tmp_path: Path) -> None:
    """Without a line of configuration; and nothing of it is imported before it is asked for."""
    assert "3 passed" in suite(tmp_path)


def test_who_does_not_want_them_leaves_them_out(tmp_path: Path) -> None:
    """As with any plugin of pytest."""
    assert "fixture 'scripted_provider' not found" in suite(tmp_path, "-p", "no:roleplay")
