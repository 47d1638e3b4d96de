"""A transcript file to go through forwards and backwards: turns are read when they are looked at, so that its length does not matter.

In memory there are only numbers: where each turn stands in the file, what was heard before it, and how the mood moved; about 40 bytes a turn.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from roleplay import record
from roleplay.dialogue import End, Exchange, Header, Mood, Speaker, Turn
from roleplay.errors import StorageFailed
from roleplay.jsonline import lines
from roleplay.record import Reading, Remark

__all__ = ["Reel"]

MEMORY = 12  # turns before a reply that its exchange holds, as in `roleplay.dialogue.exchanges`
KEPT = 64  # turns that were looked at last
_NOBODY = -1


class Reel:
    """The turns of the transcript at *path* by place, from 0. Use it in a ``with`` block.

    *told* is called with the number of bytes read so far while the file is gone through once. Where *copy* is given, it is read in place of the
    file; *about* is what there was to say about its making. Raises what reading a transcript raises.
    """

    def __init__(
        self, path: Path, told: Callable[[int], None] = lambda _: None, copy: BinaryIO | None = None, about: tuple[Remark, ...] = ()
    ) -> None:
        self.path, self._about = path, about
        try:
            self._file: BinaryIO = copy or path.open("rb")
        except OSError as error:
            raise StorageFailed("{path} cannot be read: {reason}", path=path, reason=error.strerror) from None
        self._offsets, self._heard = array("q"), array("q")
        self._in_row, self._silences = array("l"), array("l")
        self._tension, self._trust = array("f"), array("f")
        self._by_index: dict[int, int] = {}
        self._turn = lru_cache(maxsize=KEPT)(self._read)
        self._plain = True  # each turn stands at the place of its number
        try:
            self._reading = self._wind(told)
        except BaseException:
            self._file.close()
            raise

    @property
    def header(self) -> Header:
        """Under which conditions the talk was held."""
        return self._reading.transcript.header

    @property
    def end(self) -> End | None:
        """Who or what ended it."""
        return self._reading.transcript.end

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What could not be read."""
        return (*self._about, *self._reading.remarks)

    def __len__(self) -> int:
        return len(self._offsets)

    def __iter__(self) -> Iterator[Turn]:
        return (self[place] for place in range(len(self)))

    def __getitem__(self, place: int) -> Turn:
        """The turn at *place*. Raises `StorageFailed` if the file was cut meanwhile."""
        return self._turn(place)

    def _read(self, place: int) -> Turn:
        try:
            self._file.seek(self._offsets[place])
            return next(record.turns([next(lines(self._file))], self.path.name))
        except (OSError, StopIteration):
            raise StorageFailed("{path} was changed while it was read; open it again", path=self.path) from None

    def place_of(self, number: int) -> int | None:
        """Where the turn with this *number* stands, None if there is none."""
        if self._plain:
            return number if number < len(self) else None
        return self._by_index.get(number)

    def is_reply(self, place: int) -> bool:
        """Whether the trainee speaks at *place*."""
        return self._in_row[place] != _NOBODY

    def exchange(self, place: int) -> Exchange:
        """The turn at *place* with what was heard and what came before, as `roleplay.dialogue.exchanges` has it for a reply."""
        heard = self._heard[place]
        return Exchange(
            heard=None if heard == _NOBODY else self[heard],
            reply=self[place],
            before=tuple(self[each] for each in range(max(0, place - MEMORY), place)),
            in_row=max(0, self._in_row[place]),
            silences=self._silences[place],
        )

    def mood(self, place: int) -> Mood | None:
        """The mood that is recorded at *place*."""
        tension, trust = self._tension[place], self._trust[place]
        return None if math.isnan(tension) else Mood(tension=min(1.0, round(tension, 4)), trust=min(1.0, round(trust, 4)))

    def shifts(self) -> Iterator[tuple[int, float]]:
        """The places of replies after which the mood was another one, each with the larger of the two changes, 0 to 1."""
        before, reply = _NOBODY, _NOBODY
        for place in range(len(self)):
            if self.is_reply(place):
                reply = place
            elif not math.isnan(self._tension[place]):
                if before != _NOBODY and reply > before:
                    moved = abs(self._tension[place] - self._tension[before]), abs(self._trust[place] - self._trust[before])
                    yield reply, max(moved)
                before = place

    def moved(self, place: int) -> tuple[Mood, Mood] | None:
        """The mood recorded last before the reply at *place*, and the first one after it; None where one of them is not known."""
        before = next((mood for each in range(place - 1, -1, -1) if (mood := self.mood(each))), None)
        after = next((mood for each in range(place + 1, len(self)) if (mood := self.mood(each))), None)
        return None if before is None or after is None else (before, after)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _wind(self, told: Callable[[int], None]) -> Reading:
        """Go through the file once."""
        at = [0]
        reader = record.Reader(self.path.name)
        heard, in_row, silences = _NOBODY, 0, 0
        for turn in reader.read(_marked(self._file, at)):
            place = len(self._offsets)
            self._offsets.append(at[0])
            self._heard.append(heard)
            if turn.speaker is Speaker.TRAINEE:
                silences = silences + 1 if turn.silent else 0
                self._in_row.append(in_row)
                in_row += 1
            else:
                heard, in_row = place, 0
                self._in_row.append(_NOBODY)
            self._silences.append(silences if turn.speaker is Speaker.TRAINEE else 0)
            self._tension.append(turn.mood.tension if turn.mood else math.nan)
            self._trust.append(turn.mood.trust if turn.mood else math.nan)
            self._know(place, turn.index)
            if place % 1000 == 0:
                told(at[0])
        return reader.finish(())

    def _know(self, place: int, number: int) -> None:
        if self._plain and number != place:
            self._plain = False
            self._by_index = {each: each for each in range(place)}
        if not self._plain:
            self._by_index[number] = place


def _marked(file: BinaryIO, at: list[int]) -> Iterator[bytes]:
    """The lines of *file*; where the last one begins is in *at*."""
    begin = file.tell()
    for line in lines(file):
        at[0] = begin
        yield line
        begin = file.tell()
