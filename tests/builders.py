"""Values that many tests begin with."""

from __future__ import annotations

from typing import Any

from roleplay.dialogue import Header, Speaker, Trainee, Turn

__all__ = ["SAYINGS", "header", "talk", "turn"]

SAYINGS = (
    "Ты опять не позвонила на праздник.",
    "Îmi pare rău. Ți-a fost greu fără mine?",
    "You never call, and I sit here alone.",
    "Мне жаль, что я пропала. Расскажи, как ты?",
)


def header(**changes: Any) -> Header:
    """The header of a talk in Russian, with *changes*."""
    given: dict[str, Any] = {
        "id": "01JD0000000000000000000000",
        "started_at": "2026-11-22T10:00:00Z",
        "language": "ru",
        "persona": "grumbling_parent",
        "scenario": "sunday-call",
        "difficulty": "normal",
        "model": "offline",
        "seed": 7,
        "trainee": Trainee(gender="f", address="ty"),
    }
    return Header(**given | changes)


def turn(index: int = 0, **changes: Any) -> Turn:
    """Turn number *index*: the persona's if it is even, the trainee's if it is odd."""
    given: dict[str, Any] = {
        "index": index,
        "speaker": Speaker.TRAINEE if index % 2 else Speaker.PERSONA,
        "text": SAYINGS[index % len(SAYINGS)],
    }
    return Turn(**given | changes)


def talk(count: int) -> tuple[Turn, ...]:
    """The first *count* turns of a talk."""
    return tuple(turn(index) for index in range(count))
