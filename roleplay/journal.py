"""One transcript file being written: a turn is on disk, synced, before anybody is told that it is.

A write that fails leaves the file as it was, so nothing is lost and the same turn can be tried again. A torn last line (the power went) is
set aside into a ``.torn`` file when the journal is opened again, never deleted. Only one process writes a journal at a time.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from filelock import SoftFileLock, Timeout

from roleplay.dialogue import End, Header, Turn
from roleplay.errors import InUse, StorageFailed
from roleplay.record import Reading, dump, parse

__all__ = ["Journal", "read"]


class Journal:
    """An open transcript file. Use `create` or `reopen`, then `append`, then `close`."""

    def __init__(self, path: Path, descriptor: int, lock: SoftFileLock, size: int) -> None:
        self.path = path
        self._descriptor = descriptor
        self._lock = lock
        self._size = size

    @classmethod
    def create(cls, path: Path, header: Header) -> Journal:
        """Begin a new file at *path* with *header*. Raises `StorageFailed` if it cannot be, or is there already."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = _locked(path)
            try:
                descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600)
            except OSError:
                lock.release()
                raise
        except FileExistsError:
            raise StorageFailed("{path} is there already; choose another name", path=path) from None
        except OSError as error:
            raise _failed(path, error) from None
        journal = cls(path, descriptor, lock, 0)
        try:
            journal._write(dump(header))
        except StorageFailed:
            journal.release()
            with suppress(OSError):
                path.unlink()
            raise
        _sync_folder(path.parent)
        return journal

    @classmethod
    def reopen(cls, path: Path) -> tuple[Journal, Reading]:
        """Open *path* to go on, setting a torn last line aside. Raises `InUse`, `StorageFailed`, and what reading raises."""
        reading = read(path)
        lock = _locked(path)
        try:
            whole = _set_torn_aside(path)
            descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
            os.lseek(descriptor, whole, os.SEEK_SET)
        except OSError as error:
            lock.release()
            raise _failed(path, error) from None
        return cls(path, descriptor, lock, whole), reading

    def append(self, turn: Turn) -> None:
        """Write *turn* and sync it. Raises `StorageFailed` with the file as it was before."""
        self._write(dump(turn))

    def close(self, end: End | None = None) -> None:
        """Write the *end*, if there is one, and let go of the file."""
        try:
            if end is not None and self._descriptor >= 0:
                self._write(dump(end))
        finally:
            self.release()

    def release(self) -> None:
        """Let go of the file without an end. Safe to call twice."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
            self._lock.release()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()

    def _write(self, line: bytes) -> None:
        rest = memoryview(line)
        try:
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
            os.fsync(self._descriptor)
        except OSError as error:
            with suppress(OSError):
                os.ftruncate(self._descriptor, self._size)
                os.lseek(self._descriptor, self._size, os.SEEK_SET)
            raise _failed(self.path, error) from None
        self._size += len(line)


def read(path: Path) -> Reading:
    """Read the transcript at *path*. Raises `StorageFailed` if the file cannot be opened, `TranscriptInvalid` if it is none."""
    try:
        with path.open("rb") as lines:
            return parse(lines, path.name)
    except OSError as error:
        raise _failed(path, error, "read") from None


def _locked(path: Path) -> SoftFileLock:
    lock = SoftFileLock(str(path) + ".lock", thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        pid = lock.pid
        raise InUse("{path} is in use by process {pid}", path=path, pid=pid or "?") from None
    return lock


def _set_torn_aside(path: Path) -> int:
    """Move what stands after the last newline into ``PATH.torn``; the size of what is whole."""
    data = path.read_bytes()
    whole = data.rfind(b"\n") + 1
    if whole < len(data):
        aside = os.open(str(path) + ".torn", os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        try:
            os.write(aside, data[whole:] + b"\n")
            os.fsync(aside)
        finally:
            os.close(aside)
        os.truncate(path, whole)
    return whole


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # not every system lets a folder be opened
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _failed(path: Path, error: OSError, what: str = "write") -> StorageFailed:
    reason = error.strerror or type(error).__name__
    if what == "read":
        return StorageFailed("{path} cannot be read: {reason}", path=path, reason=reason)
    return StorageFailed("{path} cannot be written: {reason}; nothing that was saved is lost", path=path, reason=reason)
