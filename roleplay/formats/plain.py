"""Text with a name before what is said: ``Name: text``, Otter's and Zoom's transcripts, Zoom's saved chat.

The only form without any mark of its own, so the most careful: prose, a list of settings and a recipe have colons too.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from roleplay.errors import TranscriptInvalid
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
    title = "plain text (Otter, Zoom)"

    def sniff(self, document: Document) -> float:
        if document.text.lstrip()[:1] in ("{", "<") or "-->" in document.text[:5000]:
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
        lines = [line.strip() for line in document.lines]
        found = Counter(shape for line in lines if (shape := _shape(line)[0]))
        if not found:
            raise TranscriptInvalid("{name} has no line that begins with a name and a colon", name=document.name)
        wanted = found.most_common(1)[0][0]
        said: list[_Said] = []
        lost = 0
        for line in lines:
            shape, match = _shape(line)
            if match is not None and shape == wanted:
                said.append(_begun(match))
            elif said and (line or said[-1].lines):
                said[-1].lines.append(line)
            elif line:
                lost += 1
        return [_conversation(said, lost, document.name)]


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


def _conversation(said: list[_Said], lost: int, name: str) -> Conversation:
    remarks: list[Remark] = []
    if lost:
        remarks.append(Remark(1, "lines above the first name that were left out: {count}", {"count": lost}))
    times = _elapsed(said)
    utterances = []
    before = 0.0
    for each, start in zip(said, times, strict=True):
        text = "\n".join(each.lines).strip()
        if not text:
            continue
        if start is not None and start < before:
            remarks.append(
                Remark(1, "what {speaker} says at {time} comes after something later; the order of the file is kept", _of(each, start))
            )
        before = start if start is not None else before
        utterances.append(Utterance(text=text, speaker=each.name, start=start))
    if not utterances:
        raise TranscriptInvalid("{name} has names but no words after them", name=name)
    return Conversation(utterances=tuple(utterances), remarks=tuple(remarks))


def _of(said: _Said, start: float) -> dict[str, object]:
    return {"speaker": said.name, "time": start}


def _elapsed(said: list[_Said]) -> list[float | None]:
    """Seconds since the beginning: of the recording where times count from it, since the first line where they are the clock on the wall."""
    if not said or not said[0].wall:
        return [each.time for each in said]
    first, days, before = said[0].time or 0.0, 0.0, 0.0
    times: list[float | None] = []
    for each in said:
        time = each.time if each.time is not None else before
        if before - time > 43_200:  # past midnight
            days += 86_400
        before = time
        passed = time + days - first
        times.append(round(passed, 3) if passed >= 0 else None)
    return times
