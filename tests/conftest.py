"""What every test gets: a home of its own and an environment without anybody's settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest_plugins = ["roleplay.testing.fixtures"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh ROLEPLAY_HOME, English messages, and no variable of the developer's machine that could change a result."""
    for name in [
        n
        for n in os.environ
        if n.startswith(
            ("ROLEPLAY_", "OPENAI_", "LC_", "LANGSMITH_", "LANGCHAIN_", "HTTP_", "HTTPS_", "ALL_PROXY", "http_", "https_", "all_proxy")
        )
    ]:
        monkeypatch.delenv(name)
    monkeypatch.delenv("LANGUAGE", raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    folder = tmp_path / "home"
    monkeypatch.setenv("ROLEPLAY_HOME", str(folder))
    return folder
