"""Every plugin there is, through whichever door it came, and what is wrong with those that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from roleplay.catalog import load_persona, load_skill
from roleplay.cli.context import Context, message_language, tell
from roleplay.errors import PluginInvalid
from roleplay.formats.shelf import formats
from roleplay.models.opening import kinds
from roleplay.plugins import Broken, origins
from roleplay.wording import error_text, worded

__all__ = ["KINDS", "Plugin", "inventory"]

KINDS = ("personas", "scorers", "models", "formats")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plugin:
    """A plugin of a *kind*, where it is *from* and its *version* if it has one of its own; why it cannot be used and what to do, if it cannot."""

    kind: str
    name: str
    origin: str
    version: str | None = None
    reason: str | None = None
    fix: str | None = None


def inventory(room: Context, kind: str) -> Iterator[Plugin]:
    """The plugins of *kind*, each read alone; the broken ones last."""
    if kind in ("models", "formats"):
        found = kinds(shipped_only=room.shipped_only) if kind == "models" else formats(shipped_only=room.shipped_only)
        places = origins(kind, shipped_only=room.shipped_only)
        yield from (Plugin(kind=kind, name=name, origin=places.get(name, "?")) for name in found.known)
        yield from (_broken(each) for each in found.broken)
        return
    shelf = room.shelf(kind)
    for each in shelf.found.values():
        try:
            version = load_persona(each.folder).version if kind == "personas" else load_skill(each.folder).version
            yield Plugin(kind=kind, name=each.name, origin=each.origin, version=version)
        except PluginInvalid as error:
            reason = error_text(error, message_language())
            yield Plugin(kind=kind, name=each.name, origin=each.origin, reason=reason, fix=tell("mend the file, or remove the plugin"))
    yield from (_broken(each) for each in shelf.broken)


def _broken(broken: Broken) -> Plugin:
    language = message_language()
    return Plugin(
        kind=broken.kind,
        name=broken.name,
        origin=broken.origin,
        reason=str(worded(broken.reason, language)),
        fix=str(worded(broken.fix, language)),
    )
