"""The turns of a talk as a report shows them: words with their evidence, the scores of each reply, the pause before it and what it did to the mood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from roleplay.dialogue import Exchange, Mood, Speaker, Status, Turn
from roleplay.errors import mark
from roleplay.inert import inert
from roleplay.reports.beside import told_beside
from roleplay.reports.codes import TITLES
from roleplay.reports.geometry import Gap, gap
from roleplay.reports.passage import Badge, Segment, Veil, badges, passage
from roleplay.reports.scored import Scored
from roleplay.reports.units import clock, duration, percent
from roleplay.scoreform import worded
from roleplay.scoring import Outcome, Reason, Score, Skill
from roleplay.wording import say

__all__ = ["Flow", "Row", "Shown", "Teller", "look", "signs"]

_STATUSES = {
    Status.INTERRUPTED: mark("broken off"),
    Status.TRUNCATED: mark("cut short"),
    Status.REFUSED: mark("refused"),
    Status.UNKNOWN_END: mark("perhaps not whole"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """What one skill says of one reply: *value* as text, *width* of its bar from 0 to 100 (None without one), and what it saw: *signs*.

    *others* is what people and other coders say of it, where they do.
    """

    badge: Badge
    value: str
    width: float | None
    look: str
    signs: tuple[str, ...]
    reason: str
    better: str | None
    others: str | None = None


@dataclass(frozen=True, slots=True)
class Flow:
    """The piece of the mood's curve beside a turn, from its top to its bottom, each from 0 to 100."""

    tension: tuple[float, float]
    trust: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A turn. *side* is ``me``, ``partner`` or ``third``; *landed* tells what it did to the mood; *closed* is why it is folded away."""

    anchor: str
    number: int
    label: str
    side: str
    name: str
    clock: str | None
    words: tuple[Segment, ...]
    status: str | None
    gap: Gap | None
    gap_text: str | None
    flow: Flow | None
    landed: str | None
    rows: tuple[Row, ...]
    closed: str | None


def signs(skills: Sequence[Skill], language: str) -> dict[str, Badge]:
    """A badge for each of *skills*, by id."""
    return dict(zip((skill.id for skill in skills), badges([skill.titles.get(language) or skill.id for skill in skills]), strict=True))


def look(value: float | None) -> str:
    """How a value is shown: *good*, *fair*, *poor*, or plainly where there is none. The number says the same."""
    return "" if value is None else "good" if value >= 0.75 else "fair" if value >= 0.4 else "poor"


class Teller:
    """Words the turns of *scored* in *language*, as *veil* lets them be seen.

    *talk* begins their anchors, *me* is what the trainee is called, *badges* are the signs of the skills, by id.
    """

    def __init__(
        self,
        scored: Scored,
        language: str,
        veil: Veil,
        *,
        talk: str = "t",
        me: str | None = None,
        badges: Mapping[str, Badge] | None = None,
    ) -> None:
        self.scored, self.language, self.veil, self.talk = scored, language, veil, talk
        self.badges = badges or signs(scored.skills, language)
        self._skills = {skill.id: skill for skill in scored.skills}
        self._exchanges = {exchange.reply.index: exchange for exchange, *_ in scored.assessed}
        self._scores = scored.scores
        self.changes = scored.changes
        name = scored.header.trainee.name
        self.me = me or (self._called(name, say("You", language)) if name else say("You", language))
        self.partner = veil.text(scored.partner) if scored.partner else None

    def anchor(self, turn: int) -> str:
        """Where turn number *turn* is on the page."""
        return f"{self.talk}{turn}"

    def turns(self, turns: Sequence[Turn]) -> Iterator[Shown]:
        """*turns*, which are neighbours, one by one."""
        before: Turn | None = None
        mood: Mood | None = None
        for turn in turns:
            change = self.changes.get(turn.index)
            mood = mood if change else turn.mood or mood
            flow = _flow(change.before, change.after) if change else _flow(mood, mood) if mood else None
            yield self._turn(turn, gap(before.end if before else None, turn.start), flow)
            before, mood = turn, change.after if change else mood

    def _remark(self, turn: Turn) -> str | None:
        """How whole *turn* is, and whether another model spoke than was asked: one whose name does not even begin with that."""
        told = [say(_STATUSES[turn.status], self.language)] if turn.status in _STATUSES else []
        asked, spoke = str(turn.meta.get("model", "")), turn.meta.get("answered_by")
        if isinstance(spoke, str) and not asked.startswith("langchain:") and not spoke.startswith(asked.partition(":")[2]):
            told.append(
                say(
                    "spoken by {model}, not by {asked}",
                    self.language,
                    model=inert(spoke, lines=False)[:60],
                    asked=inert(asked, lines=False)[:60],
                )
            )
        return ", ".join(told) or None

    def _turn(self, turn: Turn, silence: Gap | None, flow: Flow | None) -> Shown:
        mine = turn.speaker is Speaker.TRAINEE
        scores = self._scores.get(turn.index, ())
        spans = [(e.start, e.end, self.badges[score.scorer]) for score in scores for e in score.verdict.evidence]
        put_aside = turn.index in self.scored.set_aside
        return Shown(
            anchor=self.anchor(turn.index),
            number=turn.index,
            label=say("turn {number}", self.language, number=turn.index),
            side="me" if mine else "partner" if turn.speaker is Speaker.PERSONA else "third",
            name=self.name(turn),
            clock=None if turn.start is None else clock(turn.start),
            words=passage(turn.text, spans, self.veil) if turn.text.strip() else (),
            status=self._remark(turn),
            gap=silence,
            gap_text=self._gap(silence) if silence else None,
            flow=flow,
            landed=self.landed(turn.index),
            rows=tuple(self.row(score) for score in scores),
            closed=say("This turn may be about the person, not the scene. It is folded away and not scored.", self.language)
            if put_aside
            else None,
        )

    def name(self, turn: Turn) -> str:
        """Who says *turn*."""
        if turn.speaker is Speaker.TRAINEE:
            return self.me
        if turn.name:
            return self._called(turn.name, say("Partner", self.language) if turn.speaker is Speaker.PERSONA else None)
        return (self.partner if turn.speaker is Speaker.PERSONA else None) or say("Partner", self.language)

    def _called(self, name: str, part: str | None) -> str:
        """*name* as it may be shown; a pseudonym with the *part* that its bearer has, since it tells nothing of that."""
        shown = self.veil.text(name)
        return f"{part} {shown}" if part is not None and shown != name else shown

    def _gap(self, silence: Gap) -> str:
        length = duration(silence.seconds, self.language)
        return (
            say("overlap {length}", self.language, length=length)
            if silence.overlap
            else say("pause {length}", self.language, length=length)
        )

    def landed(self, turn: int) -> str | None:
        """What the reply in *turn* did to the mood, None where that is not known."""
        change = self.changes.get(turn)
        if change is None:
            return None
        before, after = change.before, change.after
        return say(
            "tension {tension_before} → {tension}, trust {trust_before} → {trust}",
            self.language,
            tension_before=percent(before.tension),
            tension=percent(after.tension),
            trust_before=percent(before.trust),
            trust=percent(after.trust),
        )

    def row(self, score: Score) -> Row:
        """What *score* says, with reason and better wording."""
        verdict = score.verdict
        shown = self._veiled(score)
        header = self.scored.header
        reason, better = worded(shown, self._skills[score.scorer], header, self.language, header.trainee.address)
        none = say("no opportunity", self.language) if verdict.outcome is Outcome.NO_OPPORTUNITY else say("failed", self.language)
        signs = dict.fromkeys(TITLES.get(each.code, each.code) for each in verdict.evidence)
        return Row(
            badge=self.badges[score.scorer],
            value=none if verdict.value is None else percent(verdict.value),
            width=None if verdict.value is None else round(verdict.value * 100, 1),
            look="failed" if verdict.outcome is Outcome.FAILED else look(verdict.value),
            signs=tuple(say(sign, self.language) for sign in signs),
            reason=reason,
            better=better,
            others=told_beside(self.scored, score, self.language),
        )

    def _veiled(self, score: Score) -> Score:
        """*score* with nothing in its reason and its material that *veil* would not show."""
        exchange = self._exchanges[score.turn]
        reason = score.verdict.reason
        values = {key: self.veil.text(value) if isinstance(value, str) else value for key, value in reason.values.items()}
        verdict = replace(score.verdict, reason=Reason(reason.key, values))
        return replace(score, verdict=verdict, material=_seen(score.material, exchange, self.veil))


def _seen(material: Mapping[str, str], exchange: Exchange, veil: Veil) -> dict[str, str]:
    """Of *material* what can be seen in the exchange as *veil* shows it: a piece may end in the middle of what was replaced."""
    said = [turn.text for turn in (exchange.heard, exchange.reply) if turn is not None]
    shown = [veil.text(text) for text in said]
    if shown == said:
        return dict(material)
    folded = [" ".join(text.split()).casefold() for text in shown]
    pieces = {slot: veil.text(text) for slot, text in material.items()}
    return {slot: text for slot, text in pieces.items() if any(" ".join(text.rstrip("…").split()).casefold() in each for each in folded)}


def _flow(before: Mood, after: Mood) -> Flow:
    tension = round(before.tension * 100, 1), round(after.tension * 100, 1)
    return Flow(tension, (round(before.trust * 100, 1), round(after.trust * 100, 1)))
