"""What a reply gives back of the partner's turn: shared words and their kin, turned from "I" to "you".

A reflection need not use a set phrase ("it sounds like…"). "Six weeks of dust and still no kitchen" gives back a turn about six weeks and
a kitchen. Content words are compared by dictionary form, by the groups of kin in the language pack, and by a long common beginning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roleplay.coders.heard import Heard
from roleplay.language.pack import Word
from roleplay.language.text import Text

__all__ = ["Echo", "echo"]

MOST = 2.0


@dataclass(frozen=True, slots=True)
class Echo:
    """How strongly a reply echoes the partner: *strength*, 0 to 2, adds up over the words that come back.

    *parroting* means hardly more than the partner's own words, *mocking* that they are thrown back (repeated, with an exclamation).
    *words* are the places of all words that the partner's turn has too, or kin of theirs.
    """

    strength: float = 0.0
    parroting: bool = False
    mocking: bool = False
    words: frozenset[int] = frozenset()


NONE = Echo()


def echo(reply: Text, words: Sequence[Word], heard: Heard) -> Echo:
    """Compare *reply*, made of *words*, with what was *heard*."""
    names = heard.names
    if not names.count:
        return NONE
    shared = [place for place, word in enumerate(words) if word.names and names.has(word.names)]
    if not shared:
        return NONE
    content = sum([bool(word.names) for word in words])
    parroting = len(shared) >= 0.99 * content and len(shared) >= 0.8 * names.count and len(words) <= len(heard.words) + 2
    mocking = (parroting and any(sentence.mark == "!" for sentence in reply.sentences)) or _twice(reply, shared)
    strength = 0.0
    for sentence in reply.sentences:
        echoes = sum([sentence.first <= place < sentence.last for place in shared])
        if echoes and not _keeps_own(words[sentence.first : sentence.last]):
            strength += echoes * (0.25 if sentence.mark == "?" else 0.5)
    return Echo(min(strength, MOST), parroting, mocking, frozenset(shared))


def _keeps_own(words: Sequence[Word]) -> bool:
    """Whether a sentence speaks of the speaker alone: words shared with the partner are then the speaker's own matter."""
    return any(word.mine for word in words) and not any(word.yours for word in words)


def _twice(reply: Text, shared: Sequence[int]) -> bool:
    """Whether the echoed words come twice in a row: "scared, scared…" mocks."""
    if len(shared) % 2 or len(reply.tokens) < 4:
        return False
    forms = [reply.tokens[place].form for place in shared]
    half = len(forms) // 2
    return forms[:half] == forms[half:]
