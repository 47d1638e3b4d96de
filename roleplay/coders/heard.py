"""The turn that a reply answers: looked up once, however many replies are read against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roleplay.language.pack import Pack, Word
from roleplay.language.stage import spoken
from roleplay.language.text import Text

__all__ = ["Heard", "Names", "hear"]

BEGINNING = 4


class Names:
    """What the content words of a turn may be called."""

    def __init__(self, words: Sequence[Word]) -> None:
        given = [word.names for word in words if word.names]
        self.count = len(given)
        self._names = frozenset[str]().union(*given)
        self._beginnings = {name[:BEGINNING] for name in self._names}

    def has(self, names: frozenset[str]) -> bool:
        """Whether a word called *names* is one of them, or a near relation."""
        if not names.isdisjoint(self._names):
            return True
        near = [name for name in names if name[:BEGINNING] in self._beginnings]
        return any(map(self._has_kin, near)) if near else False

    def _has_kin(self, name: str) -> bool:
        return len(name) > BEGINNING and any(_near(name, other) for other in self._names if other[:BEGINNING] == name[:BEGINNING])


@dataclass(frozen=True, slots=True)
class Heard:
    """A turn that was heard: its *text* and *words*, what its content words are called, its *meanings*, and whether it *asks*."""

    raw: str
    text: Text
    words: Sequence[Word]
    names: Names
    meanings: frozenset[str]
    asks: bool


def hear(pack: Pack, raw: str) -> Heard:
    """Look up the turn *raw*, without its stage directions."""
    text = pack.analyse(spoken(raw))
    words = pack.words(text)
    meanings = frozenset[str]().union(*[word.meanings for word in words]) - pack.plain
    return Heard(raw, text, words, Names(words), meanings, any(sentence.mark == "?" for sentence in text.sentences))


def _near(one: str, other: str) -> bool:
    """Whether two names, alike in their first letters, are alike in enough of them."""
    common = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return common > BEGINNING or (common == BEGINNING and common >= 0.65 * max(len(one), len(other)))
