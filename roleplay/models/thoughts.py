"""What a reasoning model thinks aloud, ``<think>…</think>``, taken out of a reply while it streams."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from roleplay.dialogue import Status
from roleplay.models.reply import Ending, Pieces

__all__ = ["Habit", "without_thoughts"]

_TAGS = {False: re.compile("</?think>", re.IGNORECASE), True: re.compile("</think>", re.IGNORECASE)}
_BEGINNINGS = tuple(sorted({tag[:length] for tag in ("<think>", "</think>") for length in range(1, len(tag))}, key=len, reverse=True))
_LONGEST = len("</think>")


@dataclass(slots=True)
class Habit:
    """How a model thinks: *begins* with a thought that it does not open, because its server has opened it in the prompt."""

    begins: bool = False


def without_thoughts(pieces: Pieces, habit: Habit | None = None) -> Pieces:
    """*pieces* without thoughts; a reply that is complete and has no words is called refused, with ``empty`` as its finish.

    A thought that is never closed is told after all if the model ended of itself: it may be the reply. What comes before a ``</think>`` that
    nothing has opened was a thought: as much of it as is not told yet is left out, and with the *habit* noted all of it from the next reply on.
    """
    habit = habit or Habit()
    held, thinking, spoken = "", habit.begins, False
    for piece in pieces:
        if isinstance(piece, Ending):
            whole = piece.status in (Status.COMPLETE, Status.UNKNOWN_END)
            if held.strip() and (whole or not thinking):
                yield held if spoken else held.lstrip()
                spoken = True
            empty = not spoken and piece.status is Status.COMPLETE
            yield replace(piece, status=Status.REFUSED, finish="empty") if empty else piece
            return
        told, held, thinking = _outside(held + piece, thinking, max(0, len(held) - _LONGEST), habit)
        told = told if spoken else told.lstrip()
        if told:
            yield told
            spoken = True


def _outside(held: str, thinking: bool, start: int, habit: Habit) -> tuple[str, str, bool]:
    """Of *held*, looked at from *start*: what can be told, what must still be held, and whether it ends within a thought."""
    told = ""
    while (found := _TAGS[thinking].search(held, start)) is not None:
        closes = found[0][1] == "/"
        if closes and not thinking:
            habit.begins, told = True, ""
        elif not closes:
            told += held[: found.start()]
        held, thinking, start = held[found.end() :], not closes, 0
    if thinking:
        return told, held, True
    cut = len(held) - next((len(begun) for begun in _BEGINNINGS if held.lower().endswith(begun)), 0)
    return told + held[:cut], held[cut:], False
