"""Our own transcripts (JSON Lines), and Markdown for people to read."""

from __future__ import annotations

import io
import re

from roleplay.dialogue import Transcript
from roleplay.errors import TranscriptInvalid
from roleplay.formats.conversation import Conversation, Document
from roleplay.jsonline import lines, load
from roleplay.record import lines_of, parse

__all__ = ["JSONL", "MARKDOWN"]


class _Jsonl:
    id = "jsonl"
    title = "roleplay (JSON Lines)"

    def sniff(self, document: Document) -> float:
        for line in document.lines[:20]:
            value = load(line.encode("utf-8", "replace")) if line.startswith("{") else None
            if value is not None:
                return 1.0 if value.get("type") in ("header", "turn") else 0.0
        return 0.0

    def read(self, document: Document) -> list[Conversation]:
        reading = parse(lines(io.BytesIO(document.text.encode("utf-8", "replace"))), document.name)
        if not reading.transcript.turns:
            raise TranscriptInvalid("{name} holds no conversation", name=document.name)
        return [Conversation(transcript=reading.transcript, remarks=reading.remarks)]

    def write(self, transcript: Transcript) -> str:
        """The lines of a transcript."""
        return b"".join(lines_of(transcript)).decode()


class _Markdown:
    """Written only: a page is for people. Nothing in a text becomes markup or HTML, and nothing is loaded from anywhere."""

    id = "md"
    title = "Markdown"

    def sniff(self, document: Document) -> float:  # noqa: ARG002  # asked of every format
        return 0.0

    def read(self, document: Document) -> list[Conversation]:
        raise TranscriptInvalid("{name}: Markdown is for reading; import the JSON Lines it was made from", name=document.name)

    def write(self, transcript: Transcript) -> str:
        """A paragraph a turn, the name in bold, the time before it where one is known."""
        made = [f"# {_plain(transcript.header.id)}\n"]
        for turn in transcript.turns:
            time = f"{_time(turn.start)} " if turn.start is not None else ""
            text = "\n".join(_plain(line) + "  " for line in turn.text.split("\n")).rstrip() or "…"
            made.append(f"{time}**{_plain(turn.name or str(turn.speaker))}:** {text}\n")
        return "\n".join(made)


JSONL = _Jsonl()
MARKDOWN = _Markdown()

_MARKUP = re.compile(r"[\\`*_{}\[\]<>()#+\-.!|~&=:/@]")
_HTML = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}  # inert even for readers that know no backslash


def _plain(text: str) -> str:
    text = "".join(letter if letter.isprintable() or letter in "\n\t" else "\ufffd" for letter in text)
    return _MARKUP.sub(_careful, text)


def _careful(found: re.Match[str]) -> str:
    """Signs that mean something at the beginning of a line, or inside an address that a reader would make a link of."""
    sign = found[0]
    if sign in _HTML:
        return _HTML[sign]
    if sign in "-.=+" and (before := found.string[: found.start()].rsplit("\n", 1)[-1].strip()) and not before.isdigit():
        return sign
    return "\\" + sign


def _time(value: float) -> str:
    return f"{int(value) // 60}:{int(value) % 60:02}"
