"""Personas served as models, as recorded: one roleplay asks another, which is an OpenAI-compatible server like any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.dialogue import Status
from roleplay.models.endpoint import Endpoint
from roleplay.models.guards import guarded
from roleplay.models.openai import OpenAIModel
from roleplay.models.reply import Message, Usage
from roleplay.testing.cassettes import HOST
from tests.recorded.conftest import NOBODY
from tests.recorded.talks import TALKS
from tests.web.serving import Served

pytestmark = pytest.mark.vcr


def spoken(url: str, key: str, language: str) -> None:
    """Ask the grumbling parent at *url*, and look at the reply."""
    model = f"grumbling_parent/sunday-call/{language}"
    talk: list[Message] = TALKS[language]
    reply = guarded(OpenAIModel(Endpoint(name=f"openai:{model}", model=model, url=url, key=key)), attempts=1).stream(talk)
    assert "".join(reply).strip()
    assert reply.ending is not None
    assert (reply.ending.status, reply.ending.finish, reply.ending.usage) == (Status.COMPLETE, "stop", Usage(0, 0))


@pytest.mark.parametrize("language", sorted(TALKS))
def test_a_served_persona_speaks(language: str, record_mode: str, tmp_path: Path) -> None:
    """Streamed, whole, with a usage of nothing; recorded from ``roleplay serve`` in a process of its own."""
    if record_mode == "none":
        spoken(f"https://{HOST}/v1", NOBODY, language)
        return
    with Served(tmp_path / "home") as served:
        spoken(served.url, served.token, language)
