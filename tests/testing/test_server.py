"""The provider that stands in for a real one, as the SDK itself finds it."""

from __future__ import annotations

import openai
import pytest

from roleplay.testing.answer import SAYS
from roleplay.testing.behaviours import BEHAVIOURS
from roleplay.testing.server import Provider


def client(provider: Provider) -> openai.OpenAI:
    """The SDK, asking once."""
    return openai.OpenAI(api_key="x", base_url=provider.url, max_retries=0)


def test_the_sdk_takes_it_for_a_provider(provider: Provider) -> None:
    """A stream of chunks with a finish reason and usage; what was asked is kept."""
    with client(provider) as sdk:
        chunks = list(
            sdk.chat.completions.create(
                model="anything", messages=[{"role": "user", "content": "Hello."}], stream=True, stream_options={"include_usage": True}
            )
        )
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == SAYS
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
    assert chunks[-1].usage is not None
    assert (provider.asked, provider.requests[0].path, provider.requests[0].text) == (["anything"], "/v1/chat/completions", "Hello.")


def test_it_fails_as_it_is_told(provider: Provider) -> None:
    """And goes on answering others."""
    with client(provider) as sdk:
        with pytest.raises(openai.RateLimitError, match="no"):
            sdk.chat.completions.create(model="quota", messages=[])
        with pytest.raises(openai.InternalServerError):
            sdk.chat.completions.create(model="status:500", messages=[])
        with pytest.raises(openai.APIConnectionError):
            sdk.chat.completions.create(model="drops", messages=[])
        assert sdk.chat.completions.create(model="plain", messages=[]).choices[0].message.content == SAYS


def test_it_stops_though_replies_are_under_way() -> None:
    """Nobody is waited for."""
    with Provider() as provider, client(provider) as sdk:
        stream = sdk.chat.completions.create(model="stalls", messages=[], stream=True)
        next(iter(stream))
    stream.close()


def test_every_behaviour_is_in_its_place() -> None:
    """By the alphabet, so that one finds them."""
    assert list(BEHAVIOURS) == sorted(BEHAVIOURS)
