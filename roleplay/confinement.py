"""Foreign code kept in a process of its own, with limits on time, memory and what it may answer.

*What* runs there is named as ``module:function``; what that function returns is called with every value, and its answer comes back as JSON. Values
go in pickled, because they are ours; nothing that comes back is ever unpickled. Limits on memory need an operating system that has them
(Linux; macOS in part, Windows not); the limit on time holds everywhere.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from threading import Event, Lock, Timer
from typing import Any
from weakref import finalize

from roleplay.errors import Sentence

__all__ = ["Confined", "Failed", "Limits"]

_MOST_LOSSES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long one answer may take, in *seconds* (and the first, with all that is imported for it, in *patience* seconds), how many
    *megabytes* of address space there are, how many bytes an *answer* may have.
    """

    seconds: float = 5.0
    patience: float = 30.0
    megabytes: int = 2048
    answer: int = 1_000_000


class Failed(Exception):
    """Foreign code raised, left, took too long or said too much; *said* tells which, in our words or in its own."""

    @property
    def said(self) -> str:
        """What happened: a `Sentence`, unless the words are those of the foreign code."""
        return str(self) if not isinstance(self.args[0], Sentence) else self.args[0]


class Confined:
    """What ``function(*arguments)`` of a module returns, called in a process that is begun when it is first needed.

    A process that fails its limits is ended and begun anew, three times at most. It ends with its owner. May be called from several threads;
    a process that was forked off begins its own.
    """

    def __init__(self, what: str, *arguments: object, limits: Limits | None = None) -> None:
        self.what, self.arguments, self.limits = what, arguments, limits or Limits()
        self._cell: _Cell | None = None
        self._lock, self._losses = Lock(), 0

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (self.what, self.arguments, self.limits)

    def __call__(self, value: object) -> object:
        """The answer to *value*. Raises `Failed`."""
        with self._lock:
            cell = self._ready()
            try:
                return cell.ask(value, self.limits.seconds)
            except _Lost as error:
                self._losses += 1
                self._cell = None
                raise Failed(error.args[0]) from None
            except BaseException as error:
                if not isinstance(error, Failed):  # such as Ctrl-C: an answer may still be on its way, to a question nobody asks any more
                    cell.end()
                    self._cell = None
                raise

    def begin(self) -> None:
        """Begin the process now, so that what is wrong with it is known. Raises `Failed`."""
        with self._lock:
            self._ready()

    def _ready(self) -> _Cell:
        if self._cell is None or self._cell.owner != os.getpid():
            if self._losses >= _MOST_LOSSES:
                raise Failed(Sentence("was stopped {times} times and is not begun again", times=_MOST_LOSSES))
            cell = _Cell(self.limits.answer)
            try:
                cell.ask((self.what, self.arguments, self.limits.seconds, self.limits.megabytes), self.limits.patience)
            except _Lost as error:
                raise Failed(error.args[0]) from None
            except BaseException:
                cell.end()
                raise
            self._cell = cell
        return self._cell


def _again(what: str, arguments: tuple[object, ...], limits: Limits) -> Confined:
    return Confined(what, *arguments, limits=limits)


class _Lost(Exception):
    """The process is gone, or was ended because of a limit."""


class _Cell:
    """The process: one question, one answer."""

    def __init__(self, longest: int) -> None:
        self.owner, self.longest = os.getpid(), longest
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "roleplay.cell"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("ROLEPLAY_DEBUG") else subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
        )
        self.end = finalize(self, _end, self.process, self.owner)

    def ask(self, value: object, seconds: float) -> object:
        """The answer to *value*. Raises `Failed` for an error of the foreign code, `_Lost` if the process is gone after it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        sent, late = pickle.dumps(value), Event()

        def stop() -> None:
            late.set()
            self.process.kill()

        timer = Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        line = b""
        try:
            with suppress(OSError):
                self.process.stdin.write(len(sent).to_bytes(8, "big") + sent)
                self.process.stdin.flush()
                line = self.process.stdout.readline(self.longest + 1)
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            self.end()
            raise _Lost(_why(late.is_set(), len(line) > self.longest, seconds, self.longest, self.process.returncode))
        return _answer(line)


def _answer(line: bytes) -> object:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        raise Failed(Sentence("its answer cannot be read")) from None
    if "fault" in told:
        raise Failed(_said(told.get("said")) or str(told["fault"]))
    return told["value"]


def _said(parts: Any) -> Sentence | None:
    """The sentence that came as its *parts*, None if none did: foreign code may answer anything."""
    try:
        message, values = parts
        return Sentence(str(message), **{str(key): str(value) for key, value in values.items()})
    except (TypeError, ValueError, AttributeError, LookupError):
        return None


def _why(late: bool, long: bool, seconds: float, longest: int, code: int | None) -> Sentence:
    if late:
        return Sentence("took longer than {seconds} s", seconds=f"{seconds:g}")
    if long:
        return Sentence("answered more than {most} bytes", most=longest)
    return Sentence("its process ended ({code})", code=code)


def _end(process: subprocess.Popen[bytes], owner: int) -> None:
    if os.getpid() != owner:  # forked off: the process belongs to who began it
        return
    gone = process.poll() is not None
    if not gone:
        process.kill()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):
                pipe.close()
    process.wait()
