"""``roleplay transcripts export``: a transcript in another format."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from roleplay import private
from roleplay.cli.context import context, examples, note, tell
from roleplay.cli.score import remarks
from roleplay.errors import StorageFailed, TranscriptInvalid
from roleplay.formats.shelf import formats
from roleplay.inert import inert
from roleplay.journal import read

__all__ = ["command"]


@click.command(
    "export",
    help=tell("Write a transcript in another format: jsonl, md, csv, vtt, openai, or that of a plugin."),
    epilog=examples("roleplay transcripts export last --format md", "roleplay transcripts export 01JD --format csv --out talk.csv"),
)
@click.argument("name", metavar="TRANSCRIPT")
@click.option("--format", "form", metavar="FORMAT", required=True, help="jsonl, md, csv, vtt, openai")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=tell("Write the data to this file."))
@click.pass_context
def command(ctx: click.Context, name: str, form: str, out: Path | None) -> None:
    room = context(ctx)
    known = formats(shipped_only=room.shipped_only)
    known.writer(form)
    path = room.store.resolve(name)
    reading = read(path)
    remarks(path, reading)
    if not reading.transcript.turns:
        raise TranscriptInvalid("{name} holds no conversation", name=path.name)
    text = known.write(reading.transcript, form)
    if out is None:
        shown = inert(text) if sys.stdout.isatty() else text  # a file must be exact, a terminal must not obey
        sys.stdout.flush()
        sys.stdout.buffer.write(shown.encode("utf-8", "replace"))
        sys.stdout.flush()
        return
    try:
        private.replace(out, text.encode("utf-8", "replace"))
    except OSError as error:
        raise StorageFailed("{path} cannot be written: {reason}; nothing that was saved is lost", path=out, reason=error.strerror) from None
    note(tell("{path} is written; it holds the words as they are: share it with care", path=out.name))
