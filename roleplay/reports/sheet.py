"""The picture of a whole talk: the curves of tension and trust, and below them a bar for every skill in every reply."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from roleplay.dialogue import Mood, Speaker, Turn
from roleplay.reports.geometry import chunks, height, points
from roleplay.reports.scored import Scored
from roleplay.reports.turns import Teller, look
from roleplay.reports.units import percent
from roleplay.scoring import Outcome, Score
from roleplay.wording import say

__all__ = ["BAR", "CURVE", "STEP", "Column", "Sheet", "sheet"]

STEP = 10.0  # units a column
CURVE, BAR = 96.0, 40.0  # pixels
_MOST = 240  # columns; more cannot be told apart


@dataclass(frozen=True, slots=True)
class Column:
    """A reply (or some neighbours) in the picture: where it leads to (None where its turns are not shown), its name for those who do not see it,
    and a bar for each skill: its height in pixels, None where there was no chance, and its look.
    """

    anchor: str | None
    label: str
    bars: tuple[tuple[float | None, str], ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The picture of the whole talk: *columns*, and *tension* and *trust* as points of lines above them, empty where none was recorded."""

    columns: tuple[Column, ...]
    tension: str
    trust: str


def sheet(scored: Scored, teller: Teller, shown: Collection[int]) -> Sheet:
    """The picture of *scored*, which has replies and skills; its columns lead to the turns that are *shown*."""
    found = [(exchange.reply, scores) for exchange, _, scores in scored.assessed]
    groups = chunks(len(found), _MOST)
    columns = tuple(_column([found[place] for place in group], scored, teller, shown) for group in groups)
    moods = _moods(scored)
    if moods is None:
        return Sheet(columns, "", "")
    marks = [moods[0], *(moods[group[-1] + 1] for group in groups)]
    lines = [points(values, STEP, CURVE - 8, 4) for values in ([m.tension for m in marks], [m.trust for m in marks])]
    return Sheet(columns, lines[0], lines[1])


def _column(some: Sequence[tuple[Turn, tuple[Score, ...]]], scored: Scored, teller: Teller, shown: Collection[int]) -> Column:
    reply = some[0][0]
    bars: list[tuple[float | None, str]] = []
    said = []
    for place, skill in enumerate(scored.skills):
        verdicts = [scores[place].verdict for _, scores in some]
        values = [verdict.value for verdict in verdicts if verdict.value is not None]
        mean = sum(values) / len(values) if values else None
        failed = any(verdict.outcome is Outcome.FAILED for verdict in verdicts)
        bars.append((None if mean is None else height(mean, BAR - 8, 2), look(mean) if mean is not None else "failed" if failed else ""))
        said.append(f"{teller.badges[skill.id].title} {percent(mean)}")
    label = say("turn {number}", teller.language, number=reply.index) + ": " + ", ".join(said)
    anchor = next((teller.anchor(turn.index) for turn, _ in some if turn.index in shown), None)
    return Column(anchor, label, tuple(bars))


def _moods(scored: Scored) -> list[Mood] | None:
    """The mood before the first reply and after each one, as it was recorded last; None where none was recorded."""
    moods: list[Mood | None] = [None]
    for turn in scored.transcript.turns:
        if turn.speaker is Speaker.TRAINEE:
            moods.append(moods[-1])
        elif turn.mood is not None:
            moods[-1] = turn.mood
    first = next((mood for mood in moods if mood is not None), None)
    return None if first is None else [mood or first for mood in moods]
