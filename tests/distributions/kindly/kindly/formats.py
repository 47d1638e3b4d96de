"""A chat log as a table of three columns between bars: ``12.5 | Ann | Hello.``"""

import re

from roleplay.dialogue import Transcript
from roleplay.errors import TranscriptInvalid
from roleplay.formats.conversation import Conversation, Document, Utterance

LINE = re.compile(r"(?P<start>\d{1,9}(?:\.\d{1,3})?) \| (?P<who>[^|]{1,80}) \| (?P<text>.*)")


class Bars:
    """Lines with bars."""

    id = "bars"
    title = "Lines with bars"

    def sniff(self, document: Document) -> float:
        lines = [line for line in document.lines if line.strip()]
        return 0.95 if lines and all(LINE.fullmatch(line) for line in lines[:50]) else 0.0

    def read(self, document: Document) -> list[Conversation]:
        found = [match for line in document.lines if (match := LINE.fullmatch(line))]
        if not found:
            raise TranscriptInvalid("{name} has no line with bars", name=document.name)
        said = sorted(
            (Utterance(text=match["text"], speaker=match["who"], start=float(match["start"])) for match in found),
            key=lambda each: each.start or 0,
        )
        return [Conversation(utterances=tuple(said))]

    def write(self, transcript: Transcript) -> str:
        return "".join(f"{turn.start or turn.index} | {turn.speaker} | {' '.join(turn.text.split())}\n" for turn in transcript.turns)


BARS = Bars()
