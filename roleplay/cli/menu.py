"""Bare ``roleplay`` on a terminal: practise, go on where you stopped, see progress."""

from __future__ import annotations

from collections.abc import Sequence

import click
from rich.console import Console
from rich.text import Text

from roleplay.cli.choices import Asked
from roleplay.cli.context import Context, context, message_language, tell
from roleplay.cli.feedback import console
from roleplay.cli.questions import choose_difficulty, choose_language, choose_persona, pick
from roleplay.cli.terminal import play
from roleplay.dialogue import EndReason
from roleplay.inert import inert
from roleplay.remembered import recall
from roleplay.scoring import Skill
from roleplay.store import Entry

__all__ = ["menu"]


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
        _progress(room, screen)
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
    screen.print(Text("\nroleplay", "bold"), Text(tell("practise the hard conversation before it happens"), "dim"))
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


def _progress(room: Context, screen: Console) -> None:
    """The skills over the newest talks, and what to exercise next."""
    from roleplay.cli.plot import parts
    from roleplay.cli.progress import LAST, exercise, gathered
    from roleplay.cli.scoredtalk import titles_of

    language = message_language(room.settings)
    found, skills = gathered(room, room.store.files(), persona=None, last=LAST, language=None)
    if not found.sittings:
        screen.print(tell("There is no talk yet in which a reply was scored."), style="dim")
    else:
        said, command = exercise(found, skills, language, room)
        for part in parts(found, titles_of(skills, language), said, command, language):
            screen.print(part)
    screen.print()
