"""What every test gets: a home of its own and an environment without anybody's settings."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from roleplay.testing.server import Provider

pytest_plugins = ["roleplay.testing.fixtures"]


@pytest.fixture(autouse=True)
def home(roleplay_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
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
    monkeypatch.setenv("ROLEPLAY_HOME", str(roleplay_home))
    return roleplay_home


@pytest.fixture(name="provider")
def _provider(scripted_provider: Provider) -> Provider:
    """The provider on loopback that behaves as the name of the model says."""
    return scripted_provider
