"""Bare ``roleplay`` on a terminal: practise, go on where you stopped, see progress."""

from __future__ import annotations

from collections.abc import Sequence

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from roleplay.assessment import scorecard
from roleplay.cli.cards import curve
from roleplay.cli.choices import Asked
from roleplay.cli.context import Context, context, message_language, tell
from roleplay.cli.feedback import console
from roleplay.cli.questions import choose_difficulty, choose_language, choose_persona, pick
from roleplay.cli.stage import play
from roleplay.dialogue import EndReason
from roleplay.inert import inert
from roleplay.remembered import recall
from roleplay.scoring import Skill
from roleplay.store import Entry

__all__ = ["menu"]

SHOWN = 12  # talks in the curve of progress


def menu(ctx: click.Context) -> int:
    """Show the menu and do what is chosen; the exit code."""
    room = context(ctx)
    try:
        if room.settings.get("language") is None:
            language = choose_language(room)
            room.settings.saved({"language": language})
            room = context(ctx, language)
        return _chosen(ctx, room, console())
    except KeyboardInterrupt:
        return 130
    except EOFError:
        return 0


def _chosen(ctx: click.Context, room: Context, screen: Console) -> int:
    language = message_language(room.settings)
    skills = room.skills(language, loud=False)
    _greet(room, skills, language, screen)
    unfinished = _unfinished(room)
    options = [("again", tell("practise")), ("other", tell("choose another partner or situation"))]
    if unfinished is not None:
        options.insert(0, ("go on", tell("go on where you stopped")))
    if room.store.files():
        options.append(("progress", tell("see progress")))
    options.append(("quit", tell("leave")))
    while (chosen := pick(tell("What would you like to do?"), tuple(options), options[0][0])) == "progress":
        _progress(room, skills, language, screen)
    asked = Asked()
    if chosen == "quit":
        return 0
    if chosen == "go on" and unfinished is not None:
        asked = Asked(origin=str(unfinished.path))
    elif chosen == "other":
        wished = {"persona": choose_persona(room, language), "difficulty": choose_difficulty()}
        room.settings.saved({**wished, "scenario": None})
        room = context(ctx, language)
    return play(room, asked)


def _greet(room: Context, skills: Sequence[Skill], language: str, screen: Console) -> None:
    """Say what this is, and the one thing to try that the last talk showed."""
    screen.print(Text("\nroleplay", "bold"), Text(tell("practise the hard conversation before it happens"), "bright_black"))
    kept = recall(room.store.root)
    step = next((skill.next_step.get(language) for skill in skills if skill.id == kept), None)
    if step:
        screen.print(Text.assemble((tell("This time") + ": ", "bold cyan"), (inert(step), "cyan")))
    screen.print()


def _unfinished(room: Context) -> Entry | None:
    """The newest talk, if the persona did not end it and something was said."""
    entry = next(iter(room.store.entries()), None)
    if entry is None or entry.reading is None:
        return None
    talk = entry.reading.transcript
    ended = talk.end is not None and talk.end.reason in (EndReason.PERSONA, EndReason.BRANCHED)
    return None if ended or not talk.turns or not talk.header.persona else entry


def _progress(room: Context, skills: Sequence[Skill], language: str, screen: Console) -> None:
    """Skill by skill the newest talks, oldest to newest."""
    talks = [e.reading.transcript for e in room.store.entries() if e.reading is not None and e.reading.transcript.header.language]
    talks = [t for t in talks if t.end is None or t.end.reason is not EndReason.BRANCHED][:SHOWN][::-1]
    cards = [scorecard(talk, room.coder(talk.header.language or "en"), skills) for talk in talks]
    table = Table(box=None, padding=(0, 2))
    for title in ("", tell("talks, oldest to newest"), tell("last")):
        table.add_column(title)
    for skill in skills:
        values = [value for card in cards if (value := card.summary[skill.id].value) is not None]
        last = f"{values[-1]:.0%}" if values else tell("no opportunity")
        table.add_row(Text(inert(skill.titles.get(language) or skill.id), "bold"), curve(values), last)
    screen.print(table)
    screen.print()
