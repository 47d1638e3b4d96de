"""Telegram Desktop's ``result.json``: one chat, or all chats of an account, each its own conversation."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from roleplay.errors import TranscriptInvalid
from roleplay.formats.conversation import Again, Conversation, Document, objects
from roleplay.formats.messages import Message, conversation
from roleplay.formats.moments import instant

__all__ = ["TELEGRAM"]


class _Telegram:
    id = "telegram"
    title = "Telegram (result.json)"

    def sniff(self, document: Document) -> float:
        return max((_likely(chat) for chat in _chats(document.data)), default=0.0)

    def read(self, document: Document) -> list[Conversation]:
        found = []
        for chat in _chats(document.data):
            messages = _messages(chat["messages"])
            if any(message.text for message in messages):
                found.append(conversation(messages, title=chat.get("name"), document=document))
        if not found:
            raise TranscriptInvalid("{name} holds only pictures and notices, no words", name=document.name)
        return found


TELEGRAM = _Telegram()


def _chats(data: Any) -> list[dict[str, Any]]:
    if not isinstance(data, dict):
        return []
    chats = data.get("chats")
    several = chats.get("list") if isinstance(chats, dict) else None
    found = several if isinstance(several, list) else [data]
    return [chat for chat in found if isinstance(chat, dict) and isinstance(chat.get("messages"), list)]


def _likely(chat: dict[str, Any]) -> float:
    kinds = [each.get("type") for each in islice(objects(chat["messages"]), 50) if ("from" in each or "actor" in each)]
    return 0.95 if any(kind in ("message", "service") for kind in kinds) else 0.0


def _messages(found: object) -> Iterable[Message]:
    return Again(lambda: map(_message, objects(found)))


def _message(each: dict[str, Any]) -> Message:
    own = each.get("type") == "message" and "forwarded_from" not in each
    moment = instant(each.get("date_unixtime")) or instant(each.get("date"))
    return Message(speaker=each.get("from") or each.get("from_id"), text=_text(each.get("text")) if own else "", moment=moment)


def _text(value: Any) -> str:
    """Telegram's text: a string, or a list of strings and of pieces with a style."""
    pieces = value if isinstance(value, list) else [value]
    texts = [piece.get("text") if isinstance(piece, dict) else piece for piece in pieces]
    return "".join(text for text in texts if isinstance(text, str))
