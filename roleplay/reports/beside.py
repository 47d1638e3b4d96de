"""Who says something else of a reply than its score: people who rated it, and other coders. Nobody is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from roleplay.assessment import TOLERANCE
from roleplay.errors import mark
from roleplay.reports.scored import Scored
from roleplay.reports.units import percent
from roleplay.scoring import Outcome, Score, Verdict
from roleplay.wording import say

__all__ = ["Differing", "differing", "told_beside"]

_CODERS = {"rules": mark("by the rules: {value}"), "unmasked": mark("with what speaks to the model left in: {value}")}


@dataclass(frozen=True, slots=True)
class Differing:
    """A *score* with which somebody does not agree, and how far they are *apart*, 0 to 1."""

    score: Score
    apart: float


def differing(scored: Scored) -> Iterator[Differing]:
    """The scores of *scored* with which people or other coders do not agree: further away than one step of the scale."""
    for *_, scores in scored.assessed:
        for score in scores:
            apart = [_distance(score.verdict, other) for other in score.marked.values()]
            value = score.verdict.value
            if value is not None:
                apart += [abs(level / 4 - value) for levels in _rated(scored, score) for level in levels]
            if apart and max(apart) > TOLERANCE + 1e-9:
                yield Differing(score, max(apart))


def told_beside(scored: Scored, score: Score, language: str) -> str | None:
    """What people and other coders say of what *score* grades, None where they say nothing."""
    said = []
    levels = sorted(level for levels in _rated(scored, score) for level in levels)
    if levels:
        said.append(say("people, from 0 to 4: {levels}", language, levels=", ".join(map(str, levels))))
    said += [
        say(_CODERS.get(by, mark("by another coder: {value}")), language, value=_told(verdict, language))
        for by, verdict in score.marked.items()
    ]
    return "; ".join(said) or None


def _rated(scored: Scored, score: Score) -> list[tuple[int, ...]]:
    return list(scored.ratings.get((score.turn, score.scorer), {}).values())


def _distance(one: Verdict, other: Verdict) -> float:
    """How far two verdicts are apart; where only one sees an opportunity, as far as can be."""
    return abs(one.value - other.value) if one.value is not None and other.value is not None else 1.0


def _told(verdict: Verdict, language: str) -> str:
    return say("no opportunity", language) if verdict.outcome is Outcome.NO_OPPORTUNITY else percent(verdict.value)
