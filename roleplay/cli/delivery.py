"""Where data go: to standard output, or into a file at one stroke."""

from __future__ import annotations

from pathlib import Path

import click

from roleplay import private
from roleplay.cli.context import tell, to_stdout
from roleplay.errors import StorageFailed

__all__ = ["FORM", "OUT", "deliver", "form_of"]


def deliver(text: str, out: Path | None) -> None:
    """Write *text* to standard output, or make it the whole of *out*. Raises `StorageFailed`."""
    if out is None:
        to_stdout(text)
        return
    try:
        private.replace(out, f"{text}\n".encode("utf-8", "replace"))
    except OSError as error:
        raise StorageFailed("{path} cannot be written: {reason}; nothing that was saved is lost", path=out, reason=error.strerror) from None


FORM = click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "html"]),
    help=tell("Text if nothing else is said, and the name of the file says nothing else."),
)
OUT = click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=tell("Write the data to this file."))


def form_of(wished: str | None, out: Path | None, usual: str) -> str:
    """The form of the data: the one that is wished for, else the one that the name of the file says, else the *usual* one."""
    if wished is not None:
        return wished
    ending = "" if out is None else out.suffix.lower()
    return {".html": "html", ".htm": "html", ".json": "json"}.get(ending, usual)
