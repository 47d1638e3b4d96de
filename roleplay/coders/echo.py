"""What a reply gives back of the partner's turn: shared words and their kin, turned from "I" to "you".

A reflection need not use a set phrase ("it sounds like…"). "Six weeks of dust and still no kitchen" gives back a turn about six weeks and
a kitchen. Content words are compared by dictionary form, by the groups of kin in the language pack, and by a long common beginning.
"""

from __future__ import annotations

from dataclasses import dataclass

from roleplay.language.pack import Pack
from roleplay.language.text import Text

__all__ = ["Echo", "echo"]

BEGINNING = 4


@dataclass(frozen=True, slots=True)
class Echo:
    """How strongly a reply echoes the partner: *strength* adds up with phrases to 1.0; *places* are word ranges that echo.

    *parroting* means hardly more than the partner's own words, *mocking* that they are thrown back (repeated, with an exclamation).
    *words* are the places of all words that the partner's turn has too, or kin of theirs.
    """

    strength: float = 0.0
    places: tuple[tuple[int, int], ...] = ()
    parroting: bool = False
    mocking: bool = False
    words: frozenset[int] = frozenset()


class Pool:
    """What the content words of a turn may be called."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names
        self._beginnings = {name[:BEGINNING] for name in names}

    def has(self, names: frozenset[str]) -> bool:
        """Whether a word called *names* is one of them, or a near relation."""
        if not names.isdisjoint(self._names):
            return True
        return any(name[:BEGINNING] in self._beginnings and self._has_kin(name) for name in names)

    def _has_kin(self, name: str) -> bool:
        return len(name) > BEGINNING and any(_near(name, other) for other in self._names if other[:BEGINNING] == name[:BEGINNING])


def echo(pack: Pack, reply: Text, partner: Text) -> Echo:
    """Compare *reply* with the *partner*'s turn."""
    given = {place: names for place, token in enumerate(partner.tokens) if (names := pack.names(token.form))}
    if not given or not reply.tokens:
        return Echo()
    pool = Pool(frozenset().union(*given.values()))
    shared: dict[int, list[int]] = {}
    own: dict[int, int] = {}
    for place, token in enumerate(reply.tokens):
        names = pack.names(token.form)
        if not names:
            continue
        own[token.sentence] = own.get(token.sentence, 0) + 1
        if pool.has(names):
            shared.setdefault(token.sentence, []).append(place)
    words = [t.form for t in reply.tokens]
    same = sum(len(places) for places in shared.values())
    content = sum(own.values())
    parroting = bool(same) and same >= 0.99 * content and same >= 0.8 * len(given) and len(words) <= len(partner.tokens) + 2
    mocking = (parroting and any(s.mark == "!" for s in reply.sentences)) or _twice(reply, shared)
    strength, places = 0.0, []
    for number, hits in shared.items():
        sentence = reply.sentences[number]
        if _keeps_own(pack, reply, number):
            continue
        weight = sum(0.5 for _ in hits) * (0.5 if sentence.mark == "?" else 1.0)
        strength += weight
        places.append((min(hits), max(hits)))
    return Echo(min(strength, 2.0), tuple(places), parroting, mocking, frozenset().union(*shared.values()))


def _near(one: str, other: str) -> bool:
    """Whether two names, alike in their first letters, are alike in enough of them."""
    common = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return common > BEGINNING or (common == BEGINNING and common >= 0.65 * max(len(one), len(other)))


def _keeps_own(pack: Pack, reply: Text, number: int) -> bool:
    """Whether a sentence speaks of the speaker alone: words shared with the partner are then the speaker's own matter."""
    sentence = reply.sentences[number]
    keys = [pack.look_up(token.form).keys for token in reply.tokens[sentence.first : sentence.last]]
    mine = any("@i" in key or "#1s" in key for key in keys)
    yours = any("@you" in key or "#2s" in key or "#2p" in key for key in keys)
    return mine and not yours


def _twice(reply: Text, shared: dict[int, list[int]]) -> bool:
    """Whether the echoed words come twice in a row: "scared, scared…" mocks."""
    forms = [reply.tokens[place].form for places in shared.values() for place in places]
    half = len(forms) // 2
    return bool(forms) and len(forms) >= 2 and len(forms) % 2 == 0 and forms[:half] == forms[half:] and len(reply.tokens) >= 4
