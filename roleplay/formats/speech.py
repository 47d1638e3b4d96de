"""Speech recognition: Whisper and WhisperX, Deepgram, AssemblyAI, AWS, Speechmatics and the BBC's editors, with the time of every word.

Each shape becomes a list of words (or cues, where there are no words) with the speaker of each; joining them into turns comes after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice, pairwise
from typing import Any

from roleplay.errors import TranscriptInvalid, mark
from roleplay.formats.channels import aws, deepgram
from roleplay.formats.conversation import Conversation, Document, Unit, Utterance, objects, seconds
from roleplay.formats.voices import Voices
from roleplay.formats.words import best, piece, word
from roleplay.record import Remark

__all__ = ["SPEECH"]


class _Speech:
    id = "speech"
    title = mark("speech to text (Whisper, WhisperX, Deepgram, AssemblyAI, AWS, Speechmatics)")

    def sniff(self, document: Document) -> float:
        return 0.9 if document.data is not None and _shape(document.data) else 0.0

    def read(self, document: Document) -> list[Conversation]:
        shape = _shape(document.data) if document.data is not None else None

        def said() -> Iterator[Utterance]:
            return (each for each in (shape(document.data) if shape else ()) if each.text.strip())

        words = document.kept(said)
        if not any(True for _ in words):
            raise TranscriptInvalid(
                "{name} holds no words; was anything said, and is it the result and not the request?", name=document.name
            )
        remarks = []
        if shape is _chunks and all(word.start is None for word in words):
            remarks.append(Remark(1, "each part of it counts time from its own beginning; the times are not known"))
        return [Conversation(utterances=words, language=_language(document.data), remarks=tuple(remarks))]


SPEECH = _Speech()
_LANGUAGES = (
    ("language",),
    ("language_code",),
    ("results", "language_code"),
    ("job", "lang"),
    ("metadata", "dominant_asset_language"),
    ("metadata", "transcription_config", "language"),
)
SAMPLE = 200  # objects

_Reader = Callable[[Any], Iterable[Utterance]]


def _language(data: Any) -> str | None:
    """The code of the language that was recognised, where one of `_LANGUAGES` leads to it."""
    for way in _LANGUAGES:
        found = data
        for key in way:
            found = found.get(key) if isinstance(found, dict) else None
        if isinstance(found, str) and len(found) in (2, 5):
            return found[:2].lower()
    return None


def _shape(data: Any) -> _Reader | None:
    if isinstance(data, list):
        return _chunks if data and all(isinstance(each, dict) and _some(each, "words", "segments") is not None for each in data) else None
    if not isinstance(data, dict):
        return None
    results = data.get("results")
    if isinstance(results, dict):
        if _some(results, "channels"):
            return deepgram
        return aws if _some(results, "items") else None
    if _some(data, "results"):
        return _speechmatics
    if _some(data, "audio_segments"):
        return _bedrock
    if _some(data, "text"):
        return _autoedit
    words = _some(data, "words")
    if words:
        if _some(data, "paragraphs"):
            return _paper_edit
        if "time" in words[0]:
            return _speechmatics_1
        if "audio_duration" in data or "utterances" in data or "speaker" in words[0]:
            return _assemblyai
        return _whisper
    segments = _some(data, "segments")
    return _whisper if segments and any("text" in each and "start" in each and "speakerLabel" not in each for each in segments) else None


def _some(data: dict[str, Any], *keys: str) -> list[dict[str, Any]] | None:
    """The first objects of the list under the first of *keys* that has one: enough to tell its shape."""
    found = next((data[key] for key in keys if isinstance(data.get(key), list)), None)
    return None if found is None else list(islice(objects(found), SAMPLE))


def _whisper(data: Any) -> Iterator[Utterance]:
    """Words of segments where there are some, else the segments as cues; the first and last word may take the times of their segment."""
    for segment in objects(data["segments"]) if _some(data, "segments") else [{"words": data["words"]}]:
        edges: dict[str, Any] = {"start": segment.get("start")}
        each = None
        for each, more in pairwise(chain(objects(segment.get("words")), [None])):
            assert each is not None
            if more is None:
                edges["end"] = segment.get("end")
            yield word(edges | {k: v for k, v in each.items() if v is not None}, each.get("speaker") or segment.get("speaker"))
            edges = {}
        if each is None:
            yield word(segment, segment.get("speaker"), unit=Unit.CUE)


def _chunks(data: Any) -> Iterator[Utterance]:
    """A list of results, one for each part of a recording. Where each counts from its own beginning no time is known."""
    restarts = _restart(data)
    for chunk in objects(data):
        for said in _whisper(chunk) if chunk.get("words") or chunk.get("segments") else ():
            yield piece(said.text, said.speaker, None, None, said.unit) if restarts else said


def _restart(data: Any) -> bool:
    """Whether a part begins before one above it did, or clearly before that one has ended."""
    begun, ended = 0.0, None
    for chunk in objects(data):
        first = last = None
        for last in _whisper(chunk) if chunk.get("words") or chunk.get("segments") else ():
            first = first or last
        if first is None or last is None:
            continue
        if first.start is not None and (first.start < begun or (ended is not None and first.start < ended - 1)):
            return True
        begun, ended = begun if first.start is None else first.start, last.end
    return False


def _assemblyai(data: Any) -> Iterator[Utterance]:
    for each in objects(data.get("words")):
        yield word(each, each.get("speaker") or each.get("channel"), 1000.0)


def _bedrock(data: Any) -> Iterator[Utterance]:
    for each in objects(data.get("audio_segments")):
        speaker = each.get("speaker")
        label = speaker.get("speaker_label") if isinstance(speaker, dict) else None
        start, end = seconds(each.get("start_timestamp_millis"), 1000), seconds(each.get("end_timestamp_millis"), 1000)
        text = each.get("text")
        yield piece(text if isinstance(text, str) else "", label, start, end, Unit.CUE)


def _speechmatics(data: Any) -> Iterator[Utterance]:
    for item in objects(data.get("results")):
        likeliest = best(item)
        yield word({**item, "content": likeliest.get("content")}, likeliest.get("speaker"))


def _speechmatics_1(data: Any) -> Iterator[Utterance]:
    """The older shape: words with a duration, and apart from them when each voice was heard. The time of a full stop is that of the silence."""
    voices = Voices(objects(data.get("speakers")))
    voice, last = None, None
    for each in objects(data.get("words")):
        start, lasted, text = seconds(each.get("time")), seconds(each.get("duration")), each.get("name")
        if not isinstance(text, str) or last is None or any(map(str.isalnum, text)):
            voice, last = voices.at(start), round(start + lasted, 3) if start is not None and lasted is not None else None
        else:
            start = last
        yield piece(text if isinstance(text, str) else "", voice, start, last, Unit.WORD)


def _paper_edit(data: Any) -> Iterator[Utterance]:
    paragraphs = Voices(objects(data.get("paragraphs")))
    for each in objects(data.get("words")):
        yield word(each, paragraphs.at(seconds(each.get("start"))))


def _autoedit(data: Any) -> Iterator[Utterance]:
    for block in objects(data.get("text")):
        for paragraph in objects(block.get("paragraph")):
            for each in objects(paragraph.get("line")):
                yield word(each, block.get("speaker"))
