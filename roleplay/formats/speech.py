"""Speech recognition: Whisper and WhisperX, Deepgram, AssemblyAI, AWS, Speechmatics and the BBC's editors, with the time of every word.

Each shape becomes a list of words (or cues, where there are no words) with the speaker of each; joining them into turns comes after.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice, pairwise
from typing import Any

from roleplay.errors import TranscriptInvalid, mark
from roleplay.formats.aside import ordered
from roleplay.formats.conversation import Conversation, Document, Unit, Utterance, objects, seconds
from roleplay.formats.joining import join
from roleplay.formats.voices import Labels, Voices
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


def _best(data: dict[str, Any]) -> dict[str, Any]:
    """The likeliest of the alternatives of *data*."""
    return next(iter(objects(data.get("alternatives"))), {})


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
        edges: dict[str, Any] = {"start": segment.get("start")}
        each = None
        for each, more in pairwise(chain(objects(segment.get("words")), [None])):
            assert each is not None
            if more is None:
                edges["end"] = segment.get("end")
            yield _word(edges | {k: v for k, v in each.items() if v is not None}, each.get("speaker") or segment.get("speaker"))
            edges = {}
        if each is None:
            yield _word(segment, segment.get("speaker"), unit=Unit.CUE)


def _chunks(data: Any) -> Iterator[Utterance]:
    """A list of results, one for each part of a recording. Where each counts from its own beginning no time is known."""
    restarts = _restart(data)
    for chunk in objects(data):
        for word in _whisper(chunk) if chunk.get("words") or chunk.get("segments") else ():
            yield _piece(word.text, word.speaker, None, None, word.unit) if restarts else word


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


def _deepgram(data: Any) -> Iterator[Utterance]:
    channels = list(objects(data["results"].get("channels")))

    def said(channel: dict[str, Any], voice: str | None) -> Iterator[Utterance]:
        return (_word(each, each.get("speaker", voice)) for each in objects(_best(channel).get("words")))

    several = len(channels) > 1
    yield from _side_by_side([said(channel, f"channel {number}" if several else None) for number, channel in enumerate(channels)])


def _side_by_side(tracks: list[Iterator[Utterance]]) -> Iterator[Utterance]:
    """Several recordings of one talk, a voice each: whole turns, in the order in which they begin."""
    if len(tracks) == 1:
        yield from tracks[0]
        return
    turns = chain.from_iterable(map(join, tracks))
    rows = ((each.start or 0.0, [each.text, each.speaker, each.start, each.end]) for each in turns)
    for text, speaker, start, end in ordered(rows):
        yield Utterance(text=text, speaker=speaker, start=start, end=end)


def _assemblyai(data: Any) -> Iterator[Utterance]:
    for each in objects(data.get("words")):
        yield _word(each, each.get("speaker") or each.get("channel"), 1000.0)


def _aws(data: Any) -> Iterator[Utterance]:
    """Amazon Transcribe: punctuation has no times of its own, and the speaker may stand in a list apart; or there is a list for each channel."""
    results = data["results"]
    channels = _under(results, "channel_labels", "channels")
    if len(channels) > 1:
        yield from _side_by_side([_heard(each.get("items"), (), str(each.get("channel_label"))) for each in channels])
        return
    labels = results.get("speaker_labels")
    segments = objects(labels.get("segments") if isinstance(labels, dict) else None)
    yield from _heard(results.get("items"), (item for segment in segments for item in objects(segment.get("items"))))


def _under(data: dict[str, Any], key: str, inner: str) -> list[dict[str, Any]]:
    found = data.get(key)
    return list(objects(found.get(inner) if isinstance(found, dict) else None))


def _heard(items: object, labels: Iterable[dict[str, Any]], channel: str | None = None) -> Iterator[Utterance]:
    """The words of *items* with their speakers, who are in *labels* by the time at which a word starts; both are in order of time."""
    voices = Labels(labels)
    voice: object = channel
    last: float | None = None
    for item in objects(items):
        start, end = seconds(item.get("start_time")), seconds(item.get("end_time"))
        if item.get("type") == "punctuation":
            start = end = last
        else:
            voice, last = item.get("speaker_label") or voices.at(item.get("start_time")) or channel, end
        content = _best(item).get("content")
        yield _piece(content if isinstance(content, str) else "", voice, start, end, Unit.WORD)


def _bedrock(data: Any) -> Iterator[Utterance]:
    for each in objects(data.get("audio_segments")):
        speaker = each.get("speaker")
        label = speaker.get("speaker_label") if isinstance(speaker, dict) else None
        start, end = seconds(each.get("start_timestamp_millis"), 1000), seconds(each.get("end_timestamp_millis"), 1000)
        text = each.get("text")
        yield _piece(text if isinstance(text, str) else "", label, start, end, Unit.CUE)


def _speechmatics(data: Any) -> Iterator[Utterance]:
    for item in objects(data.get("results")):
        best = _best(item)
        yield _word({**item, "content": best.get("content")}, best.get("speaker"))


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
        yield _piece(text if isinstance(text, str) else "", voice, start, last, Unit.WORD)


def _paper_edit(data: Any) -> Iterator[Utterance]:
    paragraphs = Voices(objects(data.get("paragraphs")))
    for each in objects(data.get("words")):
        yield _word(each, paragraphs.at(seconds(each.get("start"))))


def _autoedit(data: Any) -> Iterator[Utterance]:
    for block in objects(data.get("text")):
        for paragraph in objects(block.get("paragraph")):
            for each in objects(paragraph.get("line")):
                yield _word(each, block.get("speaker"))
