"""A talk held on a terminal: on a stage, or in whole lines where the terminal can do no more."""

from __future__ import annotations

import os
from dataclasses import replace

from roleplay.cli import feedback as show
from roleplay.cli.beginning import Ready, begin, branch
from roleplay.cli.choices import Asked, choices_of
from roleplay.cli.context import Context
from roleplay.cli.hangup import HungUp, hearing
from roleplay.cli.keyboard import Keyboard
from roleplay.cli.questions import ask_once
from roleplay.cli.stage import Stage
from roleplay.cli.talk import Talk

__all__ = ["play"]


def play(room: Context, asked: Asked) -> int:
    """Hold a talk on the terminal; the exit code."""
    try:
        with hearing():
            if os.environ.get("TERM") == "dumb":
                return _plain(room, asked)
            return _on_stage(room, asked)
    except (KeyboardInterrupt, HungUp):
        return 130
    except EOFError:
        return 0


def _on_stage(room: Context, asked: Asked) -> int:
    ready = _ready(room, asked)
    speed = asked.speed if asked.speed is not None else float(room.settings.get("speed") or 1)
    with Keyboard() as keys:
        return Stage(Talk(room, ready), keys=keys, screen=show.console(), speed=speed).play()


def _ready(room: Context, asked: Asked) -> Ready:
    """The talk that was asked for, by flags, settings and what is asked now."""
    if asked.origin:
        return branch(room, room.store.resolve(asked.origin), asked.turn, choices_of(room, asked))
    room.store.ready()
    return begin(room, ask_once(room, choices_of(room, asked), asked))


def _plain(room: Context, asked: Asked) -> int:
    """A talk on a terminal that can do nothing: whole lines, as through a pipe."""
    from roleplay.cli.piped import hold

    if not asked.origin:
        chosen = ask_once(room, choices_of(room, asked), asked)
        asked = replace(
            asked,
            persona=chosen.persona,
            scenario=chosen.scenario,
            language=chosen.language,
            gender=chosen.gender,
            difficulty=chosen.difficulty,
        )
    return hold(room, asked)
