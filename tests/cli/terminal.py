"""The program on a terminal of its own: keys go in, what is on the screen comes out as plain text."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from types import TracebackType
from typing import Self

__all__ = ["Terminal"]

PROGRAM = Path(sys.executable).with_name("roleplay")
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()][A-Z0-9]|[=>78])|\r|\x07")


class Terminal:
    """``roleplay`` with *arguments* in a pseudo-terminal; killed and reaped when the ``with`` block is left, whatever happened.

    >>> with Terminal("--version") as terminal:
    ...     _ = terminal.until("roleplay")
    ...     terminal.leave()
    0
    """

    def __init__(self, *arguments: str, rows: int = 50, columns: int = 110, **environment: str) -> None:
        self._arguments = [str(PROGRAM), *arguments]
        self._size = struct.pack("HHHH", rows, columns, 0, 0)
        self._environment = {**os.environ, "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "LANG": "C.UTF-8", **environment}
        self.output = b""
        self._place = 0
        self._code: int | None = None

    def __enter__(self) -> Self:
        self.pid, self._terminal = pty.fork()
        if self.pid == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, self._size)
                for number in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
                    signal.signal(number, signal.SIG_DFL)  # whoever runs the tests may ignore them
                os.execve(self._arguments[0], self._arguments, self._environment)
            finally:
                os._exit(127)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._code is None:
            os.kill(self.pid, signal.SIGKILL)
            self._reap()
        self.hang_up()

    @property
    def screen(self) -> str:
        """All that was shown so far, without escape sequences."""
        return _ESCAPES.sub("", self.output.decode("utf-8", "replace"))

    def until(self, *words: str, limit: float = 40.0) -> str:
        """Wait until each of *words* is shown, one after the other, after what was waited for before; what came up to the last one."""
        began, start = time.monotonic(), self._place
        for word in words:
            while (found := self.screen.find(word, self._place)) < 0:
                if not self._more(began + limit):
                    raise AssertionError(f"{word!r} was not shown after {self.screen[self._place :]!r}")
            self._place = found + len(word)
        return self.screen[start : self._place]

    def keys(self, text: str, *, echoed: bool = False) -> None:
        """Press keys as a person does who sees that the program listens for single keys; *echoed* where a plain line is read."""
        end = time.monotonic() + 2.0
        while not echoed and termios.tcgetattr(self._terminal)[3] & termios.ECHO and time.monotonic() < end:
            self._more(time.monotonic() + 0.02)
        os.write(self._terminal, text.encode())

    def line(self, text: str) -> None:
        """Type *text* and press Enter."""
        self.keys(text + "\r")

    def answer(self, text: str) -> None:
        """Type *text* and press Enter where a plain line is read."""
        self.keys(text + "\r", echoed=True)

    def resize(self, rows: int, columns: int) -> None:
        """Give the window another size."""
        fcntl.ioctl(self._terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def tell(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        """Close the terminal, as when its window is closed."""
        if self._terminal >= 0:
            os.close(self._terminal)
            self._terminal = -1

    def leave(self, limit: float = 40.0) -> int:
        """Wait until the program has ended; its exit code (negative: the signal that killed it)."""
        end = time.monotonic() + limit
        while self._terminal >= 0 and self._more(end):
            pass
        while self._code is None:
            if os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
                self._reap()
            elif time.monotonic() > end:
                raise AssertionError(f"still running after {self.screen[self._place :]!r}")
            else:
                select.select([], [], [], 0.02)
        return self._code

    def _reap(self) -> None:
        self._code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def _more(self, end: float) -> bool:
        """Take in what the program wrote; False when it has closed the terminal, or at the time *end*."""
        if not select.select([self._terminal], [], [], max(0.0, end - time.monotonic()))[0]:
            return False
        try:
            data = os.read(self._terminal, 65536)
        except OSError:  # Linux says so when the last one has closed the terminal
            return False
        self.output += data
        return bool(data)
