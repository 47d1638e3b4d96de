"""``roleplay score``: scorecards for transcripts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import click

from roleplay.batch.assessor import Assessor
from roleplay.batch.flow import Result, content, scored
from roleplay.batch.memory import Memory
from roleplay.batch.work import FAULTS
from roleplay.cache import Cache
from roleplay.cli.bars import Bar
from roleplay.cli.coding import BASE_URL, CODER, coders, useless_of
from roleplay.cli.context import complain, context, examples, note, tell
from roleplay.cli.homes import cache_file
from roleplay.cli.paths import TALKS, files, names_many
from roleplay.cli.reading import casting_of
from roleplay.cli.scorecards import FORMS, Sheet
from roleplay.cli.scoring import assessor_of, engine_of, order_of
from roleplay.cli.sending import SEND_AS_IS, Sending
from roleplay.cli.voices import who_is_who
from roleplay.dialogue import LANGUAGES, Transcript
from roleplay.errors import Misconfigured, ProviderFailed, RoleplayError, StorageFailed, TranscriptInvalid, Unusable
from roleplay.record import Reading, Remark

__all__ = ["command", "remarks"]


@click.command(
    help=tell("Score transcripts: files, folders and patterns, an id, or `last`."),
    epilog=examples(
        "roleplay score last",
        "roleplay score talks/*.jsonl --format csv --out scores.csv",
        "roleplay score talk.jsonl --scorers listening,pauses --format json",
        "roleplay score talk.jsonl --coder ollama:gemma3",
        "roleplay score call.vtt --trainee Anna --persona Mama --lang ro",
    ),
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--scorers", "names", metavar="A,B", help=tell("Only these skills."))
@click.option(
    "--lang", "language", type=click.Choice(LANGUAGES), help=tell("The language of messages, and of transcripts that do not say theirs.")
)
@CODER
@BASE_URL
@SEND_AS_IS
@click.option("--jobs", type=click.IntRange(1), metavar="N", help=tell("How many to score at once; the default is one for each processor."))
@click.option("--cluster", metavar="ADDRESS", help=tell("Let the workers of a Dask scheduler score, such as tcp://10.0.0.5:8786."))
@click.option("--no-cache", is_flag=True, help=tell("Score anew, and remember nothing."))
@click.option("--format", "form", type=click.Choice(FORMS), default="table")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=tell("Write the data to this file."))
@who_is_who
@click.option("--strict", is_flag=True, help=tell("Fail on files that had to be repaired in reading."))
@click.pass_context
def command(
    ctx: click.Context,
    /,
    paths: tuple[str, ...],
    names: str | None,
    language: str | None,
    coder: str | None,
    base_url: str | None,
    as_is: bool,
    jobs: int | None,
    cluster: str | None,
    no_cache: bool,
    form: str,
    out: Path | None,
    strict: bool,
    **given: Any,
) -> int:
    room = context(ctx, language)
    talks = [
        path
        for path in files(paths, room.store.resolve, TALKS)
        if out is None or path.name != out.name or path.absolute() != out.absolute()
    ]
    if not talks:
        raise Unusable("there is no transcript in {path}", path=", ".join(paths))
    wanted = [name for name in names.split(",") if name] if names is not None else None
    roles = casting_of(given, language)
    skills = room.skills(names=wanted)
    order = order_of(room, skills, roles, coder, base_url, named=names is not None, as_is=as_is)
    sending = Sending(as_is=as_is)
    assessor = assessor_of(room, order, skills, coders(room, coder, skills, base_url=base_url, at_once=jobs), sending)
    engine = engine_of(room, order, assessor, coder, cluster=cluster, jobs=jobs, count=len(talks))
    memory = None if no_cache else Memory(Cache(cache_file(), complain), order, skills, lines=form == "jsonl")
    single = len(paths) == 1 and not names_many(paths[0])
    with Bar(len(talks)) as bar, Sheet(form, out, single=single, skills=skills) as sheet:
        work = _Work(assessor, sheet, bar, strict=strict)
        with closing(scored(talks, assessor, engine, memory)) as found:  # whatever stops it: what is done is remembered
            bad = work.do(found)
    sending.tell()
    if form == "table":
        for persona in sorted(work.played):
            room.miss(persona)
        for path in talks:
            with suppress(StorageFailed):  # which has been said
                room.miss_scorers(path)
    if work.uncoded and not bad:
        return ProviderFailed.exit_code
    if len(talks) == 1 and bad:
        return bad[0].exit_code
    if any(isinstance(error, Misconfigured) for error in bad):
        return Misconfigured.exit_code
    return 1 if bad else 0


@dataclass(slots=True)
class _Work:
    """The files of one run: what came of each goes to the *sheet*, what is wrong with one to standard error."""

    assessor: Assessor
    sheet: Sheet
    bar: Bar
    strict: bool
    bad: list[RoleplayError] = field(default_factory=list)
    uncoded: int = 0
    played: set[str] = field(default_factory=set)

    def do(self, talks: Iterator[Result]) -> list[RoleplayError]:
        """Take what came of the files; what was wrong, one for each bad file. Raises `StorageFailed` if the result cannot be written."""
        for each in self.bar.over(talks):
            try:
                if self.on_screen(each):
                    with self.bar.aside():
                        self.take(each)
                else:
                    self.take(each)
            except FAULTS as error:
                if self.sheet.broken:
                    raise
                with self.bar.aside():
                    self.blame(error)
        return self.bad

    def on_screen(self, each: Result) -> bool:
        """Whether something of it is written to the terminal."""
        return self.sheet.shown or any(card.remarks for card in each.cards)

    def take(self, each: Result) -> None:
        if each.error is not None:
            raise each.error
        for place, card in enumerate(each.cards):
            if persona := card.head.get("transcript", {}).get("persona"):
                self.played.add(persona)
            if card.remarks:
                _say(each.path, card.remarks)
                if self.strict:
                    raise TranscriptInvalid("{path} had to be repaired, and --strict forbids it", path=each.path.name)
            useless = useless_of(self.assessor.coder_of)
            if useless is not None:
                raise useless
            self.sheet.add(card, partial(self.again, each.path, place))
            self.left(each.path, card.coding.get("failed", ()))

    def left(self, path: Path, turns: Sequence[int]) -> None:
        """Say which replies a model did not code; the reasons are in the scorecard."""
        if turns:
            self.uncoded += len(turns)
            shown = ", ".join(map(str, turns[:12])) + (" …" if len(turns) > 12 else "")
            note(tell("{path}: not coded, and so without a score: turns {turns}", path=path.name, turns=shown))

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
