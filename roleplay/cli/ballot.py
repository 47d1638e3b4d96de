"""Ratings that are given before a score is seen: which are still to come, and how they are taken."""

from __future__ import annotations

from collections.abc import Iterable

from roleplay.agreement.ratings import Rating, hand
from roleplay.cli.hands import counted
from roleplay.cli.manner import Manner
from roleplay.scoring import Skill
from roleplay.workshop.notebook import Notebook, now

__all__ = ["Ballot"]


class Ballot:
    """Who rates what of the talk that *book* is for: one person blind, the room by hands, or both, as *manner* says."""

    def __init__(self, book: Notebook, manner: Manner) -> None:
        self._book, self._manner = book, manner
        self._left_out: set[tuple[int, str, bool]] = set()

    def due(self, turn: int, skills: Iterable[Skill]) -> tuple[Skill, bool] | None:
        """The first of *skills* that the reply at *turn* is still to be rated for, and whether by the room; None when all is rated."""
        for skill in skills:
            given = {rating.rater for rating in self._book.ratings(turn, skill.id)}
            blind, raters = self._manner.blind, self._manner.raters
            if blind is not None and blind not in given and (turn, skill.id, False) not in self._left_out:
                return skill, False
            hands = any(rater.startswith(hand(self._manner.room, 1)[:-1]) for rater in given)
            if raters is not None and not hands and (turn, skill.id, True) not in self._left_out:
                return skill, True
        return None

    def leave_out(self, turn: int, skill: Skill, *, by_room: bool) -> None:
        """Ask no more for this one."""
        self._left_out.add((turn, skill.id, by_room))

    def rate(self, turn: int, skill: Skill, level: int) -> None:
        """Keep the level that the one who rates blind gives. Raises `StorageFailed`, `InUse`."""
        self._book.rate([self._rating(turn, skill, self._manner.blind or "", level, now())])

    def show_hands(self, turn: int, skill: Skill, text: str) -> None:
        """Keep the hands of the room as they were typed. Raises `Unusable` for what is no count of hands, `StorageFailed`, `InUse`."""
        at = now()
        levels = counted(text, self._manner.raters or 0)
        self._book.rate(self._rating(turn, skill, hand(self._manner.room, number), level, at) for number, level in enumerate(levels, 1))

    def open_again(self, turn: int, skills: Iterable[Skill]) -> None:
        """Ask once more for the reply at *turn*; what was given before stays in the file, and the last word counts."""
        self._left_out -= {(turn, skill.id, by_room) for skill in skills for by_room in (False, True)}
        self._book.forget(turn)

    def _rating(self, turn: int, skill: Skill, rater: str, level: int, at: str) -> Rating:
        return Rating(transcript=self._book.talk, turn=turn, rater=rater, scorer=skill.id, value=level, at=at)
