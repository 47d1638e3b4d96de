"""Disks that fail: one that is full or broken, and one that forgets at a power cut what was not synced."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

__all__ = ["FullDisk", "PowerCut", "UnsyncedDisk"]

_write, _ftruncate = os.write, os.ftruncate


class FullDisk:
    """From now on *room* bytes can be written, then no more, until `emptied`."""

    def __init__(self, patch: pytest.MonkeyPatch, room: int) -> None:
        self.room: int | None = room
        patch.setattr(os, "write", self.write)

    def write(self, descriptor: int, data: bytes | memoryview) -> int:
        """Write what there is room for."""
        if self.room is None:
            return _write(descriptor, data)
        part = memoryview(data)[: self.room]
        if not part:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        self.room -= len(part)
        return _write(descriptor, part)

    def emptied(self) -> None:
        """Make room."""
        self.room = None


class PowerCut(BaseException):
    """The power is gone; nothing that runs after this has happened."""


class UnsyncedDisk:
    """Everything below *root*, as a disk has it: contents and names count when they are synced, shortening counts at once.

    The power goes instead of the sync number *cut*, counted from 1. `restore` then puts back what the disk has, with the first *extra* bytes
    of what was appended but not synced.
    """

    def __init__(self, patch: pytest.MonkeyPatch, root: Path, cut: int | None = None) -> None:
        self.root = root
        self.left = cut
        self.contents: dict[int, bytes] = {}
        self.names: dict[int, frozenset[str]] = {}
        self.cached: dict[Path, bytes] = {}
        for folder in (root, *root.rglob("*")):
            self._know(folder.stat(), folder)
        patch.setattr(os, "fsync", self.fsync)
        patch.setattr(os, "ftruncate", self.ftruncate)

    def _know(self, status: os.stat_result, place: Path | int) -> None:
        if stat.S_ISDIR(status.st_mode):
            self.names[status.st_ino] = frozenset(os.listdir(place))  # noqa: PTH208  # a descriptor is no path
        else:
            self.contents[status.st_ino] = place.read_bytes() if isinstance(place, Path) else os.pread(place, status.st_size, 0)

    def fsync(self, descriptor: int) -> None:
        """Sync, or lose the power."""
        if self.cached:
            return
        if self.left is not None:
            self.left -= 1
            if self.left <= 0:
                self._lose_power()
                raise PowerCut
        self._know(os.fstat(descriptor), self._readable(descriptor))

    @staticmethod
    def _readable(descriptor: int) -> Path | int:
        # a file that is open for writing only can be read by its name
        return descriptor if stat.S_ISDIR(os.fstat(descriptor).st_mode) else Path(f"/proc/self/fd/{descriptor}").readlink()

    def ftruncate(self, descriptor: int, size: int) -> None:
        """Shorten the file, on the disk too."""
        if not self.cached:
            inode = os.fstat(descriptor).st_ino
            self.contents[inode] = self.contents.get(inode, b"")[:size]
        _ftruncate(descriptor, size)

    def _lose_power(self) -> None:
        if not self.cached:
            self.cached = {path: path.read_bytes() for path in self.root.rglob("*") if path.is_file()} or {self.root: b""}

    def restore(self, extra: int = 0) -> None:
        """Put the files back as they are found when the power returns."""
        self._lose_power()
        self._restore(self.root, extra)

    def _restore(self, folder: Path, extra: int) -> None:
        for place in folder.iterdir():
            if place.name not in self.names.get(folder.stat().st_ino, frozenset()):
                _remove(place)
            elif place.is_dir():
                self._restore(place, extra)
            else:
                kept = self.contents.get(place.stat().st_ino, b"")
                seen = self.cached.get(place, b"")
                unsynced = seen[len(kept) :] if seen.startswith(kept) else b""
                place.write_bytes(kept + unsynced[:extra])


def _remove(place: Path) -> None:
    if place.is_dir():
        for inner in place.iterdir():
            _remove(inner)
        place.rmdir()
    else:
        place.unlink()
