"""WhatsApp's "Export chat", of iOS and of Android, in every order of day, month and year.

The order is found from all dates of the file: one that fits each of them and lets time go forward. A message has the time it was sent
at and no end. Pictures, notices and what was deleted are left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from roleplay.errors import TranscriptInvalid
from roleplay.formats.conversation import Conversation, Document, Utterance
from roleplay.formats.moments import iso, since
from roleplay.record import Remark

__all__ = ["WHATSAPP"]

_HEAD = re.compile(
    r"[\u200e\u200f]*\[?(?P<a>\d{1,4})[./-](?P<b>\d{1,2})[./-](?P<c>\d{2,4}),?\s+"
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:\s*(?P<half>[aApP])\.?\s?[mM]\.?)?"
    r"(?:\]\s*|\s+[-–]\s+)(?P<rest>.*)$",
    re.ASCII,
)
_NAMED = re.compile(r'(?P<name>[^:"“«]{1,80}?):(?:\s|(?=\S))(?P<text>.*)$', re.DOTALL)
_MEDIA = re.compile(
    r"<[^<>]*(?:omit|attached|Без медиа|прикреплен|omis|ataşat|atașat|Media)[^<>]*>"
    r"|(?:image|video|audio|sticker|GIF|document|Contact card) omitted"
    r"|(?:изображение|видео|аудио|стикер|GIF|документ)\S* (?:отсутствует|пропущен\w*)"
    r"|(?:imagine|video|audio|sticker|autocolant|GIF|document)\S* (?:omis\w*)"
    r"|\S+\.(?:jpg|jpeg|png|webp|mp4|opus|ogg|m4a|mp3|vcf|pdf) \((?:file attached|файл добавлен|fișier atașat|fişier ataşat)\)"
    r"|(?:You deleted this message|This message was deleted|Вы удалили данное сообщение|Данное сообщение удалено"
    r"|Это сообщение удалено|Ați șters acest mesaj|Ai șters acest mesaj|Acest mesaj a fost șters|null)\.?",
    re.IGNORECASE,
)
_ORDERS = ("dmy", "mdy", "ymd", "ydm")


@dataclass(slots=True)
class _Message:
    """A message under way: its *head* holds the date, *lines* what was said or noticed."""

    head: re.Match[str]
    lines: list[str] = field(default_factory=list)

    def moment(self, order: str) -> datetime | None:
        """When it was sent, if the date is read in *order*."""
        parts = dict(zip(order, (self.head["a"], self.head["b"], self.head["c"]), strict=True))
        year = int(parts["y"])
        if len(parts["y"]) == 3 or len(parts["d"]) > 2 or len(parts["m"]) > 2:
            return None
        hour, half = int(self.head["hour"]), (self.head["half"] or "").lower()
        if half:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if half == "p" else 0)
        try:
            return datetime(  # noqa: DTZ001  # the export has no zone, and none is made up
                year + 2000 if year < 100 else year,
                int(parts["m"]),
                int(parts["d"]),
                hour,
                int(self.head["minute"]),
                int(self.head["second"] or 0),
            )
        except ValueError:
            return None


class _WhatsApp:
    id = "whatsapp"
    title = "WhatsApp (iOS, Android)"

    def sniff(self, document: Document) -> float:
        heads = [match for line in document.lines[:200] if (match := _HEAD.match(_plain(line)))]
        named = sum(_NAMED.match(match["rest"]) is not None for match in heads)
        return 0.95 if heads and named else 0.0

    def read(self, document: Document) -> list[Conversation]:
        messages = list(_messages(document.lines))
        if not messages:
            raise TranscriptInvalid("{name} has no messages of WhatsApp", name=document.name)
        order, sure = _order(messages)
        remarks: list[Remark] = []
        if not sure:
            remarks.append(
                Remark(
                    1, "whether the day or the month comes first cannot be told from the dates; read as {order}", {"order": order.upper()}
                )
            )
        return [_conversation(messages, order, remarks, document.name)]


WHATSAPP = _WhatsApp()


def _plain(line: str) -> str:
    """*line* with the narrow spaces of newer exports as spaces."""
    return line.replace("\u202f", " ").replace("\xa0", " ") if "\u202f" in line[:40] or "\xa0" in line[:40] else line


def _messages(lines: Iterable[str]) -> Iterator[_Message]:
    message: _Message | None = None
    for line in lines:
        if match := _HEAD.match(_plain(line)):
            if message is not None:
                yield message
            message = _Message(match, [match["rest"]])
        elif message is not None:
            message.lines.append(line)
    if message is not None:
        yield message


def _order(messages: list[_Message]) -> tuple[str, bool]:
    """The order of day, month and year that fits, and whether no other one that fits says other times."""
    fitting: list[tuple[int, int, list[datetime | None]]] = []
    for rank, order in enumerate(_ORDERS):
        moments = [message.moment(order) for message in messages]
        known = [moment for moment in moments if moment is not None]
        if known and len(known) == len(moments):
            back = sum(later < earlier for earlier, later in pairwise(known))
            fitting.append((back, rank, moments))
    if not fitting:
        counts = {order: sum(message.moment(order) is not None for message in messages) for order in _ORDERS}
        return max(counts, key=lambda order: counts[order]), True
    back, rank, moments = min(fitting, key=lambda each: each[:2])
    rivals = [each for each in fitting if each[0] == back and each[1] != rank]
    return _ORDERS[rank], all(_gaps(each[2]) == _gaps(moments) for each in rivals)


def _gaps(moments: list[datetime | None]) -> list[float | None]:
    return [since(moments[0], moment) for moment in moments]


def _conversation(messages: list[_Message], order: str, remarks: list[Remark], name: str) -> Conversation:
    utterances: list[Utterance] = []
    first: datetime | None = None
    left_out = 0
    for message in messages:
        said = _NAMED.match("\n".join(message.lines))
        text = said["text"].strip("\u200e\u200f \n") if said else ""
        marked = said is not None and said["text"].lstrip(" ").startswith("\u200e")
        if said is None or not text or _MEDIA.fullmatch(text) or (marked and message.head[0].startswith(("[", "\u200e"))):
            left_out += 1
            continue
        moment = message.moment(order)
        first = first or moment
        utterances.append(Utterance(text=text, speaker=said["name"].strip("\u200e\u200f\u202a\u202c ~"), start=since(first, moment)))
    if left_out:
        remarks.append(
            Remark(
                1, "left out, because there are no words of their own in them: {count} (pictures, recordings, notices)", {"count": left_out}
            )
        )
    if not utterances:
        raise TranscriptInvalid("{name} holds only pictures and notices, no words", name=name)
    return Conversation(utterances=tuple(utterances), started_at=iso(first), remarks=tuple(remarks))
