"""Messages of a chat that know when they were sent: what Telegram, Messenger, Discord, Slack and ChatGPT exports have in common."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from roleplay.formats.conversation import Conversation, Utterance
from roleplay.formats.moments import iso, since
from roleplay.record import Remark

__all__ = ["Message", "conversation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Who sent what and when; an empty *text* is a picture or a notice."""

    speaker: object
    text: str
    moment: datetime | None = None


def conversation(messages: Iterable[Message], *, title: object = None, remarks: Iterable[Remark] = ()) -> Conversation:
    """The conversation in *messages*, in their order: times are seconds since the first one, nobody knows an end."""
    found = list(remarks)
    utterances: list[Utterance] = []
    first: datetime | None = None
    left_out = backwards = 0
    before: float | None = None
    for message in messages:
        if not message.text.strip():
            left_out += 1
            continue
        first = first or message.moment
        start = since(first, message.moment)
        if start is None and message.moment is not None:
            backwards += 1
        elif start is not None:
            backwards += before is not None and start < before
            before = start
        speaker = str(message.speaker).strip() or None if message.speaker is not None else None
        utterances.append(Utterance(text=message.text.strip(), speaker=speaker, start=start))
    if left_out:
        found.append(
            Remark(
                1, "left out, because there are no words of their own in them: {count} (pictures, recordings, notices)", {"count": left_out}
            )
        )
    if backwards:
        found.append(Remark(1, "messages older than the one above them: {count}; the order of the file is kept", {"count": backwards}))
    name = title if isinstance(title, str) else None
    return Conversation(utterances=tuple(utterances), title=name, started_at=iso(first), remarks=tuple(found))
