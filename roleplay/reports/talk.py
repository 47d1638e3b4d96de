"""The report of one talk: what it came to at a glance, then the conversation itself with everything marked in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from roleplay.errors import mark
from roleplay.reports import page
from roleplay.reports.moments import Moment, moment
from roleplay.reports.passage import BARE, Badge, Veil
from roleplay.reports.scored import Scored
from roleplay.reports.sheet import Sheet, sheet
from roleplay.reports.stretches import Stretch, stretches, worth_showing
from roleplay.reports.turns import Shown, Teller, look
from roleplay.reports.units import date, duration, percent
from roleplay.scorecard import Scorecard, best_and_weakest, next_step
from roleplay.scoreform import chances
from roleplay.wording import say

__all__ = ["SkillSum", "Talk", "html", "missing", "notes", "talk", "title"]

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
    stretches: tuple[Stretch, ...]
    curve: bool
    notes: tuple[str, ...]

    @property
    def turns(self) -> tuple[Shown, ...]:
        """All turns that are shown."""
        return tuple(each for stretch in self.stretches for each in stretch.turns)


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
    parts = stretches(teller, worth_showing(scored))
    shown = {turn.number for part in parts for turn in part.turns}
    return Talk(
        title=title(scored, language, veil),
        language=scored.header.language or language,
        facts=tuple(_facts(scored, language, veil)),
        missing=tuple(missing(scored, teller, language)),
        skills=tuple(_sums(scored, card, teller, language)),
        sheet=sheet(scored, teller, shown) if scored.assessed and scored.skills else None,
        best=moment(say("Best reply", language), best, teller),
        weakest=moment(say("Weakest reply", language), weakest, teller, weakest=True),
        step=by_id[step].next_step.get(language) if step is not None else None,
        stretches=parts,
        curve=bool(teller.changes),
        notes=tuple(notes([scored], language, redacted=redacted)),
    )


def title(scored: Scored, language: str, veil: Veil) -> str:
    """What the talk is called: its partner and scenario, where they are known."""
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
        yield say("Level", language), levels[header.difficulty]
    if header.model:
        offline = header.model == "offline"
        yield say("Partner’s voice", language), say("offline, written lines", language) if offline else veil.text(header.model)
    imported = header.source.get("format") if isinstance(header.source, dict) else None
    if isinstance(imported, str):
        yield say("Imported from", language), say(scored.origin, language) if scored.origin else imported


def missing(scored: Scored, teller: Teller, language: str) -> Iterator[str]:
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


def notes(talks: Sequence[Scored], language: str, *, redacted: bool) -> Iterator[str]:
    """How a page of *talks* is to be read, by what they were scored, and what it may be used for."""
    scored = [talk for talk in talks if talk.assessed]
    if scored:
        yield say(
            "A score is the mean over the replies that had a chance to show the skill; “no opportunity” is no number and counts in no mean.",
            language,
        )
        if any(exchange.reply.meta.get("input") == "typed" for talk in scored for exchange, *_ in talk.assessed):
            yield say("In a typed talk, the time it takes to read a line is taken off before the pause is scored.", language)
        coders = ", ".join(dict.fromkeys(_called(talk.coder, language) for talk in scored))
        skills = {skill.id: f"{skill.titles.get(language) or skill.id} {skill.version}" for talk in scored for skill in talk.skills}
        yield say("Made with {coder}; versions of the skills: {scorers}.", language, coder=coders, scorers=", ".join(skills.values()))
        yield say("It is an exercise, not a diagnosis: rules miss things and see things that are not there.", language)
    if redacted:
        yield say(
            "Names that are known, phone numbers, mails and addresses are replaced by pseudonyms such as [NAME-1]. This is an aid, not a guarantee: read the page before you share it.",
            language,
        )
    else:
        yield say("This page holds the words and names as they are: share it with care.", language)


def _called(coder: str, language: str) -> str:
    """A coder with its version as a reader knows it."""
    name, _, version = coder.partition(" ")
    return say("the rules, version {version}", language, version=version) if name == "rules" else coder
