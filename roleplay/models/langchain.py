"""Any chat model of LangChain as a model here. Nothing is traced, whatever the environment says, and no text is ever a template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextvars import copy_context
from importlib import import_module
from typing import TYPE_CHECKING, Any

from roleplay.dialogue import Status
from roleplay.errors import Misconfigured, ProviderFailed, RoleplayError, TimedOut, Unreachable, Unusable, mark
from roleplay.models.faults import at_status, excerpt, without_keys
from roleplay.models.kind import Opened
from roleplay.models.reply import Ending, Message, Pieces, Reply, Usage, mended

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage, BaseMessageChunk

__all__ = ["LANGCHAIN", "Factories", "LangChainModel", "made"]

_FINISH = ("finish_reason", "stop_reason", "done_reason")
_STATUS = {
    "length": Status.TRUNCATED,
    "max_tokens": Status.TRUNCATED,
    "model_length": Status.TRUNCATED,
    "content_filter": Status.REFUSED,
    "refusal": Status.REFUSED,
    "safety": Status.REFUSED,
}


def made(place: str) -> BaseChatModel:
    """The chat model at *place*, ``module:factory``: what the factory makes, or the object itself. Raises `Unusable` with the reason."""
    module, _, factory = place.partition(":")
    try:
        from langchain_core.language_models import BaseChatModel

        found: Any = import_module(module)
        for part in factory.split("."):
            found = getattr(found, part)
        model = found if isinstance(found, BaseChatModel) else found()
    except Exception as error:  # a module of the user's own may raise anything
        raise Unusable("{name} makes no model: {reason}", name=f"langchain:{place}", reason=_said(error)) from None
    if not isinstance(model, BaseChatModel):
        raise Unusable("langchain:{place} makes no chat model of LangChain, but {kind}", place=place, kind=type(model).__name__)
    return model


class LangChainModel:
    """*model* under the name *name*."""

    def __init__(self, model: BaseChatModel, name: str) -> None:
        self._model = model
        self._name = name

    @property
    def name(self) -> str:
        """As it is named on the command line."""
        return self._name

    def stream(self, messages: Sequence[Message]) -> Reply:
        """The reply to *messages*. It cannot be cut off from outside; who does not want it any more leaves it."""
        return Reply(mended(self._pieces(messages), self._mapped))

    def _pieces(self, messages: Sequence[Message]) -> Pieces:
        finish, usage, model, reports, spoken = None, None, None, False, False
        for chunk in _untraced(self._model, [_theirs(message) for message in messages]):
            text = str(chunk.text)
            if text:
                yield text
                spoken = True
            told = chunk.response_metadata or {}
            reports = reports or bool(told)
            finish = next((str(told[key]) for key in _FINISH if told.get(key)), finish)
            model = str(told.get("model_name") or told.get("model") or "") or model
            usage = _usage(getattr(chunk, "usage_metadata", None)) or usage
        status = Status.UNKNOWN_END if reports and finish is None else _STATUS.get((finish or "").lower(), Status.COMPLETE)
        if status is Status.UNKNOWN_END and not spoken:
            raise ProviderFailed("{model} answered nothing", model=self._name)
        yield Ending(status=status, finish=finish, usage=usage, model=model)

    def _mapped(self, error: Exception) -> RoleplayError:
        if isinstance(error, RoleplayError):
            return error
        status, body = getattr(error, "status_code", None), getattr(error, "body", None)
        response = getattr(error, "response", None)
        if isinstance(status, int):
            return at_status(status, getattr(response, "headers", None) or {}, body or str(error), host=self._name, model=self._name)
        kinds = " ".join(kind.__name__ for kind in type(error).__mro__)
        if "Timeout" in kinds:
            return TimedOut("{host} did not answer in time", host=self._name)
        if isinstance(error, OSError) or "Connect" in kinds or "TransportError" in kinds:
            return Unreachable("the connection to {host} broke", host=self._name)
        return ProviderFailed("{model} failed: {reason}", model=self._name, reason=_said(error))


class Factories:
    """The kind of models that a factory of the user's makes: ``langchain:module:factory``."""

    rest = "MODULE:FACTORY"
    key = None

    def place(self, base_url: str | None, environment: Mapping[str, str]) -> str:
        """Wherever the module says."""
        return mark("any chat model of LangChain that is installed")

    def open(self, name: str, *, base_url: str | None, environment: Mapping[str, str], local_only: bool) -> Opened:
        """The model *name*. Raises `Unusable`, and `Misconfigured` where nothing may leave the machine: its module is not imported then."""
        if local_only:
            raise Misconfigured("--local-only allows no {name}: nobody here can tell where it sends what is said", name=name)
        return Opened(LangChainModel(made(name.partition(":")[2]), name), None, local=False)


LANGCHAIN = Factories()


def _untraced(model: BaseChatModel, messages: list[BaseMessage]) -> Iterator[BaseMessageChunk]:
    """What *model* streams, in a context in which LangSmith records nothing."""
    from langsmith.run_helpers import tracing_context

    context = copy_context()
    silence = tracing_context(enabled=False)  # held until the end: it is lifted when it is let go
    context.run(silence.__enter__)
    chunks = context.run(lambda: iter(model.stream(messages)))
    while (chunk := context.run(next, chunks, None)) is not None:
        yield chunk
    context.run(silence.__exit__, None, None, None)


def _theirs(message: Message) -> BaseMessage:
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    if message.role == "system":
        return SystemMessage(content=message.text)
    return HumanMessage(content=message.text) if message.role == "user" else AIMessage(content=message.text)


def _usage(told: Any) -> Usage | None:
    return Usage(told.get("input_tokens"), told.get("output_tokens")) if told else None


def _said(error: Exception) -> str:
    return excerpt(without_keys(f"{type(error).__name__}: {error}"))
