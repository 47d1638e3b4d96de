"""Who is who in an imported conversation: by flags, by a file, or asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from roleplay.cli.context import note, tell
from roleplay.dialogue import Speaker
from roleplay.errors import NotationInvalid, Unusable
from roleplay.formats.casting import Casting, folded
from roleplay.notation import Entry

__all__ = ["ask", "casting", "who_is_who"]

Command = TypeVar("Command", bound=Callable[..., Any])


def who_is_who(command: Command) -> Command:
    """The options of *command* that say who practises and who the partner is."""
    path = click.Path(dir_okay=False, path_type=Path)
    for option in (
        click.option("--map", "roles", type=path, help=tell("A file with a line `NAME: trainee`, `persona` or `other` for each.")),
        click.option("--persona", metavar="NAME", help=tell("Who the partner is, as the file names them.")),
        click.option("--trainee", metavar="NAME", help=tell("Who practises, as the file names them.")),
    ):
        command = option(command)
    return command


def casting(given: dict[str, Any]) -> Casting:
    """What the flags *given* say. Raises `Unusable`, `NotationInvalid`."""
    roles = _mapped(given["roles"]) if given["roles"] is not None else {}
    named = {Speaker.TRAINEE: given["trainee"], Speaker.PERSONA: given["persona"]}
    if given["trainee"] and given["persona"] and folded(given["trainee"]) == folded(given["persona"]):
        raise Unusable("the trainee and the persona cannot be the same person")
    roles |= {folded(name): role for role, name in named.items() if name}
    required = tuple(name for name in named.values() if name)
    return Casting(roles=roles, required=required, language=given["language"], basis=given["basis"], pause=given["pause"])


def _mapped(path: Path) -> dict[str, Speaker]:
    """Who is who by the file at *path*. Raises `NotationInvalid` with all its faults, `Unusable` if it is not there."""
    from roleplay.notation import read

    try:
        node = read(path)
    except OSError as error:
        raise Unusable("{path} cannot be read: {reason}", path=path, reason=error.strerror) from None
    faults: list[str] = []
    entry = Entry(node, faults)
    roles = {folded(name): entry.choice(name, tuple(Speaker)) for name in list(entry.keys)}
    if faults:
        raise NotationInvalid(str(path), faults)
    return {name: Speaker(role) for name, role in roles.items()}


def ask(names: tuple[str, ...]) -> dict[str, Speaker]:
    """Ask who is who. An empty answer is nobody."""
    shown = names[:20]
    note("\n".join(f"{number}  {name}" for number, name in enumerate(shown, 1)))
    roles: dict[str, Speaker] = {}
    for question, role in (
        (tell("Who is the trainee? (number, empty: nobody)"), Speaker.TRAINEE),
        (tell("Who is the partner? (number, empty: nobody)"), Speaker.PERSONA),
    ):
        number = click.prompt(
            question,
            default="",
            show_default=False,
            err=True,
            type=click.Choice(["", *map(str, range(1, len(shown) + 1))]),
            show_choices=False,
        )
        if number:
            roles.setdefault(folded(shown[int(number) - 1]), role)
    return roles
