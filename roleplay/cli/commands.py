"""What can be asked for with a slash while a reply is awaited. None of it is a turn, and none of it takes time of the talk."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from rich.console import Console
from rich.text import Text

from roleplay.cli import feedback as show
from roleplay.cli.context import complain, nearest, tell
from roleplay.cli.speech import Keys
from roleplay.cli.talk import Talk
from roleplay.errors import StorageFailed, mark
from roleplay.inert import inert

__all__ = ["COMMANDS", "Commands", "Leave"]

COMMANDS = {
    "/hint": mark("an idea for this reply"),
    "/undo": mark("take the last reply back"),
    "/retry": mark("say the last reply another way and compare"),
    "/why": mark("the passages behind the advice"),
    "/mood": mark("how tension and trust went"),
    "/score": mark("how it stands"),
    "/pause": mark("stop the clock"),
    "/stop": mark("step out of the scene at once"),
    "/quit": mark("end, with the scorecard"),
    "/help": mark("this list"),
}
_BARE = {**{name: f"/{name}" for name in ("hint", "undo", "retry", "mood", "score", "quit")}, "exit": "/quit"}
_LEAVING = ("q", "Q", "й", "Й", "c-d")  # й is where q is on a Russian keyboard


class Leave(Exception):
    """The trainee ends the talk."""


class Commands:
    """The slash commands of *talk*, answered on *screen*."""

    def __init__(self, talk: Talk, screen: Console, keys: Keys) -> None:
        self._talk = talk
        self._screen = screen
        self._keys = keys
        self._actions: Mapping[str, Callable[[str], bool | None]] = {name: getattr(self, "_" + name[1:]) for name in COMMANDS}

    def run(self, text: str) -> bool:
        """Do what *text* asks for; whether the talk is now at another place. Raises `Leave`."""
        name, _, rest = text.partition(" ")
        action = self._actions.get(name.lower())
        if action is None:
            self._screen.print(tell("there is no command {name}", name=inert(name, lines=False)) + nearest(name, COMMANDS), style="yellow")
            return False
        return bool(action(rest.strip()))

    def knows(self, text: str) -> bool:
        """Whether *text* asks for something that there is."""
        return text.partition(" ")[0].lower() in self._actions

    def meant(self, text: str) -> bool:
        """Whether *text* is the bare name of a command, which hardly is a reply; says how the command is typed."""
        name = _BARE.get(text.strip().lower())
        if name is not None:
            said = tell("The command is typed {name}; Enter once more sends the word to the partner.", name=name)
            self._screen.print(said, style="yellow")
        return name is not None

    def card(self, text: str) -> None:
        """A card outside the scene while the clock stands; Enter goes on, q raises `Leave`, other keys and those pressed before do nothing."""
        self._talk.clock.pause()
        self._keys.wait(0)
        self._screen.print(show.brief("—", [("", text)], tell("Enter goes on; q or Ctrl-C ends the talk.")))
        while not (decided := [key for key, _ in self._keys.wait(3600) if key in ("enter", *_LEAVING)]):
            continue
        if decided[0] in _LEAVING:
            raise Leave
        self._talk.clock.go()

    def _help(self, _: str) -> None:
        for name, text in COMMANDS.items():
            self._screen.print(Text.assemble((f"  {name:<8} ", "bold"), tell(text)))
        self._screen.print("  " + tell("Enter sends, Alt+Enter begins a new line, an empty line is staying silent."), style="dim")

    def _hint(self, _: str) -> None:
        from roleplay.hint import hint

        talk = self._talk
        talk.loaded()
        text = hint(talk.session.turns, talk.session.coder, talk.skills, talk.session.header, talk.language)
        self._screen.print(show.advice(text or tell("Wait a moment, then say in one sentence what you heard.")))

    def _why(self, rest: str) -> None:
        self._talk.loaded()
        wanted = [skill for skill in self._talk.skills if rest.replace("-", "_") == skill.id]
        self._screen.print(show.passages(wanted or self._talk.skills, self._talk.language))

    def _mood(self, _: str) -> None:
        self._screen.print(show.curves(self._talk.session.transcript))

    def _score(self, _: str) -> None:
        talk = self._talk
        self._screen.print(show.card(talk.summed(seconds=0), talk.skills, talk.session.transcript, talk.language, width=self._screen.width))

    def _pause(self, _: str) -> None:
        self.card(tell("Paused; the clock stands. Take the time you need."))

    def _stop(self, _: str) -> None:
        self.card(tell("You have stepped out of the scene. Nothing has to be answered now."))

    def _quit(self, _: str) -> None:
        raise Leave

    def _undo(self, _: str) -> bool:
        return self._back(compare=False)

    def _retry(self, _: str) -> bool:
        return self._back(compare=True)

    def _back(self, *, compare: bool) -> bool:
        talk = self._talk
        try:
            found = talk.rewind(compare=compare)
        except StorageFailed as error:
            complain(error)
            return False
        if not found:
            self._screen.print(tell("There is no reply to take back yet."), style="yellow")
            return False
        self._screen.print(tell("Back to:"), style="dim")
        self._screen.print(show.said(talk.session.turns[-1:], talk.name))
        return True
