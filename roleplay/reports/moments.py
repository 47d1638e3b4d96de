"""Replies worth looking at again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roleplay.dialogue import Turn
from roleplay.inert import inert
from roleplay.reports.passage import shortened
from roleplay.reports.turns import Row, Teller
from roleplay.scoring import Score
from roleplay.wording import say

__all__ = ["Moment", "moment"]

_HEARD, _SAID = 140, 240  # letters; three of them are on the page of a participant


@dataclass(frozen=True, slots=True)
class Moment:
    """A reply worth looking at: what it is named for, where it is, what was heard and said (in *language*), what it did to the mood, and the
    score that says most about it. *here* says that this is its only place on the page.
    """

    title: str
    anchor: str
    label: str
    language: str
    heard: str
    said: str
    landed: str | None
    row: Row | None
    here: bool = False


def moment(
    title: str, turn: int | None, teller: Teller, *, weakest: bool = False, where: str = "", score: Score | None = None
) -> Moment | None:
    """The reply in *turn*, None where there is none. Of the *weakest* the lowest score is shown, else the highest that quotes something, or *score*
    where it is given. *where* is said before the number of the turn.
    """
    if turn is None:
        return None
    scored = teller.scored
    exchange = next(exchange for exchange, *_ in scored.assessed if exchange.reply.index == turn)
    place = say("turn {number}", teller.language, number=turn)
    chosen = score or _telling(scored.scores[turn], weakest=weakest)
    return Moment(
        title=title,
        anchor=teller.anchor(turn),
        label=f"{where}, {place}" if where else place,
        language=scored.header.language or teller.language,
        heard=_quote(exchange.heard, teller, _HEARD),
        said=_quote(exchange.reply, teller, _SAID),
        landed=teller.landed(turn),
        row=teller.row(chosen) if chosen else None,
    )


def _quote(turn: Turn | None, teller: Teller, most: int) -> str:
    if turn is None or turn.index in teller.scored.set_aside:
        return "…" if turn else ""
    return shortened(inert(teller.veil.text(turn.text), lines=False), most)


def _telling(scores: Sequence[Score], *, weakest: bool) -> Score | None:
    """The score that says most about a reply."""
    valued = [score for score in scores if score.verdict.value is not None]
    if weakest:
        return min(valued, key=lambda score: (score.verdict.value or 0.0, not score.verdict.evidence), default=None)
    return max(valued, key=lambda score: (bool(score.verdict.evidence), score.verdict.value or 0.0), default=None)
