"""``roleplay config``: settings."""

from __future__ import annotations

import json

import click

from roleplay.cli.context import context, examples, note, tell, to_stdout
from roleplay.cli.personas import FORMAT
from roleplay.inert import inert
from roleplay.settings import KEYS, check

__all__ = ["command"]


@click.group(help=tell("Settings: a flag counts first, then ROLEPLAY_*, then config.toml."))
def command() -> None:
    """Settings: a flag counts first, then ROLEPLAY_*, then config.toml."""


@command.command("show", help=tell("Show every setting and where it comes from."), epilog=examples("roleplay config show"))
@FORMAT
@click.pass_context
def show(ctx: click.Context, form: str) -> None:
    settings = context(ctx).settings
    rows = {key: {"value": settings.get(key), "from": settings.origins.get(key, "default")} for key in KEYS}
    if form == "json":
        to_stdout(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for key, row in rows.items():
        to_stdout(inert(f"{key:<12} {row['value'] or '-':<18} {row['from']}"))


@command.command("set", help=tell("Set KEY to VALUE."), epilog=examples("roleplay config set language ro"))
@click.argument("key")
@click.argument("value")
@click.pass_context
def put(ctx: click.Context, key: str, value: str) -> None:
    settings = context(ctx).settings
    check(key, value)
    settings.saved({key: value})
    note(tell("{key} is now {value}", key=key, value=value))


@command.command("unset", help=tell("Forget KEY."), epilog=examples("roleplay config unset name"))
@click.argument("key")
@click.pass_context
def unset(ctx: click.Context, key: str) -> None:
    settings = context(ctx).settings
    check(key, None)
    settings.saved({key: None})
    note(tell("{key} is forgotten", key=key))


@command.command("path", help=tell("Print where config.toml is."), epilog=examples("roleplay config path"))
@click.pass_context
def path(ctx: click.Context) -> None:
    to_stdout(str(context(ctx).settings.path))
