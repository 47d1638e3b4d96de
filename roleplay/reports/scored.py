"""A transcript with all that was found in it: what every report is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from roleplay.assessment import Assessed
from roleplay.codes import Code
from roleplay.dialogue import Header, Mood, Speaker, Transcript
from roleplay.scorecard import Scorecard, summarise
from roleplay.scoring import Score, Skill

__all__ = ["Change", "Scored"]


@dataclass(frozen=True, slots=True)
class Change:
    """What a reply did to the mood: as it was *before* and as it was *after*."""

    before: Mood
    after: Mood

    @property
    def size(self) -> float:
        """How far tension and trust moved together, 0 to 2."""
        return abs(self.after.tension - self.before.tension) + abs(self.after.trust - self.before.trust)

    @property
    def good(self) -> bool:
        """Whether it moved for the better, all in all."""
        return self.after.trust - self.before.trust > self.after.tension - self.before.tension


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A *transcript*, what *coder* (name and version) and the *skills* found in it, and what its *partner* and *scene* are called, if known.
    *origin* is what the format is called that it was imported from.

    *ratings* are what people gave, from 0 to 4: by turn and skill, then by rater.
    """

    transcript: Transcript
    assessed: tuple[Assessed, ...]
    skills: tuple[Skill, ...]
    coder: str
    partner: str | None = None
    scene: str | None = None
    origin: str | None = None
    ratings: Mapping[tuple[int, str], Mapping[str, tuple[int, ...]]] = field(default_factory=dict)

    @property
    def header(self) -> Header:
        """The header of the transcript."""
        return self.transcript.header

    @cached_property
    def card(self) -> Scorecard:
        """All scores, and what they come to."""
        return summarise((score for *_, found in self.assessed for score in found), [skill.id for skill in self.skills])

    @cached_property
    def scores(self) -> dict[int, tuple[Score, ...]]:
        """The scores by turn."""
        return {exchange.reply.index: found for exchange, _, found in self.assessed}

    @cached_property
    def set_aside(self) -> frozenset[int]:
        """The replies that seemed to speak of the person's own danger."""
        return frozenset(e.reply.index for e, coding, _ in self.assessed if Code.DANGER in coding or e.reply.meta.get("set_aside"))

    @cached_property
    def changes(self) -> dict[int, Change]:
        """What the replies did to the recorded mood, by turn; of several replies in a row the last one. Empty where no mood was recorded."""
        found: dict[int, Change] = {}
        mood: Mood | None = None
        reply: int | None = None
        for turn in self.transcript.turns:
            if turn.speaker is Speaker.TRAINEE:
                reply = turn.index
            elif turn.mood is not None:
                if mood is not None and reply is not None:
                    found[reply] = Change(mood, turn.mood)
                mood, reply = turn.mood, None
        return found
