"""``roleplay score``: scorecards for transcripts."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import click

from roleplay.batch import makings
from roleplay.batch.assessor import Assessor, spoken_in
from roleplay.batch.engines import Engine, Here, Processes
from roleplay.batch.flow import Scored, content, scored
from roleplay.batch.memory import Memory
from roleplay.batch.order import Order
from roleplay.batch.work import FAULTS
from roleplay.cache import Cache
from roleplay.cli.bars import Bar
from roleplay.cli.coding import BASE_URL, CODER, Coders, by_model, coders, useless_of
from roleplay.cli.context import Context, cache_file, complain, context, examples, note, tell
from roleplay.cli.paths import TALKS, files, names_many
from roleplay.cli.scorecards import FORMS, Sheet
from roleplay.cli.voices import casting
from roleplay.dialogue import LANGUAGES, Transcript
from roleplay.errors import Misconfigured, ProviderFailed, RoleplayError, TranscriptInvalid, Unusable
from roleplay.formats.casting import Casting
from roleplay.formats.joining import PAUSE
from roleplay.formats.shelf import Formats, formats
from roleplay.journal import read
from roleplay.record import Reading, Remark
from roleplay.scoring import Skill

__all__ = ["command", "remarks", "spoken_in"]

FEW = 50  # files; other processes would take longer to begin than these to score


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
@click.option("--jobs", type=click.IntRange(1), metavar="N", help=tell("How many to score at once; the default is one for each processor."))
@click.option("--no-cache", is_flag=True, help=tell("Score anew, and remember nothing."))
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
    base_url: str | None,
    jobs: int | None,
    no_cache: bool,
    form: str,
    out: Path | None,
    strict: bool,
    **given: Any,
) -> int:
    room = context(ctx, language)
    talks = [path for path in files(paths, room.store.resolve, TALKS) if out is None or path.absolute() != out.absolute()]
    if not talks:
        raise Unusable("there is no transcript in {path}", path=", ".join(paths))
    wanted = [name for name in names.split(",") if name] if names is not None else None
    roles = casting({**given, "language": language, "basis": None, "pause": PAUSE})
    skills = room.skills(names=wanted)
    order = _order(room, skills, roles, coder, base_url, named=names is not None)
    assessor = _assessor(room, order, skills, coders(room, coder, skills, base_url=base_url, at_once=jobs))
    memory = None if no_cache else Memory(Cache(cache_file(), complain), order, skills)
    engine = Here(assessor) if by_model(coder) else _engine(order, assessor, jobs, len(talks))
    single = len(paths) == 1 and not names_many(paths[0])
    with Bar(len(talks)) as bar, Sheet(form, out, single=single, skills=skills, language=language) as sheet:
        work = _Work(assessor, sheet, bar, strict=strict)
        bad = work.do(scored(talks, assessor, engine, memory))
    if work.uncoded and not bad:
        return ProviderFailed.exit_code
    if len(talks) == 1 and bad:
        return bad[0].exit_code
    if any(isinstance(error, Misconfigured) for error in bad):
        return Misconfigured.exit_code
    return 1 if bad else 0


def _order(room: Context, skills: list[Skill], roles: Casting, coder: str | None, base_url: str | None, *, named: bool) -> Order:
    made = {skill.id: makings.of_skill(skill.folder) for skill in skills}
    coded = {language: makings.of_rules(language, room.folders) for language in LANGUAGES}
    if by_model(coder):  # which is asked the questions of all scorers at once
        coded = {
            language: makings.of_model(rules, [coder or "", base_url or room.settings.get("base_url") or "", *made.values()])
            for language, rules in coded.items()
        }
    made |= coded
    names = tuple(skill.id for skill in skills)
    return Order(scorers=names, made=made, named=named, folders=room.folders, shipped_only=room.shipped_only, casting=roles)


def _assessor(room: Context, order: Order, skills: list[Skill], marking: Coders) -> Assessor:
    @lru_cache
    def known() -> Formats:
        return formats(shipped_only=room.shipped_only)

    return Assessor(coder_of=marking, skills=skills, named=order.named, casting=order.casting, formats=known)


def _engine(order: Order, assessor: Assessor, jobs: int | None, count: int) -> Engine:
    """Processes where they were asked for, or where there is enough to do for them."""
    at_once = jobs or (_processors() if count > FEW else 1)
    return Processes(order, at_once) if min(at_once, count) > 1 else Here(assessor)


def _processors() -> int:
    with suppress(AttributeError):  # Linux knows which of them may be used
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(slots=True)
class _Work:
    """The files of one run: what came of each goes to the *sheet*, what is wrong with one to standard error."""

    assessor: Assessor
    sheet: Sheet
    bar: Bar
    strict: bool
    bad: list[RoleplayError] = field(default_factory=list)
    uncoded: int = 0

    def do(self, talks: Iterator[Scored]) -> list[RoleplayError]:
        """Take what came of the files; what was wrong, one for each bad file. Raises `StorageFailed` if the result cannot be written."""
        for each in self.bar.over(talks):
            try:
                with self.bar.aside() if self.on_screen(each) else nullcontext():
                    self.take(each)
            except FAULTS as error:
                if self.sheet.broken:
                    raise
                with self.bar.aside():
                    self.blame(error)
        return self.bad

    def on_screen(self, each: Scored) -> bool:
        """Whether something of it is written to the terminal."""
        return self.sheet.shown or any(card.remarks for card in each.cards)

    def take(self, each: Scored) -> None:
        if each.error is not None:
            raise each.error
        for place, card in enumerate(each.cards):
            _say(each.path, card.remarks)
            if self.strict and card.remarks:
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
        data = content(path)
        return read(path).transcript if data is None else self.assessor.readings(str(path), data)[place].transcript

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
