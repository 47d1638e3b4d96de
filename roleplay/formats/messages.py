"""Messages of a chat that know when they were sent: what Telegram, Messenger, Discord, Slack and ChatGPT exports have in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from roleplay.formats.conversation import Conversation, Document, Utterance
from roleplay.formats.moments import iso, since
from roleplay.record import Remark

__all__ = ["Message", "conversation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Who sent what and when; an empty *text* is a picture or a notice."""

    speaker: object
    text: str
    moment: datetime | None = None


def conversation(
    messages: Iterable[Message], *, title: object = None, remarks: Iterable[Remark] = (), document: Document | None = None
) -> Conversation:
    """The conversation in *messages*, in their order: times are seconds since the first one, nobody knows an end.

    They are gone through more than once; what is read of a long *document* is not held.
    """
    found, told = list(remarks), _Told()
    for _ in _utterances(messages, told):
        pass
    if told.left_out:
        found.append(
            Remark(
                1,
                "left out, because there are no words of their own in them: {count} (pictures, recordings, notices)",
                {"count": told.left_out},
            )
        )
    if told.backwards:
        found.append(Remark(1, "messages older than the one above them: {count}; the order of the file is kept", {"count": told.backwards}))

    def said() -> Iterator[Utterance]:
        return _utterances(messages, _Told())

    utterances = tuple(said()) if document is None or not told.count else document.kept(said)
    name = title if isinstance(title, str) else None
    return Conversation(utterances=utterances, title=name, started_at=iso(told.first), remarks=tuple(found))


@dataclass(slots=True)
class _Told:
    """What there is to say about messages: when the *first* was sent, and how many said something, nothing, or came too late."""

    first: datetime | None = None
    count: int = 0
    left_out: int = 0
    backwards: int = 0


def _utterances(messages: Iterable[Message], told: _Told) -> Iterator[Utterance]:
    """What is said in *messages*; the rest is *told*."""
    before: float | None = None
    for message in messages:
        if not message.text.strip():
            told.left_out += 1
            continue
        told.count += 1
        told.first = told.first or message.moment
        start = since(told.first, message.moment)
        if start is None and message.moment is not None:
            told.backwards += 1
        elif start is not None:
            told.backwards += before is not None and start < before
            before = start
        speaker = str(message.speaker).strip() or None if message.speaker is not None else None
        yield Utterance(text=message.text.strip(), speaker=speaker, start=start)
