"""Podcast transcripts (podcastindex.org) and their kin: JSON with a list of segments, each with its speaker and words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from roleplay.errors import TranscriptInvalid, mark
from roleplay.formats.conversation import Conversation, Document, Unit, Utterance, objects, seconds

__all__ = ["PODCAST"]

_LISTS = ("segments", "utterances", "transcript", "transcripts", "meeting_transcripts", "sentences", "dialogue", "turns")
_TEXTS = ("body", "text", "content", "utterance", "sentence", "transcript")
_SPEAKERS = ("speaker", "speakerLabel", "speaker_name", "speakerName", "name", "author")
_STARTS = ("startTime", "start", "start_time", "begin")
_ENDS = ("endTime", "end", "end_time")


class _Podcast:
    id = "podcast"
    title = mark("podcast and meeting transcripts (JSON)")

    def sniff(self, document: Document) -> float:
        segments = islice(_segments(document.data), 50)
        return 0.8 if any(_first(each, _TEXTS) is not None and _first(each, _SPEAKERS) is not None for each in segments) else 0.0

    def read(self, document: Document) -> list[Conversation]:
        segments = _segments(document.data)
        known = document.data.get("speakers") if isinstance(document.data, dict) else None
        names = known if isinstance(known, dict) else {}

        def read() -> Iterator[Utterance]:
            return (each for segment in segments if (each := _utterance(segment, names)).text.strip())

        said = document.kept(read)
        if not any(True for _ in said):
            raise TranscriptInvalid("{name} has a list of segments but no words in it", name=document.name)
        return [Conversation(utterances=said)]


PODCAST = _Podcast()


def _segments(data: Any) -> Iterable[dict[str, Any]]:
    if isinstance(data, dict):
        data = next((data[key] for key in _LISTS if isinstance(data.get(key), list)), None)
    return objects(data)


def _first(each: dict[str, Any], keys: tuple[str, ...]) -> Any:
    return next((each[key] for key in keys if each.get(key) is not None), None)


def _utterance(each: dict[str, Any], names: dict[str, Any]) -> Utterance:
    """Segments with times are cues, cut where a caption is full; segments without are turns."""
    text, speaker = _first(each, _TEXTS), _first(each, _SPEAKERS)
    start, end = seconds(_first(each, _STARTS)), seconds(_first(each, _ENDS))
    label = None if speaker is None else str(names.get(str(speaker), speaker)).strip() or None
    unit = Unit.TURN if start is None else Unit.CUE
    backwards = start is not None and end is not None and end < start
    return Utterance(text=text if isinstance(text, str) else "", speaker=label, start=start, end=None if backwards else end, unit=unit)
