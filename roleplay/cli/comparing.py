"""Two attempts beside each other for reading: skill by skill, then reply by reply."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence

from rich.box import ROUNDED, SIMPLE
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from roleplay.cli.cards import bar, curve, quoted
from roleplay.cli.context import tell
from roleplay.cli.feedback import NARROW, SPEAKERS, colour
from roleplay.dialogue import Exchange, Speaker, Turn
from roleplay.inert import inert
from roleplay.scorecard import Summary
from roleplay.scoring import Outcome, Score
from roleplay.wording import say_many
from roleplay.workshop.branches import Attempt, beside, change

__all__ = ["moved", "parts"]

_SAME = 0.005


Callers = Mapping[Speaker, str]
"""What a turn's speaker is called who is not called by name."""


def parts(
    found: tuple[Attempt, Attempt], names: Sequence[str], titles: Mapping[str, str], callers: Callers, language: str
) -> Iterator[RenderableType]:
    """The comparison of two attempts that are called *names*."""
    one, other = found
    yield Text(tell("Two attempts"), "bold")
    yield Text(_shared(one, language), "dim")
    last = next((turn for turn in reversed(one.turns[: one.shared]) if turn.speaker is not Speaker.TRAINEE), None)
    if last is not None:
        yield Padding(_said(last, quoted(last.text), callers), (0, 0, 0, 2))
    narrow = shutil.get_terminal_size((100, 24)).columns < NARROW
    yield _skills(one, other, names, titles, narrow=narrow)
    table = Table(box=ROUNDED, border_style="dim", expand=True, show_lines=True)
    for name in names:
        table.add_column(Text(inert(name, lines=False), "bold"), ratio=1, overflow="fold")
    for pair in beside(one, other):
        table.add_row(*(_reply(attempt, each, titles, callers, narrow=narrow) for attempt, each in zip(found, pair, strict=True)))
    if table.row_count:
        yield table


def _shared(one: Attempt, language: str) -> str:
    if not one.shared:
        return tell("They share no beginning, so they are put beside each other from the first turn.")
    return say_many("They share {n} turn.", "They share {n} turns.", one.shared, language)


def _skills(one: Attempt, other: Attempt, names: Sequence[str], titles: Mapping[str, str], *, narrow: bool) -> Table:
    table = Table(box=SIMPLE, pad_edge=False, header_style="dim")
    for heading in ("", *names, tell("change")):
        table.add_column(Text(inert(heading, lines=False)), overflow="ellipsis", no_wrap=True, max_width=30)
    before, after = one.card.summary, other.card.summary
    for name in one.skills:
        table.add_row(
            Text(inert(titles[name]), "bold"),
            *(_value(card[name], narrow=narrow) for card in (before, after)),
            moved(change(before[name], after[name])),
        )
    for title, read in ((tell("Tension"), 0), (tell("Trust"), 1)):
        curves = [_mood(attempt, read)[-9 if narrow else -24 :] for attempt in (one, other)]
        if any(curves):
            table.add_row(Text(title, "bold"), *(Text(each or "–") for each in curves), Text())
    return table


def _value(summary: Summary, *, narrow: bool) -> Text:
    """A bar, a number, and of how many replies, where there is room for that."""
    drawn = bar(summary.value, 4 if narrow else 8)
    if summary.value is None:
        return Text(f"{drawn}    –", "dim")
    count = "" if narrow else f" ({summary.scored})"
    return Text.assemble((drawn, colour(summary.value)), (f" {summary.value:4.0%}", "bold"), (count, "dim"))


def moved(by: float | None) -> Text:
    """A change in points of a hundred; – where there is nothing to compare."""
    if by is None:
        return Text("–", "dim")
    if abs(by) < _SAME:
        return Text("=", "dim")
    return Text(f"{'▲' if by > 0 else '▼'} {abs(by) * 100:.0f}", "green" if by > 0 else "red")


def _mood(attempt: Attempt, which: int) -> str:
    """The curve of tension (0) or trust (1) after the parting."""
    moods = [turn.mood for turn in attempt.turns[max(0, attempt.shared - 1) :] if turn.mood is not None]
    return curve([mood.trust if which else mood.tension for mood in moods])


def _said(turn: Turn, words: str, callers: Callers) -> Text:
    """Who speaks, and *words*."""
    name = inert(turn.name or callers.get(turn.speaker, "?"), lines=False)
    return Text.assemble((name, f"bold {SPEAKERS[turn.speaker]}"), "  ", words)


def _reply(attempt: Attempt, each: Exchange | None, titles: Mapping[str, str], callers: Callers, *, narrow: bool) -> RenderableType:
    """What was heard, the reply, and a line for each skill that there was an opportunity for."""
    if each is None:
        return Text(tell("no more replies"), "dim")
    rows: list[RenderableType] = []
    if each.heard is not None:
        rows.append(_said(each.heard, inert(each.heard.text, lines=False), callers))
    if attempt.set_aside(each.reply.index):
        rows.append(_said(each.reply, tell("(hidden: this seems to speak of somebody’s own danger)"), callers))
    else:
        rows.append(_said(each.reply, inert(each.reply.text, lines=False) or tell("(silence)"), callers))
    scores = attempt.scores.get(each.reply.index, ())
    rows += [_line(score, titles, narrow=narrow) for score in scores if score.verdict.outcome is not Outcome.NO_OPPORTUNITY]
    return Group(*rows)


def _line(score: Score, titles: Mapping[str, str], *, narrow: bool) -> Text:
    value = score.verdict.value
    told = "–" if value is None else f"{value:.0%}"
    title = inert(titles.get(score.scorer, score.scorer))
    if narrow:
        return Text.assemble((f"{told:>4}", f"bold {colour(value)}"), f" {title}")
    return Text.assemble((bar(value, 6), colour(value)), f" {told:>4} {title}")
