"""The shipped kinds of models that are servers of Chat Completions: OpenAI, or another host with ``--base-url``, and servers on one's own machine."""

from __future__ import annotations

from collections.abc import Mapping

from roleplay.errors import Misconfigured
from roleplay.models.endpoint import OPENAI as OPENAI_URL
from roleplay.models.endpoint import PRESETS, endpoint
from roleplay.models.kind import Opened

__all__ = ["LMSTUDIO", "OLLAMA", "OPENAI", "VLLM", "Server"]


class Server:
    """A kind of models; *usual* is where it is when nobody says otherwise."""

    rest = "NAME"

    def __init__(self, usual: str | None = None) -> None:
        self.usual = usual
        self.key = None if usual else "OPENAI_API_KEY"

    def place(self, base_url: str | None, environment: Mapping[str, str]) -> str:
        """The address."""
        return self.usual or base_url or environment.get("OPENAI_BASE_URL") or OPENAI_URL

    def open(self, name: str, *, base_url: str | None, environment: Mapping[str, str], local_only: bool) -> Opened:
        """The model *name*. Raises `Unusable`, `Misconfigured`."""
        where = endpoint(name, base_url=base_url, environment=environment)
        if local_only and not where.local:
            raise Misconfigured("--local-only lets nothing leave this machine, and {name} is at {host}", name=name, host=where.host)
        from roleplay.models.openai import OpenAIModel

        return Opened(OpenAIModel(where), where.host, where.local)


OPENAI = Server()
OLLAMA = Server(PRESETS["ollama"])
LMSTUDIO = Server(PRESETS["lmstudio"])
VLLM = Server(PRESETS["vllm"])
