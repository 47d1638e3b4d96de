"""WhatsApp's "Export chat", of iOS and of Android, in every order of day, month and year.

The order is found from all dates of the file: one that fits each of them and lets time go forward. A message has the time it was sent
at and no end. Pictures, notices and what was deleted are left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

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

    @property
    def said(self) -> tuple[str, str] | None:
        """Who says what; None for a picture or a notice."""
        found = _NAMED.match("\n".join(self.lines))
        if found is None:
            return None
        text = found["text"].strip("\u200e\u200f \n")
        notice = found["text"].lstrip(" ").startswith("\u200e") and self.head[0].startswith(("[", "\u200e"))
        return None if not text or notice or _MEDIA.fullmatch(text) else (found["name"].strip("\u200e\u200f\u202a\u202c ~"), text)

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
        found = _order(_messages(document.lines))
        if found is None:
            raise TranscriptInvalid("{name} has no messages of WhatsApp", name=document.name)
        order, sure = found
        remarks: list[Remark] = []
        if not sure:
            remarks.append(
                Remark(
                    1, "whether the day or the month comes first cannot be told from the dates; read as {order}", {"order": order.upper()}
                )
            )
        left_out = sum(message.said is None for message in _messages(document.lines))
        if left_out:
            remarks.append(
                Remark(
                    1,
                    "left out, because there are no words of their own in them: {count} (pictures, recordings, notices)",
                    {"count": left_out},
                )
            )
        if not any(message.said for message in _messages(document.lines)):
            raise TranscriptInvalid("{name} holds only pictures and notices, no words", name=document.name)
        utterances = document.kept(lambda: _utterances(_messages(document.lines), order))
        return [Conversation(utterances=utterances, started_at=iso(_begin(_messages(document.lines), order)), remarks=tuple(remarks))]


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


@dataclass(slots=True)
class _Fit:
    """What comes of reading all dates in one *order*: how many fit, how often time goes back, and the gaps between them."""

    order: str
    count: int = 0
    back: int = 0
    gaps: int = 0
    first: datetime | None = None
    last: datetime | None = None

    def add(self, moment: datetime | None) -> None:
        if moment is None:
            return
        self.count += 1
        self.first = self.first or moment
        self.back += self.last is not None and moment < self.last
        self.gaps = hash((self.gaps, since(self.first, moment)))
        self.last = moment


def _order(messages: Iterable[_Message]) -> tuple[str, bool] | None:
    """The order of day, month and year that fits, and whether no other one that fits says other times; None without messages."""
    fits, total = [_Fit(order) for order in _ORDERS], 0
    for message in messages:
        total += 1
        for each in fits:
            each.add(message.moment(each.order))
    if not total:
        return None
    fitting = [each for each in fits if each.count == total]
    if not fitting:
        return max(fits, key=lambda each: each.count).order, True
    best = min(fitting, key=lambda each: each.back)
    return best.order, all(each.gaps == best.gaps for each in fitting if each.back == best.back)


def _begin(messages: Iterable[_Message], order: str) -> datetime | None:
    """When the first message with words and a date was sent."""
    return next((moment for message in messages if message.said and (moment := message.moment(order))), None)


def _utterances(messages: Iterable[_Message], order: str) -> Iterator[Utterance]:
    first: datetime | None = None
    for message in messages:
        if (said := message.said) is not None:
            name, text = said
            moment = message.moment(order)
            first = first or moment
            yield Utterance(text=text, speaker=name, start=since(first, moment))
