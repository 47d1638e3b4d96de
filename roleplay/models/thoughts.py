"""What a reasoning model thinks aloud, ``<think>…</think>``, taken out of a reply while it streams."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from roleplay.dialogue import Status
from roleplay.models.reply import Ending, Pieces

__all__ = ["without_thoughts"]

_OPEN = "<think>"
_TAGS = {False: re.compile("<think>", re.IGNORECASE), True: re.compile("</think>", re.IGNORECASE)}
_LONGEST = len("</think>")


def without_thoughts(pieces: Pieces) -> Pieces:
    """*pieces* without thoughts; a reply that is complete and has no words is called refused, with ``empty`` as its finish.

    A thought that is never closed is told after all if the model ended of itself: it may be the reply.
    """
    held, thinking, spoken = "", False, False
    for piece in pieces:
        if isinstance(piece, Ending):
            whole = piece.status in (Status.COMPLETE, Status.UNKNOWN_END)
            if held.strip() and (whole or not thinking):
                yield held
                spoken = True
            empty = not spoken and piece.status is Status.COMPLETE
            yield replace(piece, status=Status.REFUSED, finish="empty") if empty else piece
            return
        told, held, thinking = _outside(held + piece, thinking, max(0, len(held) - _LONGEST))
        told = told if spoken else told.lstrip()
        if told:
            yield told
            spoken = True


def _outside(held: str, thinking: bool, start: int) -> tuple[str, str, bool]:
    """Of *held*, looked at from *start*: what can be told, what must still be held, and whether it ends within a thought."""
    told = ""
    while (found := _TAGS[thinking].search(held, start)) is not None:
        told += "" if thinking else held[: found.start()]
        held, thinking, start = held[found.end() :], not thinking, 0
    if thinking:
        return told, held, True
    cut = next(_beginnings(held), len(held))
    return told + held[:cut], held[cut:], False


def _beginnings(held: str) -> Iterator[int]:
    """Where *held* ends with the beginning of a tag."""
    for length in range(min(len(_OPEN) - 1, len(held)), 0, -1):
        if held[-length:].lower() == _OPEN[:length]:
            yield len(held) - length
