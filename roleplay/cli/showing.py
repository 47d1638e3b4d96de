"""A talk shown to a room on a terminal, step by step: keys and autoplay, ratings before the score is seen, the room's hands, notes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress

from rich.console import Console

from roleplay.agreement.ratings import LEVELS
from roleplay.cli.ballot import Ballot
from roleplay.cli.canvas import Canvas, Step
from roleplay.cli.context import message_language, tell
from roleplay.cli.keyboard import Key
from roleplay.cli.manner import Manner
from roleplay.cli.played import Played
from roleplay.cli.speech import Keys
from roleplay.errors import RoleplayError
from roleplay.inert import inert
from roleplay.scoring import Skill
from roleplay.wording import error_text
from roleplay.workshop.notebook import Notebook

__all__ = ["Showing", "plain_line"]

LOOK = 0.5  # seconds between two looks at the size of the window
LONGEST = 20.0  # seconds that autoplay waits at most; a chat over days has pauses of hours
_UNKNOWN = 2.0  # seconds a turn takes that has no time
_LATIN = dict(zip("йцукенгшщзфывапролдячсмить", "qwertyuiopasdfghjklzxcvbnm", strict=False))
_KEYS = {
    "next": ("enter", "right", " ", "down"),
    "back": ("b", "left", "backspace", "up"),
    "turning point": ("t",),
    "play": ("p",),
    "note": ("n",),
    "rate": ("r",),
    "show": ("x",),
    "first": ("home", "g"),
    "last": ("end",),
    "up": ("page up", "k"),
    "down": ("page down", "j"),
    "quit": ("q", "c-d"),
}
_DIGITS = tuple(map(str, LEVELS))
_MEANS = {key: what for what, keys in _KEYS.items() for key in keys}


class Showing:
    """Goes through *played* on *screen* as *manner* says; *line* asks for a line of text."""

    def __init__(
        self, played: Played, book: Notebook, *, keys: Keys, screen: Console, manner: Manner, line: Callable[[str], str], begin: int = 0
    ) -> None:
        self.played, self.book, self.keys, self.manner, self.line = played, book, keys, manner, line
        self.canvas = Canvas(screen, played, book)
        self.place, self.scroll = min(begin, len(played) - 1), 0
        self.playing = manner.speed is not None
        self.ballot = Ballot(book, manner)
        self.revealed: set[int] = set()
        self.pressed: list[Key] = []
        self.message = ""
        if not any(played.reel.is_reply(place) for place in range(len(played))):
            self.message = tell("Nobody in this talk is the trainee, so nothing is scored: roleplay transcripts import … --trainee NAME")

    def run(self) -> None:
        """Show turns until somebody leaves. Raises KeyboardInterrupt, EOFError."""
        with self.canvas:
            while True:
                asked = self._to_rate()
                self._draw(asked)
                what = self._key() if asked is None else self._rated(*asked)
                if what == "quit":
                    return
                if what is not None:
                    self._do(what)

    # what is asked

    def _to_rate(self) -> tuple[Skill, bool] | None:
        """The skill that the reply shown is still to be rated for, and whether by the room."""
        if not self.manner.rated or not self.played.reel.is_reply(self.place) or self.played.delicate(self.place):
            return None
        return self.ballot.due(self._turn, self.played.skills)

    def _rated(self, skill: Skill, by_room: bool) -> str | None:
        """Take one rating; a key that means something else is handed back as what it means."""
        if by_room:
            return self._hands(skill)
        what = self._key(patient=True)
        if what is not None and what in _DIGITS:
            self._kept(lambda: self.ballot.rate(self._turn, skill, int(what)))
        elif what in ("next", "-"):
            self.ballot.leave_out(self._turn, skill, by_room=False)
        else:
            return what
        return None

    def _hands(self, skill: Skill) -> str | None:
        title = inert(skill.titles.get(self.played.language) or skill.id)
        text = self._line(tell("{skill}: hands for 0 1 2 3 4 (Enter leaves it out, b back, q leave):", skill=title))
        if text is None or text.casefold() in ("q", "й"):
            return "quit"
        if text.casefold() in ("b", "и"):
            return "back"
        if text:
            self._kept(lambda: self.ballot.show_hands(self._turn, skill, text))
        else:
            self.ballot.leave_out(self._turn, skill, by_room=True)
        return None

    def _kept(self, keep: Callable[[], object]) -> None:
        """Keep ratings; what could not be kept is said, and asked again."""
        try:
            keep()
            self.message = ""
        except RoleplayError as error:
            self.message = error_text(error, message_language())

    @property
    def _turn(self) -> int:
        """The number of the turn shown."""
        return self.played.reel[self.place].index

    # keys

    def _key(self, *, patient: bool = False) -> str | None:
        """What the next key means; a digit or a dash means itself. Without a key in autoplay, unless *patient*: ``next``."""
        waits = self._wait() if self.playing and not patient else None
        for rest in self.canvas.waits(waits, LOOK):
            self.pressed += [] if self.pressed else self.keys.wait(rest)
            if self.pressed:
                return self._meaning(self.pressed.pop(0))
            if self.canvas.changed():
                return None
        return "next"

    def _meaning(self, key: Key) -> str | None:
        name, letter = key
        latin = _LATIN.get(letter.casefold(), letter.casefold())
        self.message = ""
        if latin in (*_DIGITS, "-"):
            return latin
        return _MEANS.get(name) or _MEANS.get(latin)

    def _wait(self) -> float:
        """The seconds from this turn to the next, at the speed of autoplay; a second longer than it takes where there is no time."""
        here = self.played.reel[self.place]
        if self.place + 1 >= len(self.played):
            return LONGEST
        there = self.played.reel[self.place + 1]
        known = here.start is not None and there.start is not None
        seconds = (there.start or 0.0) - (here.start or 0.0) if known else _UNKNOWN + len(here.text) / 15
        return min(LONGEST, max(0.2, seconds / (self.manner.speed or 1.0)))

    def _do(self, what: str) -> None:
        steps: dict[str, Callable[[], None]] = {
            "next": self._next,
            "back": self._back,
            "turning point": self._turning_point,
            "play": self._play,
            "note": self._note,
            "rate": self._anew,
            "show": self._show,
            "first": lambda: self._go(0),
            "last": lambda: self._go(len(self.played) - 1),
            "up": lambda: self._scrolled(-1),
            "down": lambda: self._scrolled(1),
        }
        if what in steps:
            steps[what]()

    def _go(self, place: int) -> None:
        self.place, self.scroll = min(max(0, place), len(self.played) - 1), 0

    def _next(self) -> None:
        if self.place + 1 < len(self.played):
            self._go(self.place + 1)
        else:
            self.playing = False
            self.message = tell("That was the last turn; q leaves.")

    def _back(self) -> None:
        self.playing = False
        self._go(self.place - 1)

    def _play(self) -> None:
        self.playing = not self.playing

    def _scrolled(self, by: int) -> None:
        self.scroll = max(0, self.scroll + by * 5)

    def _show(self) -> None:
        self.revealed ^= {self.place}

    def _turning_point(self) -> None:
        """Go to the next turning point; a key stops a long search."""
        self.playing = False
        for number, found in enumerate(self.played.next_turning_point(self.place)):
            if found is not None:
                self.message = ""
                self._go(found)
                return
            if number % 200 == 199:
                self.message = tell("looking for a turning point; any key stops it")
                self._draw(None)
                if self.keys.wait(0):
                    self.message = ""
                    return
        self.message = tell("There is no turning point after this one.")

    def _note(self) -> None:
        self.playing = False
        text = self._line(tell("Note:"))
        if text:
            try:
                self.book.note(self._turn, text)
            except RoleplayError as error:
                self.message = error_text(error, message_language())

    def _anew(self) -> None:
        """Rate this reply once more."""
        if not self.manner.rated:
            self.message = tell("Ratings are given before the score is seen: roleplay replay … --blind, or --raters N.")
            return
        self.ballot.open_again(self._turn, self.played.skills)

    def _line(self, label: str) -> str | None:
        """A line that is typed, trimmed; None when Ctrl-C or Ctrl-D was pressed instead."""
        with suppress(KeyboardInterrupt, EOFError), self.canvas.asking():
            return self.line(label).strip()
        return None

    def _draw(self, asked: tuple[Skill, bool] | None) -> None:
        self.canvas.draw(
            Step(
                place=self.place,
                scroll=self.scroll,
                shown=self.place in self.revealed or not self.played.delicate(self.place),
                revealed=frozenset(self.revealed),
                scored=asked is None,
                asked=None if asked is None else asked[0],
                by_room=asked is not None and asked[1],
                playing=self.playing,
                message=self.message,
                rated=self.manner.rated,
            )
        )


def plain_line(label: str) -> str:
    """Ask for a line as a terminal does by itself, with the keys for editing where the system has them. Raises KeyboardInterrupt, EOFError."""
    with suppress(ImportError):
        __import__("readline")  # makes input() edit
    sys.stdout.flush()
    return input(f"{label} ")
