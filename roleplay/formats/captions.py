"""WebVTT and SubRip: cues with times, and speakers where a tag or a name before a colon says who.

Zoom and Teams write WebVTT too: Teams marks voices with ``<v Name>``, Zoom begins each cue with ``Name:``. Our own reader: webvtt-py 0.6.0
gives the second voice of a cue to the first and drops a cue with a bad time in silence, pysubs2 1.8.1 loses the voices and joins a cue with
a bad time to the one above it, and neither decodes ``&lt;`` (`docs/decisions/0007-own-readers-of-captions.md`).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from roleplay.dialogue import Transcript, Turn
from roleplay.errors import TranscriptInvalid
from roleplay.formats.conversation import Conversation, Document, Lines, Unit, Utterance
from roleplay.formats.moments import clock
from roleplay.record import Remark

__all__ = ["SRT", "WEBVTT"]

_TIMING = re.compile(r"\s*([\d:.,]+)\s*-->\s*([\d:.,]+)(?:\s.*)?$", re.ASCII)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>")
_TAG = re.compile(r"</?(?:[cbiuv]|ruby|rt|lang|font)(?:[.\s][^>]*)?>|<\d[\d:.]*>", re.IGNORECASE)
_NAMED = re.compile(r"\s*(?:>>\s*)?([^\W\d][^:<>\n.!?]{0,48}?):(?!//)\s+(?=\S)")
_DASHED = re.compile(r"^\s*[-–—]\s*(?=\S)", re.MULTILINE)
_BLANK = " \t\n"
_OURS = "NOTE one cue is one turn"


class _Captions:
    def __init__(self, ident: str, title: str) -> None:
        self.id, self.title = ident, title

    def sniff(self, document: Document) -> float:
        head = document.head.lstrip("\ufeff").lstrip()
        if self.id == "vtt":
            return 1.0 if re.match(r"WEBVTT(?=\s|\Z)", head) else 0.0
        if head.startswith("WEBVTT"):
            return 0.0
        return 0.95 if any("-->" in line and _TIMING.match(line) for line in document.lines[:200]) else 0.0

    def read(self, document: Document) -> list[Conversation]:
        remarks: list[Remark] = []
        named = _names(_cues(document.lines, remarks))
        if named is None:
            raise TranscriptInvalid("{name} has no cues with words; is it the right file?", name=document.name)
        unit = Unit.TURN if _OURS in document.lines[:10] else Unit.CUE

        def spoken() -> Iterator[Utterance]:
            for cue in _cues(document.lines, []):
                yield from _spoken(cue, named, unit)

        utterances = document.kept(spoken)
        if not any(True for _ in utterances):
            raise TranscriptInvalid("{name} has no cues with words; is it the right file?", name=document.name)
        return [Conversation(utterances=utterances, language=_language(document.lines[:10]), remarks=tuple(remarks))]


class _WebVTT(_Captions):
    def write(self, transcript: Transcript) -> str:
        """Cues with voices. Raises `TranscriptInvalid` for a turn without both times: a cue must have them."""
        return f"WEBVTT\n\n{_OURS}\n" + "".join(_cue(turn) for turn in transcript.turns if not turn.silent)


WEBVTT = _WebVTT("vtt", "WebVTT (Zoom, Teams)")
SRT = _Captions("srt", "SubRip (SRT)")

_Cue = tuple[float | None, float | None, str]


def _cues(lines: Lines, remarks: list[Remark]) -> Iterator[_Cue]:
    """The cues in the order of the file; a time that is none becomes None and is remarked."""
    begun: tuple[float | None, float | None] | None = None
    said: list[str] = []
    before = 0.0
    for number, line in enumerate(lines, 1):
        timing = "-->" in line
        if begun is None and (not timing or line.startswith("NOTE")):
            continue
        if begun is not None and line.strip() and not timing:
            said.append(line)
            continue
        if begun is not None:
            if timing and said and said[-1].strip().isdigit():
                said.pop()  # no empty line before the number of the next cue
            if said:
                yield *begun, "\n".join(said)
        begun, said = None, []
        if timing and not line.startswith("NOTE"):
            begun = _times(line, number, before, remarks)
            before = begun[0] if begun[0] is not None else before
    if begun is not None and said:
        yield *begun, "\n".join(said)


def _times(line: str, number: int, before: float, remarks: list[Remark]) -> tuple[float | None, float | None]:
    """The times of a cue; what is wrong with them is remarked."""
    timing = _TIMING.match(line)
    start, end = (clock(timing[1]), clock(timing[2])) if timing else (None, None)
    if start is None or end is None:
        remarks.append(Remark(number, "line {line} has a time that cannot be read; it is not known", {"line": number}))
    if start is not None and end is not None and end < start:
        remarks.append(Remark(number, "line {line} ends before it begins; its end is not known", {"line": number}))
        end = None
    if start is not None and start < before:
        remarks.append(Remark(number, "line {line} begins before the one above it; the order of the file is kept", {"line": number}))
    return start, end


def _names(cues: Iterable[_Cue]) -> bool | None:
    """Whether a name before a colon says who speaks: in most cues, or by names that come again. Prose has a colon now and then.

    None if there are no cues.
    """
    count = heads = 0
    names: set[str] = set()
    for cue in cues:
        count += 1
        if found := _NAMED.match(cue[2]):
            heads += 1
            names.add(found[1])
    if not count:
        return None
    return heads >= count * 0.5 or (heads > len(names) and heads >= count * 0.2)


def _spoken(cue: _Cue, named: bool, unit: Unit) -> Iterator[Utterance]:
    start, end, shown = cue
    parts: list[tuple[str | None, str]] = []
    pieces = _VOICE.split(shown)
    if pieces[0].strip():
        parts.append((None, pieces[0]))
    parts += [(html.unescape(name.strip(_BLANK)) or None, said) for name, said in zip(pieces[1::2], pieces[2::2], strict=True)]
    plain = [(name, html.unescape(_TAG.sub("", said).strip(_BLANK))) for name, said in parts]
    if unit is Unit.TURN:
        yield Utterance(text=plain[0][1], speaker=plain[0][0], start=start, end=end)
        return
    if named and len(plain) == 1 and plain[0][0] is None and (found := _NAMED.match(plain[0][1])):
        plain = [(found[1].strip(), plain[0][1][found.end() :])]
    if len(plain) == 1 and plain[0][0] is None and len(_DASHED.findall(plain[0][1])) > 1:
        plain = [(None, said) for said in _DASHED.split(plain[0][1])]
    plain = [(name, " ".join(said.split("\n")).strip()) for name, said in plain if said.strip()]
    for at, (name, said) in enumerate(plain):  # two voices in one cue: nobody knows when the first ended
        first, last = at == 0, at == len(plain) - 1
        yield Utterance(text=said, speaker=name, start=start if first else None, end=end if last else None, unit=unit)


def _language(lines: list[str]) -> str | None:
    found = next((line for line in lines[:10] if line.lower().startswith("language:")), None)
    return found.partition(":")[2].strip()[:2].lower() or None if found else None


def _cue(turn: Turn) -> str:
    if turn.start is None or turn.end is None or turn.end < turn.start:
        raise TranscriptInvalid(
            "turn {turn} has no times, and a caption needs them; choose another format: jsonl, md, csv, openai", turn=turn.index
        )
    name = _escaped(turn.name or str(turn.speaker))
    return f"\n{_stamp(turn.start)} --> {_stamp(turn.end)}\n<v {name}>{_escaped(turn.text)}</v>\n"


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"[\n\r]|^[ \t]|[ \t]$", lambda found: f"&#{ord(found[0])};", text)


def _stamp(value: float) -> str:
    whole = round(value * 1000)
    return f"{whole // 3600000:02}:{whole // 60000 % 60:02}:{whole // 1000 % 60:02}.{whole % 1000:03}"
