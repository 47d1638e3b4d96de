"""Whose words are whose, where speech recognition says it apart from the words."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from itertools import islice
from typing import Any

from roleplay.formats.conversation import seconds

__all__ = ["Labels", "Voices"]

AHEAD = 60.0  # seconds that a label is looked for
NEAR = 1_000  # labels


class Labels:
    """Speakers of words by the time at which each starts. Labels and words come in the same order, so few labels are held."""

    def __init__(self, labels: Iterable[dict[str, Any]]) -> None:
        self._labels, self._near = iter(labels), dict[str, object]()

    def at(self, start: object) -> object:
        """Whose word begins at *start*, as it is written; None if none of the labels near it says so."""
        wanted = seconds(start)
        latest = 0.0
        while str(start) not in self._near and wanted is not None and latest <= wanted + AHEAD:
            label = next(self._labels, None)
            if label is None:
                break
            self._near[str(label.get("start_time"))] = label.get("speaker_label")
            latest = seconds(label.get("start_time")) or latest
        if len(self._near) > NEAR:
            for old in list(islice(self._near, NEAR // 2)):
                del self._near[old]
        return self._near.get(str(start))


class Voices:
    """When each voice began to be heard: 16 bytes for each change."""

    def __init__(self, voices: Iterable[dict[str, Any]]) -> None:
        self._times, self._names, self._known = array("d"), list[object](), dict[str, object]()
        for each in voices:
            if (time := seconds(each.get("time", each.get("start")))) is not None:
                name = each.get("name") or each.get("speaker")
                place = bisect_right(self._times, time)
                self._times.insert(place, time)
                self._names.insert(place, self._known.setdefault(str(name), name))

    def at(self, start: float | None) -> object:
        """Who was speaking at *start*: of the voices that had begun, the last one."""
        place = 0 if start is None else bisect_right(self._times, start)
        return self._names[place - 1] if place else None
