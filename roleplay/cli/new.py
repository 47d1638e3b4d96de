"""What ``personas new`` and ``scorers new`` have in common: where a plugin is made, by which name, alone or as a distribution."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from roleplay.authoring.distribution import packaged
from roleplay.authoring.scaffold import laid
from roleplay.cli.context import Context, message_language, note, tell, to_stdout
from roleplay.cli.homes import config_folder
from roleplay.dialogue import LANGUAGES
from roleplay.errors import StorageFailed, Unusable, mark

__all__ = ["LANGS", "OUT", "PACKAGE", "made", "spoken"]

OUT = click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=tell("Write OUT/NAME; the default is where roleplay looks for your own."),
)
LANGS = click.option("--langs", metavar="CODES", help=tell("The languages it speaks, such as en,ro; all of them when left out."))
PACKAGE = click.option("--package", is_flag=True, help=tell("Make a whole distribution around it: pyproject, test, README, workflow."))


def spoken(langs: str | None, there: tuple[str, ...] = LANGUAGES) -> tuple[str, ...]:
    """The languages asked for with ``--langs``, in our order. Raises `Unusable`."""
    if langs is None:
        return there
    asked = [code.strip().lower() for code in langs.split(",") if code.strip()]
    unknown = [code for code in asked if code not in there]
    if unknown or not asked:
        raise Unusable("{langs} is no choice of languages; there are: {all}", langs=langs, all=",".join(there))
    return tuple(language for language in LANGUAGES if language in asked)


def made(room: Context, kind: str, name: str, *, out: Path | None, package: bool, fill: Callable[[Path, str], None]) -> Path:
    """Make the plugin of *kind* called *name* with *fill*, and tell where it is and what comes next. Raises `Unusable`, `StorageFailed`."""
    identity = name.replace("-", "_")
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,40}", identity):
        raise Unusable("{name} cannot be a name; use small letters, digits and _", name=name)
    place = (out or (Path() if package else config_folder() / kind)) / identity
    if place.exists():
        raise Unusable("{path} is there already", path=place)
    if out is None and not package and identity in room.shelf(kind).found:
        message = mark("there is a persona {name} already; choose another name")
        if kind == "scorers":
            message = mark("there is a scorer {name} already; choose another name")
        raise Unusable(message, name=identity)

    def filled(folder: Path) -> None:
        fill(folder, identity)

    try:
        whole = partial(packaged, kind=kind, name=identity, fill=filled, reader=message_language(room.settings)) if package else filled
        laid(place, whole)
    except OSError as error:
        raise StorageFailed(
            "{path} cannot be written: {reason}; nothing that was saved is lost", path=place, reason=error.strerror
        ) from None
    to_stdout(str(place))
    inside = place / f"roleplay_{identity}" / identity if package else place
    note(tell("Made. Change it as you like, then: {command}", command=f"roleplay {kind} check {inside}"))
    if package:
        note(tell("To use it while you work on it: {command}", command=f'python -m pip install -e "{place}"'))
    elif out is not None and out.name != kind:
        note(tell("To use it, put it below a folder called {kind} and name that folder’s parent with --plugins.", kind=kind))
    return inside
