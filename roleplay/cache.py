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
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeVar
from zlib import crc32

from roleplay.errors import StorageFailed
from roleplay.private import make_folder, open_file

__all__ = ["Cache", "Row"]

T = TypeVar("T")
SCHEMA = 2
DAYS = 90  # after which a row goes
EVERY = 0.5  # seconds between writes
MOST = 5000  # rows that wait while another process holds the file
PATIENCE = 2.0  # seconds for it to let go
_TABLE = """
CREATE TABLE talk (id INTEGER PRIMARY KEY, content BLOB, asked BLOB, place INTEGER, ident TEXT, day INTEGER, made TEXT, remarks TEXT, at INTEGER,
    card BLOB, sum INTEGER);
CREATE UNIQUE INDEX file ON talk (content, asked, place);
CREATE INDEX ident ON talk (ident);
CREATE INDEX day ON talk (day);
"""
_FIND = "SELECT ident, made, remarks, at, card, sum FROM talk WHERE content = ? AND asked = ? ORDER BY place"
_KEEP = "REPLACE INTO talk (content, asked, place, day, ident, made, remarks, at, card, sum) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


class Row(NamedTuple):
    """A talk with the id *ident*: its *card* as JSON in UTF-8, in which *at* a place stands ``null`` for the path; by what it was *made*; and the
    *remarks* about its reading as JSON.
    """

    ident: str
    made: str
    remarks: str
    at: int
    card: bytes


class Cache:
    """The cache at *path*. Nothing that is wrong with it is raised: *trouble* is told of it, once."""

    def __init__(self, path: Path, trouble: Callable[[StorageFailed], object]) -> None:
        self.path = path
        self._trouble = trouble
        self._base: sqlite3.Connection | None = None
        self._off = False
        self._waiting: list[tuple[object, ...]] = []
        self._since = self._looking = time.monotonic()

    def find(self, content: bytes, asked: bytes) -> list[Row]:
        """What is kept of the talks in a file, in their order; empty if nothing is."""

        def look(base: sqlite3.Connection) -> list[Row]:
            if not base.in_transaction:  # to begin one for each look takes longer than the look
                base.execute("BEGIN")
                self._looking = time.monotonic()
            found = [_row(*each) for each in base.execute(_FIND, (content, asked))]
            if not found or time.monotonic() - self._looking > EVERY:  # others may want to write
                base.commit()
            return found

        return self._tried(look) or []

    def keep(self, content: bytes, asked: bytes, rows: Iterable[Row]) -> None:
        """Keep *rows*, all the talks in a file. They are on the disk within half a second, or when the cache is closed."""
        day = _today()
        for place, row in enumerate(rows):
            self._waiting.append((content, asked, place, day, *row, _sum(row)))
        if time.monotonic() - self._since > EVERY:
            self.flush()

    def forget(self, contents: Iterable[bytes], idents: Iterable[str]) -> None:
        """Let nothing be left of files with these *contents* and of talks with these *idents*; if it cannot be, *trouble* is told."""

        def remove(base: sqlite3.Connection) -> bool:
            base.commit()
            with base:
                base.executemany("DELETE FROM talk WHERE content = ?", [(each,) for each in contents])
                base.executemany("DELETE FROM talk WHERE ident = ?", [(each,) for each in idents])
            return True

        if self.path.exists() and not self._tried(remove) and not self._off:
            self._trouble(StorageFailed("what {path} remembers of these talks could not be removed; remove that file", path=self.path))

    def flush(self) -> None:
        """Write what waits to be kept; while another process holds the file, it goes on waiting."""

        def write(base: sqlite3.Connection) -> None:
            base.commit()
            with base:
                base.executemany(_KEEP, self._waiting)
            self._waiting = []

        if self._waiting:
            self._tried(write)
        del self._waiting[:-MOST]
        self._since = time.monotonic()

    def close(self) -> None:
        """Write what waits, and let go. Who interrupts it in the middle of that loses nothing: it is done again."""
        try:
            self.flush()
        except KeyboardInterrupt:
            self.flush()
            raise
        finally:
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
            except (sqlite3.Error, OSError, ValueError, TypeError) as error:
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
        base.execute("PRAGMA page_size = 16384")  # most rows fit into one
        base.execute("PRAGMA journal_mode = DELETE")
        base.execute("PRAGMA synchronous = NORMAL")
        base.execute("PRAGMA secure_delete = ON")
        if version not in (0, SCHEMA):
            raise ValueError("another version of the program has made it")
        if version == 0:
            base.executescript(f"BEGIN IMMEDIATE; {_TABLE} PRAGMA user_version = {SCHEMA}; COMMIT;")
        with base:
            base.execute("DELETE FROM talk WHERE day < ?", (_today() - DAYS,))
    except BaseException:
        base.close()
        raise
    return base


def _row(ident: str, made: str, remarks: str, at: int, card: bytes, total: int) -> Row:
    """What was kept. Raises `ValueError` if it is not what it was."""
    row = Row(ident, made, remarks, at, card)
    if _sum(row) != total:
        raise ValueError("a row of the cache is damaged")
    return row


def _sum(row: Row) -> int:
    return crc32(row.card, crc32(f"{row.made}\0{row.remarks}\0{row.at}".encode("utf-8", "replace")))


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
