"""A file that is too long to be kept in memory: it is read line by line, each time it is gone through."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from roleplay.formats.conversation import HEAD, Document, Lines
from roleplay.formats.encoding import decoded

__all__ = ["LongDocument"]


class LongDocument(Document):
    """The file at *path*, which is UTF-8. Only who asks for its whole *text* has it in memory."""

    long = True

    def __init__(self, path: Path) -> None:
        self.name, self._path = path.name, path

    @property
    def text(self) -> str:
        """All of it. Raises `OSError`."""
        return self._whole

    @cached_property
    def _whole(self) -> str:
        return decoded(self._path.read_bytes(), self.name)[0]

    @cached_property
    def head(self) -> str:
        """The first lines."""
        return "\n".join(self.lines[:200])[:HEAD].lstrip()

    @cached_property
    def lines(self) -> Lines:
        """The lines, never all at once. Going through them raises `OSError`."""
        return _FileLines(self._path)


@dataclass(frozen=True, slots=True)
class _FileLines:
    path: Path

    def __iter__(self) -> Iterator[str]:
        with self.path.open("rb") as file:
            for number, line in enumerate(file):
                text = line if number else line.removeprefix(codecs.BOM_UTF8)
                yield text.decode("utf-8").removesuffix("\n").removesuffix("\r")

    def __getitem__(self, part: slice, /) -> list[str]:
        return list(islice(self, part.start, part.stop, part.step))
