"""Where a model is: the name it is asked for by, the address, the key, and whether it is on this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from roleplay.errors import Misconfigured, Unusable

__all__ = ["OPENAI", "PRESETS", "Endpoint", "endpoint"]

OPENAI = "https://api.openai.com/v1"
PRESETS = {
    "ollama": "http://127.0.0.1:11434/v1",
    "lmstudio": "http://127.0.0.1:1234/v1",
    "vllm": "http://127.0.0.1:8000/v1",
}
"""Servers of models on one's own machine, each with the address it has when nothing else is set. They need no key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A model at an address; the key is kept out of every text."""

    name: str
    model: str
    url: str
    key: str | None = field(default=None, repr=False)

    @property
    def host(self) -> str:
        """The host, with its port if it is on this machine."""
        parts = urlsplit(self.url)
        return parts.netloc.rpartition("@")[2] if self.local else parts.hostname or ""

    @property
    def local(self) -> bool:
        """Whether it is on this machine."""
        name = urlsplit(self.url).hostname or ""
        try:
            return ip_address(name).is_loopback
        except ValueError:
            return name == "localhost" or name.endswith(".localhost")

    @property
    def openai(self) -> bool:
        """Whether it is OpenAI, which keeps what it is sent unless told not to."""
        name = urlsplit(self.url).hostname or ""
        return name == "openai.com" or name.endswith((".openai.com", ".openai.azure.com"))


def endpoint(name: str, *, base_url: str | None, environment: Mapping[str, str]) -> Endpoint:
    """Where the model called *name* (``openai:…`` or a preset) is. Raises `Unusable`, `Misconfigured` for a missing key or a bad address.

    >>> endpoint("ollama:gemma3", base_url=None, environment={}).host
    '127.0.0.1:11434'
    """
    kind, _, model = name.partition(":")
    if not model.strip():
        raise Unusable("{name} names no model; for example: {kind}:gemma3", name=name, kind=kind)
    url = base_url or (PRESETS[kind] if kind in PRESETS else environment.get("OPENAI_BASE_URL") or OPENAI)
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0 and url.isprintable()
    except ValueError:
        usable = False
    if not usable:
        raise Misconfigured("{url} is no address of a model server; it begins with http:// or https://", url=url)
    key = environment.get("OPENAI_API_KEY") or None
    found = Endpoint(name=name, model=model, url=url, key=None if kind in PRESETS and base_url is None else key)
    if found.key is None and not found.local and kind not in PRESETS:
        raise Misconfigured("{host} needs a key in OPENAI_API_KEY; --model offline needs none, and no network", host=found.host)
    if found.key is not None and not (found.key.isascii() and found.key.isprintable()):
        raise Misconfigured("OPENAI_API_KEY holds characters that no key has")
    return found
