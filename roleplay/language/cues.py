"""What is looked for in a text: kinds of cues, and rules with a meaning of their own within each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from roleplay.language.pattern import Pattern

__all__ = ["CUES", "Found", "Rule"]

CUES = (
    "blame",
    "sarcasm",
    "pseudo",
    "unblame",
    "own_feeling",
    "own_need",
    "not_own",
    "situation",
    "reflect",
    "feeling_ack",
    "open",
    "rhetorical",
    "advice",
    "own_story",
    "dismiss",
    "but",
    "ownership",
    "care",
    "ack",
    "filler",
    "apology",
    "gratitude",
    "boundary",
    "greeting",
    "injection",
    "danger",
    "heavy",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One meaning within a cue: any of its patterns, with a *weight*, unless one of *unless* is in the same sentence.

    *only* limits it to sentences closed in one way: ``question``, ``statement`` (anything else), ``exclaim``.
    """

    id: str
    cue: str
    weight: float
    only: str
    unless: tuple[Pattern, ...]

    def allows(self, mark: str) -> bool:
        """Whether a sentence closed by *mark* is of the kind this rule is for."""
        if self.only == "exclaim":
            return mark == "!"
        return self.only == "any" or (self.only == "question") == (mark == "?")


class Found(NamedTuple):
    """A rule that fired on the words *first* to *last* of a text."""

    rule: Rule
    first: int
    last: int
