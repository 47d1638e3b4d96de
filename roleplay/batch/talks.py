"""The talks in a file of any format: whose they are is said by a casting, and nothing is held whole that need not be."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any

from roleplay import journal, record
from roleplay.dialogue import LANGUAGES, Header, Speaker, Transcript
from roleplay.errors import StorageFailed, TranscriptInvalid
from roleplay.formats.casting import Casting, Staged, speakers, staged
from roleplay.formats.conversation import Again, Conversation
from roleplay.formats.shelf import Formats, Opened, document, opened
from roleplay.jsonline import lines, load
from roleplay.record import Reading, Remark

__all__ = ["Talks", "language_of", "ours", "ours_at", "spoken", "spoken_in", "whole"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Talks:
    """Reads files by *formats*. *casting* says who is who in those that only have names; its language is that of talks which do not say theirs.

    A talk without a trainee is refused, unless *anybody* may speak in it.
    """

    casting: Casting = field(default_factory=Casting)
    formats: Callable[[], Formats]
    anybody: bool = False

    def within(self, path: str, data: bytes) -> list[Staged]:
        """The talks in *data*, which was read at *path*. Raises `TranscriptInvalid`."""
        name = Path(path).name
        if not ours(name, data):
            return self._foreign(document(data, name), sha256(data).hexdigest())
        reading = record.parse(lines(io.BytesIO(data)), name)
        transcript = reading.transcript
        header, turns, end = transcript.header, transcript.turns, transcript.end
        return [Staged(header=header, turns=turns, end=end, remarks=list(reading.remarks), ordered=reading.ordered)]

    def at(self, path: Path) -> list[Staged]:
        """The talks in the file at *path*, their turns read as they are gone through. Raises the same, and `StorageFailed`."""
        found = ours_at(path)
        return self._foreign(opened(path), _digest(path)) if found is None else [found]

    def one(self, path: Path) -> Staged:
        """The talk in the file at *path*. Raises the same, also if there are several."""
        found = self.at(path)
        if len(found) > 1:
            raise TranscriptInvalid(
                "{name} holds {count} talks; make transcripts of them first: roleplay transcripts import {name}",
                name=path.name,
                count=len(found),
            )
        return found[0]

    def _foreign(self, file: Opened, digest: str) -> list[Staged]:
        """The talks in *file*, each known by its name and by what is in it: another file of the same name holds others."""
        name = file.document.name
        identity = f"{name}-{digest[:8]}"
        form, talks = self.formats().read(file.document)
        found, absent = [], None
        for number, talk in enumerate(talks, 1):
            try:
                found.append(self._cast(talk, f"{identity}-{number}" if len(talks) > 1 else identity, name, form.id))
            except TranscriptInvalid as error:  # of several chats in one file not all are with the people who were named
                absent = error
        if absent is not None and not found:
            raise absent
        found[0].remarks[:0] = file.remarks
        if absent is not None:
            count = len(talks) - len(found)
            found[0].remarks.append(Remark(1, "conversations that these people are not in, left out: {count}", {"count": count}))
        return found

    def _cast(self, talk: Conversation, ident: str, name: str, form: str) -> Staged:
        own = replace(self.casting, language=None)  # what the file says comes first
        found = staged(talk, own, ident=ident, name=name, format_id=form)
        if not self.anybody and talk.transcript is None and not any(turn.speaker is Speaker.TRAINEE for turn in found.turns):
            raise TranscriptInvalid(
                "{name} does not say who is the trainee; add --trainee with one of: {speakers}",
                name=name,
                speakers=", ".join(speakers(talk)[:12]) or "-",
            )
        return found


def _digest(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise StorageFailed("{path} cannot be read: {reason}", path=path, reason=error.strerror or type(error).__name__) from None


def whole(talk: Staged) -> Reading:
    """*talk* with all its turns."""
    transcript = Transcript(header=talk.header, turns=tuple(talk.turns), end=talk.end)
    return Reading(transcript, tuple(talk.remarks), talk.ordered)


def ours_at(path: Path) -> Staged | None:
    """The transcript of ours at *path*, its turns read as they are gone through; None if it is none. Raises `StorageFailed`, `TranscriptInvalid`."""
    try:
        with path.open("rb") as file:
            head = file.read(65_536)
    except OSError as error:
        raise StorageFailed("{path} cannot be read: {reason}", path=path, reason=error.strerror or type(error).__name__) from None
    if not ours(path.name, head):
        return None
    reading = journal.skim(path)
    header, end = reading.transcript.header, reading.transcript.end
    return Staged(header=header, turns=Again(lambda: journal.turns(path)), end=end, remarks=list(reading.remarks), ordered=reading.ordered)


def ours(name: str, data: bytes) -> bool:
    """Whether *data*, or the beginning of it, is a transcript of ours: by its name, or by its first line."""
    if name.lower().endswith(".jsonl"):
        return True
    return _head(data).get("type") in ("header", "turn")


def language_of(data: bytes) -> str:
    """The language that the first line of *data* says, empty if it says none that can be scored: a hint only, to sort files by."""
    language = _head(data).get("language")
    return language if language in LANGUAGES else ""


def _head(data: bytes) -> dict[str, Any]:
    line = data[:65_536].removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    return (load(line) if line.startswith(b"{") else None) or {}


def spoken_in(transcript: Transcript, language: str | None, path: Path | str) -> Transcript:
    """*transcript* with a language that can be scored: its own, else *language*. Raises `TranscriptInvalid`."""
    return replace(transcript, header=spoken(transcript.header, language, path))


def spoken(header: Header, language: str | None, path: Path | str) -> Header:
    """The *header* of the talk at *path* with a language that can be scored: its own, else *language*. Raises `TranscriptInvalid`."""
    found = header.language if header.language in LANGUAGES else language
    if found is None:
        raise TranscriptInvalid("{path} does not say its language; add --lang", path=Path(path).name)
    return replace(header, language=found)
