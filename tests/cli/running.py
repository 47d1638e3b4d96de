"""The program run in a process of its own, and what came of a run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any, Protocol, Self

__all__ = ["Call", "Outcome", "Running", "alone", "objects", "one_line", "surroundings"]

START = "from roleplay.cli import main; main()"
PROGRAM = (sys.executable, "-c", START)
PATIENCE = 60
HEARING = """
import signal
for name in ("SIGTERM", "SIGHUP"):
    signal.signal(getattr(signal, name), signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The exit *code* of a run and what it wrote. No run that a test looks at may end in a traceback or in a fault of the program."""

    code: int
    out: str
    err: str

    @classmethod
    def of(cls, code: int, out: bytes, err: bytes) -> Outcome:
        """The outcome of a run that wrote these bytes, all of which must be UTF-8."""
        outcome = cls(code, out.decode(), err.decode())
        assert "Traceback" not in outcome.err, outcome.err
        assert "fault in roleplay" not in outcome.err, outcome.err
        return outcome

    @property
    def json(self) -> Any:
        """Standard output as one JSON value."""
        return json.loads(self.out)

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Standard output as JSON Lines."""
        return objects(self.out)

    def turns(self, speaker: str | None = None) -> list[dict[str, Any]]:
        """The turns among the JSON Lines, those of *speaker* only if one is given."""
        return [line for line in self.objects if line["type"] == "turn" and speaker in (None, line["speaker"])]


def one_line(outcome: Outcome, code: int, *words: str) -> bool:
    """Whether *outcome* is *code* with nothing but one line on standard error that holds all *words*."""
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (code, "", 1), outcome
    return all(word in outcome.err for word in words)


class Call(Protocol):
    """Runs the program in this process; *typed* is its standard input."""

    def __call__(self, *arguments: object, typed: str | bytes = "") -> Outcome:
        """Run with *arguments*."""
        ...


def objects(text: str) -> list[dict[str, Any]]:
    """The values of JSON Lines."""
    return [json.loads(line) for line in text.removesuffix("\n").split("\n")]


def surroundings(**changes: str) -> dict[str, str]:
    """The environment of a process, without what would flush standard output for it."""
    return {**os.environ, "PYTHONUNBUFFERED": "", **changes}


def alone(*arguments: object, typed: str | bytes = "", first: str = "", folder: Path | None = None, **environment: str) -> Outcome:
    """Run the program in a process of its own, in *folder*; *first* is Python that the process does before."""
    done = subprocess.run(
        [sys.executable, "-c", f"{first}\n{START}", *map(str, arguments)],
        input=_bytes(typed),
        capture_output=True,
        cwd=folder,
        env=surroundings(**environment),
        timeout=PATIENCE,
        check=False,
    )
    return Outcome.of(done.returncode, done.stdout, done.stderr)


class Running:
    """A run under way, whose standard input stays open until `finish`; it hears all signals and ends when patience does."""

    def __init__(self, *arguments: object) -> None:
        command = [sys.executable, "-c", HEARING + START, *map(str, arguments)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings())
        self._seen = b""
        self._patience = Timer(PATIENCE, self.process.kill)
        self._patience.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._patience.cancel()
        self.process.kill()
        self.process.communicate()

    def type(self, line: str) -> None:
        """Type a line."""
        assert self.process.stdin is not None
        self.process.stdin.write(_bytes(f"{line}\n"))
        self.process.stdin.flush()

    def see(self, count: int) -> Sequence[dict[str, Any]]:
        """Wait for *count* lines of JSON."""
        assert self.process.stdout is not None
        lines = b"".join(self.process.stdout.readline() for _ in range(count))
        self._seen += lines
        return objects(lines.decode())

    def stop_listening(self) -> None:
        """Close the reading end of its standard output, as ``head`` does when it has seen enough."""
        assert self.process.stdout is not None
        self.process.stdout.close()

    def finish(self) -> Outcome:
        """End its input and wait for it."""
        if self.process.stdout is not None and self.process.stdout.closed:
            self.process.stdout = None
        out, err = self.process.communicate(timeout=PATIENCE)
        return Outcome.of(self.process.returncode, self._seen + (out or b""), err)


def _bytes(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text
