"""The moment at which a sentence is judged: who speaks to whom, in which mood, and what may be known of it."""

from __future__ import annotations

from dataclasses import dataclass

from roleplay.dialogue import Speaker, Turn
from roleplay.language.pack import Pack, load
from roleplay.mood import Standing, band
from roleplay.persona import Band, Reaction

__all__ = ["Moment"]

_FURIOUS = 0.85
_MAY_OPEN = (Reaction.DISCLOSING, Reaction.CLOSING_WELL)
_NEAR = 8  # turns of each side that are compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """*language* and *address* of the talk, *name* and gender of who *speaks*, gender of who *listens* (None if unknown), the *standing*.

    *told* is the prompt as it was sent, *free* what the persona may say of it at any time (open facts, what the trainee told), *hidden*
    what it may not tell yet, *said* the turns so far. *pack* are the word data of the language with the user's own; None for those that ship.
    """

    language: str
    standing: Standing
    reaction: Reaction | None = None
    name: str = ""
    speaks: str | None = None
    listens: str | None = None
    address: str = ""
    told: tuple[str, ...] = ()
    free: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    said: tuple[Turn, ...] = ()
    pack: Pack | None = None

    @property
    def lexicon(self) -> Pack:
        """The word data that its words are looked up in."""
        return self.pack or load(self.language)

    @property
    def angry(self) -> bool:
        """Whether the mood is anger."""
        return band(self.standing) is Band.HOT

    @property
    def furious(self) -> bool:
        """Whether there is room for no warm word at all."""
        return self.standing.mood.tension >= _FURIOUS

    @property
    def may_yield(self) -> bool:
        """Whether the mood lets the persona give in and open up."""
        return self.standing.yielded or self.reaction in _MAY_OPEN

    @property
    def heard(self) -> tuple[str, ...]:
        """What the trainee said last, the newest first."""
        return self._of(Speaker.TRAINEE)

    @property
    def own(self) -> tuple[str, ...]:
        """What the persona said last, the newest first."""
        return self._of(Speaker.PERSONA)

    def _of(self, speaker: Speaker) -> tuple[str, ...]:
        return tuple(turn.text for turn in reversed(self.said) if turn.speaker is speaker)[:_NEAR]
