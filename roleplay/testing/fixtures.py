"""Fixtures for pytest: whoever has roleplay installed has them, by the entry point ``pytest11``; ``-p no:roleplay`` leaves them out.

::

    def test_my_model_survives_a_cut(scripted_provider):
        model = MyModel(base_url=scripted_provider.url, model="cut")
        ...
        assert scripted_provider.asked == ["cut"]

Nothing of roleplay is imported before a test asks for one of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from roleplay.testing.server import Provider

__all__ = ["roleplay_home", "scripted_provider"]


@pytest.fixture
def scripted_provider() -> Iterator[Provider]:
    """A server on loopback that speaks Chat Completions and behaves as the name of the model says, `roleplay.testing.server.Provider`.

    Its ``url`` goes where a base URL is asked for; ``requests`` holds what was asked, in order.
    """
    from roleplay.testing.server import Provider

    with Provider() as server:
        yield server


@pytest.fixture
def roleplay_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh home for settings, plugins and transcripts: ``ROLEPLAY_HOME``, as a folder that is not there yet."""
    folder = tmp_path / "home"
    monkeypatch.setenv("ROLEPLAY_HOME", str(folder))
    return folder
