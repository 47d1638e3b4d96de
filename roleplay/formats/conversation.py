"""What a format reads and gives: a file as text, and the utterances in it as they stand there.

A format never decides who the trainee is and never makes up a time: what a file does not say is None.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any, Protocol, runtime_checkable

from roleplay.dialogue import Transcript
from roleplay.jsonline import whole
from roleplay.record import Remark

__all__ = ["Conversation", "Document", "Format", "Unit", "Utterance", "Writer", "seconds"]


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
    ours: it is kept as it is and has no *utterances*.
    """

    utterances: tuple[Utterance, ...] = ()
    title: str | None = None
    started_at: str | None = None
    language: str | None = None
    remarks: tuple[Remark, ...] = ()
    transcript: Transcript | None = None


@dataclass(frozen=True)
class Document:
    """A file as text, with the newlines of Unix; *name* is for messages, *data* what it holds if it is JSON."""

    name: str
    text: str
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    @cached_property
    def json_fault(self) -> str | None:
        """Why *data* is None although the file looks like JSON."""
        return self._parsed[1]

    @property
    def data(self) -> Any:
        """The JSON value in the file, None if it holds none."""
        return self._parsed[0]

    @cached_property
    def lines(self) -> list[str]:
        """The lines, told apart by the newline alone: U+2028 and U+0085 are text."""
        return self.text.split("\n")

    @cached_property
    def _parsed(self) -> tuple[Any, str | None]:
        if self.text.lstrip()[:1] not in ("{", "["):
            return None, None
        try:
            return whole(self.text), None
        except ValueError as error:
            return None, str(error)


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
    """*value*, a number or the text of one, as seconds of at least 0, None if it is none. *scale* is 1000 for milliseconds."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value) / scale
    except (ValueError, OverflowError):
        return None
    return round(number, 3) if math.isfinite(number) and number >= 0 else None
