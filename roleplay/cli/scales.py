"""What people gave a reply, on scales from 0 to 4: the hands of a room as bars, single people as points, and the score among them."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from roleplay.agreement.ratings import LEVELS, Rating, room_of
from roleplay.cli.context import tell
from roleplay.cli.hands import picture
from roleplay.cli.played import Played
from roleplay.inert import inert
from roleplay.scoring import Outcome, Score
from roleplay.wording import decimal, say_many

__all__ = ["scales"]


def scales(played: Played, scores: Sequence[Score], ratings: dict[str, list[Rating]]) -> RenderableType | None:
    """The ratings of a reply on scales from 0 to 4, the hands of the room as bars, and the score among them; None without ratings."""
    titles = {skill.id: inert(skill.titles.get(played.language) or skill.id) for skill in played.skills}
    rated = [(score, found) for score in scores if (found := ratings.get(score.scorer))]
    if not rated:
        return None
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(no_wrap=True)
    grid.add_column()
    grid.add_row(Text(), Text(" ".join(map(str, LEVELS)), "dim"), Text())
    for score, found in rated:
        title = Text(titles.get(score.scorer, ""), "bold")
        hands = tuple(sorted(rating.value for rating in found if room_of(rating.rater) is not None))
        if hands:
            bars, middle = picture(hands)
            size = say_many("{n} hand", "{n} hands", len(hands), played.language)
            told = tell("{size}, middle {middle}", size=size, middle=_digit(middle, played.language))
            grid.add_row(title, Text(" ".join(bars), "yellow"), Text(f"{tell('the room')}: {told}"))
            title = Text()
        grid.add_row(title, *_marks([rating for rating in found if room_of(rating.rater) is None], score, played.language))
    return Padding(grid, (0, 0, 1, 2))


def _marks(people: Sequence[Rating], score: Score, language: str) -> tuple[Text, Text]:
    """Where people and the scorer put a reply on the scale, and the same in words."""
    cells, told = {2 * rating.value: ("●", "yellow") for rating in people}, Text()
    for rating in people:
        told.append(f"{inert(rating.rater, lines=False)} ").append("●", "yellow").append(f" {rating.value}   ")
    value = score.verdict.value
    if value is None:
        reason = tell("no opportunity") if score.verdict.outcome is Outcome.NO_OPPORTUNITY else tell("failed")
        told.append(f"{tell('scorer')}: {reason}", "dim")
    else:
        cells[round(8 * value)] = ("▲", "bold green" if round(8 * value) in cells else "bold cyan")
        told.append(f"{tell('scorer')} ").append("▲", "bold cyan").append(f" {_digit(4 * value, language)}")
    last = 2 * LEVELS[-1]
    return Text.assemble(*(cells.get(cell, " ") for cell in range(last + 1))), told


def _digit(value: float, language: str) -> str:
    return decimal(f"{value:.1f}".removesuffix(".0"), language)
