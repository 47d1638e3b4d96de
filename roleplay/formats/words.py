"""A word as speech recognition writes it, whatever it calls its parts."""

from __future__ import annotations

from typing import Any

from roleplay.formats.conversation import Unit, Utterance, objects, seconds

__all__ = ["best", "piece", "word"]


def best(data: dict[str, Any]) -> dict[str, Any]:
    """The likeliest of the alternatives of *data*."""
    return next(iter(objects(data.get("alternatives"))), {})


def word(each: dict[str, Any], speaker: object = None, scale: float = 1.0, unit: Unit = Unit.WORD) -> Utterance:
    """What is heard in *each*, with its times; *scale* is 1000 for milliseconds."""
    text = next((each[key] for key in ("punctuated_word", "word", "text", "content", "name") if isinstance(each.get(key), str)), "")
    start = next((each[key] for key in ("start", "start_time", "startTime", "time") if each.get(key) is not None), None)
    end = next((each[key] for key in ("end", "end_time", "endTime") if each.get(key) is not None), None)
    return piece(text, speaker, seconds(start, scale), seconds(end, scale), unit)


def piece(text: str, speaker: object, start: float | None, end: float | None, unit: Unit) -> Utterance:
    """A piece of speech; an end before the start is none."""
    if start is not None and end is not None and end < start:
        end = None
    return Utterance(text=text, speaker=None if speaker is None else str(speaker), start=start, end=end, unit=unit)
