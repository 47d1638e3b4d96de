"""A talk on a terminal: the partner speaks, the first key of a reply is timed, feedback follows, and slash commands help on the way."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Protocol

from rich.cells import cell_len
from rich.console import Console

from roleplay.cli import feedback as show
from roleplay.cli.commands import COMMANDS, Commands, Leave
from roleplay.cli.context import complain, message_language, speak, tell
from roleplay.cli.frame import after, before
from roleplay.cli.news import News
from roleplay.cli.partner import broken_off
from roleplay.cli.prompt import Asker, Stopped, Typed
from roleplay.cli.relay import relayed
from roleplay.cli.speech import Flow, Keys, Spoken
from roleplay.cli.speech import speak as utter
from roleplay.cli.talk import Talk
from roleplay.codes import Code
from roleplay.dialogue import EndReason, Speaker, Status
from roleplay.errors import KeyRefused, ProviderFailed, StorageFailed, mark
from roleplay.inert import inert
from roleplay.wording import error_text

__all__ = ["Stage"]

DANGER = mark(
    "Practice is paused. This seemed to be about you, not about the scene; nobody has to go on with an exercise then. This reply is not scored. If you are in danger or need someone now, contact your local emergency services, or a person you trust, or your coach."
)


class Asks(Protocol):
    """Who reads replies; an `Asker` does."""

    def ask(self, label: str, *, begun: str = "", begun_at: float | None = None) -> Typed:
        """A reply; *begun* is offered as what was typed already."""
        ...


class Stage:
    """Holds *talk* on *screen* with *keys*; *asker* reads the replies."""

    def __init__(self, talk: Talk, *, keys: Keys, screen: Console, speed: float, asker: Asks | None = None) -> None:
        self.talk, self.keys, self.screen, self.speed = talk, keys, screen, speed
        self.commands = Commands(talk, screen, keys)
        self.news = News(talk, screen)
        self.asker = asker
        self._out = sys.stdout  # while a plugin is loaded there is another one in its place
        speak(talk.language)

    def play(self) -> int:
        """Hold the talk to its end; the exit code."""
        reason, code = EndReason.INTERRUPTED, 130
        try:
            before(self.talk, self.screen)
            self._converse()
            reason, code = EndReason.PERSONA, 0
        except (Leave, EOFError):
            reason, code = EndReason.TRAINEE, 0
            self.screen.print()
        except KeyboardInterrupt:
            self.screen.print()
        except (ProviderFailed, KeyRefused) as error:
            reason, code = broken_off(error, self.talk.ready.path, self.talk.session.header, self.talk.ready.choices), error.exit_code
        finally:
            ended = self._end(reason)
        try:
            after(self.talk, self.screen)
        finally:
            self.talk.close()
        return code if ended else StorageFailed.exit_code

    def _end(self, reason: EndReason) -> bool:
        try:
            self.talk.session.end(reason)
        except StorageFailed as error:
            complain(error)
            return False
        return True

    # the talk

    def _converse(self) -> None:
        while True:
            session, spoken = self.talk.session, None
            if not session.turns or session.turns[-1].speaker is Speaker.TRAINEE:
                spoken = self._partner()
            if session.over:
                self.screen.print(tell("({name} ends the talk.)", name=self.talk.name), style="dim")
                return
            self.news.show()
            self._trainee(spoken)

    def _partner(self) -> Spoken:
        session, name = self.talk.session, self.talk.name
        line = session.line()
        flow = Flow(self._write, lambda: min(self.screen.width, show.WIDTH), cell_len(name) + 2)
        if not isinstance(line, str):
            relay, whole = relayed(line, flow, screen=self.screen, name=name, keys=self.keys, clock=self.talk.clock, speed=self.speed)
            meta = line.meta
            self._kept(lambda: session.say(relay.said, start=relay.start, end=relay.end, status=whole, meta=meta))
            return relay
        self.screen.print(f"{name}  ", style="bold magenta", end="")
        words = inert(line, lines=False)
        spoken = utter(words, keys=self.keys, clock=self.talk.clock, put=flow.put, speed=self.speed, breath=self._breath())
        self.screen.print("\n")
        text, status = (spoken.said, Status.INTERRUPTED) if spoken.cut else (line, Status.COMPLETE)
        self._kept(lambda: session.say(text, start=spoken.start, end=spoken.end, status=status))
        return spoken

    def _breath(self) -> float:
        """How long the partner is quiet before speaking: shorter when tense, not at all before the first word."""
        session = self.talk.session
        return (1.4 - 0.9 * session.standing.mood.tension) / self.speed if session.turns and self.speed else 0.0

    def _write(self, words: str) -> None:
        self.screen.out(words, end="", highlight=False)
        self.screen.file.flush()
        self.talk.load()

    def _trainee(self, spoken: Spoken | None) -> None:
        """Ask until there is a reply that is kept, or the talk is at another place."""
        begun, at = (spoken.typed, spoken.typed_at) if spoken is not None else ("", None)
        bare = None
        while True:
            typed = self._asked(begun, at)
            begun, at = typed.text, typed.first
            command = typed.text.strip()
            if not command.startswith("/"):
                if command != bare and self.commands.meant(command):
                    bare = command
                elif self._reply(typed):
                    return
            elif self._elsewhere_after(command, typed):
                return
            elif self.commands.knows(command) or " " not in command:  # else it may be a reply that only begins with a slash
                begun, at = "", None

    def _elsewhere_after(self, command: str, typed: Typed) -> bool:
        """Do a command, which takes no time but for what passed before its first key; whether the talk is at another place then."""
        clock = self.talk.clock
        clock.pause()
        elsewhere = self.commands.run(command)
        if not elsewhere:
            clock.set(typed.sent if typed.first is None else typed.first)
        clock.go()
        return elsewhere

    def _asked(self, begun: str, at: float | None) -> Typed:
        if self.asker is None:
            self.talk.can_ask()
            from prompt_toolkit.output import create_output

            self.asker = Asker(self.talk.clock, [*COMMANDS], self._toolbar, self.news, output=create_output(stdout=self._out))
        try:
            return self.asker.ask(tell("You"), begun=begun, begun_at=at)
        except Stopped as stopped:
            self.screen.print(tell("Ctrl-C once more ends the talk."), style="yellow")
            typed = stopped.typed
        return self.asker.ask(tell("You"), begun=typed.text, begun_at=typed.first if typed.text else None)

    def _reply(self, typed: Typed) -> bool:
        """Keep a reply and show what it is worth; False if it could not be kept."""
        session = self.talk.session
        start = typed.first if typed.text.strip() else typed.sent
        try:
            step = session.reply(typed.text, start=start, end=typed.sent, meta={"input": "typed"})
        except StorageFailed as error:
            self._not_kept(error)
            self.talk.clock.set(typed.sent)
            return False
        if Code.DANGER in step.coding:
            self.talk.before = None
            self.commands.card(tell(DANGER))
        else:
            self.news.expect(step)
        return True

    def _kept(self, keep: Callable[[], object]) -> None:
        """Write to disk what the partner said; while it cannot be, a key tries again."""
        while True:
            try:
                keep()
            except StorageFailed as error:
                self._not_kept(error)
                while not self.keys.wait(3600):
                    continue
            else:
                return

    def _not_kept(self, error: StorageFailed) -> None:
        reason = inert(error_text(error, message_language()))
        self.screen.print(reason + " · " + tell("Enter tries again, Ctrl-C ends the talk."), style="red")

    def _toolbar(self) -> str:
        if self.talk.ready.choices.feedback != "turn":
            return " /hint /retry /stop /help"
        mood = self.talk.session.standing.mood
        return tell(
            " tension {tension}  trust {trust}   /hint /retry /stop /help", tension=f"{mood.tension:.0%}", trust=f"{mood.trust:.0%}"
        )
