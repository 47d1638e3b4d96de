"""The report of a group: participants by skill beside each other, what changed, where scorers are contradicted, what is worth replaying; then one
page for each participant, and the talks, or of many talks the turns that are spoken of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from roleplay.reports.agreement import language_name
from roleplay.reports.beside import differing
from roleplay.reports.geometry import points
from roleplay.reports.handout import Handout, handout
from roleplay.reports.moments import Moment, moment
from roleplay.reports.participants import Participant
from roleplay.reports.passage import BARE, Badge, Veil
from roleplay.reports.scored import Scored
from roleplay.reports.spread import Spread, signed, spread
from roleplay.reports.stretches import MOST, Stretch, stretches
from roleplay.reports.talk import title
from roleplay.reports.turns import Teller, signs
from roleplay.reports.units import date
from roleplay.scoring import Score, Skill
from roleplay.wording import say

__all__ = ["Group", "Held", "Slope", "group"]

_MOMENTS = 6
_CONTRADICTED = 10
_LEAST = 0.1  # a smaller change of mood is not worth a replay


@dataclass(frozen=True, slots=True)
class Slope:
    """How a skill changed: a line for each participant (anchor, label, points), the line of their mean, and what it comes to in words."""

    badge: Badge
    lines: tuple[tuple[str, str, str], ...]
    mean: str
    text: str


@dataclass(frozen=True, slots=True)
class Held:
    """A talk with the turns that are shown."""

    anchor: str
    title: str
    language: str
    curve: bool
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The whole report of a group; *compared* says whether there was anything to compare scores with, *whole* whether all turns are shown."""

    title: str
    facts: tuple[tuple[str, str], ...]
    skills: tuple[Spread, ...]
    people: tuple[Handout, ...]
    slopes: tuple[Slope, ...]
    closed: tuple[Moment, ...]
    opened: tuple[Moment, ...]
    moody: bool
    differences: tuple[Moment, ...]
    compared: bool
    talks: tuple[Held, ...]
    whole: bool
    notes: tuple[str, ...]


def group(people: Sequence[Participant], language: str, veil: Veil = BARE, notes: Sequence[str] = ()) -> Group:
    """The report of *people* in *language*, their texts as *veil* lets them be seen, with *notes* at its end."""
    writer = _Writer(people, language, veil)
    handouts = tuple(map(writer.handout, people))
    closed, opened, differences = tuple(writer.moments(good=False)), tuple(writer.moments(good=True)), tuple(writer.differences())
    spoken_of = {each.anchor for each in (*closed, *opened, *differences)}
    whole = sum(len(each.scored.transcript.turns) for person in people for each in person.talks) <= MOST
    return Group(
        title=say("Report of a group", language),
        facts=tuple(writer.facts()),
        skills=tuple(writer.spreads()),
        people=handouts if whole else _standing(handouts, spoken_of),
        slopes=tuple(writer.slopes()),
        closed=closed,
        opened=opened,
        moody=any(teller.changes for teller in writer.all),
        differences=differences,
        compared=any(each.scored.ratings or _coded_twice(each.scored) for person in people for each in person.talks),
        talks=tuple(writer.talks(None if whole else spoken_of)),
        whole=whole,
        notes=tuple(notes),
    )


class _Writer:
    """Words everything of *people* in one language."""

    def __init__(self, people: Sequence[Participant], language: str, veil: Veil) -> None:
        self.people, self.language = people, language
        self.skills = _all_skills(people)
        self.badges = signs(self.skills, language)
        self.titles = {person.number: self._titles(person, veil) for person in people}
        self.tellers = {
            person.number: [
                Teller(each.scored, language, veil, talk=f"p{person.number}t{place}-", me=person.label, badges=self.badges)
                for place, each in enumerate(person.talks, 1)
            ]
            for person in people
        }
        self.all = [teller for each in self.tellers.values() for teller in each]

    def _titles(self, person: Participant, veil: Veil) -> list[str]:
        found = []
        for place, each in enumerate(person.talks, 1):
            day = date(each.scored.header.started_at, self.language)
            name = title(each.scored, self.language, veil) + (f", {day}" if day else "")
            found.append(name if len(person.talks) == 1 else f"{place}. {name}")
        return found

    def facts(self) -> Iterator[tuple[str, str]]:
        talks = [each.scored for person in self.people for each in person.talks]
        yield say("Participants", self.language), str(len(self.people))
        yield say("Talks", self.language), str(len(talks))
        yield say("Replies", self.language), str(sum(len(each.assessed) for each in talks))
        spoken = sorted({each.header.language for each in talks if each.header.language})
        yield say("Languages", self.language), ", ".join(language_name(each, self.language) for each in spoken)

    def spreads(self) -> Iterator[Spread]:
        """Each skill over all participants: of the mean that each of them came to."""
        for skill in self.skills:
            found = [values for person in self.people if (values := person.values(skill.id))]
            yield spread(self.badges[skill.id], [fmean(values) for values in found], ticks=True)

    def handout(self, person: Participant) -> Handout:
        return handout(person, self.tellers[person.number], self.skills, self.badges, self.language, self.titles[person.number])

    def slopes(self) -> Iterator[Slope]:
        for skill in self.skills:
            found = [(person, change) for person in self.people if (change := person.change(skill.id)) is not None]
            if not found:
                continue
            lines = tuple((f"p{person.number}", person.label, points(change, 100, 72, 4)) for person, change in found)
            mean = points([fmean(change[0] for _, change in found), fmean(change[1] for _, change in found)], 100, 72, 4)
            better = sum(change[1] > change[0] for _, change in found)
            gained = round(100 * fmean(change[1] - change[0] for _, change in found))
            text = say(
                "{better} of {all} higher, {points} points on average",
                self.language,
                better=better,
                all=len(found),
                points=signed(gained),
            )
            yield Slope(self.badges[skill.id], lines, mean, text)

    def moments(self, *, good: bool) -> Iterator[Moment]:
        """The replies that moved a partner most, for the better or for the worse, the largest change first."""
        found = [
            (change.size, person, place, turn)
            for person in self.people
            for place, teller in enumerate(self.tellers[person.number])
            for turn, change in teller.changes.items()
            if change.size >= _LEAST and change.good is good
        ]
        found.sort(key=lambda each: (-each[0], each[1].number, each[2], each[3]))
        for _, person, place, turn in found[:_MOMENTS]:
            yield from self._moment(person, place, turn)

    def differences(self) -> Iterator[Moment]:
        """The scores that people or other coders contradict, the furthest away first."""
        found = [
            (each.apart, person, place, each.score)
            for person in self.people
            for place, talk in enumerate(person.talks)
            for each in differing(talk.scored)
        ]
        found.sort(key=lambda each: (-each[0], each[1].number, each[2], each[3].turn))
        for _, person, place, score in found[:_CONTRADICTED]:
            yield from self._moment(person, place, score.turn, score)

    def _moment(self, person: Participant, place: int, turn: int, score: Score | None = None) -> Iterator[Moment]:
        where = self.titles[person.number][place]
        found = moment(person.label, turn, self.tellers[person.number][place], where=where, score=score)
        if found is not None:
            yield found

    def talks(self, spoken_of: set[str] | None) -> Iterator[Held]:
        """The talks with all their turns, or with those that are *spoken_of*, by anchor."""
        for person in self.people:
            for teller, name in zip(self.tellers[person.number], self.titles[person.number], strict=True):
                turns = (
                    None if spoken_of is None else [t.index for t in teller.scored.transcript.turns if teller.anchor(t.index) in spoken_of]
                )
                if turns is None or turns:
                    shown = stretches(teller, turns)
                    spoken = teller.scored.header.language or self.language
                    yield Held(teller.talk.rstrip("-"), f"{person.label}: {name}", spoken, bool(teller.changes), shown)


def _all_skills(people: Sequence[Participant]) -> list[Skill]:
    """Every skill that any talk was scored by, in the order of the scorecard."""
    return list({skill.id: skill for person in people for each in person.talks for skill in each.scored.skills}.values())


def _coded_twice(scored: Scored) -> bool:
    return any(coding.others for _, coding, _ in scored.assessed)


def _standing(handouts: Sequence[Handout], elsewhere: set[str]) -> tuple[Handout, ...]:
    """*handouts* whose moments are places to be led to, where the turn is not *elsewhere* on the page."""
    return tuple(replace(one, moments=tuple(replace(each, here=each.anchor not in elsewhere) for each in one.moments)) for one in handouts)
