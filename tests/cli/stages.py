"""A talk on a stage without a terminal: time passes when it is told to, a typist types, and a screen is a text."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console

from roleplay.cli.beginning import Ready, begin
from roleplay.cli.choices import Choices
from roleplay.cli.clock import Clock
from roleplay.cli.context import Context
from roleplay.cli.keyboard import Key
from roleplay.cli.stage import Stage
from roleplay.cli.talk import Talk
from roleplay.codes import Code, Coding, Mark, Weight
from roleplay.dialogue import Exchange
from roleplay.settings import load
from roleplay.store import Store
from tests.cli.hands import Fingers, Time, Typist

__all__ = ["BLAME", "DANGER", "KIND", "Coder", "Performance", "room"]

BLAME = "You never listen to me."
KIND = "You have been alone all week."
DANGER = "I do not want to live any more."


class Coder:
    """Knows three replies by heart: a reproach, a reflection, and one about the trainee's own danger. All else is plain."""

    name, version = "test", "1"

    def code(self, exchange: Exchange) -> Coding:
        """The codes of *exchange*."""
        text = exchange.reply.text
        if text.startswith(BLAME):
            mark = Mark(code=Code.BLAME, quote=BLAME, start=0, end=len(BLAME))
            return Coding(coder="test", version="1", marks=(mark,), blame=2, weight=Weight.HEAVY)
        if text.startswith(KIND):
            mark = Mark(code=Code.REFLECTION, quote=KIND, start=0, end=len(KIND))
            return Coding(coder="test", version="1", marks=(mark,), listening_level=2, weight=Weight.HEAVY)
        if text.startswith(DANGER):
            return Coding(coder="test", version="1", marks=(Mark(code=Code.DANGER, quote=text, start=0, end=len(text)),))
        return Coding(coder="test", version="1", listening_level=1, weight=Weight.HEAVY)

    def material(self, exchange: Exchange, coding: Coding) -> dict[str, str]:
        """What a better wording can be made from."""
        return {}


def room(home: Path) -> Context:
    """What commands work with, in a fresh home, with what ships with the program and nothing else."""
    return Context(settings=load(home / "config.toml", {}), store=Store(home), folders=(), shipped_only=True, local_only=False)


class Performance:
    """One talk: `play` it, then look at the *screen* and at what was `kept`."""

    def __init__(self, home: Path, *lines: str | BaseException | Callable[[], object], speed: float = 0, **choices: Any) -> None:
        self.time = Time()
        self.keys = Fingers(self.time)
        self.ready = self._begin(room(home), choices)
        self.talk = Talk(room(home), self.ready, Clock(self.time))
        self.typist = Typist.of(self.talk.clock, self.time, lines)
        self._out = io.StringIO()
        screen = Console(file=self._out, width=100, markup=False, emoji=False, highlight=False)
        self.stage = Stage(self.talk, keys=self.keys, screen=screen, speed=speed, asker=self.typist)
        self.home = home

    @staticmethod
    def _begin(room: Context, choices: dict[str, Any]) -> Ready:
        given: dict[str, Any] = {"persona": "grumbling_parent", "language": "en", "gender": "f", "seed": 3}
        ready = begin(room, Choices(**given | choices))
        ready.session.coder = Coder()
        return ready

    def play(self) -> int:
        """Hold the talk; the exit code."""
        return self.stage.play()

    def presses(self, *plan: tuple[float, list[Key] | BaseException]) -> None:
        """From now on these keys are pressed while single keys are waited for."""
        self.keys.plan = list(plan)

    @property
    def screen(self) -> str:
        """What was shown so far."""
        return self._out.getvalue()

    def files(self) -> list[Path]:
        """The transcripts, oldest first."""
        return Store(self.home).files()

    def kept(self, number: int = -1) -> list[dict[str, Any]]:
        """The lines of a transcript, by default of the newest."""
        return [json.loads(line) for line in self.files()[number].read_bytes().split(b"\n") if line]

    def turns(self, number: int = -1) -> list[dict[str, Any]]:
        """Its turns."""
        return [line for line in self.kept(number) if line["type"] == "turn"]
