"""A chat model of LangChain as a model here."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, GenericFakeChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langsmith.utils import tracing_is_enabled

from roleplay.dialogue import Status
from roleplay.errors import KeyRefused, Misconfigured, ProviderFailed, QuotaSpent, RoleplayError, TimedOut, Unreachable, Unusable
from roleplay.models.guards import guarded
from roleplay.models.langchain import LangChainModel, made
from roleplay.models.opening import opened
from roleplay.models.reply import Ending, Message, Usage

TALK = [Message("system", "You are {name}."), Message("user", "Hello."), Message("assistant", "Yes?"), Message("user", "{x}")]


class Told(BaseChatModel):
    """Streams what it was given, or raises it; notes what it was asked and whether it was traced."""

    chunks: list[Any]
    asked: list[list[BaseMessage]]
    traced: list[bool]

    @property
    def _llm_type(self) -> str:
        return "told"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=AIMessage("whole"))])

    def _stream(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: CallbackManagerForLLMRun | None = None, **_: Any
    ) -> Iterator[ChatGenerationChunk]:
        self.asked.append(messages)
        self.traced.append(bool(tracing_is_enabled()))
        for chunk in self.chunks:
            if isinstance(chunk, Exception):
                raise chunk
            yield ChatGenerationChunk(message=chunk if isinstance(chunk, AIMessageChunk) else AIMessageChunk(content=chunk))


class Refused(Exception):
    """As the libraries of providers raise it."""

    def __init__(self, status: int, body: object = None) -> None:
        super().__init__("sk-secret-0123456789 is wrong")
        self.status_code, self.body = status, body


class ReadTimeout(Exception):
    """As an HTTP library calls it."""


def told(*chunks: Any) -> Told:
    """A model that streams *chunks*."""
    return Told(chunks=list(chunks), asked=[], traced=[])


def heard(model: BaseChatModel) -> tuple[str, Ending]:
    """What *model* says and how it ends."""
    reply = guarded(LangChainModel(model, "langchain:x:y"), attempts=1).stream(TALK)
    text = "".join(reply)
    assert reply.ending is not None
    return text, reply.ending


def test_any_chat_model_of_langchain_speaks() -> None:
    """One that ships with LangChain, in pieces, with the messages in their roles and their braces untouched."""
    text, ending = heard(GenericFakeChatModel(messages=iter([AIMessage("You never ring.")])))
    assert (text, ending.status) == ("You never ring.", Status.COMPLETE)
    model = told("Yes.")
    heard(model)
    assert [(message.type, message.content) for message in model.asked[0]] == [
        ("system", "You are {name}."),
        ("human", "Hello."),
        ("ai", "Yes?"),
        ("human", "{x}"),
    ]


@pytest.mark.parametrize(
    ("told_of", "status"),
    [
        ({"finish_reason": "stop"}, Status.COMPLETE),
        ({"finish_reason": "length"}, Status.TRUNCATED),
        ({"stop_reason": "max_tokens"}, Status.TRUNCATED),
        ({"finish_reason": "content_filter"}, Status.REFUSED),
        ({"model_name": "x"}, Status.UNKNOWN_END),
        ({}, Status.COMPLETE),
    ],
)
def test_p10_p11_p12_every_end_has_its_status(told_of: dict[str, str], status: Status) -> None:
    """By what the provider's own package reports; one that reports and does not say why it ended may have been cut."""
    last = AIMessageChunk(content="", response_metadata=told_of, usage_metadata={"input_tokens": 3, "output_tokens": 2, "total_tokens": 5})
    text, ending = heard(told("You never", " ring.", last))
    assert (text, ending.status, ending.usage) == ("You never ring.", status, Usage(3, 2))


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (Refused(401), KeyRefused),
        (Refused(429, {"error": {"code": "insufficient_quota"}}), QuotaSpent),
        (ReadTimeout("x"), TimedOut),
        (ConnectionResetError("x"), Unreachable),
        (IndexError("list index out of range"), ProviderFailed),
        (ValueError("sk-secret-0123456789"), ProviderFailed),
    ],
)
def test_whatever_is_raised_is_one_of_ours(error: Exception, kind: type[RoleplayError]) -> None:
    """Before a word it is raised, after one it is the ending; no key is repeated."""
    with pytest.raises(kind) as caught:
        heard(told(error))
    assert "sk-secret" not in str(caught.value)
    text, ending = heard(told("You never", error))
    assert (text, ending.status) == ("You never", Status.INTERRUPTED)
    assert isinstance(ending.fault, kind)


def test_p24_nothing_is_traced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though the environment asks for it."""
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "LANGSMITH_OTEL_ENABLED"):
        monkeypatch.setenv(name, "true")
    model = told("Yes.")
    heard(model)
    assert model.traced == [False]


def test_a_factory_is_found_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A function that makes a model, or the model itself; what makes none is told with its reason."""
    module = ModuleType("my_models")
    vars(module).update(make=lambda: told("Yes."), ready=told("Yes."), wrong=lambda: 7, broken=lambda: 1 / 0)
    monkeypatch.setitem(sys.modules, "my_models", module)
    assert isinstance(made("my_models:make"), Told)
    assert isinstance(made("my_models:ready"), Told)
    assert opened("langchain:my_models:make", base_url=None, environment={}, local_only=False).host is None
    for place, reason in (
        ("my_models:wrong", "but int"),
        ("my_models:broken", "ZeroDivisionError"),
        ("nowhere:x", "ModuleNotFoundError"),
        ("my_models", "Error"),
    ):
        with pytest.raises(Unusable, match=reason):
            made(place)


def test_d9_nobody_can_tell_where_it_sends_to() -> None:
    """So it is not allowed where nothing may leave the machine."""
    with pytest.raises(Misconfigured, match="--local-only"):
        opened("langchain:my_models:make", base_url=None, environment={}, local_only=True)
