"""What a chat model is: it is given messages and streams a reply, text first and how it ended last.

A reply is asked for at its first piece and not before, so that a wrapper can hold it, time it and let go of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, runtime_checkable

from roleplay.dialogue import Status
from roleplay.errors import ProviderFailed, RoleplayError

__all__ = ["ChatModel", "Ending", "Message", "Pieces", "Reply", "SchemaModel", "Usage", "filled", "mended"]


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a model: who says it by *role*, and the *text*."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the provider counts them: what was *sent* and what was *got*; None where it does not say."""

    sent: int | None = None
    got: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a reply ended: its *status*, the provider's word for it (*finish*), and what it says of *usage* and *model*.

    *fault* is what broke a reply off after words had come; *attempts* counts the requests it took.
    """

    status: Status
    finish: str | None = None
    usage: Usage | None = None
    model: str | None = None
    attempts: int = 1
    fault: RoleplayError | None = None


Pieces = Iterator[str | Ending]


class Reply:
    """A reply on its way. Iterate for its text; after that `ending` tells how it ended. `close` lets go of it, from any thread.

    Iterating raises `RoleplayError` if nothing was said; what breaks off later is told by the ending.

    >>> reply = Reply(iter(["It ", "hurts.", Ending(status=Status.COMPLETE)]))
    >>> "".join(reply), reply.ending.status
    ('It hurts.', <Status.COMPLETE: 'complete'>)
    """

    def __init__(self, pieces: Pieces, close: Callable[[], None] | None = None) -> None:
        self.pieces = pieces
        self.ending: Ending | None = None
        self._close = close

    def __iter__(self) -> Iterator[str]:
        for piece in self.pieces:
            if isinstance(piece, Ending):
                self.ending = piece
            else:
                yield piece

    def close(self) -> None:
        """Let go of the connection; whoever is reading from it hears that it ended."""
        if self._close is not None:
            self._close()


class ChatModel(Protocol):
    """A model that can hold a conversation."""

    @property
    def name(self) -> str:
        """What it is called, as in ``openai:gpt-5``."""
        ...

    def stream(self, messages: Sequence[Message]) -> Reply:
        """The reply to *messages*. Returns at once; raises nothing."""
        ...


@runtime_checkable
class SchemaModel(ChatModel, Protocol):
    """A model that can be held to a JSON schema."""

    def fill(self, messages: Sequence[Message], schema: Mapping[str, object]) -> Reply:
        """JSON that fills *schema*, which has a ``title``, as the reply to *messages*. Returns at once; raises nothing."""
        ...


def filled(model: ChatModel, messages: Sequence[Message], schema: Mapping[str, object]) -> Reply:
    """What *model* answers to *messages*, which ask for JSON: held to *schema* where it can be, else as it likes. It is to be checked in any case."""
    fill: Callable[[Sequence[Message], Mapping[str, object]], Reply] | None = getattr(model, "fill", None)
    return model.stream(messages) if fill is None else fill(messages, schema)  # `isinstance` of a protocol takes longer than all guards do


def mended(pieces: Pieces, mapped: Callable[[Exception], RoleplayError]) -> Pieces:
    """*pieces* without foreign exceptions: raised as *mapped* before the first word, told by the ending after it."""
    spoken = False
    try:
        for piece in pieces:
            yield piece
            spoken = spoken or (isinstance(piece, str) and bool(piece))
    except Exception as error:  # whatever the library below raises
        fault = error if isinstance(error, ProviderFailed) else mapped(error)
        if not spoken:
            raise fault from None
        yield Ending(status=Status.INTERRUPTED, fault=fault)
