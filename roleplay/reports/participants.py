"""Whose talks are whose.

Talks belong together when their trainee has the same name; without a name, when they lie in the same subfolder of what was given, or one is a
branch of the other. A talk that says nothing of this is its own participant's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from roleplay.formats.casting import folded
from roleplay.reports.scored import Scored
from roleplay.wording import say

__all__ = ["Given", "Participant", "participants"]


@dataclass(frozen=True, slots=True)
class Given:
    """A talk as it was given: *file* is the name of its file, *folder* that of the subfolder it lies in, if it lies in one."""

    scored: Scored
    file: str
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """One person: *number* from 1, a *label* that may be shown, and the *talks* in the order in which they were held."""

    number: int
    label: str
    talks: tuple[Given, ...]

    def values(self, skill: str, talk: Scored | None = None) -> list[float]:
        """The values of *skill* in all replies, or in those of one *talk*."""
        chosen = [each.scored for each in self.talks] if talk is None else [talk]
        return [
            score.verdict.value
            for scored in chosen
            for *_, scores in scored.assessed
            for score in scores
            if score.scorer == skill and score.verdict.value is not None
        ]

    def change(self, skill: str) -> tuple[float, float] | None:
        """The mean of *skill* in the first and in the last talk; None with one talk, or where one of them gave no chance."""
        if len(self.talks) < 2:
            return None
        first, last = (self.values(skill, self.talks[place].scored) for place in (0, -1))
        return (fmean(first), fmean(last)) if first and last else None


def participants(talks: Iterable[Given], language: str, *, named: bool) -> list[Participant]:
    """The participants in the order in which they appear; with *named* under their own names, else by number."""
    groups: dict[tuple[str, str], list[Given]] = {}
    given = list(talks)
    known = {each.scored.header.id: each for each in given}
    for each in given:
        groups.setdefault(_key(_root(each, known)), []).append(each)
    found = []
    for number, held in enumerate(groups.values(), 1):
        held.sort(key=lambda each: each.scored.header.started_at or "")
        label = _name(held[0]) if named else None
        found.append(Participant(number, label or say("Participant {number}", language, number=number), tuple(held)))
    return found


def _root(each: Given, known: Mapping[str, Given]) -> Given:
    """The talk that *each* branched from in the first place, as far as it is among the *known* ones."""
    seen = {each.scored.header.id}
    while (parent := each.scored.header.parent) is not None and parent in known and parent not in seen:
        seen.add(parent)
        each = known[parent]
    return each


def _key(each: Given) -> tuple[str, str]:
    header = each.scored.header
    if header.trainee.name:
        return "name", folded(header.trainee.name)
    return ("folder", each.folder) if each.folder else ("talk", f"{each.file}\n{header.id}")


def _name(each: Given) -> str | None:
    return each.scored.header.trainee.name or each.folder
