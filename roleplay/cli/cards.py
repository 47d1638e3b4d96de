"""A scorecard for reading, in plain lines: what a skill came to, best and weakest reply, the curve of the mood, one thing to try next."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from roleplay.cli.context import message_language, tell
from roleplay.dialogue import Speaker, Transcript
from roleplay.inert import inert
from roleplay.scorecard import Scorecard, Summary, best_and_weakest, next_step
from roleplay.scoreform import chances
from roleplay.scoring import Skill
from roleplay.wording import say_many

__all__ = ["bar", "card_lines", "coach_lines", "curve", "mean", "moods", "quoted"]

_STEPS = "▁▂▃▄▅▆▇█"
_SPACE = re.compile(r"[ \t\r\n]+")


def bar(value: float | None, width: int = 10) -> str:
    """A bar of *width* cells for a value from 0 to 1; dots where there is none."""
    if value is None:
        return "·" * width
    full = round(value * width)
    return "█" * full + "░" * (width - full)


def curve(values: Sequence[float]) -> str:
    """A small curve of values from 0 to 1, one cell a value."""
    return "".join(_STEPS[min(7, int(value * 8))] for value in values)


def moods(transcript: Transcript) -> tuple[list[float], list[float]]:
    """Tension and trust at each turn of the persona that recorded them."""
    recorded = [turn.mood for turn in transcript.turns if turn.speaker is Speaker.PERSONA and turn.mood is not None]
    return [mood.tension for mood in recorded], [mood.trust for mood in recorded]


def quoted(text: str, limit: int = 160) -> str:
    """A reply in one inert line, in the quotation marks of the language of messages."""
    flat = inert(" ".join(_SPACE.split(text.strip(" \t\r\n"))), lines=False)
    short = flat if len(flat) <= limit else (flat[: limit + 1].rpartition(" ")[0] or flat[:limit]).rstrip(" ,;:–—") + "…"
    return tell("“{quote}”", quote=short) if short else tell("(silence)")


def mean(summary: Summary) -> str:
    """What a skill came to, in words where it is no number."""
    if summary.value is not None:
        return f"{summary.value:4.0%}"
    return tell("failed") if summary.failed else tell("no opportunity")


def coach_lines(card: Scorecard) -> Iterator[str]:
    """What a coach should look at, and what a model did not do."""
    coding = card.coding
    if coding is None:
        return
    if coding.marked:
        yield tell("For the coach: codings differ at turns {turns}; nothing was averaged.", turns=_listed(coding.marked))
    if coding.failed:
        yield tell("Not coded, and so without a score: turns {turns}", turns=_listed(coding.failed))
    if coding.dropped:
        yield say_many(
            "{n} code was left out, because its words are not in the reply.",
            "{n} codes were left out, because their words are not in the reply.",
            coding.dropped,
            message_language(),
        )


def _listed(turns: Sequence[int]) -> str:
    return ", ".join(map(str, turns[:12])) + (" …" if len(turns) > 12 else "")


def card_lines(card: Scorecard, skills: Sequence[Skill], transcript: Transcript, language: str) -> Iterator[str]:
    """The readable scorecard of *transcript*."""
    titles = {skill.id: skill.titles.get(language) or skill.id for skill in skills}
    width = max((len(title) for title in titles.values()), default=0)
    yield ""
    yield tell("Scorecard")
    for name, summary in card.summary.items():
        value = mean(summary)
        had = chances(summary, language)
        yield f"  {titles[name]:<{width}}  {bar(summary.value)}  {value}" + (f"  ({had})" if had else "")
    replies = {turn.index: turn.text for turn in transcript.turns}
    best, weakest = best_and_weakest(card)
    if best is not None:
        yield "  " + tell("Best reply: {quote}", quote=quoted(replies.get(best, "")))
    if weakest is not None:
        yield "  " + tell("Weakest reply: {quote}", quote=quoted(replies.get(weakest, "")))
    for line in coach_lines(card):
        yield "  " + line
    tension, trust = moods(transcript)
    if tension:
        yield "  " + tell("Tension {curve}   Trust {trust}", curve=curve(tension), trust=curve(trust))
    step = next_step(card)
    if step is not None:
        skill = next(skill for skill in skills if skill.id == step)
        yield "  " + tell("Next time: {text}", text=skill.next_step.get(language, ""))
