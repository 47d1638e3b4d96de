"""How a reply moves the persona: tension and trust, step by step, from the codes alone.

Nothing here is random: the same replies give the same moods. What heats counts in full; what calms is held back by what has piled up
(a *grievance* a blow leaves behind), counts nothing when it is the same sentence again, and nothing beside a blow in the same reply.
The persona yields after a number of acknowledged feelings, and only when it is calm and trusting enough (`domain.md`: someone who is
heard to the end opens; flattery alone does not win).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from roleplay.codes import Code, Coding, IMessage
from roleplay.dialogue import Mood
from roleplay.persona import Band, Effect, Persona, Reaction, Scenario

__all__ = ["Act", "Standing", "appraise", "band", "begin", "reaction"]

_STING = {"easy": 0.8, "normal": 1.0, "hard": 1.25}
_EASE = {"easy": 1.3, "normal": 1.0, "hard": 0.75}
_START = {"easy": (-0.1, 0.1), "normal": (0.0, 0.0), "hard": (0.1, -0.08)}
_OPEN_TRUST, _OPEN_TENSION = 0.4, 0.55
_PATIENCE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What the trainee just did: the codes, and what words do not show. *repeated* means the same sentence as before."""

    coding: Coding
    silent: bool = False
    rushed: bool = False
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where the persona stands. *acknowledged* counts met feelings, *grievances* what is held against the trainee.

    *ending* is None while the talk goes on, then ``well`` or ``badly``.
    """

    mood: Mood
    acknowledged: float = 0.0
    grievances: float = 0.0
    silences: int = 0
    replies: int = 0
    yielded: bool = False
    good_since: int = 0
    ending: str | None = None


def begin(scenario: Scenario, difficulty: str) -> Standing:
    """The standing before the first word."""
    tension, trust = _START[difficulty]
    return Standing(mood=Mood(tension=_unit(scenario.tension + tension), trust=_unit(scenario.trust + trust)))


def appraise(standing: Standing, act: Act, persona: Persona, difficulty: str) -> Standing:
    """The standing after the trainee's act."""
    blow = _blow(act.coding)
    mood = _moved(standing, act, persona, difficulty, blow)
    grievances = standing.grievances + blow if blow else max(0.0, standing.grievances - 0.5 * _good(act))
    met = 0.0 if act.repeated else _met(act.coding, blow)
    acknowledged = max(0.0, standing.acknowledged - (1.0 if blow >= 1 else 0.0)) + met
    silences = standing.silences + 1 if act.silent else 0
    open_enough = mood.trust >= _OPEN_TRUST and mood.tension <= _OPEN_TENSION
    yields = standing.yielded or (acknowledged >= persona.yields_after[difficulty] and met > 0 and open_enough)
    good_since = standing.good_since + int(_good(act)) if standing.yielded else 0
    moved = Standing(
        mood=mood,
        acknowledged=acknowledged,
        grievances=grievances,
        silences=silences,
        replies=standing.replies + 1,
        yielded=yields,
        good_since=good_since,
    )
    return replace(moved, ending=_ending(moved, blow))


def reaction(act: Act) -> Reaction | None:
    """What the persona answers to; None for a plain answer, which moves the talk on."""
    coding = act.coding
    if act.silent:
        return Reaction.SILENCE
    if coding.blame or coding.i_message is IMessage.PSEUDO:
        return Reaction.BLAMED
    for code, answer in _ANSWERS:
        if code in coding:
            return answer
        if code is Code.DISMISSAL and act.rushed:
            return Reaction.RUSHED
        if code is Code.REFLECTION and coding.i_message is IMessage.FULL:
            return Reaction.I_MESSAGE
        if code is Code.BOUNDARY and coding.i_message is IMessage.PARTIAL:
            return Reaction.I_MESSAGE
    return None


_ANSWERS = (
    (Code.DISMISSAL, Reaction.ARGUED_WITH),
    (Code.FEELING_ACK, Reaction.ACKNOWLEDGED),
    (Code.REFLECTION, Reaction.REFLECTED),
    (Code.ADVICE, Reaction.ADVISED),
    (Code.OWN_STORY, Reaction.OFF_TOPIC),
    (Code.BOUNDARY, Reaction.BOUNDARY),
    (Code.OWNERSHIP, Reaction.APOLOGISED_TO),
    (Code.APOLOGY, Reaction.APOLOGISED_TO),
    (Code.OPEN_QUESTION, Reaction.ASKED_OPENLY),
    (Code.CLOSED_QUESTION, Reaction.ASKED_CLOSED),
    (Code.GRATITUDE, Reaction.THANKED),
    (Code.CARE, Reaction.THANKED),
)


def band(standing: Standing) -> Band:
    """In which state of mind the next line is said."""
    if standing.mood.tension >= 0.66:
        return Band.HOT
    return Band.SOFT if standing.yielded and standing.mood.tension < _OPEN_TENSION else Band.GUARDED


def _blow(coding: Coding) -> float:
    if coding.blame == 2 or coding.i_message is IMessage.PSEUDO:
        return 1.0
    return 0.5 if coding.blame == 1 or Code.DISMISSAL in coding else 0.0


def _good(act: Act) -> bool:
    return not act.repeated and not _blow(act.coding) and act.coding.listening_level >= 1 and not act.silent


def _met(coding: Coding, blow: float) -> float:
    if blow or coding.listening_level < 2:
        return 0.0
    if Code.FEELING_ACK in coding:
        return 1.0
    return 0.5 if Code.REFLECTION in coding and Code.PARROTING not in coding else 0.0


def _moved(standing: Standing, act: Act, persona: Persona, difficulty: str, blow: float) -> Mood:
    tension = trust = 0.0
    ease = 0.0 if act.repeated or blow else _EASE[difficulty] / (1 + 0.6 * standing.grievances)
    for share, effect in _effects(act, persona):
        for name, change in (("tension", effect.tension), ("trust", effect.trust)):
            helps = change < 0 if name == "tension" else change > 0
            amount = change * share * (ease if helps else _STING[difficulty])
            if name == "tension":
                tension += amount
            else:
                trust += amount
    mood = standing.mood
    return Mood(tension=_unit(mood.tension + _between(-0.2, tension, 0.25)), trust=_unit(mood.trust + _between(-0.25, trust, 0.2)))


def _effects(act: Act, persona: Persona) -> list[tuple[float, Effect]]:
    coding, temper = act.coding, persona.temperament
    shares: dict[str, float] = {}
    if act.silent:
        shares["silence"] = 1.0
    if act.rushed:
        shares["rushed"] = 1.0
    if coding.blame:
        shares["blame"] = coding.blame / 2
    if coding.i_message is IMessage.PSEUDO:
        shares["pseudo_i_message"] = 1.0
    elif coding.i_message is not IMessage.NONE:
        shares["i_message"] = 1.0 if coding.i_message is IMessage.FULL else 0.6
    for mark in coding.marks:
        if mark.code not in (Code.BLAME, Code.I_MESSAGE, Code.PSEUDO_I_MESSAGE):
            shares[str(mark.code)] = 1.0
    if not shares:
        shares["neutral"] = 1.0
    return [(share, temper[name]) for name, share in shares.items() if name in temper]


def _ending(standing: Standing, blow: float) -> str | None:
    if blow and standing.mood.tension >= 0.92 and standing.replies >= 3:
        return "badly"
    if standing.silences >= 4 or standing.replies >= _PATIENCE:
        return "badly"
    if standing.good_since >= 2 and standing.mood.tension <= _OPEN_TENSION:
        return "well"
    return None


def _unit(number: float) -> float:
    return round(_between(0.0, number, 1.0), 3)


def _between(low: float, number: float, high: float) -> float:
    return min(high, max(low, number))
