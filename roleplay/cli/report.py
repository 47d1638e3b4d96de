"""``roleplay report``: a talk as one page to read, print and pass on."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from roleplay import private
from roleplay.assessment import assess
from roleplay.cli.context import Context, context, examples, note, tell, to_stdout
from roleplay.cli.score import remarks, spoken_in
from roleplay.dialogue import LANGUAGES, Transcript
from roleplay.errors import RoleplayError, StorageFailed, TranscriptInvalid, Unusable
from roleplay.journal import read
from roleplay.redaction.pseudonyms import Redactor, people
from roleplay.reports.passage import BARE
from roleplay.reports.scored import Scored
from roleplay.reports.talk import html, talk
from roleplay.variants import render

__all__ = ["command"]


@click.command(
    help=tell(
        "Make one HTML page of a talk: the conversation with its evidence, scores, pauses and mood. PATH is a file, an id, or `last`. Names and numbers are replaced by pseudonyms unless --with-text is given."
    ),
    epilog=examples(
        "roleplay report last --out report.html",
        "roleplay report talk.jsonl --lang ro --name 'Anna Petrova' --out report.html",
        "roleplay report talk.jsonl --with-text --out report.html",
    ),
)
@click.argument("name", metavar="PATH")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=tell("Write the page to this file."))
@click.option(
    "--lang", "language", type=click.Choice(LANGUAGES), help=tell("The language of the page, and of transcripts that do not say theirs.")
)
@click.option("--scorers", "scorers", metavar="A,B", help=tell("Only these skills."))
@click.option("--with-text", "plain", is_flag=True, help=tell("Show words and names as they are."))
@click.option(
    "--name",
    "names",
    metavar="NAME",
    multiple=True,
    help=tell("A name to replace, in every case and in both scripts; those of speakers are known."),
)
@click.pass_context
def command(
    ctx: click.Context, name: str, out: Path | None, language: str | None, scorers: str | None, plain: bool, names: tuple[str, ...]
) -> None:
    room = context(ctx, language)
    if out is None and sys.stdout.isatty():
        raise Unusable("a report is a file; add --out report.html")
    wanted = [each for each in scorers.split(",") if each] if scorers is not None else None
    path = room.store.resolve(name)
    reading = read(path)
    remarks(path, reading)
    if not reading.transcript.turns:
        raise TranscriptInvalid("{name} holds no conversation", name=path.name)
    scored = _scored(room, spoken_in(reading.transcript, language, path), wanted)
    veil = BARE if plain else Redactor([*names, *people(scored.transcript)])
    reader = language or scored.header.language or "en"
    _put(html(talk(scored, reader, veil, redacted=not plain), reader), out)


def _scored(room: Context, transcript: Transcript, wanted: list[str] | None) -> Scored:
    spoken = transcript.header.language or ""
    coder, skills = room.coder(spoken), room.skills(spoken, wanted, loud=wanted is None)
    partner, scene = _played(room, transcript, spoken)
    return Scored(
        transcript=transcript,
        assessed=tuple(assess(transcript, coder, skills)),
        skills=tuple(skills),
        coder=f"{coder.name} {coder.version}",
        partner=partner,
        scene=scene,
    )


def _played(room: Context, transcript: Transcript, language: str) -> tuple[str | None, str | None]:
    """What the persona and its scenario are called in *language*."""
    header = transcript.header
    if not header.persona:
        return None, None
    try:
        persona = room.persona(header.persona, (language,))
    except RoleplayError:
        note(tell("persona {name} is not installed; the transcript is shown all the same", name=header.persona))
        return header.persona, header.scenario
    voice = persona.voices.get(language)
    if voice is None:
        return header.persona, header.scenario
    scene = voice.scenes.get(header.scenario or "")
    gender = persona.genders[language]
    return render(voice.name, listener=None, speaker=gender), render(
        scene.title, listener=header.trainee.gender, speaker=gender
    ) if scene else None


def _put(page: str, out: Path | None) -> None:
    if out is None:
        to_stdout(page, end="")
        return
    try:
        private.replace(out, page.encode("utf-8", "replace"))
    except OSError as error:
        raise StorageFailed("{path} cannot be written: {reason}; nothing that was saved is lost", path=out, reason=error.strerror) from None
    note(tell("{path} is written; open it in a browser", path=out.name))
