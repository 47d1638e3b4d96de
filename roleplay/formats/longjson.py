"""A JSON file that is too long to be kept in memory: its long lists and objects stay in the file, and are read each time they are gone through.

All of it is read as strictly as a short file is. What is not as it should be makes `outline` give up, so that the file is read whole and the
fault is told as ever.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, ItemsView, Iterator
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import Any, SupportsIndex, overload

from roleplay.formats.aside import once
from roleplay.formats.conversation import HEAD, Document, Lines
from roleplay.formats.encoding import decoded
from roleplay.formats.jsontext import JsonText
from roleplay.jsonline import MAX_DEPTH

__all__ = ["LongJson", "outline"]

FEW = 50  # items of a list, or members of an object, that are held


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
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            return file.read(HEAD).lstrip()

    @property
    def lines(self) -> Lines:
        """None: it may all be on one."""
        return []

    @property
    def data(self) -> Any:
        """The value; what is long in it is in the file."""
        return self._outline

    @property
    def json_fault(self) -> str | None:
        """Nothing is wrong with it."""
        return None


class _List(list[Any]):
    """A list in the file at *path*, from its byte *begin* on and in *depth* other values; only the *first* items are held.

    To whoever asks whether it is a list it is one; it is gone through as often as needed, and sliced at its beginning.
    """

    def __init__(self, path: Path, begin: int, depth: int, first: list[Any], count: int) -> None:
        super().__init__(first)
        self._path, self._begin, self._depth, self._count = path, begin, depth, count

    def __iter__(self) -> Iterator[Any]:
        return (item for item, _ in self.placed())

    def placed(self) -> Iterator[tuple[Any, Callable[[], Any]]]:
        """Each item, and what reads it again."""
        with self._path.open("rb") as file:
            text = JsonText(file, self._begin)
            for begin, item in _items(text, self._path, self._depth):
                yield item, partial(_again, self._path, begin, self._depth + 1)

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


class _Object(dict[str, Any]):
    """An object in the file at *path*, in the same way; none of its *count* members is held, each is looked for."""

    def __init__(self, path: Path, begin: int, depth: int, count: int) -> None:
        super().__init__()
        self._path, self._begin, self._depth, self._count = path, begin, depth, count

    def __iter__(self) -> Iterator[str]:
        return (key for key, _ in self.members())

    def members(self) -> Iterator[tuple[str, Any]]:
        """Each key with its value."""
        with self._path.open("rb") as file:
            yield from _members(JsonText(file, self._begin), self._path, self._depth)

    def items(self) -> ItemsView[str, Any]:  # type: ignore[override]  # a view as well
        return _Members(self)

    def __len__(self) -> int:
        return self._count

    def __contains__(self, key: object) -> bool:
        return any(key == each for each in self)

    def __getitem__(self, key: str) -> Any:
        for each, value in self.members():
            if each == key:
                return value
        raise KeyError(key)

    def get(self, key: str, default: Any = None) -> Any:
        """The value of *key*, *default* if there is none."""
        return next((value for each, value in self.members() if each == key), default)


class _Members(ItemsView[str, Any]):
    def __init__(self, found: _Object) -> None:
        super().__init__(found)
        self._found = found

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        return self._found.members()


def outline(path: Path) -> Any:
    """The value in the file at *path*; of what is long in it only the beginning is in memory. Raises `ValueError`, `OSError`."""
    with path.open("rb") as file:
        text = JsonText(file, len(BOM_UTF8) if file.read(len(BOM_UTF8)) == BOM_UTF8 else 0)
        value = _value(text, path, 0)
        if text.next():
            raise ValueError("there is more after it")
        return value


def _again(path: Path, begin: int, depth: int) -> Any:
    with path.open("rb") as file:
        return _value(JsonText(file, begin), path, depth)


def _value(text: JsonText, path: Path, depth: int) -> Any:
    if (found := text.small(depth)) is not None:
        return found[0]
    if depth == MAX_DEPTH:
        raise ValueError("it is nested too deeply")
    first, begin = text.next(), text.place
    if first == "[":
        items = _items(text, path, depth)
        held = [item for _, item in islice(items, FEW)]
        count = len(held) + sum(1 for _ in items)
        return held if count <= FEW else _List(path, begin, depth, held, count)
    if first == "{":
        members = once(_members(text, path, depth), FEW)
        few = dict(islice(members, FEW))
        count = len(few) + sum(1 for _ in members)
        return few if count <= FEW else _Object(path, begin, depth, count)
    return text.long()


def _items(text: JsonText, path: Path, depth: int) -> Iterator[tuple[int, Any]]:
    """The items of the list that comes, one by one, each with the byte that it begins at."""
    text.take("[")
    begun = False
    while text.next() != "]":
        if begun:
            text.take(",")
            text.next()
        begun = True
        yield text.place, _value(text, path, depth + 1)
    text.take("]")


def _members(text: JsonText, path: Path, depth: int) -> Iterator[tuple[str, Any]]:
    """The members of the object that comes, one by one."""
    text.take("{")
    begun = False
    while text.next() != "}":
        if begun:
            text.take(",")
        begun = True
        key = text.small(depth) if text.next() == '"' else None
        if key is None:
            raise ValueError("no key")
        text.take(":")
        yield key[0], _value(text, path, depth + 1)
    text.take("}")
