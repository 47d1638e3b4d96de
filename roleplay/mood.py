"""How a reply moves the persona: tension and trust, step by step, from the codes alone.

Nothing here is random: the same replies give the same moods. What heats counts in full; what calms is held back by what has piled up
(a *grievance* a blow leaves behind), counts nothing when it is the same sentence again, and nothing beside a blow in the same reply.
Without being heard a persona comes to a truce and no further, however kind the words. It yields after a number of acknowledged
feelings, a reflection of content counting for half of one, and only when it is calm and trusting enough (`domain.md`: someone who is
heard to the end opens; flattery alone does not win).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from roleplay.codes import Code, Coding, IMessage
from roleplay.dialogue import Mood
from roleplay.persona import Band, Effect, Persona, Reaction, Scenario

__all__ = ["Act", "Standing", "appraise", "band", "begin", "reaction"]

_STING = {"easy": 0.8, "normal": 1.0, "hard": 1.25}
_EASE = {"easy": 1.3, "normal": 1.0, "hard": 0.75}
_START = {"easy": (-0.08, 0.1), "normal": (0.0, 0.0), "hard": (0.1, -0.08)}
_OPEN = Mood(tension=0.55, trust=0.4)
_TRUCE = Mood(tension=0.3, trust=0.38)  # below what it takes to yield
_HOT = 0.66
_LEAVES = 0.92
_STAYS = {"easy": 5, "normal": 4, "hard": 3}  # replies a persona hears before it walks out in anger
_SILENCES = 4
_GOOD = 2  # good replies after it opened, and it can close the talk well
_ANSWERS_FIRST = 3  # a question is not answered with goodbye, unless it has been answered often enough
_UNHEARD = 18  # replies in a row that meet nothing
_PATIENCE = 32


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

    *unheard* counts the replies since something was last met, *good_since* the good ones since the persona yielded.
    *ending* is None while the talk goes on, then ``well`` or ``badly``.
    """

    mood: Mood
    acknowledged: float = 0.0
    grievances: float = 0.0
    silences: int = 0
    unheard: int = 0
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
    met = 0.0 if act.repeated else _met(act.coding, blow)
    mood = _moved(standing, act, persona, difficulty)
    if not met:
        mood = _no_more_than_truce(standing.mood, mood)
    good = _good(act, blow)
    acknowledged = max(0.0, standing.acknowledged - blow) + met
    open_enough = mood.trust >= _OPEN.trust and mood.tension <= _OPEN.tension
    moved = Standing(
        mood=mood,
        acknowledged=acknowledged,
        grievances=standing.grievances + blow if blow else max(0.0, standing.grievances - 0.5 * good),
        silences=standing.silences + 1 if act.silent else 0,
        unheard=0 if met else standing.unheard + 1,
        replies=standing.replies + 1,
        yielded=standing.yielded or (met > 0 and open_enough and acknowledged >= persona.yields_after[difficulty]),
        good_since=standing.good_since + int(good) if standing.yielded and blow < 1 else 0,
    )
    asks = not {Code.OPEN_QUESTION, Code.CLOSED_QUESTION}.isdisjoint(mark.code for mark in act.coding.marks)
    return replace(moved, ending=_ending(moved, blow, _STAYS[difficulty], _ANSWERS_FIRST if asks else _GOOD))


def reaction(act: Act) -> Reaction | None:
    """What the persona answers to; None for a plain answer, which moves the talk on."""
    if act.silent:
        return Reaction.SILENCE
    coding = act.coding
    if coding.blame or coding.i_message is IMessage.PSEUDO:
        return Reaction.BLAMED
    if Code.DISMISSAL in coding:
        return Reaction.ARGUED_WITH
    if act.rushed:
        return Reaction.RUSHED
    if _owns_up(coding):
        return Reaction.OWNED_UP_TO
    for code, answer in _ANSWERS:
        if coding.i_message is code or (isinstance(code, Code) and code in coding and (code is not Code.CARE or _offers(coding))):
            return answer
    return None


_ANSWERS: tuple[tuple[Code | IMessage, Reaction], ...] = (
    (Code.FEELING_ACK, Reaction.ACKNOWLEDGED),
    (IMessage.FULL, Reaction.I_MESSAGE),
    (Code.REFLECTION, Reaction.REFLECTED),
    (Code.ADVICE, Reaction.ADVISED),
    (Code.OWN_STORY, Reaction.OFF_TOPIC),
    (Code.BOUNDARY, Reaction.BOUNDARY),
    (IMessage.PARTIAL, Reaction.I_MESSAGE),
    (Code.APOLOGY, Reaction.APOLOGISED_TO),
    (Code.OPEN_QUESTION, Reaction.ASKED_OPENLY),
    (Code.CARE, Reaction.CARED_FOR),  # "shall I come on Saturday?" is an offer before it is a question
    (Code.CLOSED_QUESTION, Reaction.ASKED_CLOSED),
    (Code.GRATITUDE, Reaction.THANKED),
)


def _owns_up(coding: Coding) -> bool:
    """Whether an own part is admitted first: "I did not ring, and you were sad" owns up, "you were sad that I did not ring" meets a feeling."""
    owned, felt = coding.of(Code.OWNERSHIP), coding.of(Code.FEELING_ACK)
    return bool(owned) and (not felt or min(mark.start for mark in owned) < min(mark.start for mark in felt))


def _offers(coding: Coding) -> bool:
    """Whether there is goodwill beside the thanks: "thank you for telling me" is both in one, and answered as thanks."""
    thanks = coding.of(Code.GRATITUDE)
    return any(not any(mark.start < other.end and other.start < mark.end for other in thanks) for mark in coding.of(Code.CARE))


def band(standing: Standing) -> Band:
    """In which state of mind the next line is said."""
    if standing.mood.tension >= _HOT:
        return Band.HOT
    return Band.SOFT if standing.yielded and standing.mood.tension < _OPEN.tension else Band.GUARDED


def _blow(coding: Coding) -> float:
    if coding.blame == 2 or coding.i_message is IMessage.PSEUDO:
        return 1.0
    return 0.5 if coding.blame == 1 or Code.DISMISSAL in coding else 0.0


def _good(act: Act, blow: float) -> bool:
    return not act.repeated and not blow and act.coding.listening_level >= 1 and not act.silent


def _met(coding: Coding, blow: float) -> float:
    if blow or coding.listening_level < 2:
        return 0.0
    if Code.FEELING_ACK in coding:
        return 1.0
    return 0.5 if Code.REFLECTION in coding and Code.PARROTING not in coding else 0.0


def _moved(standing: Standing, act: Act, persona: Persona, difficulty: str) -> Mood:
    effects = _effects(act, persona)
    held = act.repeated or _blow(act.coding) > 0
    ease = 0.0 if held else _EASE[difficulty] / (1 + 0.6 * standing.grievances)
    sting = _STING[difficulty]
    tension = _hurts((e.tension for e in effects), 1) * sting - _helps((e.tension for e in effects), -1) * ease
    trust = _helps((e.trust for e in effects), 1) * ease - _hurts((e.trust for e in effects), -1) * sting
    mood = standing.mood
    return Mood(tension=_unit(mood.tension + _between(-0.2, tension, 0.25)), trust=_unit(mood.trust + _between(-0.25, trust, 0.2)))


def _hurts(changes: Iterable[float], way: int) -> float:
    """How much *changes* amount to in the direction *way*: every blow counts in full."""
    return sum(change * way for change in changes if change * way > 0)


def _helps(changes: Iterable[float], way: int) -> float:
    """As `_hurts`, but the strongest counts in full and the others by a third: nobody is calmed by everything said in one breath."""
    strongest, *others = sorted((change * way for change in changes if change * way > 0), reverse=True) or [0.0]
    return strongest + sum(others) / 3


def _no_more_than_truce(before: Mood, after: Mood) -> Mood:
    return Mood(
        tension=max(after.tension, min(before.tension, _TRUCE.tension)),
        trust=min(after.trust, max(before.trust, _TRUCE.trust)),
    )


def _effects(act: Act, persona: Persona) -> list[Effect]:
    temper, shares = persona.temperament, _shares(act)
    return [
        Effect(tension=temper[name].tension * share, trust=temper[name].trust * share) for name, share in shares.items() if name in temper
    ]


def _shares(act: Act) -> dict[str, float]:
    """How much of each behaviour is in the act."""
    coding = act.coding
    shares = {str(mark.code): 1.0 for mark in coding.marks if mark.code not in (Code.BLAME, Code.I_MESSAGE, Code.PSEUDO_I_MESSAGE)}
    if Code.PARROTING in coding and Code.REFLECTION in coding:
        shares[Code.REFLECTION] = 0.3
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
    return shares or {"neutral": 1.0}


def _ending(standing: Standing, blow: float, stays: int, good: int) -> str | None:
    beyond_bearing = standing.mood.tension >= (_LEAVES if blow else 1.0)
    if (beyond_bearing and standing.replies >= stays) or standing.silences >= _SILENCES:
        return "badly"
    calm = standing.yielded and standing.mood.tension <= _OPEN.tension
    if calm and standing.good_since >= good:
        return "well"
    if standing.unheard >= _UNHEARD or standing.replies >= _PATIENCE:
        return "well" if calm else "badly"
    return None


def _unit(number: float) -> float:
    return round(_between(0.0, number, 1.0), 3)


def _between(low: float, number: float, high: float) -> float:
    return min(high, max(low, number))
