"""Speech recognition: Whisper and WhisperX, Deepgram, AssemblyAI, AWS, Speechmatics and the BBC's editors, with the time of every word.

Each shape becomes a list of words (or cues, where there are no words) with the speaker of each; joining them into turns comes after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice, pairwise
from typing import Any

from roleplay.errors import TranscriptInvalid, mark
from roleplay.formats.conversation import Conversation, Document, Unit, Utterance, objects, seconds
from roleplay.formats.joining import join
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
        language = document.data.get("language") or document.data.get("language_code") if isinstance(document.data, dict) else None
        code = language[:2].lower() if isinstance(language, str) and len(language) in (2, 5) else None
        return [Conversation(utterances=words, language=code, remarks=tuple(remarks))]


SPEECH = _Speech()
SAMPLE = 200  # objects

_Reader = Callable[[Any], Iterable[Utterance]]


def _shape(data: Any) -> _Reader | None:
    if isinstance(data, list):
        return _chunks if data and all(isinstance(each, dict) and _some(each, "words", "segments") is not None for each in data) else None
    if not isinstance(data, dict):
        return None
    results = data.get("results")
    if isinstance(results, dict):
        if _some(results, "channels"):
            return _deepgram
        return _aws if _some(results, "items") else None
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


def _dicts(data: dict[str, Any], *keys: str) -> list[dict[str, Any]] | None:
    """The list of objects under the first of *keys* that has one."""
    for key in keys:
        found = data.get(key)
        if isinstance(found, list):
            return [each for each in found if isinstance(each, dict)]
    return None


def _word(each: dict[str, Any], speaker: object = None, scale: float = 1.0, unit: Unit = Unit.WORD) -> Utterance:
    text = next((each[key] for key in ("punctuated_word", "word", "text", "content", "name") if isinstance(each.get(key), str)), "")
    start = next((each[key] for key in ("start", "start_time", "startTime", "time") if each.get(key) is not None), None)
    end = next((each[key] for key in ("end", "end_time", "endTime") if each.get(key) is not None), None)
    return _piece(text, speaker, seconds(start, scale), seconds(end, scale), unit)


def _piece(text: str, speaker: object, start: float | None, end: float | None, unit: Unit) -> Utterance:
    if start is not None and end is not None and end < start:
        end = None
    return Utterance(text=text, speaker=None if speaker is None else str(speaker), start=start, end=end, unit=unit)


def _whisper(data: Any) -> Iterator[Utterance]:
    """Words of segments where there are some, else the segments as cues; the first and last word may take the times of their segment."""
    for segment in objects(data["segments"]) if _some(data, "segments") else [{"words": data["words"]}]:
        words = _dicts(segment, "words") or []
        if not words:
            yield _word(segment, segment.get("speaker"), unit=Unit.CUE)
        for at, each in enumerate(words):
            edges: dict[str, Any] = {"start": segment.get("start")} if at == 0 else {}
            if at == len(words) - 1:
                edges["end"] = segment.get("end")
            yield _word(edges | {k: v for k, v in each.items() if v is not None}, each.get("speaker") or segment.get("speaker"))


def _chunks(data: Any) -> Iterator[Utterance]:
    """A list of results, one for each part of a recording. Where each counts from its own beginning no time is known."""
    words = [list(_whisper(chunk)) for chunk in data if chunk.get("words") or chunk.get("segments")]
    firsts = [chunk[0].start for chunk in words if chunk and chunk[0].start is not None]
    restarts = firsts != sorted(firsts) or any(
        a[-1].end and b[0].start is not None and b[0].start < a[-1].end - 1 for a, b in _pairs(words)
    )
    for chunk in words:
        for word in chunk:
            yield _piece(word.text, word.speaker, None, None, word.unit) if restarts else word


def _pairs(words: list[list[Utterance]]) -> Iterator[tuple[list[Utterance], list[Utterance]]]:
    filled = [chunk for chunk in words if chunk]
    yield from pairwise(filled)


def _deepgram(data: Any) -> Iterator[Utterance]:
    channels = _dicts(data["results"], "channels") or []
    tracks = []
    for number, channel in enumerate(channels):
        best = (_dicts(channel, "alternatives") or [{}])[0]
        voice = f"channel {number}" if len(channels) > 1 else None
        tracks.append([_word(each, each.get("speaker", voice)) for each in _dicts(best, "words") or []])
    yield from _side_by_side(tracks)


def _side_by_side(tracks: list[list[Utterance]]) -> Iterator[Utterance]:
    """Several recordings of one talk, a voice each: whole turns, in the order in which they begin."""
    if len(tracks) == 1:
        yield from tracks[0]
        return
    turns = [turn for track in tracks for turn in join(track)]
    yield from sorted(turns, key=lambda turn: turn.start if turn.start is not None else 0.0)


def _assemblyai(data: Any) -> Iterator[Utterance]:
    for each in objects(data.get("words")):
        yield _word(each, each.get("speaker") or each.get("channel"), 1000.0)


def _aws(data: Any) -> Iterator[Utterance]:
    """Amazon Transcribe: punctuation has no times of its own, and the speaker may stand in a list apart, by the start of the word."""
    results = data["results"]
    labels = results.get("speaker_labels")
    voices: dict[object, object] = {}
    for segment in (_dicts(labels, "segments") or []) if isinstance(labels, dict) else []:
        for item in _dicts(segment, "items") or []:
            voices[_key(item.get("start_time"))] = item.get("speaker_label")
    voice: object = None
    last: float | None = None
    for item in _dicts(results, "items") or []:
        best = (_dicts(item, "alternatives") or [{}])[0]
        start, end = seconds(item.get("start_time")), seconds(item.get("end_time"))
        if item.get("type") == "punctuation":
            start = end = last
        else:
            voice, last = item.get("speaker_label") or voices.get(_key(item.get("start_time"))), end
        content = best.get("content")
        yield _piece(content if isinstance(content, str) else "", voice, start, end, Unit.WORD)


def _key(value: object) -> str:
    return str(value)


def _bedrock(data: Any) -> Iterator[Utterance]:
    for each in objects(data.get("audio_segments")):
        speaker = each.get("speaker")
        label = speaker.get("speaker_label") if isinstance(speaker, dict) else None
        start, end = seconds(each.get("start_timestamp_millis"), 1000), seconds(each.get("end_timestamp_millis"), 1000)
        text = each.get("text")
        yield _piece(text if isinstance(text, str) else "", label, start, end, Unit.CUE)


def _speechmatics(data: Any) -> Iterator[Utterance]:
    for item in objects(data.get("results")):
        best = (_dicts(item, "alternatives") or [{}])[0]
        yield _word({**item, "content": best.get("content")}, best.get("speaker"))


def _speechmatics_1(data: Any) -> Iterator[Utterance]:
    """The older shape: words with a duration, and apart from them when each voice was heard."""
    voices = _dicts(data, "speakers") or []
    for each in _dicts(data, "words") or []:
        start, lasted = seconds(each.get("time")), seconds(each.get("duration"))
        end = round(start + lasted, 3) if start is not None and lasted is not None else None
        text = each.get("name")
        yield _piece(text if isinstance(text, str) else "", _voice(voices, start), start, end, Unit.WORD)


def _voice(voices: list[dict[str, Any]], start: float | None) -> object:
    """Who was speaking at *start*: of the voices that had begun, the last one."""
    if start is None:
        return None
    begun = [each for each in voices if (time := seconds(each.get("time", each.get("start")))) is not None and time <= start]
    return (begun[-1].get("name") or begun[-1].get("speaker")) if begun else None


def _paper_edit(data: Any) -> Iterator[Utterance]:
    paragraphs = _dicts(data, "paragraphs") or []
    for each in _dicts(data, "words") or []:
        yield _word(each, _voice(paragraphs, seconds(each.get("start"))))


def _autoedit(data: Any) -> Iterator[Utterance]:
    for block in _dicts(data, "text") or []:
        for paragraph in _dicts(block, "paragraph") or []:
            for each in _dicts(paragraph, "line") or []:
                yield _word(each, block.get("speaker"))
