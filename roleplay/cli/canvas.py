"""The screen of a replay: a head with the place in the talk, the turns above a foot with the keys, drawn anew at each step."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from roleplay.cli.context import tell
from roleplay.cli.feedback import WIDTH
from roleplay.cli.moments import clock
from roleplay.cli.played import Played
from roleplay.cli.scales import scales
from roleplay.cli.slide import line_of, scores_block, turn_block, turning
from roleplay.inert import inert
from roleplay.scoring import Skill
from roleplay.workshop.notebook import Notebook

__all__ = ["Canvas", "Step"]

_ABOVE = 30  # turns above the one that is shown, at most
_HOME, _REST_OF_LINE, _REST = "\x1b[H", "\x1b[K", "\x1b[J"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is to be seen: the turn at *place*, its words if *shown*, its scores if *scored*; which skill is *asked* for, and of whom."""

    place: int
    scroll: int = 0
    shown: bool = True
    revealed: frozenset[int] = frozenset()
    scored: bool = True
    asked: Skill | None = None
    by_room: bool = False
    playing: bool = False
    message: str = ""
    rated: bool = False


class Canvas:
    """Draws steps of *played* on *screen*, on a page of its own within ``with``."""

    def __init__(self, screen: Console, played: Played, book: Notebook) -> None:
        self.screen, self.played, self.book = screen, played, book
        self.size = (0, 0)

    def __enter__(self) -> Self:
        self.screen.set_alt_screen(True)
        self.screen.show_cursor(False)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.screen.show_cursor(True)
        self.screen.set_alt_screen(False)

    @contextmanager
    def asking(self) -> Iterator[None]:
        """Room for a line of text at the foot of the page."""
        self.screen.file.write(f"\x1b[{self.size[1]};1H{_REST_OF_LINE}")
        self.screen.show_cursor(True)
        try:
            yield
        finally:
            self.screen.show_cursor(False)

    def changed(self) -> bool:
        """Whether the window has another size than what was drawn."""
        return self._window() != self.size

    @staticmethod
    def waits(seconds: float | None, look: float) -> Iterator[float]:
        """A wait in pieces of at most *look* seconds, for ever if it has no end."""
        left = seconds
        while left is None or left > 0:
            yield look if left is None else min(look, left)
            left = None if left is None else left - look

    def draw(self, step: Step) -> None:
        """Put *step* on the screen. A turn that is too long for it begins at the top, *scroll* lines further down; else earlier ones stand above."""
        self.size = width, height = self._window()
        head, current = self._lines([self._head(step, width)], width), self._lines(self._current(step, width), width)
        foot = self._lines([self._foot(step, width, more=len(head) + len(current) + 1 > height)], width)
        room = max(1, height - len(head) - len(foot))
        if len(current) > room:
            begin = min(step.scroll, len(current) - room)
            page = current[begin : begin + room]
        else:
            current += [""] if current[-1].strip() and len(current) < room else []  # the keys stand apart
            page = [*self._above(step, width, room - len(current)), *current]
        lines = (head + page + [""] * (room - len(page)) + foot)[:height]
        self.screen.file.write(_HOME + f"{_REST_OF_LINE}\r\n".join(lines) + _REST_OF_LINE + _REST)
        self.screen.file.flush()

    def _window(self) -> tuple[int, int]:
        size = shutil.get_terminal_size((80, 24))
        return max(20, size.columns), max(6, size.lines)

    def _lines(self, parts: list[RenderableType], width: int) -> list[str]:
        """*parts* as lines of *width* cells, in the colours of the screen."""
        paper = Console(
            file=io.StringIO(),
            width=width,
            force_terminal=True,
            color_system=self.screen.color_system,  # type: ignore[arg-type]  # rich types its own value more loosely than what it takes
            no_color=self.screen.no_color,
            markup=False,
            emoji=False,
            highlight=False,
        )
        paper.print(Group(*parts))
        assert isinstance(paper.file, io.StringIO)
        return paper.file.getvalue().rstrip("\n").split("\n")

    def _head(self, step: Step, width: int) -> RenderableType:
        """Whose talk it is, which turn, at what time, and how far one is; ◆ are turning points."""
        played = self.played
        turn = played.reel[step.place]
        at = "" if turn.start is None else f"  {clock(turn.start)}"
        where = f"{step.place + 1} / {len(played)}{at}" + ("  ▶" if step.playing else "")
        title = Text(inert(played.title, lines=False), "bold", no_wrap=True, overflow="ellipsis")
        title.truncate(max(8, width - len(where) - 3), overflow="ellipsis")
        return Group(Text.assemble(title, "   ", (where, "dim")), self._bar(step, width), Text("\u00a0"))

    def _bar(self, step: Step, width: int) -> Text:
        cells = min(WIDTH, width)
        count = max(1, len(self.played) - 1)
        done = round(step.place / count * (cells - 1))
        points = {round(place / count * (cells - 1)) for place in self.played.turning_points}
        bar = Text()
        for cell in range(cells):
            sign = "●" if cell == done else "◆" if cell in points else "━" if cell < done else "─"
            bar.append(sign, "bold" if cell == done else "yellow" if cell in points else "cyan" if cell < done else "dim")
        return bar

    def _above(self, step: Step, width: int, room: int) -> list[str]:
        """The last *room* lines of the turns before the one that is shown."""
        lines: list[str] = []
        for place in range(step.place - 1, max(-1, step.place - 1 - _ABOVE), -1):
            if len(lines) >= room:
                break
            shown = place in step.revealed or not self.played.delicate(place)
            above = turn_block(self.played, place, back=step.place - place, marked=False, shown=shown, width=width)
            lines = [*self._lines([above], width), "", *lines]
        return lines[max(0, len(lines) - room) :]

    def _current(self, step: Step, width: int) -> list[RenderableType]:
        played, place = self.played, step.place
        turn = played.reel[place]
        marked = step.scored and step.shown and played.reel.is_reply(place)
        parts: list[RenderableType] = [turn_block(played, place, back=0, marked=marked, shown=step.shown, width=width), Text()]
        if played.reel.is_reply(place) and step.shown:
            scores = played.scores(place)
            if step.scored:
                turned = turning(played, place)
                parts += [] if turned is None else [turned]
                parts.append(scores_block(played, scores, width))
                ratings = {score.scorer: self.book.ratings(turn.index, score.scorer) for score in scores}
                given = scales(played, scores, ratings)
                parts += [] if given is None else [given]
            if step.asked is not None:
                about = step.asked.about.get(played.language, "")
                title = step.asked.titles.get(played.language) or step.asked.id
                parts.append(Padding(Text.assemble((inert(title), "bold"), "  ", inert(about)), (0, 0, 1, 2)))
        parts += line_of(self.book.notes(turn.index))
        return parts

    def _foot(self, step: Step, width: int, *, more: bool) -> RenderableType:
        """The keys that do something here, or what is to be said."""
        if step.by_room:
            how = tell("Five numbers are the hands for 0, 1, 2, 3 and 4; with commas each is one hand.")
            return Group(_said(step.message) if step.message else Text(how), Text("\u00a0"))
        if step.message:
            return _said(step.message)
        if step.asked is not None and not step.by_room:
            title = inert(step.asked.titles.get(self.played.language) or step.asked.id)
            return Text(tell("{skill}: your rating, 0 to 4   Enter leaves it out   b back   q leave", skill=title), "bold cyan")
        keys = [
            tell("Enter next"),
            tell("b back"),
            tell("t turning point"),
            tell("p pause") if step.playing else tell("p play"),
            tell("n note"),
        ]
        if more:
            keys.append(tell("j further down"))
        if step.rated and self.played.reel.is_reply(step.place):
            keys.append(tell("r rate again"))
        if self.played.delicate(step.place):
            keys.append(tell("x hide") if step.shown else tell("x show"))
        return Text("\n").join(map(_keyed, _rows([*keys, tell("q leave")], width)))


def _said(message: str) -> Text:
    return Text(inert(message), "bold")


def _keyed(row: str) -> Text:
    """A row of keys, each key bold before what it does."""
    parts = [key.partition(" ") for key in row.split("   ")]
    return Text("   ").join(Text.assemble((key, "bold"), blank, (what, "dim")) for key, blank, what in parts)


def _rows(keys: Sequence[str], width: int) -> list[str]:
    """*keys* in lines of at most *width* cells, none of them broken."""
    rows = [keys[0]]
    for key in keys[1:]:
        if cell_len(rows[-1]) + 3 + cell_len(key) <= width:
            rows[-1] += f"   {key}"
        else:
            rows.append(key)
    return rows
