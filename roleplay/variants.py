"""One written line, many speakers: choosing grammatical gender and filling the few slots a line may have.

``[забыл|забыла]`` varies with the listener's gender (the trainee), ``<устал|устала>`` with the speaker's, masculine first.
``{you}`` is how the listener is called, ``{quote}`` their own words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from roleplay.errors import Sentence

__all__ = ["fault", "needs", "render"]

_LISTENER = re.compile(r"\[([^\[\]<>|{}]*)\|([^\[\]<>|{}]*)\]")
_SPEAKER = re.compile(r"<([^\[\]<>|{}]*)\|([^\[\]<>|{}]*)>")
_SLOT = re.compile(r"\{(you|quote)\}")


def render(text: str, *, listener: str | None, speaker: str | None, you: str = "", quote: str = "") -> str:
    """Make *text* a line to say; *listener* and *speaker* are ``m`` or ``f``, None counts as masculine.

    >>> render("Ты [забыл|забыла], а я <ждал|ждала>.", listener="f", speaker="m")
    'Ты забыла, а я ждал.'
    """
    line = _LISTENER.sub(lambda m: m[2 if listener == "f" else 1], text)
    line = _SPEAKER.sub(lambda m: m[2 if speaker == "f" else 1], line)
    line = _SLOT.sub(lambda m: you if m[1] == "you" else quote, line)
    return line[:1].upper() + line[1:]


@lru_cache(maxsize=4096)
def needs(text: str) -> frozenset[str]:
    """What *text* varies with: of ``listener``, ``speaker``, ``you``, ``quote``."""
    found = {m[1] for m in _SLOT.finditer(text)}
    if _LISTENER.search(text):
        found.add("listener")
    if _SPEAKER.search(_LISTENER.sub("x", text)):
        found.add("speaker")
    return frozenset(found)


def fault(text: str) -> str | None:
    """What is wrong with the notation of *text*, None if nothing is.

    >>> fault("Ты [забыл|забыла")
    'a bracket that is no variant or slot: [забыл|забыла'
    """
    rest = _SLOT.sub("x", _SPEAKER.sub("x", _LISTENER.sub("x", text)))  # a letter, lest what is left grows together into notation
    at = re.search(r"[\[\]{}<>|]", rest)
    return Sentence("a bracket that is no variant or slot: {rest}", rest=rest[at.start() :][:30]) if at else None
