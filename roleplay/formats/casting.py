"""A transcript from a conversation, when it is known who is the trainee and who the persona."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from roleplay.dialogue import End, Header, Speaker, Trainee, Transcript, Turn
from roleplay.errors import TranscriptInvalid
from roleplay.formats.conversation import Again, Conversation, Utterance
from roleplay.formats.joining import MAX_TEXT, PAUSE, join
from roleplay.language.address import address_of
from roleplay.language.text import fold
from roleplay.record import Remark

__all__ = ["MAX_TEXT", "Casting", "Imported", "Staged", "cast", "folded", "speakers", "staged"]

ENOUGH = 500  # replies that tell how somebody addresses the other
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A talk whose speakers have their roles. Its *turns* may be gone through more than once; after that the *remarks* are all there."""

    header: Header
    turns: Iterable[Turn]
    end: End | None = None
    remarks: list[Remark] = field(default_factory=list)
    ordered: bool = True


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
    """The transcript of *conversation*, whole. Raises what `staged` and its turns raise."""
    talk = staged(conversation, casting, ident=ident, name=name, format_id=format_id)
    transcript = Transcript(header=talk.header, turns=tuple(talk.turns), end=talk.end)
    return Imported(transcript, tuple(talk.remarks))


def staged(conversation: Conversation, casting: Casting, *, ident: str, name: str, format_id: str) -> Staged:
    """*conversation* with the id *ident*; *name* is the file's, without its folders.

    Raises `TranscriptInvalid` when a name that was given is nobody's here; its turns raise it when one is longer than speech can be.
    """
    ours = conversation.transcript
    if ours is not None:
        header = replace(ours.header, id=ours.header.id or ident, language=ours.header.language or casting.language)
        return Staged(header=header, turns=ours.turns, end=ours.end, remarks=list(conversation.remarks))
    _all_there(conversation, casting, name)
    replies = (each for each in conversation.utterances if _role(each.speaker, casting) is Speaker.TRAINEE)
    first = next(replies, None)
    language = casting.language or conversation.language
    address = None if first is None else address_of((each.text for each in chain([first], islice(replies, ENOUGH))), language)
    source: dict[str, object] = {"format": format_id, "file": name}
    if conversation.title:
        source["title"] = _HALF.sub("\ufffd", conversation.title)
    if casting.basis:
        source["basis"] = casting.basis
    header = Header(
        id=ident,
        started_at=conversation.started_at,
        language=language,
        trainee=Trainee(name=None if first is None else _label(first.speaker), address=address),
        source=source,
    )
    remarks = list(conversation.remarks)
    return Staged(header=header, turns=Again(lambda: _turns(conversation, casting, name, remarks)), remarks=remarks)


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
    remark = Remark(1, "half characters that became U+FFFD: {count}", {"count": halves})
    if halves and remark not in remarks:
        remarks.append(remark)


def _turn(index: int, each: Utterance, text: str, casting: Casting) -> Turn:
    role = _role(each.speaker, casting)
    return Turn(index=index, speaker=role, text=text, start=each.start, end=each.end, name=_label(each.speaker))


def _role(speaker: str | None, casting: Casting) -> Speaker:
    label = _label(speaker)
    return casting.roles.get(folded(label), Speaker.OTHER) if label else Speaker.OTHER


def _label(speaker: str | None) -> str | None:
    return _HALF.sub("\ufffd", speaker) if speaker else None
