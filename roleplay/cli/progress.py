"""``roleplay progress``: a person's skills over their talks, how often there was a chance to show them, and what to exercise next."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import click

from roleplay.batch.talks import Talks
from roleplay.cli.context import Context, complain, context, examples, message_language, tell
from roleplay.cli.delivery import FORM, OUT, deliver, form_of
from roleplay.cli.paths import files
from roleplay.cli.playbill import playbill
from roleplay.cli.reading import talks_of
from roleplay.cli.scoredtalk import scored_talk, titles_of
from roleplay.dialogue import LANGUAGES, EndReason, Header
from roleplay.errors import RoleplayError, Unusable
from roleplay.formats.casting import Casting
from roleplay.journal import head
from roleplay.scorecard import summarise
from roleplay.scoring import Skill
from roleplay.workshop.progress import Progress, Sitting, to_json

__all__ = ["command", "exercise", "gathered"]

LAST = 24  # talks


@click.command(
    help=tell("Show your skills over your talks, and what to exercise next. Other talks than those kept here are named by PATH."),
    epilog=examples("roleplay progress", "roleplay progress --persona difficult_client --last 10", "roleplay progress --out progress.html"),
)
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--persona", metavar="NAME", help=tell("Only talks with this persona."))
@click.option("--last", type=click.IntRange(1, 1000), default=LAST, show_default=True, help=tell("Only so many of the newest talks."))
@click.option("--lang", "language", type=click.Choice(LANGUAGES), help=tell("The language of messages."))
@FORM
@OUT
@click.pass_context
def command(
    ctx: click.Context, paths: tuple[str, ...], persona: str | None, last: int, language: str | None, form: str | None, out: Path | None
) -> int:
    room = context(ctx, language)
    found = list(files(paths, room.store.resolve)) if paths else room.store.files()
    wanted = None if persona is None else _wanted(room, found, persona)
    progress, skills = gathered(room, found, persona=wanted, last=last, language=language)
    if not progress.sittings:
        raise Unusable("there is no talk with a reply that was scored; start with: roleplay practice")
    reader = message_language(room.settings)
    chosen = form_of(form, out, "text")
    said, try_it = exercise(progress, skills, reader, room)
    if chosen == "json":
        deliver(json.dumps(to_json(progress, said, try_it), ensure_ascii=False, indent=2), out)
    elif chosen == "html":
        from roleplay.reports.progress import html

        deliver(html(progress, titles_of(skills, reader), said, try_it, reader, _partners(room, progress, reader)).rstrip("\n"), out)
    else:
        from roleplay.cli.paper import show
        from roleplay.cli.plot import parts

        show(parts(progress, titles_of(skills, reader), said, try_it, reader), out)
    return 0


def gathered(room: Context, found: list[Path], *, persona: str | None, last: int, language: str | None) -> tuple[Progress, list[Skill]]:
    """The newest talks among *found*, oldest first, each scored now: by the same versions. What cannot be read or scored is said and left out."""
    skills, talks = room.skills(loud=False), talks_of(room, Casting(language=language))
    sittings: list[Sitting] = []
    for path in _newest(found, persona):
        sitting = _sitting(room, path, talks)
        sittings += [] if sitting is None else [sitting]
        if len(sittings) == last:
            break
    sittings.sort(key=lambda each: (each.header.started_at or "", each.header.id))
    return Progress(sittings=tuple(sittings), skills=tuple(skill.id for skill in skills)), skills


def _wanted(room: Context, found: list[Path], persona: str) -> str:
    """What the personas of talks with *persona* are called; one that is not installed any more has its talks still. Raises `Unusable`."""
    name = persona.replace("-", "_")
    return name if next(_newest(found, name), None) is not None else room.find("personas", persona).name


def _newest(found: list[Path], persona: str | None) -> Iterator[Path]:
    """The talks of *persona* among *found*, newest first; a talk's name or its header says when it was held."""
    heads: list[tuple[Header, Path]] = []
    for path in found:
        with suppress(RoleplayError):
            header = head(path)
            if persona is None or (header.persona or "").replace("-", "_") == persona:
                heads.append((header, path))
    heads.sort(key=lambda each: (each[0].started_at or "", each[0].id), reverse=True)
    return (path for _, path in heads)


def _sitting(room: Context, path: Path, talks: Talks) -> Sitting | None:
    """One talk with the replies that were made in it; None where there are none, or it was given up for a branch."""
    try:
        talk = scored_talk(room, path, talks, loud=False)
    except RoleplayError as error:
        complain(error)
        return None
    end, shared = talk.transcript.end, talk.transcript.header.branch_turn if talk.transcript.header.parent else None
    copied = {turn.index for turn in talk.transcript.turns[: shared or 0]}  # replies of the talk that it branched off, where they count
    scores = [score for turn, found in talk.scores.items() if turn not in copied for score in found]
    if not scores or (end is not None and end.reason is EndReason.BRANCHED):
        return None
    card = summarise(scores, [skill.id for skill in talk.skills])
    versions = {skill.id: skill.version for skill in talk.skills}
    return Sitting(header=talk.transcript.header, summary=card.summary, versions=versions, coder=talk.coder)


def _partners(room: Context, progress: Progress, language: str) -> dict[str, str]:
    """What the personas of the talks are called in *language*, by id."""
    headers = {sitting.header.persona: sitting.header for sitting in progress.sittings if sitting.header.persona}
    return {name: found[0] for name, header in headers.items() if (found := playbill(room, header, language)) is not None}


def exercise(progress: Progress, skills: list[Skill], language: str, room: Context) -> tuple[str | None, str | None]:
    """What to try next, in words, and the command that begins it with the partner of the last talk."""
    name = progress.next_skill()
    skill = next((skill for skill in skills if skill.id == name), None)
    if skill is None:
        return None, None
    header = progress.sittings[-1].header
    scenario = f" --scenario {header.scenario}" if header.scenario else ""
    again = f" {header.persona}{scenario}" if header.persona and room.has(header.persona) else ""
    return skill.next_step.get(language), f"roleplay practice{again}"
