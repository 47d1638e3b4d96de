"""The files that a command was given: named one by one, by folder, or by a pattern that the shell left alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from roleplay.errors import Unusable
from roleplay.store import BESIDE

__all__ = ["TALKS", "files", "names_many"]

TALKS = (".jsonl", ".json", ".vtt", ".srt", ".txt", ".csv", ".tsv")
"""How the names of files end that may hold a talk in any known format."""
_COPY = ".redacted.jsonl"
_BESIDE = (*BESIDE, "/ratings.jsonl", ".pseudonyms.json")


def files(
    names: Iterable[str], one: Callable[[str], Path], kinds: tuple[str, ...] = (".jsonl",), *, without: tuple[str, ...] = _BESIDE
) -> Iterator[Path]:
    """The files that *names* stand for; *one* finds what is neither a folder nor a pattern. Raises `Unusable` where a pattern fits nothing.

    Of a folder those of *kinds* are taken, but no hidden ones. Ratings, notes and pseudonyms lie beside what they belong to and are not among
    what a folder or a pattern gives, unless *without* says otherwise; nor are redacted copies beside the talk that they are copies of.
    """
    for name in names:
        if not names_many(name):
            yield one(name)
            continue
        place = Path(name)
        with suppress(ValueError):  # a pattern such as a**b fits nothing
            fitting = [
                path for path in (_inside(place, kinds) if place.is_dir() else _matching(name)) if not f"/{path.name}".endswith(without)
            ]
            yield from _originals(fitting)
            if fitting or place.is_dir():
                continue
        raise Unusable("nothing fits {pattern}", pattern=name)


def _originals(found: list[Path]) -> list[Path]:
    """*found* without the redacted copies of talks that are among them."""
    copies = [path for path in found if path.name.endswith(_COPY)]
    if not copies:
        return found
    there = set(found)
    needless = {copy for copy in copies if copy.with_name(copy.name.removesuffix(_COPY) + ".jsonl") in there}
    return [path for path in found if path not in needless]


def _inside(place: Path, kinds: tuple[str, ...]) -> Iterator[Path]:
    """The files of *kinds* in a folder and those below it, by name; what may not be looked into is left out, links to folders are not followed."""
    with suppress(PermissionError), os.scandir(place) as entries:
        for entry in sorted(entries, key=lambda each: each.name):
            if entry.is_dir(follow_symlinks=False):
                yield from _inside(Path(entry.path), kinds)
            elif entry.name.lower().endswith(kinds) and not entry.name.startswith(".") and entry.is_file():
                yield Path(entry.path)


def _matching(pattern: str) -> list[Path]:
    """The files that fit *pattern*, by name. Raises `ValueError` for one that is none."""
    place = Path(pattern)
    return sorted(path for path in Path(place.anchor or ".").glob(pattern.removeprefix(place.anchor)) if path.is_file())


def names_many(name: str) -> bool:
    """Whether *name* is a folder or a pattern: what it gives is a list, however many there are in it."""
    with suppress(OSError):  # a name that is too long is neither
        return name != "" and (Path(name).is_dir() or (any(c in name for c in "*?[") and not Path(name).exists()))
    return False
