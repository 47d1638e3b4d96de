"""A person's skills over their talks as a page: small multiples with gaps, and the same in a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from roleplay.reports import page
from roleplay.reports.spread import signed
from roleplay.reports.units import date, percent
from roleplay.wording import say, say_many
from roleplay.workshop.progress import Progress, Sitting

__all__ = ["html"]

_WIDTH, _HEIGHT, _EDGE = 320.0, 90.0, 8.0
_SCALE = 16.0  # room for the numbers at the left


@dataclass(frozen=True, slots=True)
class _Picture:
    """A skill over time: *lines* through neighbouring talks, *dots* at each of them, *gaps* where there was no opportunity."""

    title: str
    told: str
    lines: tuple[str, ...]
    dots: tuple[tuple[float, float, str], ...]
    gaps: tuple[float, ...]


def html(
    progress: Progress,
    titles: Mapping[str, str],
    exercise: str | None,
    command: str | None,
    language: str,
    partners: Mapping[str, str] | None = None,
) -> str:
    """The page, in *language*; *exercise* and *command* are what to do next, *partners* what personas are called."""
    called = partners or {}
    name = progress.next_skill()
    coders = ", ".join(sorted({sitting.coder for sitting in progress.sittings}))
    scorers = ", ".join(f"{titles[skill]} {version}" for skill in progress.skills if (version := progress.version(skill)) is not None)
    return page.html(
        "progress.html.j2",
        sheets=("page.css", "progress.css"),
        language=language,
        title=say("Progress", language),
        count=say_many("{n} talk, oldest to newest", "{n} talks, oldest to newest", len(progress.sittings), language),
        box=f"0 0 {_WIDTH:g} {_HEIGHT:g}",
        width=_WIDTH,
        levels=[(_y(value), percent(value)) for value in (0.0, 0.5, 1.0)],
        foot=_y(0.0),
        pictures=[_picture(progress, skill, titles[skill], language) for skill in progress.skills],
        skills=[titles[skill] for skill in progress.skills],
        rows=[
            (date(sitting.header.started_at, language) or "–", _partner(sitting, called, language), _cells(progress, place))
            for place, sitting in enumerate(progress.sittings)
        ],
        next_skill=None if name is None else titles[name],
        exercise=exercise,
        command=command,
        versions=say("Versions: {scorers}; {coders}", language, scorers=scorers, coders=coders),
        words={
            "next": say("Next exercise", language),
            "table": say("Talk by talk, in parentheses how many replies had a chance to show it; – where none had", language),
            "day": say("day", language),
            "partner": say("partner", language),
        },
    )


def _picture(progress: Progress, skill: str, title: str, language: str) -> _Picture:
    values = progress.values(skill)
    known = [value for value in values if value is not None]
    chances = say_many("{n} reply had a chance to show it", "{n} replies had a chance to show it", progress.opportunities(skill), language)
    change = progress.change(skill)
    moved = "" if change is None else say("{points} since the first talk", language, points=signed(round(change * 100))) + ", "
    told = f"{percent(known[-1])}, {moved}{chances}" if known else say("no opportunity", language)
    spots = [(_x(place, len(values)), value) for place, value in enumerate(values)]
    runs = [list(run) for there, run in groupby(spots, key=lambda spot: spot[1] is not None) if there]
    lines = tuple(" ".join(f"{x:g},{_y(value or 0.0):g}" for x, value in run) for run in runs if len(run) > 1)
    dots = tuple((x, _y(value), f"{value:.0%}") for x, value in spots if value is not None)
    return _Picture(title, told, lines, dots, tuple(x for x, value in spots if value is None))


def _x(place: int, count: int) -> float:
    return round(_SCALE + _EDGE + (_WIDTH - _SCALE - 2 * _EDGE) * (place / (count - 1) if count > 1 else 0.5), 1)


def _y(value: float) -> float:
    return round(_EDGE + (_HEIGHT - 2 * _EDGE) * (1 - value), 1)


def _partner(sitting: Sitting, called: Mapping[str, str], language: str) -> str:
    persona = sitting.header.persona
    return say("imported", language) if persona is None else called.get(persona, persona)


def _cells(progress: Progress, place: int) -> Sequence[tuple[str, str]]:
    """The value of each skill in one talk, with its opportunities; a dash where there were none."""
    cells = []
    for skill in progress.skills:
        value, summary = progress.values(skill)[place], progress.sittings[place].summary.get(skill)
        scored = 0 if summary is None else summary.scored
        look = "never" if value is None else "good" if value >= 0.75 else "fair" if value >= 0.4 else "poor"
        cells.append((percent(value) if value is None else f"{percent(value)} ({scored})", look))
    return cells
