"""What the trainee sees of the scores on a terminal: lines after a reply, curves, the scorecard, two attempts side by side.

Text from outside goes through `inert` and into `rich.text.Text`, never through markup.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rich.box import ROUNDED, SIMPLE
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from roleplay.cli.cards import bar, coach_lines, mean, moods, quoted
from roleplay.cli.context import tell
from roleplay.dialogue import Header, Speaker, Transcript, Turn
from roleplay.inert import inert
from roleplay.scorecard import Scorecard, best_and_weakest, next_step
from roleplay.scoreform import chances, marks, worded
from roleplay.scoring import Outcome, Score, Skill
from roleplay.works import WORKS

__all__ = ["SPEAKERS", "WIDTH", "advice", "after_reply", "brief", "card", "curves", "passages", "said", "side_by_side"]

WIDTH = 88  # longer lines are hard to read
NARROW = 72  # no room for words beside a bar
SPEAKERS = {Speaker.PERSONA: "magenta", Speaker.TRAINEE: "green", Speaker.OTHER: "cyan"}
FRAME = 17  # what frame and gaps of the scorecard take
_LEVELS = " ▁▂▃▄▅▆▇█"


def colour(value: float | None) -> str:
    """A colour for the bar of a value; the number beside it says the same without it."""
    if value is None:
        return "dim"
    return "green" if value >= 0.75 else "yellow" if value >= 0.4 else "red"


def brief(title: str, paragraphs: Sequence[tuple[str, str]], foot: str) -> RenderableType:
    """The situation before a talk: *paragraphs* of (label, text), and a *foot* if there is one, with a blank line between them."""
    body = []
    for label, text in paragraphs:
        line = Text()
        if label:
            line.append(label + " ", "bold")
        body.append(line.append(inert(text)))
    if foot:
        body.append(Text(foot, "dim"))
    return Panel(
        Text("\n\n").join(body),
        title=Text(inert(title), "not dim bold"),
        box=ROUNDED,
        border_style="dim",
        padding=(1, 2),
        width=WIDTH,
    )


def said(turns: Sequence[Turn], name: str) -> RenderableType:
    """What was said, the persona as *name*, who is neither of the two by their own."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True)
    table.add_column()
    for turn in turns:
        partner = turn.speaker is Speaker.PERSONA
        words = Text(inert(turn.text)) if turn.text.strip() else Text(tell("(silence)"), "dim")
        other = inert(turn.name or "?", lines=False) if turn.speaker is Speaker.OTHER else tell("You")
        table.add_row(Text(name if partner else other, "bold magenta" if partner else "bold"), words)
    return Padding(Constrain(table, WIDTH), (0, 0, 1, 0))


def after_reply(scores: Iterable[Score], skills: Sequence[Skill], header: Header, language: str, *, width: int = WIDTH) -> RenderableType:
    """One line a skill: a bar and the quoted words that counted; then one better wording, for the skill that needs it most.

    On a screen narrower than is good to read, the words stand below the bar.
    """
    by_id = {skill.id: skill for skill in skills}
    names = {skill.id: inert(skill.titles.get(language) or skill.id) for skill in skills}
    longest = max(map(cell_len, names.values()), default=0)
    rows: list[RenderableType] = []
    better: tuple[float, str] | None = None
    for score in scores:
        skill, verdict = by_id[score.scorer], score.verdict
        reason, suggestion = worded(score, skill, header, language, header.trainee.address)
        style = colour(verdict.value)
        said = Text()
        if verdict.outcome is Outcome.SCORED:
            quotes = _whole(item.quote for item in verdict.evidence)[:2]
            said.append("  ".join(quoted(quote, 48) for quote in quotes) + ("  " if quotes else ""), "italic")
            said.append(reason)
            if suggestion is not None and verdict.value is not None and (better is None or verdict.value <= better[0]):
                better = (verdict.value, suggestion)
        else:
            said.append(reason, "red" if verdict.outcome is Outcome.FAILED else "dim")
        for told in marks(score, language):
            said.append(("  " if said else "") + told, "magenta")
        value = "–" if verdict.value is None else f"{verdict.value:.0%}"
        name = names[skill.id] + " " * (longest - cell_len(names[skill.id]))
        head = Text.assemble(name, "  ", (bar(verdict.value), style), " ", (f"{value:>4}", "bold"))
        rows += [head, Padding(said, (0, 0, 0, 2))] if width < NARROW else [_beside(head, said)]
    if better is not None:
        rows.append(advice(better[1]))
    return Padding(Group(*rows), (0, 0, 1, 2))


def _whole(quotes: Iterable[str]) -> list[str]:
    """The *quotes*, each once and none that is a part of another one."""
    found = list(dict.fromkeys(quotes))
    return [quote for quote in found if not any(quote in other for other in found if other != quote)]


def _beside(head: Text, said: Text) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(ratio=1)
    grid.add_row(head, said)
    return grid


def advice(text: str) -> RenderableType:
    """A better wording or an idea, behind an arrow."""
    grid = Table.grid(padding=(0, 1))
    grid.add_row(Text("→", "bold cyan"), Text(inert(text)))
    return Constrain(grid, WIDTH)


def passages(skills: Iterable[Skill], language: str) -> RenderableType:
    """The passages that the advice of *skills* rests on."""
    parts: list[RenderableType] = []
    for skill in skills:
        parts.append(Text(skill.titles.get(language) or skill.id, "bold"))
        for source in skill.sources:
            text = Text("  " + inert(source.passage.get(language, "")))
            parts.append(text.append("\n  " + WORKS.get(source.work, source.work), "dim"))
    return Padding(Group(*parts), (0, 0, 1, 2))


def rows(values: Sequence[float], height: int = 3, width: int = 2) -> list[str]:
    """A curve as *height* lines of blocks, *width* cells a value."""
    lines = []
    for row in range(height - 1, -1, -1):
        cells = (min(8, max(0, round(value * height * 8) - row * 8)) for value in values)
        lines.append("".join(_LEVELS[cell] * width for cell in cells))
    if lines and values:
        lowest = lines[-1]
        lines[-1] = "".join("▁" if c == " " else c for c in lowest)
    return lines


def curves(transcript: Transcript) -> RenderableType:
    """Tension and trust as two small curves side by side, from the first turn to the last."""
    tension, trust = moods(transcript)
    grid = Table.grid(padding=(0, 3))
    if not tension:
        return Padding(Text(tell("There is no curve yet."), "dim"), (0, 0, 1, 2))
    shown = tension[-24:], trust[-24:]
    for _ in shown:
        grid.add_column()
    titles = (tell("Tension {value}", value=f"{tension[-1]:.0%}"), tell("Trust {value}", value=f"{trust[-1]:.0%}"))
    grid.add_row(*(Text(title, "bold") for title in titles))
    for one, other in zip(rows(shown[0]), rows(shown[1]), strict=True):
        grid.add_row(Text(one, "red"), Text(other, "green"))
    return Padding(grid, (0, 0, 1, 2))


def card(found: Scorecard, skills: Sequence[Skill], transcript: Transcript, language: str, *, width: int = WIDTH) -> RenderableType:
    """The scorecard at the end, for a screen of that *width*."""
    by_id = {skill.id: skill for skill in skills}
    rows = [
        (inert(by_id[name].titles.get(language) or name), *((mean(summary).strip(), had) if had else ("–", mean(summary))))
        for name, summary in found.summary.items()
        for had in (chances(summary, language),)
    ]
    words = sum(max(map(cell_len, column)) for column in zip(*rows, strict=True))
    cells = max(8, min(20, min(width, WIDTH) - words - FRAME))
    table = Table(box=SIMPLE, show_header=False, padding=(0, 1))
    for (title, value, had), summary in zip(rows, found.summary.values(), strict=True):
        table.add_row(Text(title, "bold"), Text(bar(summary.value, cells), colour(summary.value)), Text(value, "bold"), Text(had, "dim"))
    told: list[RenderableType] = []
    replies = {turn.index: turn.text for turn in transcript.turns}
    best, weakest = best_and_weakest(found)
    for turn, label, style in ((best, tell("Best reply"), "green"), (weakest, tell("Weakest reply"), "yellow")):
        if turn is not None:
            told.append(_indented(Text.assemble((f"{label}: ", f"bold {style}"), quoted(replies.get(turn, "")))))
    told += [_indented(Text(line, "magenta")) for line in coach_lines(found)]
    parts: list[RenderableType] = [table, *told, *([Text("")] if told else [])]
    parts += [curves(transcript)] if moods(transcript)[0] else []
    step = next_step(found)
    if step is not None:
        text = inert(by_id[step].next_step.get(language, ""))
        parts.append(_indented(Text.assemble((tell("Next time") + ": ", "bold cyan"), text)))
    return Panel(Group(*parts), title=Text(tell("Scorecard"), "not dim bold"), box=ROUNDED, border_style="dim", width=WIDTH)


def _indented(text: Text) -> RenderableType:
    return Padding(text, (0, 1))


def side_by_side(
    before: tuple[str, Sequence[Score]], after: tuple[str, Sequence[Score]], skills: Sequence[Skill], language: str
) -> RenderableType:
    """Two attempts at one reply: the words, and skill by skill what they came to."""
    table = Table(box=ROUNDED, border_style="dim", expand=True)
    table.add_column("")
    table.add_column(tell("Before"), ratio=1)
    table.add_column(tell("After"), ratio=1)
    table.add_row("", Text(quoted(before[0]), "italic"), Text(quoted(after[0]), "italic"))
    for skill in skills:
        cells = []
        for _, scores in (before, after):
            value = next((score.verdict.value for score in scores if score.scorer == skill.id), None)
            cells.append(Text.assemble((bar(value), colour(value)), f" {'–' if value is None else format(value, '.0%')}"))
        table.add_row(Text(inert(skill.titles.get(language) or skill.id)), *cells)
    return Constrain(table, WIDTH)


def console() -> Console:
    """The terminal, with rich's markup and emoji codes off; the same one also while a plugin is loaded, which finds another standard output."""
    return Console(file=sys.stdout, markup=False, emoji=False, highlight=False)
