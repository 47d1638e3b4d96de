"""A transcript file, line by line: read as it comes, with remarks about what cannot be, and written.

JSON Lines, UTF-8: a header, turns, an end. Lines are told apart by the newline byte alone, keys nobody knows are kept, a line that cannot
be read is reported and set aside, and a file of a newer schema is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from roleplay.dialogue import End, Header, Transcript, Turn
from roleplay.errors import TranscriptInvalid, mark
from roleplay.jsonline import MAX_LINE, load, mended
from roleplay.jsonline import dump as dump_json
from roleplay.recordline import end_of, header_of, to_json, turn_of

__all__ = ["Reader", "Reading", "Remark", "dump", "lines_of", "parse", "skim", "turns"]

_NO_RECORD = mark("line {line} is no valid record and was set aside")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about line *line* of a file that its reader should know; *message* is a gettext id with *values*."""

    line: int
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """A transcript as it could be read, and the remarks about what could not; whether its turns stand *ordered* by their numbers."""

    transcript: Transcript
    remarks: tuple[Remark, ...] = ()
    ordered: bool = True


def dump(value: Header | Turn | End) -> bytes:
    """One line, newline included."""
    return dump_json(to_json(value))


def parse(lines: Iterable[bytes], name: str) -> Reading:
    """Read a transcript from its *lines*.

    Raises `TranscriptTooNew` for a newer schema and `TranscriptInvalid` when no conversation is in it; *name* is used in the messages.
    """
    reader = Reader(name)
    turns = tuple(reader.read(lines))
    return reader.finish(turns)


def skim(lines: Iterable[bytes], name: str) -> Reading:
    """Read everything but the turns, which are checked and let go: all that must be known of a long transcript before `turns` is called."""
    reader = Reader(name)
    for _ in reader.read(lines):
        pass
    return reader.finish(())


def turns(lines: Iterable[bytes], name: str) -> Iterator[Turn]:
    """The turns that `parse` would give, one by one."""
    return Reader(name).read(lines)


class _Seen:
    """The numbers of turns that were there: all *below* one, and *others*. Where they are in order it stays small."""

    def __init__(self) -> None:
        self.below = self.highest = 0
        self.others: set[int] = set()
        self.ordered = True

    def __contains__(self, number: int) -> bool:
        return number < self.below or number in self.others

    def add(self, number: int) -> None:
        self.ordered &= number >= self.highest
        self.highest = max(self.highest, number)
        self.others.add(number)
        while self.below in self.others:
            self.others.remove(self.below)
            self.below += 1


class Reader:
    """A transcript being read line by line: `read` gives its turns as they come, `finish` all the rest. *name* is used in the messages."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.header: Header | None = None
        self.end: End | None = None
        self.remarks: list[Remark] = []
        self.seen = _Seen()
        self.clock = 0.0

    def read(self, lines: Iterable[bytes]) -> Iterator[Turn]:
        """The turns in *lines*. Raises `TranscriptTooNew`, `TranscriptInvalid` for a header that cannot be read."""
        for number, line in enumerate(lines, 1):
            value = self._object(number, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
            turn = None if value is None else self._taken(number, value)
            if turn is not None:
                yield turn

    def _object(self, number: int, line: bytes) -> dict[str, Any] | None:
        """What *line* holds, None for a blank line or one that is set aside."""
        if not line.strip():
            return None
        if len(line) > MAX_LINE:
            self.remark(number, "line {line} is longer than {limit} bytes and was set aside", limit=MAX_LINE)
            return None
        value = load(line)
        if value is None:
            torn = not line.endswith(b"\n")
            self.remark(number, mark("line {line} is torn and was set aside") if torn else _NO_RECORD)
            return None
        if b"\\u" in line and (whole := mended(value)) != value:
            self.remark(number, "line {line} holds half characters; each became U+FFFD")
            return whole
        return value

    def _taken(self, number: int, value: dict[str, Any]) -> Turn | None:
        """The turn that *value* is, None for any other record, which is taken note of."""
        kind = value.get("type")
        if kind == "turn" and (turn := turn_of(value)) is not None:
            return self._checked(number, turn)
        if kind == "header" and self.header is None:
            self.header = header_of(value, self.name)
        elif kind == "end" and (end := end_of(value)) is not None:
            self.end = end
        elif kind != "scorecard":  # `practice --format jsonl` ends with one
            self.remark(number, _NO_RECORD)
        return None

    def _checked(self, number: int, turn: Turn) -> Turn | None:
        """*turn*, None if it was there before; a clock that goes backwards is told."""
        if turn.index in self.seen:
            self.remark(number, "line {line}: turn {turn} is there twice; the first one counts", turn=turn.index)
            return None
        if turn.start is not None and turn.start < self.clock:
            self.remark(number, "line {line}: turn {turn} begins before the one above it", turn=turn.index)
        self.clock = self.clock if turn.start is None else turn.start
        self.seen.add(turn.index)
        return turn

    def remark(self, number: int, message: str, **values: object) -> None:
        """Say something about line *number*."""
        self.remarks.append(Remark(number, message, {"line": number, **values}))

    def finish(self, turns: tuple[Turn, ...]) -> Reading:
        """Everything that was read, with *turns*. Raises `TranscriptInvalid` if there is no conversation in it."""
        if self.header is None and not (self.seen.below or self.seen.others):
            raise TranscriptInvalid("{name} holds no conversation", name=self.name)
        if self.header is None:
            self.remark(1, "there is no header: language and persona are not known")
        header = self.header or Header(id=self.name)
        return Reading(Transcript(header=header, turns=turns, end=self.end), tuple(self.remarks), self.seen.ordered)


def lines_of(transcript: Transcript) -> Iterator[bytes]:
    """All lines of *transcript*."""
    yield dump(transcript.header)
    for turn in transcript.turns:
        yield dump(turn)
    if transcript.end is not None:
        yield dump(transcript.end)
