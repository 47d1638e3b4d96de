"""The transcripts of a person: one file a talk in a private folder, found by path, by the beginning of an id, or as ``last``."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from roleplay.dialogue import Header
from roleplay.errors import RoleplayError, StorageFailed, Unusable
from roleplay.journal import read
from roleplay.ledger import claim
from roleplay.private import make_folder, open_file
from roleplay.record import Reading

__all__ = ["BESIDE", "Entry", "Store", "new_id", "notes_of", "ratings_of"]

_RATINGS, _NOTES = ".ratings.jsonl", ".notes.jsonl"
BESIDE = (_RATINGS, _NOTES)
"""How the names of files end that lie beside a transcript and are none."""


def new_id() -> str:
    """A new identifier: sorts by time, never given twice, even within one moment."""
    from ulid import ULID

    return str(ULID())


def ratings_of(path: Path) -> Path:
    """Where the ratings of the transcript at *path* are: ``ID.ratings.jsonl`` beside ``ID.jsonl``."""
    return path.with_name(path.name.removesuffix(".jsonl") + _RATINGS)


def notes_of(path: Path) -> Path:
    """Where the notes about the transcript at *path* are: ``ID.notes.jsonl`` beside ``ID.jsonl``."""
    return path.with_name(path.name.removesuffix(".jsonl") + _NOTES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A transcript in the store: its *path*, and its *reading* or the *error* that reading it gave."""

    path: Path
    reading: Reading | None
    error: RoleplayError | None = None


@dataclass(frozen=True, slots=True)
class Store:
    """The folder *root*/sessions. Nothing is made before something is written."""

    root: Path

    @property
    def folder(self) -> Path:
        """Where the transcripts lie."""
        return self.root / "sessions"

    def ready(self) -> Path:
        """The folder, made private if it was not there. Raises `StorageFailed` before an hour of talk, not after."""
        try:
            make_folder(self.folder)
            probe = self.folder / f".probe.{os.getpid()}"
            os.close(open_file(probe, os.O_WRONLY))
            probe.unlink()
        except OSError as error:
            raise StorageFailed(
                "{path} cannot be written: {reason}; set ROLEPLAY_HOME to a folder of your own", path=self.folder, reason=error.strerror
            ) from None
        return self.folder

    def path_of(self, header: Header) -> Path:
        """Where the transcript with *header* belongs."""
        return self.folder / f"{header.id}.jsonl"

    def files(self) -> list[Path]:
        """All transcript files, oldest first."""
        if not self.folder.is_dir():
            return []
        return sorted(p for p in self.folder.glob("*.jsonl") if not p.name.endswith(BESIDE))

    def entries(self) -> Iterator[Entry]:
        """All transcripts, newest first; those that cannot be read with their error."""
        for path in reversed(self.files()):
            try:
                yield Entry(path=path, reading=read(path))
            except RoleplayError as error:
                yield Entry(path=path, reading=None, error=error)

    def resolve(self, name: str) -> Path:
        """The file that *name* names: a path, the beginning of an id, or ``last``. Raises `Unusable`."""
        with suppress(OSError):
            if Path(name).is_file():
                return Path(name)
        files = self.files()
        if name == "last" and files:
            return files[-1]
        found = [p for p in files if p.name.lower().startswith(name.lower())] if name and name != "last" else []
        found = [p for p in found if p.stem.lower() == name.lower()] or found
        if len(found) == 1:
            return found[0]
        if found:
            raise Unusable("{name} fits {count} transcripts; write more of the id", name=name, count=len(found))
        if name == "last":
            raise Unusable("there is no transcript yet; start with: roleplay practice")
        raise Unusable("there is no transcript {name}; see: roleplay transcripts list", name=name)

    def delete(self, path: Path) -> list[Path]:
        """Remove a transcript with all that belongs to it, itself last, so that a failure can be tried again; what was removed.

        Raises `InUse` while it is being written, `StorageFailed`.
        """
        removed: list[Path] = []
        beside = [ratings_of(path), notes_of(path)]
        torn = [Path(f"{each}.torn") for each in (path, *beside)]
        belongings = [*torn, Path(f"{path}.pseudonyms.json"), *beside, path]
        try:
            lock = claim(path)
            try:
                for file in belongings:
                    with suppress(FileNotFoundError):
                        file.unlink()
                        removed.append(file)
            finally:
                lock.release()
        except OSError as error:
            place = error.filename or path
            raise StorageFailed("{path} cannot be removed: {reason}", path=place, reason=error.strerror) from None
        return removed

    def older_than(self, days: float) -> list[Path]:
        """The transcripts not touched for *days* days."""
        limit = time.time() - days * 86400
        old = []
        for path in self.files():
            with suppress(OSError):  # it may be gone by now
                if path.stat().st_mtime < limit:
                    old.append(path)
        return old
