"""Single keys as they are pressed, while nobody is asked for a line: they finish what is being said, or go on from a card.

Reading them here and not through prompt_toolkit saves a tenth of a second before the first words.
"""

from __future__ import annotations

import codecs
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Self

if sys.platform == "win32":
    import msvcrt
else:
    import select
    import termios

__all__ = ["Key", "Keyboard"]

Key = tuple[str, str]  # a name, and the character that the key writes if it writes one
_NAMES = {"\x04": "c-d", "\x1b": "escape", "\r": "enter", "\n": "enter", "\t": "tab", "\x7f": "backspace"}
_ESCAPE = "\x1b"
_ANSWER = re.compile(r"\x1b\[\d+;\d+R|\x1b\[[IO]")  # where the cursor is, or which window has the focus: the terminal speaks, nobody typed
_MOVES = {"up": "A", "down": "B", "right": "C", "left": "D", "page up": "5~", "page down": "6~", "home": "H 1~ 7~", "end": "F 4~ 8~"}
_ARROWS = {ending: chr(0xE000 + place) for place, endings in enumerate(_MOVES.values()) for ending in endings.split()}
_NAMES |= {chr(0xE000 + place): name for place, name in enumerate(_MOVES)}
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|[^\x1b])?")
_DEAD = 20  # reads without a byte, one after the other, after which the terminal is gone


class Keyboard:
    """The keys of a terminal, or of a pipe; within ``with`` they are heard at once and not echoed. Ctrl-C interrupts as ever.

    With *arrows* the keys that move are told apart; without, each is an ``escape`` as any other key that writes nothing.
    """

    def __init__(self, descriptor: int | None = None, *, arrows: bool = False) -> None:
        self._descriptor = sys.stdin.fileno() if descriptor is None else descriptor
        self._decoder = codecs.getincrementaldecoder("utf-8")("ignore")
        self._mode: list[Any] | None = None
        self._arrows = arrows

    def __enter__(self) -> Self:
        """Listen key by key. Keys pressed before are not lost."""
        if sys.platform != "win32" and os.isatty(self._descriptor):
            self._mode = termios.tcgetattr(self._descriptor)
            heard = termios.tcgetattr(self._descriptor)
            heard[0] &= ~(termios.ICRNL | termios.IXON)
            heard[3] = (heard[3] & ~(termios.ECHO | termios.ICANON | termios.IEXTEN)) | termios.NOFLSH
            heard[6][termios.VMIN], heard[6][termios.VTIME] = 1, 0
            termios.tcsetattr(self._descriptor, termios.TCSANOW, heard)
        return self

    def __exit__(self, *what: object) -> None:
        """Give the terminal back as it was."""
        if sys.platform != "win32" and self._mode is not None:
            with suppress(termios.error):  # it may be gone
                termios.tcsetattr(self._descriptor, termios.TCSANOW, self._mode)
            self._mode = None

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Let the terminal read lines by itself for a while."""
        self.__exit__()
        try:
            yield
        finally:
            self.__enter__()

    def wait(self, seconds: float) -> list[Key]:
        """The keys pressed within *seconds*; returns at the first. Raises KeyboardInterrupt, EOFError when nobody can press a key any more."""
        end = time.monotonic() + seconds
        while True:
            read = self._read(max(0.0, end - time.monotonic()))
            keys = _SEQUENCE.sub(self._key, _ANSWER.sub("", read))
            if "\x03" in keys:  # where Ctrl-C is a key and no signal
                raise KeyboardInterrupt
            if keys or not read:
                return [(_NAMES.get(key, key), key if key.isprintable() else "") for key in keys]

    def _key(self, sequence: re.Match[str]) -> str:
        return _ARROWS.get(sequence[0][2:], _ESCAPE) if self._arrows else _ESCAPE

    if sys.platform == "win32":

        def _read(self, seconds: float) -> str:
            end = time.monotonic() + seconds
            while not msvcrt.kbhit():
                if time.monotonic() >= end:
                    return ""
                time.sleep(0.01)
            letter = msvcrt.getwch()
            if letter not in "\x00\xe0":
                return letter
            msvcrt.getwch()  # the second half of a key without a character
            return _ESCAPE

    else:

        def _read(self, seconds: float) -> str:
            """What comes within *seconds*, empty if nothing does."""
            for _ in range(_DEAD):
                if not select.select([self._descriptor], [], [], seconds)[0]:
                    return ""
                try:
                    data = os.read(self._descriptor, 1024)
                except OSError:
                    data = b""
                if text := self._decoder.decode(data):
                    return text
            raise EOFError
