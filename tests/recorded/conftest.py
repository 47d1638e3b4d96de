"""Where cassettes are, what is asked when they are recorded, and that each is used up."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from roleplay.models.endpoint import Endpoint
from roleplay.testing import cassettes
from roleplay.testing.server import Provider
from tests.messages import ROOT

CASSETTES = ROOT / "cassettes"
REAL = {
    name: os.environ.get(name) for name in ("ROLEPLAY_RECORD_URL", "ROLEPLAY_RECORD_MODEL", "OPENAI_API_KEY")
}  # before tests are given none

NOBODY = "sk-none-of-anybody"


def pytest_recording_configure(config: pytest.Config, vcr: Any) -> None:
    """Bodies that can be read in a diff, read by a safe loader."""
    vcr.register_serializer("yaml", cassettes.Readable)


@pytest.fixture(name="vcr_config")
def _vcr_config() -> dict[str, Any]:
    """Nothing of a provider or a key is kept."""
    return cassettes.config()


@pytest.fixture(scope="module", name="vcr_cassette_dir")
def _vcr_cassette_dir(request: pytest.FixtureRequest) -> str:
    """One folder for each module of tests."""
    return str(CASSETTES / Path(str(request.node.fspath)).stem.removeprefix("test_"))


@pytest.fixture(autouse=True)
def used_up(vcr: Any, record_mode: str) -> Iterator[None]:
    """A test that leaves recorded interactions unplayed fails."""
    yield
    if vcr is not None and record_mode == "none":
        assert len(vcr) > 0, f"{vcr.path} holds nothing; record it: cassettes/README.md"
        assert vcr.all_played, f"{vcr.path} holds interactions that were not asked for"


class Target:
    """Who is asked: nobody on replay, the scripted provider when recording, or a real one where the environment names it."""

    def __init__(self, provider: Provider | None) -> None:
        self._provider = provider

    def endpoint(self, model: str, *, real: str | None = None, key: str | None = None) -> Endpoint:
        """The *model* of the scripted provider; *real* is what it is called at a real one, if not as the environment says."""
        if self._provider is None:
            return Endpoint(name=f"openai:{model}", model=model, url=f"https://{cassettes.HOST}/v1", key=key or NOBODY)
        if REAL["ROLEPLAY_RECORD_URL"]:
            name = real or REAL["ROLEPLAY_RECORD_MODEL"] or model
            return Endpoint(name=f"openai:{name}", model=name, url=REAL["ROLEPLAY_RECORD_URL"], key=key or REAL["OPENAI_API_KEY"])
        return Endpoint(name=f"openai:{model}", model=model, url=self._provider.url, key=key or NOBODY)


@pytest.fixture(name="target")
def _target(record_mode: str, request: pytest.FixtureRequest) -> Target:
    """Who is asked."""
    return Target(None if record_mode == "none" else request.getfixturevalue("provider"))
