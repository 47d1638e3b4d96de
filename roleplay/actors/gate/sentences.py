"""A stream of text cut into sentences, each given as soon as it is known to be whole. Nothing is lost: joined, they are the text."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable

__all__ = ["cut", "sentences"]

LONGEST = 600  # characters that are waited for at most

_END = re.compile(r"[.!?…]+['\"»”’)\]*]*\s+(?=\S)|\n+\s*(?=\S)")


def sentences(pieces: Iterable[str]) -> Generator[str, None, None]:
    """The sentences in *pieces*, each with the blanks after it.

    >>> list(sentences(["You nev", "er ring. Ne", "ver! (sighs) Well"]))
    ['You never ring. ', 'Never! ', '(sighs) Well']
    """
    held = ""
    for piece in pieces:
        held += piece
        *whole, held = cut(held)
        yield from whole
        if len(held) > LONGEST:
            yield held
            held = ""
    if held:
        yield held


def cut(text: str) -> list[str]:
    """The sentences of *text*; the last one may go on."""
    made, done = [], 0
    for end in _END.finditer(text):
        made.append(text[done : end.end()])
        done = end.end()
    return [*made, text[done:]]
