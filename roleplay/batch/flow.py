"""Files in, scorecards out, in the same order: read one after the other, scored, and handed on as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from roleplay.batch.assessor import Assessor, Card, ours
from roleplay.errors import BadInput, Misconfigured, RoleplayError, StorageFailed

__all__ = ["FAULTS", "LONG", "Scored", "scored"]

LONG = 1_000_000  # bytes; a transcript of ours that is larger is never held whole
FAULTS = (BadInput, Misconfigured, StorageFailed)
"""What can be wrong with one file, and leaves the others as they are."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The *cards* of the file at *path*, several where it holds several talks; none with the *error* that stopped it."""

    path: Path
    cards: tuple[Card, ...] = ()
    error: RoleplayError | None = None


def scored(paths: Iterable[Path], assessor: Assessor) -> Iterator[Scored]:
    """Score the files at *paths*, one after the other."""
    for path in paths:
        try:
            if long(path):
                yield Scored(path, (assessor.long(path),))
            else:
                yield Scored(path, tuple(assessor.cards(str(path), content(path))))
        except FAULTS as error:
            yield Scored(path, error=error)


def content(path: Path) -> bytes:
    """The bytes of the file at *path*. Raises `StorageFailed`."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise StorageFailed("{path} cannot be read: {reason}", path=path, reason=error.strerror or type(error).__name__) from None


def long(path: Path) -> bool:
    """Whether the file at *path* is a transcript of ours that is too long to be held in memory. Raises `StorageFailed`."""
    try:
        if path.stat().st_size <= LONG:
            return False
        with path.open("rb") as file:
            return ours(path.name, file.read(65_536))
    except OSError as error:
        raise StorageFailed("{path} cannot be read: {reason}", path=path, reason=error.strerror or type(error).__name__) from None
