"""Exports written for the tests, and short ways to read them."""

from __future__ import annotations

import json
from typing import Any

from roleplay.dialogue import Transcript, Turn
from roleplay.formats.casting import Casting, cast
from roleplay.formats.conversation import Conversation, Document, Utterance
from roleplay.formats.shelf import formats

__all__ = ["Line", "asked", "document", "lines", "read", "read_all", "turns"]

Line = tuple[str | None, str, float | None, float | None]


def document(text: str, name: str = "talk.txt") -> Document:
    """*text* as a file."""
    return Document(name, text)


def asked(value: Any, name: str = "talk.json") -> Document:
    """*value* as a JSON file."""
    return Document(name, json.dumps(value, ensure_ascii=False))


def read_all(file: Document, format_id: str) -> list[Conversation]:
    """All conversations of *file*, which must be recognised as *format_id*."""
    found, conversations = formats().read(file)
    assert found.id == format_id
    return conversations


def read(file: Document, format_id: str) -> Conversation:
    """The one conversation of *file*."""
    (conversation,) = read_all(file, format_id)
    return conversation


def lines(conversation: Conversation) -> list[Line]:
    """The utterances as tuples of speaker, text, start and end."""
    return [_line(each) for each in conversation.utterances]


def _line(each: Utterance) -> Line:
    return each.speaker, each.text, each.start, each.end


def turns(conversation: Conversation) -> list[Line]:
    """The turns that become of *conversation*, as tuples of name, text, start and end."""
    return [(turn.name, turn.text, turn.start, turn.end) for turn in transcript(conversation).turns]


def transcript(conversation: Conversation, casting: Casting | None = None) -> Transcript:
    """The transcript that becomes of *conversation*."""
    return cast(conversation, casting or Casting(), ident="01T", name="talk.txt", format_id="test").transcript


def said(turn: Turn) -> Line:
    """*turn* as a tuple."""
    return turn.name, turn.text, turn.start, turn.end
