"""A JSON file that is too long to be kept in memory: its long lists stay in the file, and their items are read each time they are gone through.

Every item is read as strictly as a whole file is. What is not as it should be makes `outline` give up, so that the file is read whole and the
fault is told as ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, SupportsIndex, TextIO, overload

from roleplay.formats.conversation import HEAD, Document, Lines
from roleplay.formats.encoding import decoded
from roleplay.jsonline import part

__all__ = ["LongJson", "outline"]

FEW = 200  # items of a list that are held
DEEP = 4  # objects in each other; a list that lies deeper is held
CHUNK = 65_536  # characters
_BLANKS = " \t\r\n"


class LongJson(Document):
    """The file at *path*, which is JSON in UTF-8. Raises `ValueError` if it is not; only who asks for its whole *text* has it in memory."""

    long = True

    def __init__(self, path: Path) -> None:
        self.name, self._path = path.name, path
        self._outline = outline(path)

    @property
    def text(self) -> str:
        """All of it. Raises `OSError`."""
        return decoded(self._path.read_bytes(), self.name)[0]

    @cached_property
    def head(self) -> str:
        """The beginning."""
        with _open(self._path) as file:
            return file.read(HEAD).lstrip()

    @property
    def lines(self) -> Lines:
        """None: it may all be on one."""
        return []

    @property
    def data(self) -> Any:
        """The value; its long lists have their items in the file."""
        return self._outline

    @property
    def json_fault(self) -> str | None:
        """Nothing is wrong with it."""
        return None


class _Left(list[Any]):
    """A list in the file at *path* that begins *begin* characters from its start; only the *first* items are held.

    To whoever asks whether it is a list it is one; it is gone through as often as needed, and sliced at its beginning.
    """

    def __init__(self, path: Path, begin: int, first: list[Any], count: int) -> None:
        super().__init__(first)
        self._path, self._begin, self._count = path, begin, count

    def __iter__(self) -> Iterator[Any]:
        with _open(self._path) as file:
            text = _Text(file)
            text.skip(self._begin)
            yield from text.items()

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: SupportsIndex) -> Any: ...

    @overload
    def __getitem__(self, place: slice) -> list[Any]: ...

    def __getitem__(self, place: SupportsIndex | slice) -> Any:
        last = place.stop if isinstance(place, slice) else place
        held = isinstance(last, int) and 0 <= last < FEW
        return super().__getitem__(place) if held else list(iter(self))[place]

    def __reversed__(self) -> Iterator[Any]:
        return iter(list(iter(self))[::-1])


def outline(path: Path) -> Any:
    """The value in the file at *path*; of lists with more than `FEW` items only the first ones are in memory. Raises `ValueError`, `OSError`."""
    with _open(path) as file:
        text = _Text(file)
        value = _outlined(text, path)
        if text.next():
            raise ValueError("there is more after it")
        return value


def _outlined(text: _Text, path: Path, depth: int = 0) -> Any:
    first = text.next()
    if first == "[":
        return _listed(text, path)
    if first != "{" or depth == DEEP:
        return text.value()
    text.take("{")
    found: dict[str, Any] = {}
    while text.next() != "}":
        if found:
            text.take(",")
        key = text.value() if text.next() == '"' else None
        if key is None or key in found:
            raise ValueError("no key, or one that is there twice")
        text.take(":")
        found[key] = _outlined(text, path, depth + 1)
    text.take("}")
    return found


def _listed(text: _Text, path: Path) -> list[Any]:
    begin, count = text.passed, 0
    held: list[Any] = []
    for item in text.items():
        count += 1
        if count <= FEW:
            held.append(item)
    return held if count <= FEW else _Left(path, begin, held, count)


class _Text:
    """*file* being read: a piece of it at a time is in memory, or as much as the value under way takes."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._text, self._at, self._dropped = file, "", 0, 0

    @property
    def passed(self) -> int:
        """How many characters lie behind."""
        return self._dropped + self._at

    def skip(self, count: int) -> None:
        """Leave *count* characters behind."""
        while count and (piece := self._file.read(min(count, CHUNK))):
            count -= len(piece)
            self._dropped += len(piece)

    def next(self) -> str:
        """The next sign that is no blank, not taken; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _BLANKS:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def take(self, sign: str) -> None:
        """Leave *sign* behind. Raises `ValueError` if another one comes."""
        if self.next() != sign:
            raise ValueError(f"{sign} is missing")
        self._at += 1

    def value(self) -> Any:
        """The value that comes. Raises `ValueError`."""
        self.next()
        while True:
            try:
                value, end = part(self._text, self._at)
            except ValueError:
                if not self._more():
                    raise
                continue
            if end == len(self._text) and self._more():  # a number may go on
                continue
            self._at = end
            return value

    def items(self) -> Iterator[Any]:
        """The items of the list that comes, one by one. Raises `ValueError`."""
        self.take("[")
        begun = False
        while self.next() != "]":
            if begun:
                self.take(",")
            begun = True
            yield self.value()
        self.take("]")

    def _more(self) -> bool:
        """Read on, twice as much each time nothing could be left behind."""
        piece = self._file.read(max(CHUNK, len(self._text) - self._at))
        self._dropped += self._at
        self._text, self._at = self._text[self._at :] + piece, 0
        return bool(piece)


def _open(path: Path) -> TextIO:
    return path.open(encoding="utf-8-sig", newline="")
