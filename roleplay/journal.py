"""One transcript file being written: a turn is on disk, synced, before anybody is told that it is (`roleplay.ledger`)."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from roleplay import record
from roleplay.dialogue import End, Header, Turn
from roleplay.errors import InUse, StorageFailed
from roleplay.jsonline import lines, load
from roleplay.ledger import Ledger, claim, storing
from roleplay.record import Reading, dump, parse

__all__ = ["Journal", "graded_by", "head", "read", "skim", "turns"]

LONGEST_CARD = 4_000_000  # bytes at the end of a file that are looked through for a scorecard


class Journal:
    """An open transcript file. Use `create` or `reopen`, then `append`, then `close`."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @property
    def path(self) -> Path:
        """Where it is."""
        return self._ledger.path

    @property
    def size(self) -> int:
        """How many bytes are in it."""
        return self._ledger.size

    @classmethod
    def create(cls, path: Path, header: Header) -> Journal:
        """Begin a new file at *path* with *header*. Raises `StorageFailed` if it cannot be, or is there already."""
        return cls(Ledger.create(path, dump(header)))

    @classmethod
    def reopen(cls, path: Path, *, size: int | None = None) -> tuple[Journal, Reading]:
        """Open *path* to go on, setting a torn last line aside. Raises `InUse`, `StorageFailed`, and what reading raises.

        With *size*, the bytes it had when it was last looked at, it raises `InUse` where somebody has written to it since.
        """
        with storing(path):
            lock = claim(path)
            try:
                if size is not None and path.stat().st_size != size:
                    raise InUse("another program has written to {path} since it was read; ask again", path=path)
                reading = read(path)
                return cls(Ledger.reopen(path, lock)), reading
            except BaseException:
                lock.release()
                raise

    def append(self, turn: Turn) -> None:
        """Write *turn* and sync it. Raises `StorageFailed` with the file as it was before."""
        self._ledger.append(dump(turn))

    def close(self, end: End | None = None) -> None:
        """Write the *end*, if there is one, and let go of the file."""
        try:
            if end is not None and self._ledger.open:
                self._ledger.append(dump(end))
        finally:
            self.release()

    def release(self) -> None:
        """Let go of the file without an end. Safe to call twice."""
        self._ledger.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()


def read(path: Path) -> Reading:
    """Read the transcript at *path*. Raises `StorageFailed` if the file cannot be opened, `TranscriptInvalid` if it is none."""
    with _reading(path), path.open("rb") as file:
        return parse(lines(file), path.name)


def head(path: Path) -> Header:
    """The header of the transcript at *path*, which alone is read. Raises `StorageFailed`, `TranscriptInvalid`, `TranscriptTooNew`."""
    with _reading(path), path.open("rb") as file:
        first = next((line for line in lines(file) if line.strip()), b"")
        return record.skim([first], path.name).transcript.header


def graded_by(path: Path) -> tuple[str, ...]:
    """The scorers of the scorecard that the file at *path* ends with, as ``practice --format jsonl`` writes it; none if it ends otherwise.

    Raises `StorageFailed`.
    """
    with _reading(path), path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - LONGEST_CARD))
        last = file.read().rstrip().rpartition(b"\n")[2]
    card = load(last) if b'"scorecard"' in last else None
    summary = card.get("summary") if card is not None and card.get("type") == "scorecard" else None
    return tuple(summary) if isinstance(summary, dict) else ()


def skim(path: Path) -> Reading:
    """Read all of the transcript at *path* but its turns, in memory that does not grow with them.

    Raises `StorageFailed` if the file cannot be opened, `TranscriptInvalid` if it is none.
    """
    with _reading(path), path.open("rb") as file:
        return record.skim(lines(file), path.name)


def turns(path: Path) -> Iterator[Turn]:
    """The turns of the transcript at *path*, one by one. Raises `StorageFailed`."""
    with _reading(path), path.open("rb") as file:
        yield from record.turns(lines(file), path.name)


@contextmanager
def _reading(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageFailed("{path} cannot be read: {reason}", path=path, reason=error.strerror or type(error).__name__) from None
