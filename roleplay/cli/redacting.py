"""``roleplay transcripts redact``: a copy of a transcript with pseudonyms."""

from __future__ import annotations

import json
from pathlib import Path

import click

from roleplay import private
from roleplay.cli.context import context, examples, note, tell, to_stdout
from roleplay.cli.personas import FORMAT
from roleplay.cli.replaced import replaced
from roleplay.cli.score import remarks
from roleplay.errors import StorageFailed, TranscriptInvalid
from roleplay.inert import inert
from roleplay.journal import read
from roleplay.jsonline import load
from roleplay.record import lines_of

__all__ = ["command"]


@click.command(
    "redact",
    help=tell("Make a copy of a transcript in which names, numbers and addresses are pseudonyms. An aid, not a guarantee."),
    epilog=examples(
        "roleplay transcripts redact last --name 'Anna Petrova' --name Radu", "roleplay transcripts redact talk.jsonl --out safe.jsonl"
    ),
)
@click.argument("name", metavar="TRANSCRIPT")
@click.option(
    "--name",
    "names",
    metavar="NAME",
    multiple=True,
    help=tell("A name to replace, in every case and in both scripts; those of speakers are known."),
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help=tell("Where the copy goes; the default is NAME.redacted.jsonl.")
)
@click.option(
    "--pseudonyms",
    type=click.Path(dir_okay=False, path_type=Path),
    help=tell("The file that keeps what stands for what; the default lies beside the transcript."),
)
@FORMAT
@click.pass_context
def command(ctx: click.Context, name: str, names: tuple[str, ...], out: Path | None, pseudonyms: Path | None, form: str) -> None:
    from roleplay.redaction.pseudonyms import Redactor, people

    room = context(ctx)
    path = room.store.resolve(name)
    reading = read(path)
    remarks(path, reading)
    if not reading.transcript.turns:
        raise TranscriptInvalid("{name} holds no conversation", name=path.name)
    place = out or path.with_name(f"{path.stem}.redacted.jsonl")
    if place.exists():
        raise StorageFailed("{path} is there already; choose another name", path=place)
    keep = pseudonyms or Path(f"{path}.pseudonyms.json")
    redactor = Redactor([*names, *people(reading.transcript.header, reading.transcript.turns)], _given(keep))
    data = b"".join(lines_of(redactor.transcript(reading.transcript)))
    if redactor.pseudonyms:
        _put(keep, json.dumps(redactor.pseudonyms, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n")
    _put(place, data)
    counts = dict(sorted(redactor.counts.items()))
    if form == "json":
        to_stdout(json.dumps({"path": str(place), "pseudonyms": str(keep), "replaced": counts}, ensure_ascii=False, indent=2))
    else:
        to_stdout(inert(str(place), lines=False))
    note(tell("replaced: {counts}", counts=replaced(counts)))
    note(
        tell(
            "This is an aid, not a guarantee: read the copy before you share it. What stands for what is in {path}; share that with nobody.",
            path=keep.name,
        )
    )


def _given(path: Path) -> dict[str, str]:
    """The pseudonyms used before. Raises `TranscriptInvalid` if the file is not what was written."""
    try:
        value = load(path.read_bytes())
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StorageFailed("{path} cannot be read: {reason}", path=path, reason=error.strerror) from None
    if value is None or not all(isinstance(pseudonym, str) for pseudonym in value.values()):
        raise TranscriptInvalid("{name} holds no pseudonyms that can be read; move it away to begin anew", name=path.name)
    return value


def _put(path: Path, data: bytes) -> None:
    try:
        private.replace(path, data)
    except OSError as error:
        raise StorageFailed(
            "{path} cannot be written: {reason}; nothing that was saved is lost", path=path, reason=error.strerror
        ) from None
