"""``roleplay score``: scorecards for transcripts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import click

from roleplay.batch.assessor import Assessor, spoken_in
from roleplay.batch.flow import FAULTS, Scored, content, scored
from roleplay.cli.context import Context, complain, context, examples, note, tell
from roleplay.cli.paths import TALKS, files, names_many
from roleplay.cli.scorecards import FORMS, Sheet
from roleplay.cli.voices import casting
from roleplay.dialogue import LANGUAGES, Transcript
from roleplay.errors import Misconfigured, RoleplayError, TranscriptInvalid, Unusable
from roleplay.formats.casting import Casting
from roleplay.formats.joining import PAUSE
from roleplay.formats.shelf import Formats, formats
from roleplay.record import Reading, Remark

__all__ = ["command", "remarks", "spoken_in"]


@click.command(
    help=tell("Score transcripts: files, folders and patterns, an id, or `last`."),
    epilog=examples(
        "roleplay score last",
        "roleplay score talks/*.jsonl --format csv --out scores.csv",
        "roleplay score talk.jsonl --scorers listening,pauses --format json",
        "roleplay score call.vtt --trainee Anna --persona Mama --lang ro",
    ),
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--scorers", "names", metavar="A,B", help=tell("Only these skills."))
@click.option(
    "--lang", "language", type=click.Choice(LANGUAGES), help=tell("The language of messages, and of transcripts that do not say theirs.")
)
@click.option("--coder", type=click.Choice(["rules"]), help=tell("Who marks the codes; rules are the only one yet."))
@click.option("--format", "form", type=click.Choice(FORMS), default="table")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=tell("Write the data to this file."))
@click.option("--trainee", metavar="NAME", help=tell("Who practises, as the file names them."))
@click.option("--persona", metavar="NAME", help=tell("Who the partner is, as the file names them."))
@click.option(
    "--map",
    "roles",
    type=click.Path(dir_okay=False, path_type=Path),
    help=tell("A file with a line `NAME: trainee`, `persona` or `other` for each."),
)
@click.option("--strict", is_flag=True, help=tell("Fail on files that had to be repaired in reading."))
@click.pass_context
def command(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    names: str | None,
    language: str | None,
    coder: str | None,
    form: str,
    out: Path | None,
    strict: bool,
    **who: Any,
) -> int:
    room = context(ctx, language)
    talks = [path for path in files(paths, room.store.resolve, TALKS) if out is None or path.absolute() != out.absolute()]
    if not talks:
        raise Unusable("there is no transcript in {path}", path=", ".join(paths))
    wanted = [name for name in names.split(",") if name] if names is not None else None
    assessor = _assessor(room, wanted, casting({**who, "language": language, "basis": None, "pause": PAUSE}))
    single = len(paths) == 1 and not names_many(paths[0])
    with Sheet(form, out, single=single, skills=assessor.skills, language=language) as sheet:
        bad = _Work(assessor, sheet, strict=strict).do(talks)
    if len(talks) == 1 and bad:
        return bad[0].exit_code
    if any(isinstance(error, Misconfigured) for error in bad):
        return Misconfigured.exit_code
    return 1 if bad else 0


def _assessor(room: Context, names: list[str] | None, roles: Casting) -> Assessor:
    @lru_cache
    def known() -> Formats:
        return formats(shipped_only=room.shipped_only)

    return Assessor(coder_of=room.coder, skills=room.skills(names=names), named=names is not None, casting=roles, formats=known)


@dataclass(slots=True)
class _Work:
    """The files of one run: what came of each goes to the *sheet*, what is wrong with one to standard error."""

    assessor: Assessor
    sheet: Sheet
    strict: bool
    bad: list[RoleplayError] = field(default_factory=list)

    def do(self, talks: list[Path]) -> list[RoleplayError]:
        """Score *talks*; what was wrong, one for each bad file. Raises `StorageFailed` if the result cannot be written."""
        for each in scored(talks, self.assessor):
            try:
                self.take(each)
            except FAULTS as error:
                if self.sheet.broken:
                    raise
                self.blame(error)
        return self.bad

    def take(self, each: Scored) -> None:
        if each.error is not None:
            raise each.error
        for place, card in enumerate(each.cards):
            _say(each.path, card.remarks)
            if self.strict and card.remarks:
                raise TranscriptInvalid("{path} had to be repaired, and --strict forbids it", path=each.path.name)
            self.sheet.add(card, partial(self.again, each.path, place))

    def again(self, path: Path, place: int) -> Transcript:
        return self.assessor.readings(str(path), content(path))[place].transcript

    def blame(self, error: RoleplayError) -> None:
        if str(error) not in map(str, self.bad):  # what is wrong with the word data of a language is wrong with each of its talks
            complain(error)
        self.bad.append(error)


def remarks(path: Path, reading: Reading) -> None:
    """Say on standard error what could not be read."""
    _say(path, reading.remarks)


def _say(path: Path, remarks: tuple[Remark, ...]) -> None:
    for remark in remarks[:20]:
        note(f"{path.name}: " + tell(remark.message, **remark.values))
    if len(remarks) > 20:
        note(tell("{path}: and {count} more", path=path.name, count=len(remarks) - 20))
