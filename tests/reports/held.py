"""Talks with their scores, for the tests of reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from roleplay.assessment import Assessed
from roleplay.dialogue import LANGUAGES, Header, Mood, Speaker, Trainee, Transcript, Turn, exchanges
from roleplay.reports.scored import Scored
from roleplay.scoring import Reason, Score, Skill
from tests.gradings import coding, graded, none, skill

__all__ = ["COMPLAINT", "SKILLS", "held", "reworded", "said", "talkative"]

COMPLAINT = "You never call, and I sit here alone."
SKILLS = (skill("listening"), skill("blame_avoidance", titles={"en": "No blame", "ro": "Fără reproșuri", "ru": "Без обвинений"}))


def said(*replies: str, moods: Sequence[tuple[float, float]] = (), times: Sequence[tuple[float, float]] = ()) -> tuple[Turn, ...]:
    """A talk in which each of *replies* answers the same complaint; the partner's *moods* in order, and start and end of each turn."""
    turns = []
    for place, text in enumerate(text for reply in replies for text in (COMPLAINT, reply)):
        mood = moods[place // 2] if place % 2 == 0 and place // 2 < len(moods) else None
        start, end = times[place] if place < len(times) else (None, None)
        speaker = Speaker.TRAINEE if place % 2 else Speaker.PERSONA
        known = Mood(tension=mood[0], trust=mood[1]) if mood else None
        turns.append(Turn(index=place, speaker=speaker, text=text, start=start, end=end, mood=known))
    return tuple(turns)


def held(
    turns: Sequence[Turn], values: Mapping[int, Sequence[float | None]] | None = None, *, skills: Sequence[Skill] = SKILLS, **header: Any
) -> Scored:
    """The talk of *turns*, its replies scored by *skills* with *values* by turn; a reply that has none had no opportunity."""
    given: dict[str, Any] = {"id": "01TALK", "language": "en", "trainee": Trainee(gender="f")}
    transcript = Transcript(header=Header(**given | header), turns=tuple(turns))
    assessed: list[Assessed] = []
    for exchange in exchanges(turns):
        found = (values or {}).get(exchange.reply.index, ())
        scores: list[Score] = []
        for place, each in enumerate(skills):
            value = found[place] if place < len(found) else None
            scores.append(none(exchange.reply.index, scorer=each.id) if value is None else graded(exchange.reply.index, value, each.id))
        assessed.append((exchange, coding(), tuple(scores)))
    return Scored(
        transcript=transcript, assessed=tuple(assessed), skills=tuple(skills), coder="rules 1+en.1", partner="Mum", scene="The call"
    )


def reworded(scored: Scored, text: str) -> Scored:
    """*scored* with *text* for every turn."""
    turns = tuple(replace(turn, text=text) for turn in scored.transcript.turns)
    found = zip(exchanges(turns), scored.assessed, strict=True)
    assessed = tuple((exchange, codes, scores) for exchange, (_, codes, scores) in found)
    return replace(scored, transcript=replace(scored.transcript, turns=turns), assessed=assessed)


def talkative(scored: Scored) -> Scored:
    """*scored* with four skills that all have much to say about every reply."""
    said = dict.fromkeys(
        LANGUAGES, ("Недовольство есть, но всё о собеседнике: вашего чувства не слышно, а сказанное осталось без ответа.",)
    )
    better = dict.fromkeys(
        LANGUAGES, ("Скажите своими словами, что вы услышали за «Я сижу тут одна, и никто не звонит», и спросите: что самое трудное?",)
    )
    skills = tuple(
        skill(
            name,
            reasons={"close": said},
            suggestions={"better": better},
            next_step={language: texts[0] for language, texts in said.items()},
        )
        for name in "abcd"
    )
    assessed = []
    for exchange, codes, (first, *_) in scored.assessed:
        verdict = replace(first.verdict, suggestion=Reason("better"))
        assessed.append((exchange, codes, tuple(replace(first, scorer=each.id, verdict=verdict) for each in skills)))
    return replace(scored, skills=skills, assessed=tuple(assessed))
