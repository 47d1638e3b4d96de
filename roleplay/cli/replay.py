"""``roleplay replay``: a transcript turn by turn, with the scores of every reply."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click

from roleplay.assessment import assess
from roleplay.cli.cards import bar, card_lines, quoted
from roleplay.cli.context import Context, context, examples, note, tell, to_stdout
from roleplay.cli.remarks import remark_on
from roleplay.cli.score import remarks, spoken_in
from roleplay.dialogue import LANGUAGES, Speaker, Transcript, Turn
from roleplay.errors import RoleplayError
from roleplay.inert import inert
from roleplay.journal import read
from roleplay.record import to_json as record_json
from roleplay.scorecard import marks, summarise, to_json, worded
from roleplay.scoring import Score, Skill
from roleplay.session import Coder
from roleplay.variants import render

__all__ = ["command"]


@click.command(
    help=tell("Go through a transcript turn by turn. Off a terminal, list it."),
    epilog=examples("roleplay replay last", "roleplay replay talk.jsonl --speed 2", "roleplay replay talk.jsonl > talk.txt"),
)
@click.argument("name", metavar="TRANSCRIPT")
@click.option(
    "--lang",
    "language",
    type=click.Choice(LANGUAGES),
    help=tell("The language of messages, and of a transcript that does not say its own."),
)
@click.option(
    "--speed",
    type=click.FloatRange(0, 100),
    help=tell("On a terminal: let the talk run by itself, with its real pauses, this many times as fast."),
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_context
def command(ctx: click.Context, name: str, language: str | None, speed: float | None, form: str) -> int:
    room = context(ctx, language)
    path = room.store.resolve(name)
    reading = read(path)
    remarks(path, reading)
    talk = _Talk.of(room, spoken_in(reading.transcript, language, path), language)
    if form == "json":
        card = summarise(talk.all_scores(), [skill.id for skill in talk.skills])
        turns = [record_json(turn) for turn in talk.transcript.turns]
        scorecard = to_json(card, talk.skills, talk.transcript.header, str(path), talk.language, talk.coder)
        to_stdout(json.dumps({"turns": turns, "scorecard": scorecard}, ensure_ascii=False, indent=2))
        return 0
    if sys.stdin.isatty() and sys.stdout.isatty():
        return _step(talk, speed)
    for line in talk.listing():
        to_stdout(line)
    return 0


@dataclass(slots=True)
class _Talk:
    """A transcript with its scores by turn, and the names of those who speak."""

    transcript: Transcript
    coder: Coder
    skills: list[Skill]
    scores: dict[int, tuple[Score, ...]]
    names: dict[Speaker, str]
    language: str

    @classmethod
    def of(cls, room: Context, transcript: Transcript, language: str | None) -> _Talk:
        spoken = transcript.header.language or ""
        skills, coder = room.skills(spoken), room.coder(spoken)
        scores = {exchange.reply.index: found for exchange, _, found in assess(transcript, coder, skills)}
        names = {Speaker.PERSONA: _persona_name(room, transcript, spoken), Speaker.TRAINEE: transcript.header.trainee.name or tell("You")}
        return cls(transcript, coder, skills, scores, names, language or spoken)

    def all_scores(self) -> list[Score]:
        return [score for found in self.scores.values() for score in found]

    def turn_lines(self, turn: Turn) -> Iterator[str]:
        """A turn and, for a reply, what each skill found in it."""
        name = inert(turn.name or self.names.get(turn.speaker, "?"), lines=False)
        time = "" if turn.start is None else f"{int(turn.start // 60):02d}:{turn.start % 60:04.1f}  "
        yield f"{turn.index:>3}  {time}{name}: {inert(turn.text, lines=False) or tell('(silence)')}"
        if turn.speaker is Speaker.PERSONA and (told := remark_on(turn)) is not None:
            yield f"       ! {told}"
        by_id = {skill.id: skill for skill in self.skills}
        for score in self.scores.get(turn.index, ()):
            skill = by_id[score.scorer]
            reason, suggestion = worded(score, skill, self.transcript.header, self.language, self.transcript.header.trainee.address)
            value = "  –" if score.verdict.value is None else f"{score.verdict.value:4.0%}"
            quotes = " ".join(quoted(item.quote, 60) for item in score.verdict.evidence[:2])
            title = skill.titles.get(self.language) or skill.id
            yield inert(f"       {title:<16} {bar(score.verdict.value)} {value}  {quotes} {reason}")
            for told in marks(score, self.language):
                yield f"       {told}"
            if suggestion is not None:
                yield inert(f"       → {suggestion}")

    def listing(self) -> Iterator[str]:
        for turn in self.transcript.turns:
            yield from self.turn_lines(turn)
        yield from card_lines(summarise(self.all_scores(), [s.id for s in self.skills]), self.skills, self.transcript, self.language)


def _persona_name(room: Context, transcript: Transcript, language: str) -> str:
    name = transcript.header.persona
    if not name:
        return tell("Partner")
    try:
        persona = room.persona(name, (language,))
    except RoleplayError:
        note(tell("persona {name} is not installed; the transcript is shown all the same", name=name))
        return name
    voice = persona.voices.get(language)
    return render(voice.name, listener=None, speaker=persona.genders[language]) if voice else name


def _step(talk: _Talk, speed: float | None) -> int:
    """Show one turn after another; a key goes on, b goes back, q ends. With *speed* the real pauses drive it."""
    from roleplay.cli.feedback import console
    from roleplay.cli.speech import Keyboard

    screen, keys = console(), Keyboard()
    turns = talk.transcript.turns
    screen.print(tell("Enter: next turn, b: back, q: end"), style="bright_black")
    place = 0
    while place < len(turns):
        for line in talk.turn_lines(turns[place]):
            screen.print(line, style="bold" if turns[place].speaker is Speaker.PERSONA else None)
        pressed: list[tuple[str, str]] = []
        with keys:
            while not pressed:
                pressed = keys.wait(_rest(turns, place) / speed if speed else 3600)
                if speed:
                    break
        names = {name for name, _ in pressed}
        if names & {"q", "й", "c-c", "c-d"}:
            return 130 if "c-c" in names else 0
        place = max(0, place - 1) if names & {"b", "и"} else place + 1
    for line in card_lines(summarise(talk.all_scores(), [s.id for s in talk.skills]), talk.skills, talk.transcript, talk.language):
        screen.print(line)
    return 0


def _rest(turns: tuple[Turn, ...], place: int) -> float:
    """The seconds from the start of a turn to the start of the next; two where nobody knows."""
    if place + 1 >= len(turns):
        return 0.0
    here, there = turns[place].start, turns[place + 1].start
    return max(0.2, there - here) if here is not None and there is not None else 2.0
