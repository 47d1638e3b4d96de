"""The partner speaking on a terminal: word by word, with the pauses speech has, and an ear for keys.

Any key finishes the line. A letter typed while the partner speaks is an overlap: it is kept as the first letter of the reply. Ctrl-C stops
the partner in the middle of the line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from rich.cells import cell_len

from roleplay.cli.clock import Clock
from roleplay.cli.keyboard import Key, Keyboard

__all__ = ["Flow", "Keyboard", "Keys", "Spoken", "pace", "speak"]

WORDS_A_SECOND = 3.4
_REST = ((re.compile(r"[.!?]['\"»”)]*$"), 0.45), (re.compile(r"…['\"»”)]*$"), 0.75), (re.compile(r"[,;:–—]$"), 0.2))


class Keys(Protocol):
    """Where keys come from; a `Keyboard` is one."""

    def wait(self, seconds: float) -> list[Key]:
        """The keys pressed within *seconds*; returns at the first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What came of speaking a line: its *start* and natural *end*, the text that was *said*, and letters *typed* meanwhile, with their time.

    *cut* says that the partner was stopped in the middle.
    """

    start: float
    end: float
    said: str
    typed: str = ""
    typed_at: float | None = None
    cut: bool = False


def pace(text: str, speed: float = 1.0) -> list[tuple[str, float]]:
    """The words of *text* with the seconds each takes, pauses at marks included. At speed 0 everything is there at once.

    >>> [round(seconds, 2) for _, seconds in pace("Well. Yes", 1.0)]
    [0.74, 0.29]
    """
    parts = re.findall(r"\S+\s*", text)
    if speed <= 0:
        return [(part, 0.0) for part in parts]
    timed = []
    for part in parts:
        word = part.strip()
        rest = next((seconds for mark, seconds in _REST if mark.search(word)), 0.0)
        timed.append((part, (1 / WORDS_A_SECOND + rest) / speed))
    return timed


def speak(text: str | Iterable[str], *, keys: Keys, clock: Clock, put: Callable[[str], None], speed: float, breath: float = 0.0) -> Spoken:
    """Speak *text* through *put*, after a silence of *breath* seconds in which keys are heard as well.

    A text that is not there yet is handed in as its words; it begins with the first of them. Raises what getting them raises.
    """
    live = not isinstance(text, str)
    words = re.findall(r"\S+\s*", text) if isinstance(text, str) else text
    start, said = clock.now(), ""
    pressed: list[Key] = []
    try:
        if speed > 0 and breath > 0:
            pressed = keys.wait(breath)
        start = due = clock.now()
        for part in words:
            if live:
                due = max(due, clock.now())
                start = start if said else due
            said += part  # first: what is seen must be kept, wherever Ctrl-C strikes
            put(part)
            seconds = sum(seconds for _, seconds in pace(part, speed))
            due += seconds
            if seconds and not pressed:
                pressed = keys.wait(max(0.0, due - clock.now()))
    except KeyboardInterrupt:
        if not said and isinstance(text, str):
            said = pace(text)[0][0]
            put(said)
        return Spoken(start=start, end=clock.now(), said=said.rstrip(), cut=True)
    now = clock.now()
    letters = "".join(text for _, text in pressed).lstrip()
    if letters:
        return Spoken(start=start, end=max(now, due), said=text if isinstance(text, str) else said.rstrip(), typed=letters, typed_at=now)
    return Spoken(start=start, end=now, said=text if isinstance(text, str) else said.rstrip())


class Flow:
    """Words as they come, broken into lines between words and not in the middle of one; later lines begin under the first word."""

    def __init__(self, write: Callable[[str], None], width: Callable[[], int], indent: int) -> None:
        self._write = write
        self._width = width
        self._indent = self._column = indent
        self._blanks = ""

    def put(self, part: str) -> None:
        """Write a word; the blanks after it wait for the next one."""
        word = part.rstrip()
        if self._column > self._indent and self._column + len(self._blanks) + cell_len(word) > self._width():
            self._write("\n" + " " * self._indent)
            self._column, self._blanks = self._indent, ""
        self._write(self._blanks + word)
        self._column += len(self._blanks) + cell_len(word)
        self._blanks = part[len(word) :].replace("\n", " ")
