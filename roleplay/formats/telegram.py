"""Telegram Desktop's ``result.json``: one chat, or all chats of an account, each its own conversation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from roleplay.errors import TranscriptInvalid
from roleplay.formats.conversation import Again, Conversation, Document, objects, placed
from roleplay.formats.messages import Message, conversation
from roleplay.formats.moments import instant

__all__ = ["TELEGRAM"]

_Chat = dict[str, Any]


class _Telegram:
    id = "telegram"
    title = "Telegram (result.json)"

    def sniff(self, document: Document) -> float:
        return 0.95 if any(_likely(chat) for chat, _ in _chats(document.data)) else 0.0

    def read(self, document: Document) -> list[Conversation]:
        found = []
        for chat, again in _chats(document.data):
            talk = conversation(_messages(again), title=chat.get("name"), document=document)
            if talk.utterances:
                found.append(talk)
        if not found:
            raise TranscriptInvalid("{name} holds only pictures and notices, no words", name=document.name)
        return found


TELEGRAM = _Telegram()


def _chats(data: Any) -> Iterator[tuple[_Chat, Callable[[], _Chat]]]:
    """Each chat, and what gives it again."""
    if not isinstance(data, dict):
        return
    chats = data.get("chats")
    several = chats.get("list") if isinstance(chats, dict) else None
    for chat, again in placed(several if isinstance(several, list) else [data]):
        if isinstance(chat.get("messages"), list):
            yield chat, again


def _likely(chat: _Chat) -> bool:
    kinds = [each.get("type") for each in islice(objects(chat["messages"]), 50) if ("from" in each or "actor" in each)]
    return any(kind in ("message", "service") for kind in kinds)


def _messages(chat: Callable[[], _Chat]) -> Iterable[Message]:
    return Again(lambda: map(_message, objects(chat()["messages"])))


def _message(each: dict[str, Any]) -> Message:
    own = each.get("type") == "message" and "forwarded_from" not in each
    moment = instant(each.get("date_unixtime")) or instant(each.get("date"))
    return Message(speaker=each.get("from") or each.get("from_id"), text=_text(each.get("text")) if own else "", moment=moment)


def _text(value: Any) -> str:
    """Telegram's text: a string, or a list of strings and of pieces with a style."""
    pieces = value if isinstance(value, list) else [value]
    texts = [piece.get("text") if isinstance(piece, dict) else piece for piece in pieces]
    return "".join(text for text in texts if isinstance(text, str))
