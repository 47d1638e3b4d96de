"""Words of a model on their way to the screen: told apart as they come, and what to say of a line that is not whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rich.console import Console

from roleplay.cli.clock import Clock
from roleplay.cli.remarks import remark
from roleplay.cli.speech import Flow, Keys, Spoken, speak
from roleplay.dialogue import Status
from roleplay.inert import inert
from roleplay.session import Speech

__all__ = ["relayed", "words_of"]

_WORD = re.compile(r"\s*\S+\s+")


def words_of(pieces: Iterable[str]) -> Iterator[str]:
    """The words in *pieces*, each with the blanks after it, as soon as it is whole.

    >>> list(words_of(["You ne", "ver ", "ring", "."]))
    ['You ', 'never ', 'ring.']
    """
    held = ""
    for piece in pieces:
        held += piece
        end = 0
        for found in _WORD.finditer(held):
            yield found[0]
            end = found.end()
        held = held[end:]
    if held.strip():
        yield held


def relayed(speech: Speech, flow: Flow, *, screen: Console, name: str, keys: Keys, clock: Clock, speed: float) -> tuple[Spoken, Status]:
    """Let *speech* be spoken as it comes, and say if it is not whole; what came of it. Raises `RoleplayError` if no word comes."""
    begun: list[str] = []

    def put(word: str) -> None:
        if not begun:
            screen.print(f"{name}  ", style="bold magenta", end="")
        begun.append(word)
        flow.put(inert(word.strip(), lines=False) + " ")

    spoken = speak(words_of(speech), keys=keys, clock=clock, put=put, speed=speed)
    screen.print("\n" if begun else "")
    if spoken.cut:
        speech.close()
        return spoken, Status.INTERRUPTED
    told = remark(speech.status, speech.meta)
    if told is not None:
        screen.print(told, style="yellow")
    return spoken, speech.status
