"""What a plugin of the group ``roleplay.models`` is: a way from a name to a chat model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from roleplay.models.reply import ChatModel

__all__ = ["ModelKind", "Opened"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A *model*, and the *host* that is sent what is said: None if nobody here can tell. *local* is this machine."""

    model: ChatModel
    host: str | None
    local: bool


@runtime_checkable
class ModelKind(Protocol):
    """A kind of chat models. The entry point names such an object, and is called as what stands before the colon: ``ollama`` in ``ollama:gemma3``.

    The module is imported when a model of this kind is asked for, or all kinds are listed: what is heavy belongs into `open`.
    """

    rest: str
    """What stands after the colon, in capitals: ``NAME``."""

    key: str | None
    """The environment variable that holds a key, None where there is none."""

    def place(self, base_url: str | None, environment: Mapping[str, str]) -> str:
        """Where models of this kind are looked for: an address, or a few words in English. Raises nothing and connects to nothing."""
        ...

    def open(self, name: str, *, base_url: str | None, environment: Mapping[str, str], local_only: bool) -> Opened:
        """The model called *name*, colon and all. Nothing is sent before its reply is asked for.

        *base_url* is what the user gave with ``--base-url``. With *local_only* nothing may leave the machine: raise `Misconfigured` where it would
        already now; an `Opened` that is not ``local`` is refused afterwards. Raises `Unusable` for a name that is none, `Misconfigured` for a
        missing key or a bad address.
        """
        ...
