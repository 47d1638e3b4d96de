"""The lines of a transcript file: values to JSON and back.

JSON Lines, UTF-8: a header, turns, an end. Lines are told apart by the newline byte alone, keys nobody knows are kept, a line that cannot
be read is reported and set aside, and a file of a newer schema is refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from roleplay.dialogue import SCHEMA, End, EndReason, Header, Mood, Speaker, Status, Trainee, Transcript, Turn
from roleplay.errors import TranscriptInvalid, TranscriptTooNew, mark
from roleplay.jsonline import MAX_LINE, load, mended
from roleplay.jsonline import dump as dump_json

__all__ = ["Reader", "Reading", "Remark", "dump", "lines_of", "parse", "skim", "to_json", "turns"]


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


def to_json(value: Header | Turn | End) -> dict[str, Any]:
    """The JSON object of a line, keys in the contract's order, unknown keys after them."""
    if isinstance(value, Header):
        return _header_json(value)
    if isinstance(value, Turn):
        return _turn_json(value)
    line: dict[str, Any] = {"type": "end", "reason": str(value.reason)}
    if value.outcome is not None:
        line["outcome"] = value.outcome
    return line | dict(value.extra)


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
        self.turn: Turn | None = None
        self.end: End | None = None
        self.remarks: list[Remark] = []
        self.seen = _Seen()
        self.clock = 0.0

    def read(self, lines: Iterable[bytes]) -> Iterator[Turn]:
        """The turns in *lines*. Raises `TranscriptTooNew`, `TranscriptInvalid` for a header that cannot be read."""
        for number, line in enumerate(lines, 1):
            self.turn = None
            self._take(number, line)
            if self.turn is not None:
                yield self.turn

    def _take(self, number: int, line: bytes) -> None:
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            return
        if len(line) > MAX_LINE:
            self.remark(number, "line {line} is longer than {limit} bytes and was set aside", limit=MAX_LINE)
            return
        value = load(line)
        if value is None:
            torn = not line.endswith(b"\n")
            self.remark(
                number, mark("line {line} is torn and was set aside") if torn else mark("line {line} is no valid record and was set aside")
            )
            return
        if b"\\u" in line and (whole := mended(value)) != value:
            self.remark(number, "line {line} holds half characters; each became U+FFFD")
            value = whole
        self._place(number, value)

    def _place(self, number: int, value: dict[str, Any]) -> None:
        kind = value.get("type")
        if kind == "header" and self.header is None:
            self.header = _header(value, self.name)
        elif kind == "turn" and (turn := _turn(value)) is not None:
            self._place_turn(number, turn)
        elif kind == "scorecard":  # `practice --format jsonl` ends with one
            return
        elif kind == "end" and value.get("reason") in tuple(EndReason):
            extra = {k: v for k, v in value.items() if k not in ("type", "reason", "outcome")}
            self.end = End(reason=EndReason(value["reason"]), outcome=_text(value.get("outcome")), extra=extra)
        else:
            self.remark(number, "line {line} is no valid record and was set aside")

    def _place_turn(self, number: int, turn: Turn) -> None:
        if turn.index in self.seen:
            self.remark(number, "line {line}: turn {turn} is there twice; the first one counts", turn=turn.index)
            return
        if turn.start is not None and turn.start < self.clock:
            self.remark(number, "line {line}: turn {turn} begins before the one above it", turn=turn.index)
        self.clock = self.clock if turn.start is None else turn.start
        self.seen.add(turn.index)
        self.turn = turn

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


_HEADER = ("language", "persona", "persona_version", "persona_hash", "scenario", "difficulty", "model")


def _header_json(header: Header) -> dict[str, Any]:
    line: dict[str, Any] = {"type": "header", "schema": header.schema, "id": header.id, "started_at": header.started_at}
    line |= {key: getattr(header, key) for key in _HEADER}
    line["seed"] = header.seed
    trainee = header.trainee
    line["trainee"] = {"name": trainee.name, "gender": trainee.gender, "address": trainee.address} | dict(trainee.extra)
    return line | {"parent": header.parent, "branch_turn": header.branch_turn, "source": header.source} | dict(header.extra)


def _header(value: dict[str, Any], name: str) -> Header:
    schema = value.get("schema", SCHEMA)
    if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
        raise TranscriptInvalid("{name} has no schema version that can be read", name=name)
    if schema > SCHEMA:
        raise TranscriptTooNew(
            "{name} was written by a newer version (schema {schema}); update roleplay to read it", name=name, schema=schema
        )
    known = {"type", "schema", "id", "started_at", "seed", "trainee", "parent", "branch_turn", "source", *_HEADER}
    return Header(
        schema=schema,
        id=_text(value.get("id")) or name,
        started_at=_text(value.get("started_at")),
        **{key: _text(value.get(key)) for key in _HEADER},
        seed=_whole(value.get("seed")),
        trainee=_trainee(value.get("trainee")),
        parent=_text(value.get("parent")),
        branch_turn=_whole(value.get("branch_turn")),
        source=value.get("source"),
        extra={k: v for k, v in value.items() if k not in known},
    )


def _trainee(value: object) -> Trainee:
    if not isinstance(value, dict):
        return Trainee()
    known = {key: _text(value.get(key)) for key in ("name", "gender", "address")}
    return Trainee(**known, extra={k: v for k, v in value.items() if k not in known})


_TURN = {"type", "index", "speaker", "text", "start", "end", "status", "name", "mood", "meta"}


def _turn_json(turn: Turn) -> dict[str, Any]:
    line: dict[str, Any] = {"type": "turn", "index": turn.index, "speaker": str(turn.speaker), "text": turn.text}
    line |= {"start": turn.start, "end": turn.end, "status": str(turn.status)}
    if turn.name is not None:
        line["name"] = turn.name
    if turn.mood is not None:
        line["mood"] = {"tension": turn.mood.tension, "trust": turn.mood.trust} | dict(turn.mood.extra)
    if turn.meta:
        line["meta"] = dict(turn.meta)
    return line | dict(turn.extra)


def _turn(value: dict[str, Any]) -> Turn | None:
    index, speaker, text = _whole(value.get("index")), value.get("speaker"), value.get("text")
    status = value.get("status", Status.COMPLETE)
    if index is None or speaker not in tuple(Speaker) or not isinstance(text, str) or status not in tuple(Status):
        return None
    meta = value.get("meta")
    return Turn(
        index=index,
        speaker=Speaker(speaker),
        text=text,
        start=_seconds(value.get("start")),
        end=_seconds(value.get("end")),
        status=Status(status),
        name=_text(value.get("name")),
        mood=_mood(value.get("mood")),
        meta=meta if isinstance(meta, dict) else {},
        extra={k: v for k, v in value.items() if k not in _TURN},
    )


def _mood(value: object) -> Mood | None:
    if not isinstance(value, dict):
        return None
    tension, trust = _seconds(value.get("tension")), _seconds(value.get("trust"))
    if tension is None or trust is None or tension > 1 or trust > 1:
        return None
    return Mood(tension=tension, trust=trust, extra={k: v for k, v in value.items() if k not in ("tension", "trust")})


def _seconds(value: object) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    try:
        seconds = float(value)
    except OverflowError:
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def lines_of(transcript: Transcript) -> Iterator[bytes]:
    """All lines of *transcript*."""
    yield dump(transcript.header)
    for turn in transcript.turns:
        yield dump(turn)
    if transcript.end is not None:
        yield dump(transcript.end)
