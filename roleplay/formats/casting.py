"""A transcript from a conversation, when it is known who is the trainee and who the persona."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from roleplay.dialogue import Header, Speaker, Trainee, Transcript, Turn
from roleplay.errors import TranscriptInvalid
from roleplay.formats.conversation import Conversation, Utterance
from roleplay.formats.joining import PAUSE, join
from roleplay.language.text import fold
from roleplay.record import Remark

__all__ = ["MAX_TEXT", "Casting", "Imported", "cast", "folded", "speakers"]

MAX_TEXT = 1_000_000  # characters in one turn; more is no speech
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Casting:
    """Who is who: *roles* by folded name, *required* the names that must be there.

    The *language* spoken, None to take what the file says; on what *basis* the talk may be used; after how many seconds of *pause* a new turn begins.
    """

    roles: Mapping[str, Speaker] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    language: str | None = None
    basis: str | None = None
    pause: float = PAUSE


@dataclass(frozen=True, slots=True)
class Imported:
    """A transcript, and the remarks about its making."""

    transcript: Transcript
    remarks: tuple[Remark, ...] = ()


def folded(name: str) -> str:
    """*name* as it is compared: no difference between cases, spaces, and letters with and without their marks (ş, ș and s; ё and е)."""
    return " ".join(fold(word) for word in name.split())


def speakers(conversation: Conversation) -> list[str]:
    """The names in *conversation*, those who say most first."""
    if conversation.transcript is not None:
        counts = Counter(turn.name for turn in conversation.transcript.turns if turn.name)
    else:
        counts = Counter(each.speaker for each in conversation.utterances if each.speaker)
    return [name for name, _ in counts.most_common()]


def cast(conversation: Conversation, casting: Casting, *, ident: str, name: str, format_id: str) -> Imported:
    """The transcript of *conversation* with the id *ident*; *name* is the file's, without its folders.

    Raises `TranscriptInvalid` when a name that was given is nobody's here, or a turn is longer than speech can be.
    """
    if conversation.transcript is not None:
        header = conversation.transcript.header
        header = replace(header, id=header.id or ident, language=header.language or casting.language)
        return Imported(replace(conversation.transcript, header=header), conversation.remarks)
    _all_there(conversation, casting, name)
    remarks = list(conversation.remarks)
    turns = tuple(_turns(conversation, casting, name, remarks))
    trainee = next((turn.name for turn in turns if turn.speaker is Speaker.TRAINEE), None)
    source: dict[str, object] = {"format": format_id, "file": name}
    if conversation.title:
        source["title"] = _HALF.sub("\ufffd", conversation.title)
    if casting.basis:
        source["basis"] = casting.basis
    header = Header(
        id=ident,
        started_at=conversation.started_at,
        language=casting.language or conversation.language,
        trainee=Trainee(name=trainee),
        source=source,
    )
    return Imported(Transcript(header=header, turns=turns), tuple(remarks))


def _all_there(conversation: Conversation, casting: Casting, name: str) -> None:
    there = {folded(speaker) for speaker in speakers(conversation)}
    missing = [each for each in casting.required if folded(each) not in there]
    if missing:
        raise TranscriptInvalid(
            "nobody in {name} is called {missing}; the speakers are: {speakers}",
            name=name,
            missing=", ".join(missing),
            speakers=", ".join(speakers(conversation)[:12]) or "-",
        )


def _turns(conversation: Conversation, casting: Casting, name: str, remarks: list[Remark]) -> Iterator[Turn]:
    halves = 0
    for index, each in enumerate(join(conversation.utterances, casting.pause)):
        if len(each.text) > MAX_TEXT:
            raise TranscriptInvalid(
                "turn {turn} of {name} is longer than {limit} characters; that is no speech", name=name, turn=index, limit=MAX_TEXT
            )
        text, count = _HALF.subn("\ufffd", each.text)
        halves += count
        yield _turn(index, each, text, casting)
    if halves:
        remarks.append(Remark(1, "half characters that became U+FFFD: {count}", {"count": halves}))


def _turn(index: int, each: Utterance, text: str, casting: Casting) -> Turn:
    label = _HALF.sub("\ufffd", each.speaker) if each.speaker else None
    role = casting.roles.get(folded(label), Speaker.OTHER) if label else Speaker.OTHER
    return Turn(index=index, speaker=role, text=text, start=each.start, end=each.end, name=label)
