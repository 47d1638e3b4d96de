"""Talks with chat models: OpenAI's lists of messages, and ChatGPT's ``conversations.json``."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from roleplay.dialogue import Speaker, Transcript
from roleplay.errors import TranscriptInvalid, mark
from roleplay.formats.aside import linked
from roleplay.formats.conversation import Again, Conversation, Document, objects, placed
from roleplay.formats.messages import Message, conversation
from roleplay.formats.moments import instant
from roleplay.record import Remark

__all__ = ["CHATGPT", "OPENAI"]

_Talk = dict[str, Any]
_ROLES = ("user", "assistant")
_OTHERS = ("system", "developer", "tool", "function")
_WRITTEN = {Speaker.TRAINEE: "user", Speaker.PERSONA: "assistant", Speaker.OTHER: "user"}


class _OpenAI:
    """``[{"role":…,"content":…}]``, or the same under ``messages``. Who speaks is the role, whatever a text claims."""

    id = "openai"
    title = mark("OpenAI messages")

    def sniff(self, document: Document) -> float:
        return 0.95 if any(each.get("role") in _ROLES and "content" in each for each in islice(_messages(document.data), 50)) else 0.0

    def read(self, document: Document) -> list[Conversation]:
        messages = _messages(document.data)
        found = Again(lambda: (_message(each) for each in messages if each.get("role") in _ROLES))
        instructions = sum(each.get("role") in _OTHERS for each in messages)
        remarks = [Remark(1, "left out, because they are no speech: {count} (instructions, results of tools)", {"count": instructions})]
        talk = conversation(found, remarks=remarks if instructions else (), document=document)
        if not talk.utterances:
            raise TranscriptInvalid("{name} has no message of a user or an assistant with words", name=document.name)
        return [talk]

    def write(self, transcript: Transcript) -> str:
        """The trainee as ``user``, the persona as ``assistant``, others as ``user`` with a ``name`` in the letters that servers accept."""
        found = []
        for turn in transcript.turns:
            message = {"role": _WRITTEN[turn.speaker], "content": turn.text}
            if turn.speaker is Speaker.OTHER and turn.name:
                message["name"] = re.sub(r"[\s<|\\/>\x00-\x1f]+", "_", turn.name)[:64]
            found.append(message)
        return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


class _ChatGPT:
    """ChatGPT's export: each conversation a tree of messages, of which the branch that was shown last is read."""

    id = "chatgpt"
    title = "ChatGPT (conversations.json)"

    def sniff(self, document: Document) -> float:
        return 0.97 if any(True for _ in _talks(document.data)) else 0.0

    def read(self, document: Document) -> list[Conversation]:
        talks = (conversation(_branch(again), title=talk.get("title"), document=document) for talk, again in _talks(document.data))
        found = [talk for talk in talks if talk.utterances]
        if not found:
            raise TranscriptInvalid("{name} has no message of a user or an assistant with words", name=document.name)
        return found


OPENAI = _OpenAI()
CHATGPT = _ChatGPT()


def _messages(data: Any) -> Iterable[dict[str, Any]]:
    return objects(data.get("messages") if isinstance(data, dict) else data)


def _message(each: dict[str, Any]) -> Message:
    return Message(speaker=each.get("name") or each["role"], text=_text(each.get("content")))


def _text(content: object) -> str:
    """The words of a message: a text, or a list of parts of which those with text count."""
    parts = content if isinstance(content, list) else [content]
    texts = [part.get("text") if isinstance(part, dict) else part for part in parts]
    return "\n".join(text for text in texts if isinstance(text, str))


def _talks(data: Any) -> Iterator[tuple[_Talk, Callable[[], _Talk]]]:
    """Each talk, and what gives it again."""
    for talk, again in placed(data if isinstance(data, list) else [data]):
        if isinstance(talk.get("mapping"), dict):
            yield talk, again


def _branch(again: Callable[[], _Talk]) -> Iterable[Message]:
    return Again(lambda: (_said(*row) for row in _rows(again())))


def _rows(talk: _Talk) -> Iterator[list[Any]]:
    """Who, what and when of the messages from the first one to the current one, or to the last one in the file where none is current."""
    nodes = ((name, node) for name, node in talk["mapping"].items() if isinstance(node, dict))
    rows = ((name, before if isinstance(before := node.get("parent"), str) else None, _row(node)) for name, node in nodes)
    return (row for row in linked(rows, talk.get("current_node")) if row is not None)


def _row(node: dict[str, Any]) -> list[Any] | None:
    message = node.get("message")
    author = message.get("author") if isinstance(message, dict) else None
    if not isinstance(message, dict) or not isinstance(author, dict) or author.get("role") not in _ROLES:
        return None
    content = message.get("content")
    spoken = content if isinstance(content, dict) and content.get("content_type") in ("text", "multimodal_text") else {}
    text = _text(spoken.get("parts"))
    return [author["role"], text, message.get("create_time")] if text.strip() else None


def _said(role: str, text: str, time: object) -> Message:
    return Message(speaker=role, text=text, moment=instant(time))
