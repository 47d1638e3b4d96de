"""Skills, codings and scores that the tests of scoring begin with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roleplay.codes import Code, Coding, Mark
from roleplay.dialogue import Exchange, Speaker, Turn
from roleplay.scoring import Evidence, Outcome, Reason, Score, Scorer, Skill, Verdict

__all__ = ["HEARD", "Asked", "coding", "exchange", "graded", "none", "skill"]

HEARD = Turn(index=0, speaker=Speaker.PERSONA, text="You never call, and I sit here alone.", start=0.0, end=4.0)


@dataclass
class Asked:
    """A scorer that does what *answer* does."""

    answer: Callable[[Exchange, Coding], Any]

    def score(self, exchange: Exchange, coding: Coding) -> Verdict:
        """Whatever *answer* gives, right or wrong."""
        verdict: Verdict = self.answer(exchange, coding)
        return verdict


def coding(*codes: Code) -> Coding:
    """A coding with each of *codes* on the first letter."""
    return Coding(coder="test", version="1", marks=tuple(Mark(code=code, quote="Я", start=0, end=1) for code in codes))


def exchange(text: str = "Я слышу тебя.", index: int = 1, **meta: object) -> Exchange:
    """A reply with *text* to something heavy."""
    return Exchange(heard=HEARD, reply=Turn(index=index, speaker=Speaker.TRAINEE, text=text, meta=meta), before=(HEARD,))


def skill(name: str = "listening", scorer: Scorer | None = None, **changes: Any) -> Skill:
    """A skill called *name*, with *changes*."""
    given: dict[str, Any] = {
        "id": name,
        "version": "1",
        "languages": ("en", "ro", "ru"),
        "titles": {"en": "Listening", "ro": "Ascultare", "ru": "Слушание"},
        "about": {"en": "", "ro": "", "ru": ""},
        "next_step": {"en": "", "ro": "", "ru": ""},
        "reasons": {
            "close": {"en": ("Close.",), "ro": ("Aproape.",), "ru": ("Близко.",)},
            "quick": {"en": ("After {seconds} s.",), "ro": ("După {seconds} s.",), "ru": ("Через {seconds} с.",)},
        },
        "suggestions": {},
        "sources": (),
        "scorer": scorer,
        "folder": Path(),
    }
    return Skill(**given | changes)


def graded(turn: int, value: float, scorer: str = "listening", **changes: Any) -> Score:
    """A score of *value* on *turn*, for its first letter."""
    evidence = (Evidence(quote="Я", start=0, end=1, code=Code.REFLECTION),)
    given: dict[str, Any] = {"outcome": Outcome.SCORED, "value": value, "reason": Reason("close"), "evidence": evidence}
    return Score(scorer=scorer, version="1", turn=turn, verdict=Verdict(**given | changes))


def none(turn: int, outcome: Outcome = Outcome.NO_OPPORTUNITY, scorer: str = "listening") -> Score:
    """A score without a value on *turn*."""
    return Score(scorer=scorer, version="1", turn=turn, verdict=Verdict(outcome=outcome, reason=Reason("close")))
