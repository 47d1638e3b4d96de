"""A talk being gone through: who speaks, what each reply is worth, and what is better not shown unasked; all found when it is looked at."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from roleplay.assessment import assess_exchange
from roleplay.cli.context import Context
from roleplay.cli.playbill import callers, playbill
from roleplay.codes import Code, Coding
from roleplay.dialogue import Header, Speaker, Turn
from roleplay.inert import inert
from roleplay.scoring import Score, Skill
from roleplay.session import Coder
from roleplay.workshop.reel import Reel
from roleplay.workshop.turningpoints import Jump, Levels, largest, leading, size

__all__ = ["Played"]

KEPT = 256  # turns whose codes are remembered
SOON = 200  # turns; a longer talk is not scored from end to end before it is shown
_FIRST = 60


class Played:
    """The talk on *reel*, spoken and scored in the language *spoken* by *skills*, its words around it in *language*.

    *coder* marks the codes that replies are scored by, the rules alone what is delicate.
    """

    def __init__(self, room: Context, reel: Reel, spoken: str, skills: Sequence[Skill], language: str, coder: Coder | None = None) -> None:
        self.reel, self.skills, self.spoken, self.language = reel, list(skills), spoken, language
        self._rules: Coder = room.coder(spoken)
        self.coder: Coder = coder or self._rules
        self.header: Header = reel.header
        name, scene = playbill(room, self.header, spoken) or (None, None)
        room.miss_scorers(reel.path)
        self.names = callers(self.header, name)
        self.title = reel.path.stem if scene is None else f"{name} · {scene}"
        self.coding = lru_cache(maxsize=KEPT)(self._coding)
        self._read = self.coding if self.coder is self._rules else lru_cache(maxsize=KEPT)(self._ruled)
        self.scores = lru_cache(maxsize=KEPT)(self._scores)
        self._points: list[int] | None = None
        self._jumps: dict[int, dict[str, Jump]] = {}

    def __len__(self) -> int:
        return len(self.reel)

    def name(self, turn: Turn) -> str:
        """Who speaks, in one inert line."""
        return inert(turn.name or self.names.get(turn.speaker, "?"), lines=False)

    @cached_property
    def callers(self) -> frozenset[str]:
        """The names that come up first: how wide their column is does not change while a talk is gone through."""
        return frozenset(self.name(self.reel[place]) for place in range(min(len(self.reel), _FIRST)))

    def delicate(self, place: int) -> bool:
        """Whether the turn seems to speak of somebody's own danger; what a persona of ours says is written, and is none."""
        turn = self.reel[place]
        if turn.meta.get("set_aside"):
            return True
        if turn.speaker is Speaker.PERSONA and not self.header.imported:
            return False
        return Code.DANGER in self._read(place)

    @property
    def turning_points(self) -> list[int]:
        """The replies with the largest changes of the mood; where none is recorded, those where a skill jumped, if that is soon found."""
        if self._points is None:
            self._points = largest(self.reel.shifts())
            if not self._points and len(self) <= SOON and self.coder is self._rules:
                levels = Levels()
                found = {place: levels.jumps(self.scores(place)) for place in range(len(self)) if self.reel.is_reply(place)}
                self._points = leading((place, size(jumps)) for place, jumps in found.items())
                self._jumps = {place: found[place] for place in self._points}
        return self._points

    def jumped(self, place: int) -> dict[str, Jump]:
        """The skills that make the reply at *place* a turning point, as far as it was found to be one by them: values before and now."""
        return self._jumps.get(place, {})

    def next_turning_point(self, place: int) -> Iterator[int | None]:
        """Look for the next one after *place*: None for every reply that is none, so that one may stop looking; its place last, if there is one."""
        if self.turning_points or (len(self) <= SOON and self.coder is self._rules):
            yield next((point for point in self.turning_points if point > place), None)
            return
        levels = Levels()
        for each in range(max(0, place - 2 * KEPT), len(self)):
            if self.reel.is_reply(each):
                jumps = levels.jumps(self.scores(each))
                if jumps and each > place:
                    self._jumps[each] = jumps
                    yield each
                    return
                yield None

    def _coding(self, place: int) -> Coding:
        return self.coder.code(self.reel.exchange(place))

    def _ruled(self, place: int) -> Coding:
        return self._rules.code(self.reel.exchange(place))

    def _scores(self, place: int) -> tuple[Score, ...]:
        """What each skill says of the reply at *place*; nothing of a turn that is no reply."""
        if not self.reel.is_reply(place):
            return ()
        exchange, coding = self.reel.exchange(place), self.coding(place)
        return assess_exchange(exchange, coding, self.skills, self.coder.material(exchange, coding))
