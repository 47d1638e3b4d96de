"""The report of one talk: what it came to at a glance, then the conversation itself with everything marked in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from roleplay.dialogue import Turn
from roleplay.errors import mark
from roleplay.inert import inert
from roleplay.reports import page
from roleplay.reports.passage import BARE, Badge, Veil, shortened
from roleplay.reports.scored import Scored
from roleplay.reports.sheet import Sheet, sheet
from roleplay.reports.turns import Row, Shown, Teller, look
from roleplay.reports.units import date, duration, percent
from roleplay.scorecard import Scorecard, best_and_weakest, chances, next_step
from roleplay.scoring import Score
from roleplay.wording import say

__all__ = ["Moment", "SkillSum", "Talk", "html", "talk"]

_WORDS = {
    "skip": mark("Skip to the conversation"),
    "glance": mark("At a glance"),
    "course": mark("How it went"),
    "course_note": mark("One column for each reply, from the first to the last. A column leads to its reply."),
    "tension": mark("Tension"),
    "trust": mark("Trust"),
    "conversation": mark("The conversation"),
    "legend": mark("Words that counted are marked with the sign of the skill:"),
    "curve": mark("The curve beside the turns: further right is more."),
    "next": mark("Next time"),
    "notes": mark("How to read this"),
    "silence": mark("(silence)"),
    "heard": mark("heard"),
    "reply": mark("reply"),
}


@dataclass(frozen=True, slots=True)
class SkillSum:
    """What one skill came to, beside how many replies had a chance to show it."""

    badge: Badge
    value: str
    width: float | None
    look: str
    chances: str
    about: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A reply worth looking at: what it is named for, where it is, what was heard and said, and the score that says most about it."""

    title: str
    anchor: str
    label: str
    heard: str
    said: str
    row: Row | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """The whole report of one talk."""

    title: str
    language: str
    facts: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]
    skills: tuple[SkillSum, ...]
    sheet: Sheet | None
    best: Moment | None
    weakest: Moment | None
    step: str | None
    turns: tuple[Shown, ...]
    curve: bool
    notes: tuple[str, ...]


def html(told: Talk, language: str) -> str:
    """*told* as a page in *language*."""
    words = {name: say(text, language) for name, text in _WORDS.items()}
    return page.html("talk.html.j2", sheets=("page.css", "report.css"), language=language, told=told, words=words)


def talk(scored: Scored, language: str, veil: Veil = BARE, *, redacted: bool = False) -> Talk:
    """The report of *scored* in *language*, its texts as *veil* lets them be seen; *redacted* says that it does so."""
    teller = Teller(scored, language, veil)
    card = scored.card
    best, weakest = best_and_weakest(card)
    step = next_step(card)
    by_id = {skill.id: skill for skill in scored.skills}
    shown = tuple(teller.turns(scored.transcript.turns))
    return Talk(
        title=_title(scored, language, veil),
        language=scored.header.language or language,
        facts=tuple(_facts(scored, language, veil)),
        missing=tuple(_missing(scored, teller, language)),
        skills=tuple(_sums(scored, card, teller, language)),
        sheet=sheet(scored, teller, language) if scored.assessed and scored.skills else None,
        best=_moment(say("Best reply", language), best, scored, teller, weakest=False),
        weakest=_moment(say("Weakest reply", language), weakest, scored, teller, weakest=True),
        step=by_id[step].next_step.get(language) if step is not None else None,
        turns=shown,
        curve=bool(teller.changes),
        notes=tuple(_notes(scored, language, redacted)),
    )


def _title(scored: Scored, language: str, veil: Veil) -> str:
    parts = [scored.partner, scored.scene]
    return ": ".join(veil.text(part) for part in parts if part) or say("A conversation", language)


def _facts(scored: Scored, language: str, veil: Veil) -> Iterator[tuple[str, str]]:
    header = scored.header
    turns = scored.transcript.turns
    day = date(header.started_at, language)
    if day:
        yield say("Date", language), day
    ends = [time for turn in turns for time in (turn.end, turn.start) if time is not None]
    if ends:
        yield say("Length", language), duration(max(ends), language)
    yield say("Replies", language), str(len(scored.assessed))
    levels = {"easy": say("easy", language), "normal": say("normal", language), "hard": say("hard", language)}
    if header.difficulty in levels:
        yield say("Difficulty", language), levels[header.difficulty]
    if header.model:
        offline = header.model == "offline"
        yield say("Partner’s voice", language), say("offline, written lines", language) if offline else veil.text(header.model)
    imported = header.source.get("format") if isinstance(header.source, dict) else None
    if isinstance(imported, str):
        yield say("Imported from", language), imported


def _missing(scored: Scored, teller: Teller, language: str) -> Iterator[str]:
    """What the report does not hold, and why."""
    if not scored.assessed:
        yield say(
            "Nobody in this talk is marked as the trainee, so nothing is scored. Say who it is: roleplay transcripts import … --trainee NAME",
            language,
        )
    if not teller.changes:
        yield say("No mood was recorded in this talk, so there is no curve of tension and trust: it is not made up afterwards.", language)
    if all(turn.start is None or turn.end is None for turn in scored.transcript.turns):
        yield say("When the turns began and ended is not known, so no pauses are drawn.", language)


def _sums(scored: Scored, card: Scorecard, teller: Teller, language: str) -> Iterator[SkillSum]:
    for skill in scored.skills if scored.assessed else ():
        summary = card.summary[skill.id]
        width = None if summary.value is None else round(summary.value * 100, 1)
        value = say("no opportunity", language) if summary.value is None else percent(summary.value)
        had, about = chances(summary, language), skill.about.get(language, "")
        yield SkillSum(teller.badges[skill.id], value, width, look(summary.value), had, about)


def _moment(title: str, turn: int | None, scored: Scored, teller: Teller, *, weakest: bool) -> Moment | None:
    if turn is None:
        return None
    exchange = next(exchange for exchange, *_ in scored.assessed if exchange.reply.index == turn)
    heard, said = (_quote(each, teller) for each in (exchange.heard, exchange.reply))
    label = say("turn {number}", teller.language, number=turn)
    return Moment(title, teller.anchor(turn), label, heard, said, _telling(scored.scores[turn], teller, weakest=weakest))


def _quote(turn: Turn | None, teller: Teller) -> str:
    return shortened(inert(teller.veil.text(turn.text), lines=False), 220) if turn is not None else ""


def _telling(scores: Sequence[Score], teller: Teller, *, weakest: bool) -> Row | None:
    """The row that says most about a reply: of the weakest its lowest, of the best the highest that quotes something."""
    valued = [score for score in scores if score.verdict.value is not None]
    if not valued:
        return None
    if weakest:
        return teller.row(min(valued, key=lambda score: (score.verdict.value or 0.0, not score.verdict.evidence)))
    return teller.row(max(valued, key=lambda score: (bool(score.verdict.evidence), score.verdict.value or 0.0)))


def _notes(scored: Scored, language: str, redacted: bool) -> Iterator[str]:
    if scored.assessed:
        yield say(
            "A score is the mean over the replies that had a chance to show the skill; “no opportunity” is no number and counts in no mean.",
            language,
        )
        if any(exchange.reply.meta.get("input") == "typed" for exchange, *_ in scored.assessed):
            yield say("In a typed talk, the time it takes to read a line is taken off before the pause is scored.", language)
        versions = ", ".join(f"{skill.titles.get(language) or skill.id} {skill.version}" for skill in scored.skills)
        yield say("Coded by {coder}; scored by {scorers}.", language, coder=scored.coder, scorers=versions)
        yield say("It is an exercise, not a diagnosis: rules miss things and see things that are not there.", language)
    if redacted:
        yield say(
            "Names that are known, phone numbers, mails and addresses are replaced by pseudonyms such as [NAME-1]. This is an aid, not a guarantee: read the page before you share it.",
            language,
        )
    else:
        yield say("This page holds the words and names as they are: share it with care.", language)
