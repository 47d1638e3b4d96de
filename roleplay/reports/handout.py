"""One page for one participant: what they did by skill, what became of it, and the replies to look at again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from roleplay.reports.moments import Moment, moment
from roleplay.reports.participants import Participant
from roleplay.reports.passage import Badge
from roleplay.reports.spread import Change, Spread, change, spread
from roleplay.reports.turns import Teller
from roleplay.scorecard import best_and_weakest, next_step
from roleplay.scoring import Skill
from roleplay.wording import say, say_many

__all__ = ["Handout", "handout", "size"]

_ROOM = 720  # letters of the moments that a sheet has room for, in the size of the rest


@dataclass(frozen=True, slots=True)
class Handout:
    """All that is said of one participant. *held* says how much was held, *versus* which situations a change compares, *step* what to try next."""

    anchor: str
    label: str
    held: str
    skills: tuple[Spread, ...]
    changes: tuple[Change, ...]
    versus: str
    moments: tuple[Moment, ...]
    step: str | None

    @property
    def dense(self) -> bool:
        """Whether there are so many words on it that on paper they have to be small to fit on one sheet."""
        return sum(map(_letters, self.moments)) > _ROOM


def _letters(moment: Moment) -> int:
    """How many letters are shown of *moment*."""
    row = moment.row
    said = (moment.label, moment.heard, moment.said, *((*row.signs, row.reason, row.better, row.others) if row else ()))
    return sum(len(text or "") for text in said)


def handout(
    person: Participant,
    tellers: Sequence[Teller],
    skills: Sequence[Skill],
    badges: Mapping[str, Badge],
    language: str,
    titles: Sequence[str],
) -> Handout:
    """The handout of *person*, whose talks have these *tellers* and *titles*, in order."""
    pairs = [(skill, found) for skill in skills if (found := person.change(skill.id)) is not None]
    last = person.talks[-1].scored
    step = next_step(last.card)
    return Handout(
        anchor=f"p{person.number}",
        label=person.label,
        held=size(person, language),
        skills=tuple(spread(badges[skill.id], person.values(skill.id)) for skill in skills),
        changes=tuple(change(badges[skill.id], before, after) for skill, (before, after) in pairs),
        versus=" → ".join((titles[0], titles[-1])) if pairs and titles[0] != titles[-1] else "",
        moments=tuple(_moments(person, tellers, language, titles)),
        step=next((skill.next_step.get(language) for skill in skills if skill.id == step), None),
    )


def size(person: Participant, language: str) -> str:
    """How much a participant did."""
    replies = sum(len(each.scored.assessed) for each in person.talks)
    talks = say_many("{n} talk", "{n} talks", len(person.talks), language)
    return f"{talks}, {say_many('{n} reply', '{n} replies', replies, language)}"


def _moments(person: Participant, tellers: Sequence[Teller], language: str, titles: Sequence[str]) -> Iterator[Moment]:
    """Of the last talk the best and the weakest reply; of all talks the one that moved the mood most, unless it is one of these."""
    where = titles if len(titles) > 1 else [""]
    best, weakest = best_and_weakest(person.talks[-1].scored.card)
    found = [
        moment(say("Best reply", language), best, tellers[-1], where=where[-1]),
        moment(say("Weakest reply", language), weakest, tellers[-1], where=where[-1], weakest=True),
    ]
    moved = [(what.size, -place, -turn) for place, teller in enumerate(tellers) for turn, what in teller.changes.items()]
    if moved:
        _, place, turn = max(moved)
        if tellers[-place] is not tellers[-1] or -turn not in (best, weakest):
            found.append(moment(say("What moved the partner most", language), -turn, tellers[-place], where=where[-place]))
    yield from (each for each in found if each is not None)
