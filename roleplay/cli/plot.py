"""Progress drawn in blocks: a column for each talk, a gap where a skill had no opportunity."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from roleplay.cli.comparing import moved
from roleplay.cli.context import tell
from roleplay.cli.feedback import advice
from roleplay.inert import inert
from roleplay.reports.units import date
from roleplay.wording import say_many
from roleplay.workshop.progress import Progress

__all__ = ["columns", "parts"]

_LEVELS = " ▁▂▃▄▅▆▇█"
_ROWS = 4
_MARGIN = 10  # cells beside the columns


def columns(values: Sequence[float | None], rows: int = _ROWS) -> list[str]:
    """*values* from 0 to 1 as columns of two cells in *rows* lines, the highest line first; a value that is not there leaves a dot at the foot.

    >>> columns([0.5, None, 1.0], 2)
    ['      ██ ', '██  · ██ ']
    """
    lines = []
    for row in range(rows - 1, -1, -1):
        cells = []
        for value in values:
            if value is None:
                cells.append(" · " if row == 0 else "   ")
                continue
            full = min(8, max(0, round(value * rows * 8) - row * 8))
            cells.append(_LEVELS[full if full or row else 1] * 2 + " ")
        lines.append("".join(cells))
    return lines


def parts(
    progress: Progress, titles: Mapping[str, str], exercise: str | None, command: str | None, language: str
) -> Iterator[RenderableType]:
    """Every skill with its columns, its last value, the change and the opportunities; then what to exercise."""
    count = say_many("{n} talk, oldest to newest", "{n} talks, oldest to newest", len(progress.sittings), language)
    days = [day for sitting in progress.sittings if (day := date(sitting.header.started_at, language))]
    span = "" if not days else days[0] if days[0] == days[-1] else f"{days[0]} – {days[-1]}"
    yield Text.assemble((tell("Progress"), "bold"), "   ", (count, "dim"), "   ", (span, "dim"))
    yield Text()
    for skill in progress.skills:
        yield from _skill(progress, skill, titles, language)
    if exercise is not None:
        yield Text(tell("Next exercise") + ": " + inert(titles[progress.next_skill() or ""]), "bold cyan")
        yield Padding(advice(exercise), (0, 0, 0, 2))
        if command is not None:
            yield Padding(Text(inert(command, lines=False), "cyan"), (0, 0, 0, 4))
        yield Text()
    yield Text(_versions(progress, titles), "dim")


def _skill(progress: Progress, skill: str, titles: Mapping[str, str], language: str) -> Iterator[RenderableType]:
    values = progress.values(skill)
    last = next((value for value in reversed(values) if value is not None), None)
    chances = say_many("{n} reply had a chance to show it", "{n} replies had a chance to show it", progress.opportunities(skill), language)
    head = Text.assemble((inert(titles[skill], lines=False), "bold"), "   ")
    if last is None:
        yield head.append(tell("no opportunity"), "dim")
        yield Text()
        return
    head.append(f"{last:.0%}", "bold").append("  ").append_text(moved(progress.change(skill)))
    yield head.append(f"   {chances}", "dim")
    grid = Table.grid(padding=(0, 1))
    room = (shutil.get_terminal_size((100, 24)).columns - _MARGIN) // 3
    for number, line in enumerate(columns(values[-max(1, room) :])):
        grid.add_row(Text({0: "100%", _ROWS - 1: "0%"}.get(number, ""), "dim", justify="right"), Text(line, "cyan", no_wrap=True))
    yield Padding(grid, (0, 0, 1, 2))


def _versions(progress: Progress, titles: Mapping[str, str]) -> str:
    """By what everything was scored, so that nobody puts other numbers beside these."""
    named = [f"{titles[skill]} {progress.version(skill)}" for skill in progress.skills if progress.version(skill) is not None]
    coders = sorted({sitting.coder for sitting in progress.sittings})
    return tell("Versions: {scorers}; {coders}", scorers=", ".join(named), coders=", ".join(coders))
