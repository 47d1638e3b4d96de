"""``roleplay transcripts import``: conversations from elsewhere become transcripts."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

import click

from roleplay import private
from roleplay.batch.flow import content
from roleplay.batch.talks import ours_at
from roleplay.cli.context import Context, complain, context, examples, note, tell, to_stdout
from roleplay.cli.imported import Counts, lines, row, summary
from roleplay.cli.score import remarks
from roleplay.cli.voices import ask, casting, who_is_who
from roleplay.dialogue import LANGUAGES, Transcript
from roleplay.errors import BadInput, RoleplayError, StorageFailed, TranscriptInvalid, Unusable
from roleplay.formats.casting import Casting, Staged, speakers, staged
from roleplay.formats.conversation import Conversation, Format
from roleplay.formats.joining import PAUSE
from roleplay.formats.own import JSONL
from roleplay.formats.shelf import Formats, formats, opened
from roleplay.inert import inert
from roleplay.record import Reading, Remark
from roleplay.store import new_id

__all__ = ["command"]


@click.command(
    "import",
    help=tell("Make transcripts of conversations from elsewhere: captions, chats, speech recognition, tables, text."),
    epilog=examples(
        'roleplay transcripts import call.vtt --out talks --trainee Anna --persona "Mama" --lang ro',
        "roleplay transcripts import chat.txt group.json --out talks --map who.yaml --lang ru",
    ),
)
@click.argument("paths", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help=tell("The folder for the transcripts; else they are kept with your own."),
)
@who_is_who
@click.option("--lang", "language", type=click.Choice(LANGUAGES), help=tell("The language spoken."))
@click.option("--as", "ident", metavar="FORMAT", help=tell("Read it as this format, whatever it looks like."))
@click.option("--encoding", metavar="NAME", help=tell("How its letters are stored, such as cp1251; found by itself when not given."))
@click.option(
    "--pause",
    type=click.FloatRange(0),
    default=PAUSE,
    show_default=True,
    help=tell("Seconds of silence after which the same speaker begins a new turn."),
)
@click.option("--basis", metavar="TEXT", help=tell("On what basis the talk may be used, such as a consent; kept in the transcript."))
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table")
@click.pass_context
def command(ctx: click.Context, /, paths: tuple[str, ...], out: Path | None, form: str, **given: Any) -> int:
    room = context(ctx)
    work = _Work(room, out, formats(shipped_only=room.shipped_only), casting(given), given["ident"], given["encoding"])
    _ready(room, out)
    if not given["basis"]:
        work.basis_missing()
    bad: list[RoleplayError] = []
    for path in paths:
        try:
            work.take(path, form)
        except (BadInput, StorageFailed, Unusable) as error:
            complain(error)
            bad.append(error)
            work.rows.append({"file": Path(path).name, "error": str(error)})
    if form == "json":
        to_stdout(json.dumps(work.rows, ensure_ascii=False, indent=2))
    if len(paths) == 1 and bad:
        return bad[0].exit_code
    return 1 if bad else 0


def _ready(room: Context, out: Path | None) -> None:
    if out is None:
        room.store.ready()
        return
    try:
        private.make_folder(out)
    except OSError as error:
        raise StorageFailed("{path} cannot be written: {reason}; nothing that was saved is lost", path=out, reason=error.strerror) from None


@dataclass(slots=True)
class _Work:
    """What all files of one run have in common, and a row for each conversation."""

    room: Context
    out: Path | None
    known: Formats
    casting: Casting
    ident: str | None
    encoding: str | None
    rows: list[dict[str, Any]] = field(default_factory=list)
    asked: dict[tuple[str, ...], Casting] = field(default_factory=dict)

    def basis_missing(self) -> None:
        """Ask on what basis the talks may be used; off a terminal say that none is kept."""
        if _on_terminal():
            question = tell("On what basis may you use this talk? (consent, own talk, anonymous; empty: none)")
            self.casting = replace(self.casting, basis=click.prompt(question, default="", show_default=False, err=True).strip() or None)
        if not self.casting.basis:
            note(tell("no basis for using these talks is kept with them; --basis says one"))

    def take(self, name: str, form: str) -> None:
        """Import the file called *name*. Raises `BadInput`, `StorageFailed`, `Unusable`."""
        path = Path(name)
        if not path.is_file():
            raise Unusable("there is no file {path}", path=name)
        long = self.ident in (None, JSONL.id) and self.encoding is None and content(path) is None
        if long and (talk := ours_at(path)) is not None:
            self._keep(path, path.stem, JSONL, talk, (), form)
            return
        file = opened(path, self.encoding)
        found, conversations = self.known.read(file.document, self.ident)
        done, last = 0, None
        for number, each in enumerate(conversations, 1):
            stem = path.stem if len(conversations) == 1 else f"{path.stem}-{number}"
            try:
                talk = staged(each, self._cast(each), ident=new_id(), name=path.name, format_id=found.id)
            except TranscriptInvalid as error:  # of several chats in one file not all are with the people who were named
                last = error
                continue
            self._keep(path, stem, found, talk, file.remarks, form)
            done += 1
        if last is not None and not done:
            raise last
        if last is not None:
            note(
                tell(
                    "{path}: conversations that these people are not in, left out: {count}", path=path.name, count=len(conversations) - done
                )
            )

    def _cast(self, conversation: Conversation) -> Casting:
        names = tuple(speakers(conversation))
        if self.casting.roles or not names or conversation.transcript is not None or not _on_terminal():
            return self.casting
        if names not in self.asked:
            self.asked[names] = replace(self.casting, roles=ask(names))
        return self.asked[names]

    def _free(self, out: Path, stem: str) -> Path:
        """Where the talk called *stem* goes: beside, and not over, what this run has made of a file of the same name."""
        made = {row.get("path") for row in self.rows}
        names = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
        return next(place for name in names if str(place := out / f"{name}.jsonl") not in made)

    def _keep(self, path: Path, stem: str, found: Format, talk: Staged, about: tuple[Remark, ...], form: str) -> None:
        place = self.room.store.path_of(talk.header) if self.out is None else self._free(self.out, stem)
        if place.exists():
            raise StorageFailed("{path} is there already; choose another folder, or remove it first", path=place)
        counts = Counts()
        try:
            with private.replacing(place) as descriptor, os.fdopen(descriptor, "wb", closefd=False) as file:
                file.writelines(lines(talk, counts))
        except OSError as error:
            raise StorageFailed(
                "{path} cannot be written: {reason}; nothing that was saved is lost", path=place, reason=error.strerror
            ) from None
        said = (*about, *talk.remarks)
        remarks(path, Reading(Transcript(header=talk.header), said))
        if talk.header.language not in LANGUAGES:
            note(tell("{path}: its language is not known; name it with --lang, here or when it is scored", path=path.name))
        self.rows.append(row(path, place, found, talk.header, counts, said))
        if form == "table":
            note(summary(path, found, counts))
            to_stdout(inert(str(place), lines=False))


def _on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
