"""From the name of a model, ``openai:NAME``, to the model: what stands before the colon is a plugin of the group ``roleplay.models``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import partial
from importlib.metadata import EntryPoint

from roleplay.errors import Misconfigured, ProviderFailed, RoleplayError, Sentence, Unusable
from roleplay.models.faults import excerpt
from roleplay.models.guard import Ask, Guard
from roleplay.models.kind import ModelKind, Opened
from roleplay.models.reply import ChatModel, Pieces, Reply, mended
from roleplay.plugins import Objects, load, names

__all__ = ["kinds", "opened"]

_USUAL = ("openai", "ollama", "lmstudio", "vllm", "langchain", "scripted")
"""The shipped kinds, in the order in which they are listed, before all others."""


def kinds(*, name: str | None = None, installed: Iterable[EntryPoint] | None = None, shipped_only: bool = False) -> Objects[ModelKind]:
    """The kinds of models behind all entry points, or the one called *name*. Never raises for a broken one."""
    found = load(
        "models", ModelKind, Sentence("it has no rest, key, place and open"), name=name, installed=installed, shipped_only=shipped_only
    )
    return Objects({kind: found.known[kind] for kind in sorted(found.known, key=_rank)}, found.broken)


def opened(
    name: str,
    *,
    base_url: str | None,
    environment: Mapping[str, str],
    local_only: bool,
    installed: Iterable[EntryPoint] | None = None,
    shipped_only: bool = False,
) -> Opened:
    """The model called *name*; nothing has been sent yet. Raises `Unusable`, and `Misconfigured` for a key, an address, or a host not allowed."""
    points = None if installed is None else tuple(installed)
    kind, _, rest = name.partition(":")
    found = kinds(name=kind, installed=points, shipped_only=shipped_only)
    if found.broken:
        raise Unusable("{name} cannot be used: {reason}; {fix}", name=name, reason=found.broken[0].reason, fix=found.broken[0].fix)
    if kind not in found.known or not rest:
        there = sorted(names("models", installed=points, shipped_only=shipped_only), key=_rank)
        raise Unusable("there is no model {name}; models are called offline, {kinds}", name=name, kinds=", ".join(f"{k}:…" for k in there))
    made = _opened(found.known[kind], name, base_url, environment, local_only=local_only)
    if local_only and not made.local:
        raise Misconfigured("--local-only lets nothing leave this machine, and {name} is at {host}", name=name, host=made.host or "…")
    return made


def _opened(kind: ModelKind, name: str, base_url: str | None, environment: Mapping[str, str], *, local_only: bool) -> Opened:
    try:
        made = kind.open(name, base_url=base_url, environment=environment, local_only=local_only)
        ours = type(kind).__module__.startswith("roleplay.models.")
        return made if ours else Opened(_Contained(made.model, name), made.host, made.local)
    except (RoleplayError, KeyboardInterrupt):
        raise
    except BaseException as error:  # a plugin may raise anything, and leave
        raise Unusable("{name} makes no model: {reason}", name=name, reason=excerpt(f"{type(error).__name__}: {error}")) from error


class _Contained(Guard):
    """A model of a plugin; whatever it raises is one of our errors."""

    def __init__(self, model: ChatModel, name: str) -> None:
        super().__init__(model)
        self._name = name

    @property
    def name(self) -> str:
        """As it is named on the command line."""
        return self._name

    def _guarded(self, ask: Ask) -> Reply:
        under_way: list[Reply] = []

        def pieces() -> Pieces:
            under_way.append(ask())
            yield from under_way[0].pieces

        def close() -> None:
            with suppress(Exception):  # whoever lets go does not care
                for reply in under_way:
                    reply.close()

        return Reply(mended(pieces(), partial(_failed, self._name)), close)


def _failed(name: str, error: Exception) -> RoleplayError:
    if isinstance(error, RoleplayError):
        return error
    return ProviderFailed("{model} failed: {reason}", model=name, reason=excerpt(f"{type(error).__name__}: {error}"))


def _rank(kind: str) -> tuple[int, str]:
    return (_USUAL.index(kind) if kind in _USUAL else len(_USUAL)), kind
