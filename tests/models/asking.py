"""Asking the provider that stands in for a real one."""

from __future__ import annotations

from typing import Any

import pytest

from roleplay.errors import RoleplayError
from roleplay.models.endpoint import Endpoint, endpoint
from roleplay.models.guards import guarded
from roleplay.models.openai import OpenAIModel
from roleplay.models.reply import Ending, Message
from roleplay.testing.server import Provider

__all__ = ["HELLO", "KEY", "at", "failure", "heard"]

KEY = "sk-very-secret-0123456789"
HELLO = [Message("user", "Hello.")]


def at(provider: Provider, model: str) -> Endpoint:
    """The *model* of *provider*."""
    return endpoint(f"openai:{model}", base_url=provider.url, environment={"OPENAI_API_KEY": KEY})


def heard(provider: Provider, model: str, **guards: Any) -> tuple[str, Ending]:
    """What *model* says, with all guards, and how it ends."""
    reply = guarded(OpenAIModel(at(provider, model)), **guards).stream(HELLO)
    text = "".join(reply)
    assert reply.ending is not None
    return text, reply.ending


def failure(provider: Provider, model: str, **guards: Any) -> RoleplayError:
    """How *model* fails before it says anything."""
    with pytest.raises(RoleplayError) as caught:
        heard(provider, model, **guards)
    assert KEY not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    return caught.value
