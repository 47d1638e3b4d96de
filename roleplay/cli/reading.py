"""Talks in files of any format, as commands that take one by name read them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from roleplay.batch.talks import Talks, ours
from roleplay.cli.context import Context
from roleplay.cli.imported import Counts, lines
from roleplay.cli.voices import casting
from roleplay.errors import StorageFailed
from roleplay.formats.casting import Casting, Staged
from roleplay.formats.joining import PAUSE
from roleplay.formats.shelf import formats
from roleplay.workshop.reel import Reel

__all__ = ["casting_of", "reel_of", "talks_of"]


def casting_of(given: dict[str, Any], language: str | None) -> Casting:
    """Who is who by the options *given* of `roleplay.cli.voices.who_is_who`. Raises `Unusable`, `NotationInvalid`."""
    return casting({**given, "language": language, "basis": None, "pause": PAUSE})


def talks_of(room: Context, roles: Casting, *, anybody: bool = False) -> Talks:
    """What reads talks by *roles*; those of *anybody* may have no trainee."""
    return Talks(casting=roles, formats=lru_cache(lambda: formats(shipped_only=room.shipped_only)), anybody=anybody)


def reel_of(path: Path, talks: Talks, told: Callable[[int], None] = lambda _: None) -> Reel:
    """The talk at *path* to go through. What is of another format is gone through as the transcript it would be, in a file without a name.

    Raises what reading it raises.
    """
    with path.open("rb") as file:
        if ours(path.name, file.read(4096)):
            return Reel(path, told)
    talk = talks.one(path)
    return Reel(path, copy=_copied(talk), about=tuple(talk.remarks))


def _copied(talk: Staged) -> BinaryIO:
    """*talk* as a transcript that nobody else can open, and of which nothing stays."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115  # whoever is given it closes it
    try:
        copy.writelines(lines(talk, Counts()))
        copy.seek(0)
    except OSError as error:
        copy.close()
        raise StorageFailed(
            "{path} cannot be written: {reason}; nothing that was saved is lost", path=tempfile.gettempdir(), reason=error.strerror
        ) from None
    except BaseException:
        copy.close()
        raise
    return copy
