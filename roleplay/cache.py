"""Scores that were made before, kept in one SQLite file: what can always be made again from the transcripts.

A row holds the scores of one talk, as they were worded, and by what they were made. It is found by the content of the file (SHA-256) and by
what was asked; the next scores of the same take its place.

The file may be locked, deleted or damaged at any time: then it is made anew, or left alone for this run, and no run is stopped by it. There is
no write-ahead log, which needs shared memory that network folders do not have; what is removed is overwritten, because it is words of people.
"""

from __future__ import annotations

import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeVar

from roleplay.errors import StorageFailed
from roleplay.private import make_folder, open_file

__all__ = ["Cache", "Row"]

T = TypeVar("T")
SCHEMA = 1
DAYS = 90  # after which a row goes
EVERY = 0.5  # seconds between writes
MOST = 5000  # rows that wait while another process holds the file
PATIENCE = 2.0  # seconds for it to let go
_TABLE = """
CREATE TABLE talk (content BLOB, asked BLOB, place INTEGER, ident TEXT, day INTEGER, made TEXT, card BLOB,
    PRIMARY KEY (content, asked, place)) WITHOUT ROWID;
CREATE INDEX ident ON talk (ident);
"""
_FIND = "SELECT ident, made, card FROM talk WHERE content = ? AND asked = ? ORDER BY place"
_KEEP = "REPLACE INTO talk VALUES (?, ?, ?, ?, ?, ?, ?)"


class Row(NamedTuple):
    """A talk with the id *ident*: its *head* and *summary* as JSON, its *scores* as lines of JSON, and by what they were *made*."""

    ident: str
    made: str
    head: str
    scores: str
    summary: str


class Cache:
    """The cache at *path*. Nothing that is wrong with it is raised: *trouble* is told of it, once."""

    def __init__(self, path: Path, trouble: Callable[[StorageFailed], object]) -> None:
        self.path = path
        self._trouble = trouble
        self._base: sqlite3.Connection | None = None
        self._off = False
        self._waiting: list[tuple[object, ...]] = []
        self._since = time.monotonic()

    def find(self, content: bytes, asked: bytes) -> list[Row]:
        """What is kept of the talks in a file, in their order; empty if nothing is."""
        return self._tried(lambda base: [_row(*found) for found in base.execute(_FIND, (content, asked))]) or []

    def keep(self, content: bytes, asked: bytes, rows: Iterable[Row]) -> None:
        """Keep *rows*, all the talks in a file. They are on the disk within half a second, or when the cache is closed."""
        day = _today()
        for place, row in enumerate(rows):
            card = f"{row.head}\n{row.summary}\n{row.scores}".encode("utf-8", "replace")
            self._waiting.append((content, asked, place, row.ident, day, row.made, zlib.compress(card, 1)))
        if time.monotonic() - self._since > EVERY:
            self.flush()

    def forget(self, contents: Iterable[bytes], idents: Iterable[str]) -> None:
        """Let nothing be left of files with these *contents* and of talks with these *idents*; if it cannot be, *trouble* is told."""

        def remove(base: sqlite3.Connection) -> bool:
            with base:
                base.executemany("DELETE FROM talk WHERE content = ?", [(each,) for each in contents])
                base.executemany("DELETE FROM talk WHERE ident = ?", [(each,) for each in idents])
            return True

        if self.path.exists() and not self._tried(remove) and not self._off:
            self._trouble(StorageFailed("what {path} remembers of these talks could not be removed; remove that file", path=self.path))

    def flush(self) -> None:
        """Write what waits to be kept; while another process holds the file, it goes on waiting."""

        def write(base: sqlite3.Connection) -> None:
            with base:
                base.executemany(_KEEP, self._waiting)
            self._waiting = []

        if self._waiting:
            self._tried(write)
        del self._waiting[:-MOST]
        self._since = time.monotonic()

    def close(self) -> None:
        """Write what waits, and let go."""
        self.flush()
        self._let_go()

    def _tried(self, work: Callable[[sqlite3.Connection], T]) -> T | None:
        """What *work* gives; None if it cannot be done. A file that is damaged or gone is made anew, and the work tried once more."""
        for last in (False, True):
            if self._off:
                return None
            try:
                if self._base is None:
                    self._base = _opened(self.path)
                return work(self._base)
            except (sqlite3.Error, OSError, zlib.error, ValueError, TypeError) as error:
                if _is(error, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                    return None
                self._let_go()
                if last or not (_usable(error) or _removed(self.path)):
                    self._off = True
                    self._trouble(StorageFailed("scores cannot be remembered in {path}: {reason}", path=self.path, reason=str(error)))
        return None

    def _let_go(self) -> None:
        if self._base is not None:
            with suppress(sqlite3.Error):
                self._base.close()
        self._base = None


def _opened(path: Path) -> sqlite3.Connection:
    """The base at *path*, its owner's alone, made if it was not there. Raises `OSError`, `sqlite3.Error`."""
    make_folder(path.parent)
    os.close(open_file(path, os.O_RDWR))
    base = sqlite3.connect(path, timeout=PATIENCE)
    try:
        (version,) = base.execute("PRAGMA user_version").fetchone()
        base.execute("PRAGMA journal_mode = DELETE")
        base.execute("PRAGMA synchronous = NORMAL")
        base.execute("PRAGMA secure_delete = ON")
        if version != SCHEMA:
            base.executescript(f"BEGIN IMMEDIATE; DROP TABLE IF EXISTS talk; {_TABLE} PRAGMA user_version = {SCHEMA}; COMMIT;")
        with base:
            base.execute("DELETE FROM talk WHERE day < ?", (_today() - DAYS,))
    except BaseException:
        base.close()
        raise
    return base


def _row(ident: str, made: str, card: bytes) -> Row:
    head, summary, scores = zlib.decompress(card).decode().split("\n", 2)  # which has a check sum
    return Row(ident, made, head, scores, summary)


def _usable(error: Exception) -> bool:
    """Whether the file may be well, and only the place or the moment is not."""
    return isinstance(error, OSError) or _is(
        error, sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_IOERR
    )


def _is(error: Exception, *codes: int) -> bool:
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in codes


def _removed(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
        Path(f"{path}-journal").unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _today() -> int:
    return int(time.time() // 86400)
