"""A file of lines that only grows: a line is on disk, synced, before anybody is told that it is.

A write that fails leaves the file as it was, so nothing is lost and the same line can be tried again. A torn last line (the power went) is
set aside into a ``.torn`` file when the file is opened again, never deleted. Only one process writes a file at a time.
"""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from roleplay.errors import InUse, StorageFailed
from roleplay.jsonline import MAX_LINE, load
from roleplay.private import make_folder, open_file, put, sync_folder

if TYPE_CHECKING:
    from filelock import SoftFileLock

__all__ = ["Ledger", "claim", "storing"]

FORSAKEN = 60.0  # seconds after which an empty lock file is nobody's


class Ledger:
    """An open file of lines. Use `create`, `reopen` or `at`, then `append`, then `release`."""

    def __init__(self, path: Path, descriptor: int, lock: SoftFileLock, size: int) -> None:
        self.path = path
        self._descriptor = descriptor
        self._lock = lock
        self.size = size
        self._settled = True

    @classmethod
    def create(cls, path: Path, first: bytes) -> Self:
        """Begin a new file at *path* with the line *first*. Raises `StorageFailed` if it cannot be, or is there already."""
        with storing(path):
            make_folder(path.parent)
            lock = claim(path)
            try:
                descriptor = open_file(path, os.O_EXCL | os.O_RDWR)
            except FileExistsError:
                lock.release()
                raise StorageFailed("{path} is there already; choose another name", path=path) from None
            except BaseException:
                lock.release()
                raise
        made = cls(path, descriptor, lock, 0)
        try:
            made.append(first)
        except BaseException:
            made.release()
            with suppress(OSError):
                path.unlink()
            raise
        sync_folder(path.parent)
        return made

    @classmethod
    def reopen(cls, path: Path, lock: SoftFileLock) -> Self:
        """Open *path*, which *lock* claims, to go on, setting a torn last line aside. Raises `OSError`."""
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            size = _settle_tail(path, descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        return cls(path, descriptor, lock, size)

    @classmethod
    def at(cls, path: Path) -> Self:
        """The file at *path*, new or to go on with. Raises `InUse`, `StorageFailed`."""
        with storing(path):
            make_folder(path.parent)
            lock = claim(path)
            try:
                os.close(open_file(path, os.O_RDWR))
                sync_folder(path.parent)
                return cls.reopen(path, lock)
            except BaseException:
                lock.release()
                raise

    @property
    def open(self) -> bool:
        """Whether more can be written."""
        return self._descriptor >= 0

    def append(self, lines: bytes) -> None:
        """Write one line or several, newlines included, and sync. Raises `StorageFailed` with the file as it was before."""
        if len(lines) > MAX_LINE:
            raise StorageFailed("{size} bytes are too many for one turn; the limit is {limit}", size=len(lines), limit=MAX_LINE)
        with storing(self.path):
            if not self._settled:
                self._cut_back()
            self._settled = False
            try:
                put(self._descriptor, lines)
                self.size += len(lines)
                self._settled = True
            finally:  # also for a signal that came while the disk was busy: nobody will be told that this line is kept
                if not self._settled:
                    with suppress(OSError):
                        self._cut_back()

    def release(self) -> None:
        """Let go of the file. Safe to call twice."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor >= 0:
            try:
                os.close(descriptor)
            finally:
                self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()

    def _cut_back(self) -> None:
        os.ftruncate(self._descriptor, self.size)
        os.lseek(self._descriptor, self.size, os.SEEK_SET)
        self._settled = True


def claim(path: Path) -> SoftFileLock:
    """The right to change *path*, held until it is released. Raises `InUse`, `OSError`."""
    if not path.parent.is_dir():  # the lock would make it, for all to read
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path.parent))
    from filelock import SoftFileLock, Timeout  # not needed where talks are only read

    lock = SoftFileLock(f"{path}.lock", mode=0o600, thread_local=False)
    for _ in range(2):  # on some file systems one try removes what a dead process left, and only the next one takes the lock
        with suppress(Timeout):
            lock.acquire(timeout=0)
            return lock
        _forsake(Path(lock.lock_file))
    raise InUse("{path} is in use by process {pid}", path=path, pid=lock.pid or "?")


def _forsake(marker: Path) -> None:
    """Remove a lock file whose maker died before it could write its name, which filelock would honour for ever."""
    with suppress(OSError):
        status = marker.stat()
        if status.st_size == 0 and time.time() - status.st_mtime > FORSAKEN:
            marker.unlink()


def _settle_tail(path: Path, descriptor: int) -> int:
    """Let the file end with a newline and stand there: a whole last line gets one, a torn one moves into ``PATH.torn``. The size then."""
    data = path.read_bytes()
    size = data.rfind(b"\n") + 1
    tail = data[size:]
    if tail and load(tail) is not None:
        os.lseek(descriptor, len(data), os.SEEK_SET)
        put(descriptor, b"\n")
        return len(data) + 1
    if tail:
        aside = open_file(Path(f"{path}.torn"), os.O_APPEND | os.O_WRONLY)
        try:
            put(aside, tail + b"\n")
        finally:
            os.close(aside)
        sync_folder(path.parent)
        os.ftruncate(descriptor, size)
        os.fsync(descriptor)
    os.lseek(descriptor, size, os.SEEK_SET)
    return size


@contextmanager
def storing(path: Path) -> Iterator[None]:
    """Tell what goes wrong with the disk as `StorageFailed` about *path*."""
    try:
        yield
    except OSError as error:
        raise StorageFailed(
            "{path} cannot be written: {reason}; nothing that was saved is lost", path=path, reason=error.strerror or type(error).__name__
        ) from None
