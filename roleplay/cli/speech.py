"""The partner speaking on a terminal: word by word, with the pauses speech has, and an ear for keys.

Any key finishes the line. A letter typed while the partner speaks is an overlap: it is kept as the first letter of the reply. Ctrl-C stops
the partner in the middle of the line.
"""

from __future__ import annotations

import re
import select
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Self

from roleplay.cli.clock import Clock

__all__ = ["Keyboard", "Spoken", "hold_breath", "pace", "speak"]

WORDS_A_SECOND = 3.4
_REST = ((re.compile(r"[.!?]['\"»”)]*$"), 0.45), (re.compile(r"…['\"»”)]*$"), 0.75), (re.compile(r"[,;:–—]$"), 0.2))


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


class Keyboard:
    """Keys as they come, through prompt_toolkit's input."""

    def __init__(self, source: Any = None) -> None:
        from prompt_toolkit.input import create_input

        self.source = source or create_input()

    def __enter__(self) -> Self:
        """Listen key by key, without echo."""
        self._mode = ExitStack()
        self._mode.enter_context(self.source.raw_mode())
        return self

    def __exit__(self, *what: object) -> None:
        """Give the terminal back."""
        self._mode.close()

    def wait(self, seconds: float) -> list[tuple[str, str]]:
        """The keys pressed within *seconds*, as (name, text); returns at the first."""
        if sys.platform != "win32":
            ready, _, _ = select.select([self.source.fileno()], [], [], max(0.0, seconds))
            if not ready:
                return []
        return [(str(getattr(key.key, "value", key.key)), key.data) for key in self.source.read_keys()]


def speak(text: str, *, keys: Keyboard, clock: Clock, put: Callable[[str], None], speed: float) -> Spoken:
    """Speak *text* through *put*."""
    start = clock.now()
    timed = pace(text, speed)
    natural = start + sum(seconds for _, seconds in timed)
    said = ""
    with keys:
        for place, (part, seconds) in enumerate(timed):
            put(part)
            said += part
            pressed = keys.wait(seconds)
            if not pressed:
                continue
            if any(name == "c-c" for name, _ in pressed):
                return Spoken(start=start, end=clock.now(), said=said.rstrip(), cut=True)
            for rest, _ in timed[place + 1 :]:
                put(rest)
            letters = "".join(data for name, data in pressed if len(name) == 1 and data.isprintable()).lstrip()
            now = clock.now()
            return Spoken(start=start, end=natural if letters else now, said=text, typed=letters, typed_at=now if letters else None)
    return Spoken(start=start, end=clock.now(), said=text)


def hold_breath(seconds: float, keys: Keyboard) -> list[tuple[str, str]]:
    """A silence before the partner speaks, which any key ends."""
    with keys:
        return keys.wait(seconds)
