"""Messenger, Instagram, Discord and Slack exports: JSON with a list of messages, each with its sender and time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from roleplay.errors import TranscriptInvalid
from roleplay.formats.aside import ordered
from roleplay.formats.conversation import Again, Conversation, Document, objects, seconds
from roleplay.formats.messages import Message, conversation
from roleplay.formats.moments import instant
from roleplay.record import Remark

__all__ = ["DISCORD", "MESSENGER", "SLACK"]

_Read = Callable[[Iterable[dict[str, Any]], dict[str, Any], Document], Conversation]


class _Chat:
    def __init__(self, ident: str, title: str, key: str, read: _Read) -> None:
        self.id, self.title, self._key, self._read = ident, title, key, read

    def sniff(self, document: Document) -> float:
        messages = islice(_list(document.data), 50)
        return 0.95 if any(self._key in each and ("text" in each or self._key != "ts") for each in messages) else 0.0

    def read(self, document: Document) -> list[Conversation]:
        data = document.data
        found = self._read(_list(data), data if isinstance(data, dict) else {}, document)
        if not found.utterances:
            raise TranscriptInvalid("{name} holds only pictures and notices, no words", name=document.name)
        return [found]


def _list(data: Any) -> Iterable[dict[str, Any]]:
    return objects(data.get("messages") if isinstance(data, dict) else data)


def _messenger(messages: Iterable[dict[str, Any]], data: dict[str, Any], document: Document) -> Conversation:
    """Put in order of time, because the newest is mostly the first in the file; letters of UTF-8 that Meta wrote one byte each are put together again."""
    mended, timed, first, stamp = 0, True, None, None
    for each in messages:
        mended += _whole(each.get("content"))[1]
        stamp = _stamp(each)
        timed = timed and stamp is not None
        first = stamp if first is None else first
    backwards = not timed or (first or 0.0) >= (stamp or 0.0)

    def row(each: dict[str, Any]) -> tuple[float, list[Any]]:
        stamp = _stamp(each)
        text = "" if each.get("is_unsent") else _whole(each.get("content"))[0]
        return (stamp or 0.0) if timed else 0.0, [_whole(each.get("sender_name"))[0] or None, text, stamp]

    def message(speaker: str | None, text: str, stamp: float | None) -> Message:
        return Message(speaker=speaker, text=text, moment=instant(stamp))

    found = Again(lambda: (message(*each) for each in ordered(map(row, messages), backwards=backwards)))
    remarks = [Remark(1, "messages with letters broken by Meta's export, now mended: {count}", {"count": mended})] if mended else []
    return conversation(found, title=_whole(data.get("title"))[0] or None, remarks=remarks, document=document)


def _stamp(each: dict[str, Any]) -> float | None:
    return seconds(each.get("timestamp_ms"), 1000)


def _whole(value: object) -> tuple[str, bool]:
    if not isinstance(value, str):
        return "", False
    try:
        mended = value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value, False
    return mended, mended != value


def _discord(messages: Iterable[dict[str, Any]], data: dict[str, Any], document: Document) -> Conversation:
    def message(each: dict[str, Any]) -> Message:
        author = each.get("author") if isinstance(each.get("author"), dict) else {}
        assert isinstance(author, dict)
        speaker = author.get("nickname") or author.get("global_name") or author.get("name") or author.get("username")
        own = each.get("type") in ("Default", "Reply", 0, 19, None)
        text = each.get("content")
        return Message(speaker=speaker, text=text if own and isinstance(text, str) else "", moment=instant(each.get("timestamp")))

    channel = data.get("channel")
    title = channel.get("name") if isinstance(channel, dict) else None
    return conversation(Again(lambda: map(message, messages)), title=title, document=document)


def _slack(messages: Iterable[dict[str, Any]], _: dict[str, Any], document: Document) -> Conversation:
    """Slack's export of a day. Joining and leaving have a ``subtype``; mentions stay as they are."""

    def message(each: dict[str, Any]) -> Message:
        profile = each.get("user_profile")
        names = profile if isinstance(profile, dict) else {}
        speaker = names.get("real_name") or names.get("display_name") or each.get("username") or each.get("user")
        own = each.get("type") == "message" and each.get("subtype") in (None, "thread_broadcast", "me_message")
        text = each.get("text")
        return Message(speaker=speaker, text=text if own and isinstance(text, str) else "", moment=instant(each.get("ts")))

    return conversation(Again(lambda: map(message, messages)), document=document)


MESSENGER = _Chat("messenger", "Messenger, Instagram", "sender_name", _messenger)
DISCORD = _Chat("discord", "Discord (DiscordChatExporter)", "author", _discord)
SLACK = _Chat("slack", "Slack", "ts", _slack)
