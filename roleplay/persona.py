"""A persona as a value: who it is, what each behaviour does to its mood, and what it says in each language.

Data only. The files are read by `roleplay.catalog`; the mood is moved by `roleplay.mood`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

__all__ = ["COMMON", "DIFFICULTIES", "Band", "Effect", "Fact", "Lines", "Persona", "Reaction", "Scenario", "Scene", "Source", "Voice"]

DIFFICULTIES = ("easy", "normal", "hard")


class Reaction(StrEnum):
    """What the persona answers to: the trainee's last act, or a turn of its own mood.

    ``owned_up_to`` answers an own part admitted, with or without an apology; ``apologised_to`` an apology alone; ``cared_for`` goodwill and
    offers, those put as a question too.
    """

    BLAMED = "blamed"
    ARGUED_WITH = "argued_with"
    ADVISED = "advised"
    ACKNOWLEDGED = "acknowledged"
    REFLECTED = "reflected"
    ASKED_OPENLY = "asked_openly"
    I_MESSAGE = "i_message"
    RUSHED = "rushed"
    ASKED_CLOSED = "asked_closed"
    APOLOGISED_TO = "apologised_to"
    OWNED_UP_TO = "owned_up_to"
    THANKED = "thanked"
    CARED_FOR = "cared_for"
    BOUNDARY = "boundary"
    SILENCE = "silence"
    OFF_TOPIC = "off_topic"
    EVASION = "evasion"
    DISCLOSING = "disclosing"
    FALLING_SILENT = "falling_silent"
    CLOSING_WELL = "closing_well"
    CLOSING_BADLY = "closing_badly"


COMMON = (
    Reaction.BLAMED,
    Reaction.ARGUED_WITH,
    Reaction.ADVISED,
    Reaction.ACKNOWLEDGED,
    Reaction.REFLECTED,
    Reaction.ASKED_OPENLY,
    Reaction.I_MESSAGE,
)


class Band(StrEnum):
    """In which state of mind a line is said."""

    HOT = "hot"
    GUARDED = "guarded"
    SOFT = "soft"
    ANY = "any"


Lines = Mapping[Band, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something the trainee can ask about; *asks* are patterns of words that must all be in the question.

    What is *hidden* is told only by one who has yielded; what is *wished* answers a wish or an offer too, not only a question.
    """

    id: str
    asks: tuple[str, ...]
    says: tuple[str, ...]
    hidden: bool = False
    wished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A scenario in one language."""

    title: str
    situation: str
    task: str
    good_end: str
    openings: tuple[str, ...]
    lines: Lines
    facts: tuple[Fact, ...]
    reactions: Mapping[Reaction, Lines] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A persona in one language. *phrases* are pet phrases it opens a line with, *memories* what a user told of it."""

    language: str
    name: str
    title: str
    who: str
    hidden_need: str
    triggers: str
    softens: str
    vocatives: Mapping[str, tuple[str, ...]]
    reactions: Mapping[Reaction, Lines]
    scenes: Mapping[str, Scene]
    phrases: tuple[str, ...] = ()
    memories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Where the mood of a scenario starts (at difficulty normal), and how it ends well: *warms* or *declines*."""

    id: str
    tension: float
    trust: float
    good_end: str = "warms"


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a behaviour does to the mood: changes of *tension* and *trust*, each from -0.5 to 0.5."""

    tension: float
    trust: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where an insight comes from: the *work* and, by language, what the *passage* says, told in our own words."""

    work: str
    passage: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """A character to talk with.

    *temperament* maps a behaviour (a code, ``pseudo_i_message``, ``silence``, ``rushed``, ``neutral``) to its `Effect`;
    *yields_after* says how many acknowledged feelings it takes at each difficulty; *addresses* how each side addresses the other,
    by language; *genders* the speaker's own, by language; *voices* holds the languages that were loaded.
    """

    id: str
    version: str
    languages: tuple[str, ...]
    genders: Mapping[str, str]
    addresses: Mapping[str, str]
    temperament: Mapping[str, Effect]
    yields_after: Mapping[str, int]
    scenarios: Mapping[str, Scenario]
    sources: tuple[Source, ...] = ()
    voices: Mapping[str, Voice] = field(default_factory=dict)
    hash: str = ""
