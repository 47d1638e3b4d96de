"""Text with a name before what is said: ``Name: text``, Otter's and Zoom's transcripts, Zoom's saved chat.

The only form without any mark of its own, so the most careful: prose, a list of settings and a recipe have colons too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from roleplay.errors import TranscriptInvalid, mark
from roleplay.formats.conversation import Conversation, Document, Utterance
from roleplay.formats.moments import CLOCK, clock
from roleplay.record import Remark

__all__ = ["PLAIN"]

_NAME = r"(?P<name>[^\W\d_](?:[^:<>\[\]()\n\t.!?]|(?<=\b\w)\.|(?<=\b\w\w)\.){0,48}?)"
_WALL = r"(?P<wall>\d{1,2}:\d{2}:\d{2})"
_AT = rf"(?P<at>{CLOCK})"
_ZOOM_CHAT = re.compile(rf"{_WALL}\s+From\s+(?P<name>[^:\n]+?)(?:\s+to\s+[^:\n]+?)?\s*:\s?(?P<text>.*)$", re.IGNORECASE)
_ZOOM_BLOCK = re.compile(rf"\[(?P<name>[^\]\n]{{1,60}})\]\s+{_WALL}\s*$")
_OTTER_BLOCK = re.compile(rf"(?P<name>[^\W\d_][^:\n\t]{{0,48}}?)\s{{1,4}}[\[(]?{_AT}[\])]?\s*$")
_TIMED = re.compile(rf"[\[(]?{_AT}[\])]?\s*[-–—]?\s+{_NAME}\s*:(?!//)\s*(?P<text>.*)$")
_TIMED_AFTER = re.compile(rf"{_NAME}\s*[\[(]{_AT}[\])]\s*:\s*(?P<text>.*)$")
_NAMED = re.compile(rf"(?:\*\*)?{_NAME}(?:\*\*)?\s*:(?!//)(?:\*\*)?(?:\s+(?P<text>\S.*)|\s*)$")
_SHAPES = (
    ("zoom chat", _ZOOM_CHAT),
    ("zoom", _ZOOM_BLOCK),
    ("timed", _TIMED),
    ("timed", _TIMED_AFTER),
    ("otter", _OTTER_BLOCK),
    ("named", _NAMED),
)


@dataclass(slots=True)
class _Said:
    name: str
    time: float | None
    wall: bool
    lines: list[str]


class _Plain:
    id = "plain"
    title = mark("plain text (Otter, Zoom)")

    def sniff(self, document: Document) -> float:
        if document.head[:1] in ("{", "<") or "-->" in document.head[:5000]:
            return 0.0
        lines = [line for line in document.lines[:400] if line.strip()]
        found = Counter(shape for line in lines if (shape := _shape(line)[0]))
        if not found:
            return 0.0
        shape, count = found.most_common(1)[0]
        if shape in ("zoom chat", "zoom"):
            return 0.9 if count >= 1 else 0.0
        if shape in ("timed", "otter"):
            return 0.8
        names = Counter(match["name"] for line in lines if (match := _NAMED.match(line.strip())))
        again = sum(times for times in names.values() if times > 1)
        return 0.5 if again >= len(lines) * 0.3 or (len(names) == 2 == sum(names.values()) == len(lines)) else 0.0

    def read(self, document: Document) -> list[Conversation]:
        found = Counter(shape for line in document.lines if (shape := _shape(line)[0]))
        if not found:
            raise TranscriptInvalid("{name} has no line that begins with a name and a colon", name=document.name)
        wanted = found.most_common(1)[0][0]
        remarks = _remarks(document.lines, wanted)
        utterances = document.kept(lambda: _utterances(document.lines, wanted))
        if not any(True for _ in utterances):
            raise TranscriptInvalid("{name} has names but no words after them", name=document.name)
        return [Conversation(utterances=utterances, remarks=tuple(remarks))]


PLAIN = _Plain()


def _shape(line: str) -> tuple[str, re.Match[str] | None]:
    line = line.strip()
    if len(line) > 20 and len(line) < 10_000_000 and line.isalpha():
        return "", None
    for shape, pattern in _SHAPES:
        if match := pattern.match(line):
            return shape, match
    return "", None


def _begun(match: re.Match[str]) -> _Said:
    groups = match.groupdict()
    wall = groups.get("wall")
    time = clock(wall or groups.get("at") or "")
    return _Said(match["name"].strip(), time, wall is not None, [groups["text"]] if groups.get("text") else [])


def _said(lines: Iterable[str], wanted: str) -> Iterator[_Said]:
    """Who says what, each with the lines that follow."""
    said: _Said | None = None
    for line in map(str.strip, lines):
        shape, match = _shape(line)
        if match is not None and shape == wanted:
            if said is not None:
                yield said
            said = _begun(match)
        elif said is not None and (line or said.lines):
            said.lines.append(line)
    if said is not None:
        yield said


def _utterances(lines: Iterable[str], wanted: str) -> Iterator[Utterance]:
    for said, start in _timed(_said(lines, wanted)):
        text = "\n".join(said.lines).strip()
        if text:
            yield Utterance(text=text, speaker=said.name, start=start)


def _remarks(lines: Iterable[str], wanted: str) -> list[Remark]:
    """What to say about *lines*: those that are nobody's, and times that go back."""
    above = takewhile(lambda line: _shape(line)[0] != wanted, lines)
    lost = sum(bool(line.strip()) for line in above)
    remarks = [Remark(1, "lines above the first name that were left out: {count}", {"count": lost})] if lost else []
    before = 0.0
    for each in _utterances(lines, wanted):
        if each.start is not None and each.start < before:
            values = {"speaker": each.speaker, "time": each.start}
            remarks.append(Remark(1, "what {speaker} says at {time} comes after something later; the order of the file is kept", values))
        before = each.start if each.start is not None else before
    return remarks


def _timed(said: Iterable[_Said]) -> Iterator[tuple[_Said, float | None]]:
    """Each with its seconds since the beginning: of the recording where times count from it, since the first line where they are the clock on the
    wall.
    """
    first: float | None = None
    wall, days, before = False, 0.0, 0.0
    for each in said:
        if first is None:
            first, wall = each.time or 0.0, each.wall
        if not wall:
            yield each, each.time
            continue
        time = each.time if each.time is not None else before
        if before - time > 43_200:  # past midnight
            days += 86_400
        before = time
        passed = time + days - first
        yield each, round(passed, 3) if passed >= 0 else None
