"""Values to begin a test with: small, whole, and changed by keyword.

>>> exchange("Thank you for the soup.", heard="I made soup.").reply.text
'Thank you for the soup.'
"""

from __future__ import annotations

from typing import Any

from roleplay.dialogue import Exchange, Header, Speaker, Trainee, Transcript, Turn

__all__ = ["SAYINGS", "exchange", "header", "talk", "transcript", "turn"]

SAYINGS = (
    "Ты опять не позвонила на праздник.",
    "Îmi pare rău. Ți-a fost greu fără mine?",
    "You never call, and I sit here alone.",
    "Мне жаль, что я пропала. Расскажи, как ты?",
)
"""What is said in a `talk`, in turn: in all three languages, so that nothing is taken for ASCII."""


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


def transcript(count: int = 4, **changes: Any) -> Transcript:
    """A transcript of *count* turns; *changes* are those of its header."""
    return Transcript(header=header(**changes), turns=talk(count))


def exchange(reply: str, *, heard: str = "You never call, and I sit here alone.", gap: float | None = 3.0) -> Exchange:
    """The *reply* to what was *heard*, begun *gap* seconds after it ended; None where nobody knows when."""
    before = turn(0, text=heard, start=0.0, end=10.0)
    start = None if gap is None else 10.0 + gap
    return Exchange(heard=before, reply=turn(1, text=reply, start=start, end=None if start is None else start + 5.0), before=(before,))
