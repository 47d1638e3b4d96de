"""What one step of a replay looks like: the turns that led here, the turn itself with its evidence marked, its scores and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from roleplay.cli.context import tell
from roleplay.cli.feedback import SPEAKERS, WIDTH, after_reply, colour
from roleplay.cli.moments import later, silence
from roleplay.cli.played import Played
from roleplay.cli.remarks import remark_on
from roleplay.dialogue import Mood, Speaker, Turn
from roleplay.inert import inert
from roleplay.scoring import Score
from roleplay.workshop.notebook import Note

__all__ = ["hidden", "line_of", "scores_block", "turn_block", "turning"]

_NAMES = 18  # cells; a longer name stands above its words
_NOTABLE = 1.0  # seconds; a shorter pause is not drawn
_LATER = 60.0  # seconds from one message to the next
_MOVED = 0.005
_PENS = {"green": "green", "yellow": "yellow", "red": "bright_red"}  # on which black can be read


def hidden() -> str:
    """What stands in place of words that seem to speak of somebody's own danger."""
    return tell("(hidden: this seems to speak of somebody’s own danger)")


def turn_block(played: Played, place: int, *, back: int, marked: bool, shown: bool, width: int) -> RenderableType:
    """One turn that lies *back* turns before the one looked at: the pause before it, who speaks and what. That and the one before are read
    together, older ones are faint. With *marked* the words that counted are marked, unless *shown* is false.
    """
    current, faint = back == 0, back > 1
    turn = played.reel[place]
    parts: list[RenderableType] = []
    pause = _pause_before(played, place, turn)
    if pause is not None:
        parts.append(Text(f"  {pause}", "cyan" if current else "dim"))
    text = _words(played, place, turn, marked=marked) if shown else Text(hidden(), "italic")
    if faint:
        text.stylize("dim")
    name = Text(played.name(turn), "dim" if faint else f"{'bold ' if current else ''}{SPEAKERS[turn.speaker]}")
    parts.append(_beside(name, text, _column(played, name, width), min(width, WIDTH)))
    if current and turn.speaker is Speaker.PERSONA and (told := remark_on(turn)) is not None:
        parts.append(Padding(Text.assemble(("! ", "bold yellow"), told), (0, 0, 0, 2)))
    if current and turn.mood is not None:
        parts.append(Padding(_mood(played, place), (0, 0, 0, 2)))
    return Group(*parts)


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
    """What was said, inert; the evidence is marked where that leaves every letter at its place, in the colour of the lowest value it gave."""
    if not turn.text.strip():
        return Text(tell("(silence)"), "dim")
    plain = inert(turn.text)
    text = Text(plain)
    if marked and plain == turn.text:
        for score in sorted(played.scores(place), key=lambda score: -(score.verdict.value or 0.0)):
            for item in score.verdict.evidence:
                text.stylize(_pen(score.verdict.value), item.start, item.end)
    return text


def _pen(value: float | None) -> str:
    """A highlighter, and a line for those who see no colours."""
    return "underline" if value is None else f"underline black on {_PENS[colour(value)]}"


def _pause_before(played: Played, place: int, turn: Turn) -> str | None:
    """The silence before a turn; of a chat, which knows no ends, how much later it was written; None where that is nothing to tell."""
    if place == 0 or turn.start is None:
        return None
    before = played.reel[place - 1]
    if before.end is not None:
        pause = turn.start - before.end
        return silence(pause, played.language) if pause >= _NOTABLE else None
    if before.start is None or turn.start - before.start < _LATER:
        return None
    return later(turn.start - before.start, played.language)


def _mood(played: Played, place: int) -> Text:
    """Tension and trust after a turn of the partner, and how they moved since the one before."""
    mood = played.reel.mood(place)
    assert mood is not None
    before = next((found for each in range(place - 1, max(-1, place - 40), -1) if (found := played.reel.mood(each))), mood)
    return _change(before, mood)


def _change(before: Mood, mood: Mood) -> Text:
    line = Text()
    for title, value, old, bad in (
        (tell("Tension {value}", value=f"{mood.tension:.0%}"), mood.tension, before.tension, True),
        (tell("Trust {value}", value=f"{mood.trust:.0%}"), mood.trust, before.trust, False),
    ):
        line.append(title, "dim")
        if abs(value - old) > _MOVED:
            up = value > old
            line.append(f" {'▲' if up else '▼'}{abs(value - old) * 100:.0f}", "red" if up == bad else "green")
        line.append("   ")
    return line


def turning(played: Played, place: int) -> RenderableType | None:
    """What makes the reply at *place* a turning point: how the partner's mood moved after it, or which skills jumped; None if it is none."""
    if place not in played.turning_points and not played.jumped(place):
        return None
    line = Text.assemble(("◆ ", "bold yellow"), (tell("Turning point"), "bold"), "   ")
    if played.jumped(place):
        titles = {skill.id: inert(skill.titles.get(played.language) or skill.id) for skill in played.skills}
        for name, (before, after) in played.jumped(place).items():
            style = "green" if after > before else "red"
            line.append(f"{titles[name]} ").append(f"{before:.0%} → {after:.0%}", style).append("   ")
    elif (moods := played.reel.moved(place)) is not None:
        line.append(tell("then:") + " ").append_text(_change(*moods))
    return Padding(line, (0, 0, 1, 2))


def line_of(notes: Sequence[Note]) -> Iterator[RenderableType]:
    """What was noted about a turn."""
    for note in notes:
        yield Padding(Text.assemble(("✎ ", "bold yellow"), inert(note.text, lines=False)), (0, 0, 0, 2))


def scores_block(played: Played, scores: Sequence[Score], width: int) -> RenderableType:
    """What each skill says of a reply."""
    return after_reply(scores, played.skills, played.header, played.language, width=min(width, WIDTH))
