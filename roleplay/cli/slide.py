"""What one step of a replay looks like: the turns that led here, the turn itself with its evidence marked, its scores, ratings and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from roleplay.agreement.ratings import LEVELS, Rating, room_of
from roleplay.cli.context import tell
from roleplay.cli.feedback import WIDTH, after_reply
from roleplay.cli.hands import picture
from roleplay.cli.moments import silence
from roleplay.cli.played import Played
from roleplay.cli.remarks import remark_on
from roleplay.dialogue import Speaker, Turn
from roleplay.inert import inert
from roleplay.scoring import Outcome, Score
from roleplay.wording import decimal, say_many
from roleplay.workshop.notebook import Note

__all__ = ["hidden", "line_of", "scales", "scores_block", "turn_block"]

_NAMES = 18  # cells; a longer name stands above its words
_NOTABLE = 1.0  # seconds; a shorter pause is not drawn
_MOVED = 0.005


def hidden() -> str:
    """What stands in place of words that seem to speak of somebody's own danger."""
    return tell("(hidden: this seems to speak of somebody’s own danger)")


def turn_block(played: Played, place: int, *, current: bool, marked: bool, shown: bool, width: int) -> RenderableType:
    """One turn: the pause before it, who speaks and what; with *marked* the words that counted are underlined, unless *shown* is false."""
    turn = played.reel[place]
    parts: list[RenderableType] = []
    pause = _pause_before(played, place, turn)
    if pause is not None and pause >= _NOTABLE:
        parts.append(Text("  " + silence(pause, played.language), "cyan" if current else "bright_black"))
    text = _words(played, place, turn, marked=marked) if shown else Text(hidden(), "yellow")
    if not current:
        text.stylize("bright_black")
    name = Text(played.name(turn), _style(turn.speaker) if current else "bright_black")
    parts.append(_beside(name, text, _column(played, name, width), min(width, WIDTH)))
    if current and turn.speaker is Speaker.PERSONA and (told := remark_on(turn)) is not None:
        parts.append(Padding(Text(f"! {told}", "yellow"), (0, 0, 0, 2)))
    if current and turn.mood is not None:
        parts.append(Padding(_mood(played, place), (0, 0, 0, 2)))
    return Group(*parts)


def _style(speaker: Speaker) -> str:
    return {Speaker.PERSONA: "bold magenta", Speaker.TRAINEE: "bold green", Speaker.OTHER: "bold cyan"}[speaker]


def _column(played: Played, name: Text, width: int) -> int | None:
    """How wide the names are that words stand beside; None where there is no room for this one."""
    most = min(_NAMES, width // 4)
    if cell_len(name.plain) > most:
        return None
    return max(cells for each in (name.plain, *played.callers) if (cells := cell_len(each)) <= most)


def _beside(name: Text, text: Text, column: int | None, width: int) -> RenderableType:
    if column is None:
        return Constrain(Group(name, Padding(text, (0, 0, 0, 2))), width)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True, width=column)
    grid.add_column(ratio=1)
    grid.add_row(name, text)
    return Constrain(grid, width)


def _words(played: Played, place: int, turn: Turn, *, marked: bool) -> Text:
    """What was said, inert; the evidence is underlined where that leaves every letter at its place."""
    if not turn.text.strip():
        return Text(tell("(silence)"), "bright_black")
    plain = inert(turn.text)
    text = Text(plain)
    if marked and plain == turn.text:
        for score in played.scores(place):
            for item in score.verdict.evidence:
                text.stylize("underline", item.start, item.end)
    return text


def _pause_before(played: Played, place: int, turn: Turn) -> float | None:
    """The seconds of silence before a turn; None where nobody knows them, or nobody was silent."""
    if place == 0 or turn.start is None:
        return None
    end = played.reel[place - 1].end
    return None if end is None else turn.start - end


def _mood(played: Played, place: int) -> Text:
    """Tension and trust after a turn of the partner, and how they moved since the one before."""
    mood = played.reel.mood(place)
    assert mood is not None
    before = next((found for each in range(place - 1, max(-1, place - 40), -1) if (found := played.reel.mood(each))), mood)
    line = Text()
    for title, value, old, bad in (
        (tell("Tension {value}", value=f"{mood.tension:.0%}"), mood.tension, before.tension, True),
        (tell("Trust {value}", value=f"{mood.trust:.0%}"), mood.trust, before.trust, False),
    ):
        line.append(title, "bright_black")
        if abs(value - old) > _MOVED:
            up = value > old
            line.append(f" {'▲' if up else '▼'}{abs(value - old) * 100:.0f}", "red" if up == bad else "green")
        line.append("   ")
    return line


def line_of(notes: Sequence[Note]) -> Iterator[RenderableType]:
    """What was noted about a turn."""
    for note in notes:
        yield Padding(Text(f"✎ {inert(note.text, lines=False)}", "yellow"), (0, 0, 0, 2))


def scores_block(played: Played, scores: Sequence[Score], width: int) -> RenderableType:
    """What each skill says of a reply."""
    return after_reply(scores, played.skills, played.header, played.language, width=min(width, WIDTH))


def scales(played: Played, scores: Sequence[Score], ratings: dict[str, list[Rating]]) -> RenderableType | None:
    """The ratings of a reply on scales from 0 to 4, the hands of the room as bars, and the score below them; None without ratings."""
    grid = Table.grid(padding=(0, 2))
    for _ in range(3):
        grid.add_column(no_wrap=True)
    for score in scores:
        found = ratings.get(score.scorer, [])
        if found:
            title = next((inert(skill.titles.get(played.language) or skill.id) for skill in played.skills if skill.id == score.scorer), "")
            grid.add_row(Text(title, "bold"), Text(" ".join(map(str, LEVELS)), "bright_black"), Text())
            _rows(grid, found, score, played.language)
    return Padding(grid, (0, 0, 1, 2)) if grid.row_count else None


def _rows(grid: Table, found: Sequence[Rating], score: Score, language: str) -> None:
    hands = tuple(sorted(rating.value for rating in found if room_of(rating.rater) is not None))
    if hands:
        bars, middle = picture(hands)
        size = say_many("{n} hand", "{n} hands", len(hands), language)
        grid.add_row(
            Text(tell("the room")),
            Text(" ".join(bars), "yellow"),
            Text(tell("{size}, middle {middle}", size=size, middle=_digit(middle, language))),
        )
    for rating in found:
        if room_of(rating.rater) is None:
            grid.add_row(Text(inert(rating.rater, lines=False)), Text("  " * rating.value + "●", "yellow"), Text(str(rating.value)))
    value = score.verdict.value
    if value is None:
        reason = tell("no opportunity") if score.verdict.outcome is Outcome.NO_OPPORTUNITY else tell("failed")
        grid.add_row(Text(tell("scorer")), Text(), Text(reason, "bright_black"))
    else:
        place = round(8 * value)
        grid.add_row(Text(tell("scorer")), Text(" " * place + "▲", "cyan"), Text(_digit(4 * value, language), "cyan"))


def _digit(value: float, language: str) -> str:
    return decimal(f"{value:.1f}".removesuffix(".0"), language)
