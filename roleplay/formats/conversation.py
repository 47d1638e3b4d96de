"""What a format reads and gives: a file as text, and the utterances in it as they stand there.

A format never decides who the trainee is and never makes up a time: what a file does not say is None.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, partial
from typing import Any, Generic, Protocol, TypeVar, runtime_checkable

from roleplay.dialogue import Transcript
from roleplay.jsonline import whole
from roleplay.record import Remark

__all__ = [
    "Again",
    "Conversation",
    "Document",
    "Format",
    "Lines",
    "Unit",
    "Utterance",
    "Writer",
    "may_be_json",
    "objects",
    "placed",
    "seconds",
]

T = TypeVar("T")
HEAD = 65_536  # characters
_JSON = re.compile(r"\{|\[\s*[\[{\"\]]")  # and not a line that begins with a time in brackets


class Unit(StrEnum):
    """How large the pieces are that a file holds: a word, a cue of captions, or a turn or message that is whole by itself."""

    WORD = "word"
    CUE = "cue"
    TURN = "turn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """A piece of speech: *start* and *end* in seconds since the beginning, None where the file does not say; *speaker* as it is named."""

    text: str
    speaker: str | None = None
    start: float | None = None
    end: float | None = None
    unit: Unit = Unit.TURN


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """One talk out of a file.

    *started_at* is ISO 8601, with a zone only where the file gives one; *language* a code. *transcript* is there when the file was one of
    ours: it is kept as it is and has no *utterances*. These may be gone through more than once.
    """

    utterances: Iterable[Utterance] = ()
    title: str | None = None
    started_at: str | None = None
    language: str | None = None
    remarks: tuple[Remark, ...] = ()
    transcript: Transcript | None = None


class Lines(Protocol):
    """The lines of a file, which can be gone through as often as needed, and of which the first ones can be looked at alone."""

    def __iter__(self) -> Iterator[str]: ...

    def __getitem__(self, part: slice, /) -> list[str]: ...


class Document:
    """A file as text, with the newlines of Unix; *name* is for messages.

    >>> list(Document("talk.txt", "Ann: Hello.").lines)
    ['Ann: Hello.']
    """

    def __init__(self, name: str, text: str) -> None:
        self.name, self._text = name, text

    long = False
    """Whether it is so long that what is read of it should not be kept."""

    @property
    def text(self) -> str:
        """All of it. Of a long file *lines* are better: they are never all there at once."""
        return self._text

    @property
    def head(self) -> str:
        """The beginning, without blanks before it: enough to tell what it is."""
        return self.text[:HEAD].lstrip()

    @cached_property
    def lines(self) -> Lines:
        """The lines, told apart by the newline alone: U+2028 and U+0085 are text."""
        return self.text.split("\n")

    @property
    def data(self) -> Any:
        """The JSON value in the file, None if it holds none."""
        return self._parsed[0]

    @property
    def json_fault(self) -> str | None:
        """Why *data* is None although the file looks like JSON."""
        return self._parsed[1]

    def kept(self, read: Callable[[], Iterator[T]]) -> Iterable[T]:
        """What *read* gives: as it is, or of a long file read anew each time it is gone through."""
        return Again(read) if self.long else tuple(read())

    @cached_property
    def _parsed(self) -> tuple[Any, str | None]:
        if not may_be_json(self.head):
            return None, None
        try:
            return whole(self.text), None
        except ValueError as error:
            return None, error.args[0]


def may_be_json(head: str) -> bool:
    """Whether a text that begins with *head* looks like an object or a list of JSON."""
    return _JSON.match(head) is not None


def objects(value: object) -> Iterable[dict[str, Any]]:
    """The objects in *value* if it is a list of JSON; they may be gone through more than once, and are not held."""
    found = value if isinstance(value, list) else ()
    return Again(lambda: (each for each in found if isinstance(each, dict)))


def placed(value: object) -> Iterator[tuple[dict[str, Any], Callable[[], dict[str, Any]]]]:
    """The same objects, each with what gives it again: of a long file from the file, so that it need not be held."""
    if isinstance(value, Placed):
        yield from ((each, again) for each, again in value.placed() if isinstance(each, dict))
    else:
        yield from ((each, partial(_same, each)) for each in objects(value))


def _same(value: T) -> T:
    return value


@runtime_checkable
class Placed(Protocol):
    """A list that stays in its file."""

    def placed(self) -> Iterator[tuple[Any, Callable[[], Any]]]:
        """Each item, and what reads it again."""
        ...


@dataclass(frozen=True, slots=True)
class Again(Generic[T]):
    """What *read* gives, each time it is gone through."""

    read: Callable[[], Iterator[T]]

    def __iter__(self) -> Iterator[T]:
        return self.read()


@runtime_checkable
class Format(Protocol):
    """A way in which conversations are stored; a plugin of the group ``roleplay.formats`` names such an object."""

    id: str
    title: str

    def sniff(self, document: Document) -> float:
        """How surely *document* is of this format, from 0 to 1. Must not raise."""
        ...

    def read(self, document: Document) -> list[Conversation]:
        """The conversations in *document*, in its order. Raises `TranscriptInvalid` with what a coach can do about it."""
        ...


@runtime_checkable
class Writer(Protocol):
    """A format that can be written."""

    id: str
    title: str

    def write(self, transcript: Transcript) -> str:
        """*transcript* as the text of a file. Raises `TranscriptInvalid` where the format cannot hold it."""
        ...


def seconds(value: object, scale: float = 1.0) -> float | None:
    """*value*, a number or the text of one, as seconds of at least 0, None if it is none. *scale* is 1000 for milliseconds.

    >>> seconds("1500", 1000), seconds("soon")
    (1.5, None)
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value) / scale
    except (ValueError, OverflowError):
        return None
    return round(number, 3) if math.isfinite(number) and number >= 0 else None
