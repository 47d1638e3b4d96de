"""Folders and files that are only their owner's, whatever the umask, and that are still there when the power comes back."""

from __future__ import annotations

import errno
import glob
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

__all__ = ["make_folder", "open_file", "put", "replace", "replacing", "sync_folder"]

WAITS = (0.05, 0.2, 0.5)  # seconds
LEFT = 60.0  # seconds after which a file that was to take the place of another is nobody's


def make_folder(path: Path) -> None:
    """Make *path* and the folders above it that are missing, each 0700. Raises `OSError`."""
    if path.is_dir() or path == path.parent:
        return
    make_folder(path.parent)
    try:
        path.mkdir(mode=0o700)
    except FileExistsError:
        if not path.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path)) from None
        return
    with suppress(OSError):  # some mounted file systems have no modes
        path.chmod(0o700)
    sync_folder(path.parent)


def open_file(path: Path, flags: int) -> int:
    """Open *path* with *flags*, making it 0600 if it was not there; the descriptor. Raises `OSError`."""
    descriptor = os.open(path, flags | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    with suppress(OSError):
        path.chmod(0o600)
    return descriptor


def put(descriptor: int, data: bytes) -> None:
    """Write all of *data* and sync it. Raises `OSError`."""
    _write(descriptor, data)
    os.fsync(descriptor)


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def replace(path: Path, data: bytes) -> None:
    """Make *data* the whole of *path* at one stroke: at any moment the old or the new is there. Raises `OSError`."""
    with replacing(path) as descriptor:
        _write(descriptor, data)


@contextmanager
def replacing(path: Path) -> Iterator[int]:
    """A descriptor to write what will be the whole of *path* once all is written; if anything is raised, the old stays. Raises `OSError`."""
    real = Path(os.path.realpath(path))
    _sweep(real)
    fresh = real.with_name(f".{real.name}.{os.getpid()}")
    try:
        descriptor = open_file(fresh, os.O_WRONLY | os.O_TRUNC)
        try:
            yield descriptor
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        _take_the_place(fresh, real)
    except BaseException:
        with suppress(OSError):
            fresh.unlink()
        raise
    sync_folder(real.parent)


def _sweep(real: Path) -> None:
    """Remove what a process that died while it wrote *real* left behind."""
    for left in real.parent.glob(f".{glob.escape(real.name)}.*"):
        with suppress(OSError):
            if left.suffix[1:].isdecimal() and time.time() - left.stat().st_mtime > LEFT:
                left.unlink()


def _take_the_place(fresh: Path, real: Path) -> None:
    """Rename *fresh* to *real*. On Windows a viewer that has the file open forbids it for a moment: try again before failing."""
    for wait in WAITS:
        try:
            fresh.replace(real)
        except PermissionError:
            time.sleep(wait)
        else:
            return
    fresh.replace(real)


def sync_folder(folder: Path) -> None:
    """Make the names in *folder* outlive a power cut."""
    with suppress(OSError):  # not every system lets a folder be opened
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
