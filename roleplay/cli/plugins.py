"""``roleplay plugins``: what is there, from where, and what cannot be used and why."""

from __future__ import annotations

import json

import click

from roleplay.cli.context import context, examples, tell, to_stdout
from roleplay.cli.inventory import KINDS, Plugin, inventory
from roleplay.cli.personas import FORMAT, LANG
from roleplay.inert import inert

__all__ = ["command"]


@click.group(help=tell("Personas, scorers, kinds of models and formats: what is there and from where."))
def command() -> None:
    """Personas, scorers, kinds of models and formats: what is there and from where."""


@command.command(
    "list",
    help=tell(
        "List the plugins with the distribution or folder each comes from; those that cannot be used with the reason and the way out."
    ),
    epilog=examples("roleplay plugins list", "roleplay plugins list scorers --format json"),
)
@click.argument("kinds", metavar="[KIND]...", nargs=-1, type=click.Choice(KINDS))
@FORMAT
@LANG
@click.pass_context
def listed(ctx: click.Context, kinds: tuple[str, ...], form: str, language: str | None) -> int:
    room = context(ctx, language)
    found = [plugin for kind in KINDS if not kinds or kind in kinds for plugin in inventory(room, kind)]
    if form == "json":
        to_stdout(json.dumps([_json(plugin) for plugin in found], ensure_ascii=False, indent=2))
    else:
        for plugin in found:
            to_stdout(inert(_line(plugin), lines=False))
    return 1 if any(plugin.reason for plugin in found) else 0


def _json(plugin: Plugin) -> dict[str, object]:
    return {
        "kind": plugin.kind,
        "name": plugin.name,
        "version": plugin.version,
        "from": plugin.origin,
        "ok": plugin.reason is None,
        "reason": plugin.reason,
        "fix": plugin.fix,
    }


def _line(plugin: Plugin) -> str:
    mark = tell("ok") if plugin.reason is None else tell("BROKEN")
    where = f"{plugin.kind:<9} {plugin.name:<18} {plugin.version or '':<4} {plugin.origin}"
    return f"{mark:<8} {where}" + (f": {plugin.reason} → {plugin.fix}" if plugin.reason else "")
