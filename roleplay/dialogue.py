"""A conversation as values: turns, the transcript that holds them, and the exchanges that are coded and scored.

Times are seconds since the start of the talk, or None where nobody knows them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "LANGUAGES",
    "SCHEMA",
    "End",
    "EndReason",
    "Exchange",
    "Header",
    "Mood",
    "Speaker",
    "Status",
    "Trainee",
    "Transcript",
    "Turn",
    "exchanges",
]

SCHEMA = 1
LANGUAGES = ("en", "ro", "ru")


class Speaker(StrEnum):
    """Who says a turn; *other* is a named voice of an imported group."""

    PERSONA = "persona"
    TRAINEE = "trainee"
    OTHER = "other"


class Status(StrEnum):
    """How whole a turn is."""

    COMPLETE = "complete"
    INTERRUPTED = "interrupted"
    TRUNCATED = "truncated"
    REFUSED = "refused"
    UNKNOWN_END = "unknown_end"


class EndReason(StrEnum):
    """Who or what ended the talk."""

    TRAINEE = "trainee"
    PERSONA = "persona"
    INTERRUPTED = "interrupted"
    BRANCHED = "branched"
    BUDGET = "budget"
    PROVIDER = "provider"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mood:
    """The persona's state: *tension* and *trust*, each from 0 to 1."""

    tension: float
    trust: float
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not (0 <= self.tension <= 1 and 0 <= self.trust <= 1):
            raise ValueError(f"mood out of range: {self}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One utterance. An empty *text* of the trainee is staying silent, which is a turn."""

    index: int
    speaker: Speaker
    text: str
    start: float | None = None
    end: float | None = None
    status: Status = Status.COMPLETE
    name: str | None = None
    mood: Mood | None = None
    meta: Mapping[str, object] = field(default_factory=dict)
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def silent(self) -> bool:
        """Whether nothing was said."""
        return not self.text.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trainee:
    """Who practises: grammatical gender (*m*, *f*) and how they address the partner (*ty*, *vy*, *tu*, …)."""

    name: str | None = None
    gender: str | None = None
    address: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The first line of a transcript: under which conditions the talk was held."""

    id: str
    started_at: str | None = None
    language: str | None = None
    persona: str | None = None
    persona_version: str | None = None
    persona_hash: str | None = None
    scenario: str | None = None
    difficulty: str | None = None
    model: str | None = None
    seed: int | None = None
    trainee: Trainee = field(default_factory=Trainee)
    parent: str | None = None
    branch_turn: int | None = None
    source: object = None
    schema: int = SCHEMA
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def imported(self) -> bool:
        """Whether the talk, or the one that it branched off, was held elsewhere: real people may be speaking."""
        return self.source is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The last line of a transcript; *outcome* says how a talk that the persona ended went: well or badly."""

    reason: EndReason
    outcome: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """A header, the turns in order, and the end if there was one."""

    header: Header
    turns: tuple[Turn, ...] = ()
    end: End | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The unit that is coded and scored: what was heard, the reply to it, and what came before.

    *heard* is the last turn of the partner (or of an other voice) before the reply, None where the trainee speaks first.
    *in_row* counts the trainee's own turns since then: 0 for the first, 1 and more for those that flood.
    *silences* counts the trainee's silent replies in a row that end with this one.
    """

    heard: Turn | None
    reply: Turn
    before: tuple[Turn, ...] = ()
    in_row: int = 0
    silences: int = 0


def exchanges(turns: Iterable[Turn], *, memory: int = 12) -> Iterator[Exchange]:
    """Yield an exchange for every turn of the trainee; *before* holds at most *memory* turns, so cost stays linear.

    >>> asked = Turn(index=0, speaker=Speaker.PERSONA, text="Where were you?", start=0.0, end=2.0)
    >>> told = Turn(index=1, speaker=Speaker.TRAINEE, text="On the train.", start=3.5, end=5.0)
    >>> [(each.heard.text, each.reply.text, each.in_row) for each in exchanges([asked, told])]
    [('Where were you?', 'On the train.', 0)]
    """
    heard: Turn | None = None
    before: deque[Turn] = deque(maxlen=memory)
    in_row = silences = 0
    for turn in turns:
        if turn.speaker is not Speaker.TRAINEE:
            heard, in_row = turn, 0
        else:
            silences = silences + 1 if turn.silent else 0
            yield Exchange(heard=heard, reply=turn, before=tuple(before), in_row=in_row, silences=silences)
            in_row += 1
        before.append(turn)
