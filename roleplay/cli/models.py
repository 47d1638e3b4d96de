"""``roleplay models``: what kinds of models there are, and whether one at an address works."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict

import click

from roleplay.cli.context import Context, context, examples, tell, to_stdout
from roleplay.cli.personas import FORMAT
from roleplay.errors import Unusable
from roleplay.inert import inert
from roleplay.models.kind import ModelKind

__all__ = ["command"]


@click.group(help=tell("The chat models that can speak for a partner."))
def command() -> None:
    """The chat models that can speak for a partner."""


@command.command("list", help=tell("List the kinds of models and where each is looked for."), epilog=examples("roleplay models list"))
@FORMAT
@click.pass_context
def names(ctx: click.Context, form: str) -> None:
    room = context(ctx)
    rows = list(_kinds(room))
    if form == "json":
        to_stdout(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        to_stdout(inert(f"{row['name']:<28} {row['where']}" + (f"  ({row['note']})" if row["note"] else ""), lines=False))


@command.command(
    "check",
    help=tell("Ask the model NAME three things and say what works: reply, stream, finish reason, usage, JSON by a schema, a long context."),
    epilog=examples("roleplay models check ollama:gemma3", "roleplay models check openai:local --base-url http://127.0.0.1:8080/v1"),
)
@click.argument("name", required=False)
@click.option("--base-url", metavar="URL", help=tell("Where the model is, if not at its usual address."))
@FORMAT
@click.pass_context
def check(ctx: click.Context, name: str | None, base_url: str | None, form: str) -> int:
    room = context(ctx)
    asked = name or room.settings.get("model") or "offline"
    if asked == "offline":
        raise Unusable("which model? For example: roleplay models check ollama:gemma3; see: roleplay models list")
    from roleplay.cli.probing import probed

    checks = probed(room, asked, base_url or room.settings.get("base_url"))
    if form == "json":
        to_stdout(json.dumps({"model": asked, "checks": [asdict(each) for each in checks]}, ensure_ascii=False, indent=2))
    else:
        for each in checks:
            to_stdout(inert(f"{tell('ok') if each.ok else tell('BROKEN'):<8} {each.what}: {each.detail}", lines=False))
    return 0 if all(each.ok for each in checks) else 1


def _kinds(room: Context) -> Iterator[dict[str, str | None]]:
    from roleplay.models.opening import kinds

    found = kinds(shipped_only=room.shipped_only)
    yield {"name": "offline", "where": tell("here; written lines, no language model"), "note": None}
    for name, kind in found.known.items():
        key = None
        if kind.key is not None:
            key = tell("{name} is set", name=kind.key) if os.environ.get(kind.key) else tell("{name} is not set", name=kind.key)
        yield {"name": f"{name}:{kind.rest}", "where": _place(kind, room), "note": key}
    for broken in found.broken:
        told = f"{tell('BROKEN')}: {broken.reason} → {broken.fix}"
        yield {"name": f"{broken.name}:…", "where": broken.origin, "note": told}


def _place(kind: ModelKind, room: Context) -> str:
    try:
        place = kind.place(room.settings.get("base_url"), os.environ)
        return tell(place) if place else "-"
    except Exception as error:  # a plugin may raise anything
        return f"{tell('BROKEN')}: {type(error).__name__}: {error}"
