"""Chat Completions as recorded: what is on the wire, and what the model layer reads in it.

Faults in the middle of a stream are not here: a cassette holds whole streams only, so they are tested against a server (`tests.models.test_openai`).
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from roleplay.dialogue import Status
from roleplay.errors import KeyRefused, ProviderFailed
from roleplay.models.endpoint import OPENAI, Endpoint
from roleplay.models.guards import guarded
from roleplay.models.openai import OpenAIModel
from roleplay.models.reply import Ending, Message
from roleplay.testing.server import Provider
from tests.recorded.conftest import NOBODY, Target
from tests.recorded.talks import TALKS

pytestmark = pytest.mark.vcr


def heard(endpoint: Endpoint, talk: list[Message]) -> tuple[str, Ending]:
    """What is said to *talk*, asked once, and how it ended."""
    reply = guarded(OpenAIModel(endpoint), attempts=1).stream(talk)
    text = "".join(reply)
    assert reply.ending is not None
    return text, reply.ending


@pytest.mark.parametrize("language", sorted(TALKS))
def test_a_reply_is_streamed(target: Target, language: str) -> None:
    """A talk of some turns with its system prompt; the answer is whole and says what it cost."""
    text, ending = heard(target.endpoint("say"), TALKS[language])
    assert text.strip()
    assert (ending.status, ending.finish) == (Status.COMPLETE, "stop")
    assert ending.usage is not None
    assert (ending.usage.sent or 0) > 0
    assert (ending.usage.got or 0) > 0


def test_d8_openai_is_told_to_store_nothing(
    vcr: Any, record_mode: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """D8: the request to OpenAI's own host carries ``store: false``, as it stands in the cassette; recorded with the scripted provider as
    the proxy.
    """
    if record_mode != "none":
        provider: Provider = request.getfixturevalue("provider")
        monkeypatch.setenv("HTTP_PROXY", provider.url.removesuffix("/v1"))
    text, _ = heard(Endpoint(name="openai:say", model="say", url=OPENAI.replace("https:", "http:"), key=NOBODY), TALKS["en"])
    assert text.strip()
    (asked,) = vcr.requests
    assert (asked.host, json.loads(asked.body)["store"]) == ("api.openai.com", False)


def test_p2_a_refused_key(target: Target) -> None:
    """P2: with the provider's own words, which are not told."""
    with pytest.raises(KeyRefused, match="does not accept the key") as caught:
        heard(target.endpoint("key", key=NOBODY), TALKS["en"])
    assert NOBODY not in str(caught.value)


def test_p17_a_model_that_is_not_there(target: Target) -> None:
    """P17: it is told by its name."""
    with pytest.raises(ProviderFailed, match="has no model"):
        heard(target.endpoint("status:404", real="no-such-model"), TALKS["en"])
