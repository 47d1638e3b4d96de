"""Two attempts at one talk as a page: skill by skill, then reply by reply, the second beside the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from roleplay.dialogue import Exchange
from roleplay.reports import page
from roleplay.reports.passage import BARE, Veil
from roleplay.reports.units import percent
from roleplay.scorecard import Summary
from roleplay.scoring import Score, Skill
from roleplay.wording import reason_text, say, say_many
from roleplay.workshop.branches import Attempt, beside, change

__all__ = ["html"]

_GOOD, _FAIR = 0.75, 0.4


@dataclass(frozen=True, slots=True)
class _Bar:
    """A value as a bar: its *width* in hundredths, None where there is none; the *text* beside it and how it looks."""

    text: str
    width: int | None
    look: str
    title: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Side:
    """One reply of an attempt, as it is shown."""

    turn: int
    heard: str
    reply: str
    bars: tuple[_Bar, ...]


def html(
    found: tuple[Attempt, Attempt],
    names: Sequence[str],
    skills: Sequence[Skill],
    language: str,
    veil: Veil = BARE,
    *,
    redacted: bool = False,
) -> str:
    """The page of two attempts that are called *names*, in *language*, their texts as *veil* lets them be seen; *redacted* says that it does so."""
    one, other = found
    titles = {skill.id: skill.titles.get(language) or skill.id for skill in skills}
    shared = say_many("They share {n} turn.", "They share {n} turns.", one.shared, language)
    if not one.shared:
        shared = say("They share no beginning, so they are put beside each other from the first turn.", language)
    before, after = one.card.summary, other.card.summary
    rows = [
        (titles[name], _summed(before[name], language), _summed(after[name], language), _moved(change(before[name], after[name])))
        for name in one.skills
    ]
    rows += _moods(found, language)
    by_id = {skill.id: skill for skill in skills}
    pairs = [
        tuple(
            None if each is None else _side(attempt, each, by_id, titles, language, veil) for attempt, each in zip(found, pair, strict=True)
        )
        for pair in beside(one, other)
    ]
    return page.html(
        "attempts.html.j2",
        sheets=("page.css", "attempts.css"),
        language=language,
        spoken=[attempt.header.language or language for attempt in found],
        title=say("Two attempts", language),
        names=names,
        shared=shared,
        rows=rows,
        pairs=pairs,
        versions=", ".join(f"{titles[skill.id]} {skill.version}" for skill in skills),
        warning=say(
            "Names that are known, phone numbers, mails and addresses are replaced by pseudonyms such as [NAME-1]. This is an aid, not a guarantee: read the page before you share it.",
            language,
        )
        if redacted
        else say("This page holds the words and names as they are: share it with care.", language),
        words={
            "skill": say("skill", language),
            "change": say("change", language),
            "heard": say("heard", language),
            "reply": say("reply", language),
            "silence": say("(silence)", language),
            "none": say("no more replies", language),
            "skills": say("Skill by skill, after the parting; in parentheses how many replies had a chance to show it", language),
            "replies": say("Reply by reply", language),
            "versions": say("Versions of the skills", language),
        },
    )


def _moods(found: tuple[Attempt, Attempt], language: str) -> Iterator[tuple[str, _Bar, _Bar, _Bar]]:
    """How tension and trust went in each attempt after the parting; nothing where neither has a mood."""
    curves = [[turn.mood for turn in each.turns[max(0, each.shared - 1) :] if turn.mood is not None] for each in found]
    for title, which in ((say("Tension", language), "tension"), (say("Trust", language), "trust")) if any(curves) else ():
        values = [[float(getattr(mood, which)) for mood in curve] for curve in curves]
        one, other = (_Bar(f"{percent(each[0])} → {percent(each[-1])}" if each else "–", None, "") for each in values)
        yield title, one, other, _Bar("", None, "")


def _summed(summary: Summary, language: str) -> _Bar:
    if summary.value is None:
        return _Bar(say("no opportunity", language), None, "never")
    return _Bar(f"{summary.value:.0%} ({summary.scored})", round(summary.value * 100), _look(summary.value))


def _look(value: float) -> str:
    return "good" if value >= _GOOD else "fair" if value >= _FAIR else "poor"


def _moved(by: float | None) -> _Bar:
    if by is None:
        return _Bar("–", None, "never")
    return _Bar(f"{by * 100:+.0f}".replace("-", "−"), None, "good" if by > 0 else "poor" if by < 0 else "")


def _side(attempt: Attempt, each: Exchange, skills: Mapping[str, Skill], titles: Mapping[str, str], language: str, veil: Veil) -> _Side:
    bars = tuple(_bars(attempt.scores.get(each.reply.index, ()), skills, titles, language, veil))
    said = veil.text(each.reply.text)
    if attempt.set_aside(each.reply.index):
        said = say("(hidden: this seems to speak of somebody’s own danger)", language)
    return _Side(each.reply.index, "" if each.heard is None else veil.text(each.heard.text), said, bars)


def _bars(scores: Sequence[Score], skills: Mapping[str, Skill], titles: Mapping[str, str], language: str, veil: Veil) -> Iterator[_Bar]:
    for score in scores:
        value = score.verdict.value
        why = veil.text(reason_text(skills[score.scorer], score.verdict.reason, language))
        told, width, look = ("–", None, "never") if value is None else (f"{value:.0%}", round(value * 100), _look(value))
        yield _Bar(told, width, look, titles[score.scorer], why)
