"""From the name of a model to the model: ``openai:NAME``, a preset such as ``ollama:NAME``, or ``langchain:module:factory``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from roleplay.errors import Misconfigured, Unusable
from roleplay.models.endpoint import PRESETS, endpoint
from roleplay.models.reply import ChatModel

__all__ = ["KINDS", "Opened", "opened"]

KINDS = ("openai", *PRESETS, "langchain")


@dataclass(frozen=True, slots=True)
class Opened:
    """A *model*, and the *host* that is sent what is said: None if nobody here can tell. *local* is this machine."""

    model: ChatModel
    host: str | None
    local: bool


def opened(name: str, *, base_url: str | None, environment: Mapping[str, str], local_only: bool) -> Opened:
    """The model called *name*; nothing has been sent yet. Raises `Unusable`, and `Misconfigured` for a key, an address, or a host not allowed."""
    kind, _, rest = name.partition(":")
    if kind not in KINDS or not rest:
        raise Unusable("there is no model {name}; models are called offline, {kinds}", name=name, kinds=", ".join(f"{k}:…" for k in KINDS))
    if kind == "langchain":
        if local_only:
            raise Misconfigured("--local-only allows no {name}: nobody here can tell where it sends what is said", name=name)
        from roleplay.models.langchain import LangChainModel, made

        return Opened(LangChainModel(made(rest), name), None, local=False)
    where = endpoint(name, base_url=base_url, environment=environment)
    if local_only and not where.local:
        raise Misconfigured("--local-only lets nothing leave this machine, and {name} is at {host}", name=name, host=where.host)
    from roleplay.models.openai import OpenAIModel

    return Opened(OpenAIModel(where), where.host, where.local)
