"""Podcast transcripts (podcastindex.org) and their kin: JSON with a list of segments, each with its speaker and words."""

from __future__ import annotations

from typing import Any

from roleplay.errors import TranscriptInvalid, mark
from roleplay.formats.conversation import Conversation, Document, Unit, Utterance, seconds

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
        segments = _segments(document.data)[:50]
        return 0.8 if any(_first(each, _TEXTS) is not None and _first(each, _SPEAKERS) is not None for each in segments) else 0.0

    def read(self, document: Document) -> list[Conversation]:
        segments = _segments(document.data)
        known = document.data.get("speakers") if isinstance(document.data, dict) else None
        names = known if isinstance(known, dict) else {}
        said = tuple(each for each in (_utterance(segment, names) for segment in segments) if each.text.strip())
        if not said:
            raise TranscriptInvalid("{name} has a list of segments but no words in it", name=document.name)
        return [Conversation(utterances=said)]


PODCAST = _Podcast()


def _segments(data: Any) -> list[dict[str, Any]]:
    if isinstance(data, dict):
        data = next((data[key] for key in _LISTS if isinstance(data.get(key), list)), None)
    return [each for each in data if isinstance(each, dict)] if isinstance(data, list) else []


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
