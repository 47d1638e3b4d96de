"""``roleplay transcripts``: the talks that were kept."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import click

from roleplay.batch.flow import content
from roleplay.cache import Cache
from roleplay.cli import exporting, importing, redacting
from roleplay.cli.context import Context, complain, context, examples, note, tell, to_stdout
from roleplay.cli.homes import cache_file
from roleplay.cli.personas import FORMAT
from roleplay.cli.score import remarks
from roleplay.errors import StorageFailed, TranscriptInvalid
from roleplay.inert import inert
from roleplay.journal import read
from roleplay.private import open_file, put
from roleplay.record import lines_of
from roleplay.store import Entry
from roleplay.wording import error_text, say_many

__all__ = ["command"]


@click.group(help=tell("The talks that were kept."))
def command() -> None:
    """The talks that were kept."""


@command.command("list", help=tell("List the transcripts, newest first."), epilog=examples("roleplay transcripts list --format json"))
@FORMAT
@click.pass_context
def listed(ctx: click.Context, form: str) -> None:
    room = context(ctx)
    rows = [_row(entry, room) for entry in room.store.entries()]
    if form == "json":
        to_stdout(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not rows:
        note(tell("there is no transcript yet; start with: roleplay practice"))
    for row in rows:
        if row.get("error"):
            to_stdout(inert(f"{row['id']}  {row['error']}", lines=False))
        else:
            known = {key: "?" if value is None else value for key, value in row.items()}
            line = "{id}  {started_at}  {language}  {persona}/{scenario}  {turns}  ".format(**known)
            gone = tell(" (persona not installed)") if row["installed"] is False else ""
            to_stdout(inert(f"{line}{row['end'] or '…'}{gone}", lines=False))


def _row(entry: Entry, room: Context) -> dict[str, object]:
    if entry.reading is None:
        from roleplay.cli.context import message_language

        assert entry.error is not None
        return {"id": entry.path.stem, "path": str(entry.path), "error": error_text(entry.error, message_language())}
    transcript = entry.reading.transcript
    header = transcript.header
    return {
        "id": header.id,
        "path": str(entry.path),
        "started_at": header.started_at,
        "language": header.language,
        "persona": header.persona,
        "installed": None if header.persona is None else room.has(header.persona),
        "scenario": header.scenario,
        "turns": len(transcript.turns),
        "end": str(transcript.end.reason) if transcript.end else None,
        "parent": header.parent,
        "remarks": len(entry.reading.remarks),
    }


@command.command(
    "recover",
    help=tell("Write what can be read of a damaged transcript into a new file. The old one stays as it is."),
    epilog=examples("roleplay transcripts recover last"),
)
@click.argument("name", metavar="TRANSCRIPT")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help=tell("Where the whole lines go; the default is NAME.recovered.jsonl.")
)
@click.pass_context
def recover(ctx: click.Context, name: str, out: Path | None) -> None:
    room = context(ctx)
    path = room.store.resolve(name)
    reading = read(path)
    remarks(path, reading)
    if not reading.remarks:
        note(tell("{path} is whole; there is nothing to recover", path=path.name))
        return
    if not reading.transcript.turns:
        raise TranscriptInvalid("{name} holds no conversation", name=path.name)
    place = out or path.with_name(f"{path.stem}.recovered.jsonl")
    try:
        descriptor = open_file(place, os.O_EXCL | os.O_WRONLY)
        try:
            put(descriptor, b"".join(lines_of(reading.transcript)))
        finally:
            os.close(descriptor)
    except FileExistsError:
        raise StorageFailed("{path} is there already; choose another name", path=place) from None
    except OSError as error:
        raise StorageFailed(
            "{path} cannot be written: {reason}; nothing that was saved is lost", path=place, reason=error.strerror
        ) from None
    to_stdout(str(place))
    number = len(reading.transcript.turns)
    note(say_many("{n} turn recovered", "{n} turns recovered", number, _language()))


def _language() -> str:
    from roleplay.cli.context import message_language

    return message_language()


@command.command(
    "delete", help=tell("Remove a transcript and all that belongs to it."), epilog=examples("roleplay transcripts delete 01JD --yes")
)
@click.argument("name", metavar="TRANSCRIPT")
@click.option("--yes", is_flag=True, help=tell("Do not ask."))
@click.option("--dry-run", is_flag=True, help=tell("Only say what would be removed."))
@click.pass_context
def delete(ctx: click.Context, name: str, yes: bool, dry_run: bool) -> int:
    room = context(ctx)
    path = room.store.resolve(name)
    return _remove(room, [path], yes, dry_run)


@command.command(
    "purge",
    help=tell("Remove all transcripts not touched for so many days."),
    epilog=examples("roleplay transcripts purge --older-than 90 --dry-run"),
)
@click.option("--older-than", "days", type=click.FloatRange(0), required=True, metavar="DAYS")
@click.option("--yes", is_flag=True, help=tell("Do not ask."))
@click.option("--dry-run", is_flag=True, help=tell("Only say what would be removed."))
@click.pass_context
def purge(ctx: click.Context, days: float, yes: bool, dry_run: bool) -> int:
    room = context(ctx)
    return _remove(room, room.store.older_than(days), yes, dry_run)


def _remove(room: Context, paths: list[Path], yes: bool, dry_run: bool) -> int:
    if not paths:
        note(tell("nothing to remove"))
        return 0
    if dry_run:
        for path in paths:
            to_stdout(str(path))
        return 0
    question = say_many("Remove {n} transcript for good?", "Remove {n} transcripts for good?", len(paths), _language())
    if not yes and not click.confirm(question, err=True):
        return 1
    removed, code = [], 0
    scores = Cache(cache_file(), complain)
    for path in paths:
        try:
            digests = _digests(path)
            removed += room.store.delete(path)
            scores.forget(digests, [path.stem])
        except StorageFailed as error:  # the others can go all the same
            complain(error)
            code = error.exit_code
    scores.close()
    for path in removed:
        to_stdout(str(path))
    if removed:
        note(tell("Removed here. Backups, and copies at a model's provider, are out of reach."))
    return code


def _digests(path: Path) -> list[bytes]:
    """Under what the scores of the file at *path* are remembered, if it can be read."""
    with suppress(StorageFailed):
        return [sha256(content(path) or b"").digest()]
    return []


command.add_command(importing.command)
command.add_command(exporting.command)
command.add_command(redacting.command)
