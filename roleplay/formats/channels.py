"""Deepgram and Amazon Transcribe: a recording may have a channel for each voice, each with all its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from roleplay.formats.aside import ordered
from roleplay.formats.conversation import Unit, Utterance, objects, seconds
from roleplay.formats.joining import join
from roleplay.formats.voices import Labels
from roleplay.formats.words import best, piece, word

__all__ = ["aws", "deepgram"]


def deepgram(data: Any) -> Iterator[Utterance]:
    """Deepgram: of each channel the likeliest words, with a speaker where it tells voices apart."""
    channels = list(objects(data["results"].get("channels")))

    def said(channel: dict[str, Any], voice: str | None) -> Iterator[Utterance]:
        return (word(each, each.get("speaker", voice)) for each in objects(best(channel).get("words")))

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


def aws(data: Any) -> Iterator[Utterance]:
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
        content = best(item).get("content")
        yield piece(content if isinstance(content, str) else "", voice, start, end, Unit.WORD)
