"""What became of a file that was imported: the lines of its transcript, and what there is to say about them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from roleplay.cli.context import tell
from roleplay.dialogue import Header, Speaker, Turn
from roleplay.errors import mark
from roleplay.formats.casting import Staged
from roleplay.formats.conversation import Format
from roleplay.record import Remark, dump

__all__ = ["Counts", "lines", "row", "summary"]


ROLES = {Speaker.TRAINEE: mark("trainee"), Speaker.PERSONA: mark("conversation partner"), Speaker.OTHER: mark("other voice")}


@dataclass(slots=True)
class Counts:
    """What a talk comes to: turns by name and role, and how many have times."""

    voices: Counter[tuple[str, str]] = field(default_factory=Counter)
    starts: int = 0
    ends: int = 0

    def add(self, turn: Turn) -> None:
        """Count *turn*."""
        self.voices[turn.name or "", str(turn.speaker)] += 1
        self.starts += turn.start is not None
        self.ends += turn.end is not None

    @property
    def turns(self) -> int:
        """How many there are."""
        return sum(self.voices.values())


def lines(talk: Staged, counts: Counts) -> Iterator[bytes]:
    """The lines of the transcript that *talk* becomes, one by one; each turn is counted."""
    yield dump(talk.header)
    for turn in talk.turns:
        counts.add(turn)
        yield dump(turn)
    if talk.end is not None:
        yield dump(talk.end)


def row(path: Path, place: Path, found: Format, header: Header, counts: Counts, said: tuple[Remark, ...]) -> dict[str, Any]:
    """What came of the file at *path*, as JSON."""
    voices = counts.voices.most_common()
    return {
        "file": path.name,
        "format": found.id,
        "path": str(place),
        "id": header.id,
        "language": header.language,
        "turns": counts.turns,
        "starts": counts.starts,
        "ends": counts.ends,
        "speakers": [{"name": name or None, "speaker": role, "turns": number} for (name, role), number in voices],
        "remarks": [remark.message.format(**remark.values) for remark in said],
    }


def summary(path: Path, found: Format, counts: Counts) -> str:
    """The same in one line."""
    who = ", ".join(f"{name or '?'} ({tell(ROLES[Speaker(role)])})" for (name, role), _ in counts.voices.most_common(8))
    values = {"path": path.name, "format": tell(found.title), "turns": counts.turns, "who": who}
    if not counts.starts:
        return tell("{path}: {format}; turns: {turns}, without times; {who}", **values)
    if not counts.ends:
        return tell("{path}: {format}; turns: {turns}, with the time each began; {who}", **values)
    return tell("{path}: {format}; turns: {turns}, with times; {who}", **values)
