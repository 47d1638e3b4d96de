"""What a better wording is made from: the partner's own words, and what of the reply can be kept.

Only what stays grammatical is offered; where a sentence cannot be turned safely, the slot stays empty and a plainer pattern is used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from roleplay.codes import Code, Coding, Mark
from roleplay.dialogue import Exchange
from roleplay.language.pack import Pack
from roleplay.language.stage import spoken
from roleplay.language.text import Text

__all__ = ["material"]

_LEAST, _SENTENCE, _CLAUSE = 4, 12, 9  # the fewest words that are given back, and the most
_YOURS = {"@you", "#2s", "#2p"}


def material(exchange: Exchange, coding: Coding, pack: Pack) -> dict[str, str]:
    """The slots a suggestion may use: ``heard``, ``own``, ``blame``, ``situation``; a slot that cannot be filled is left out."""
    found: dict[str, str] = {}
    heard = _heard(exchange.heard.text if exchange.heard else "", pack)
    if heard:
        found["heard"] = heard
    own = coding.of(Code.I_MESSAGE)
    if own:
        found["own"] = _trimmed(_widest(own))
    blame = coding.of(Code.BLAME, Code.PSEUDO_I_MESSAGE)
    if blame:
        found["blame"] = _trimmed(_widest(blame))
        situation = _situation(pack.analyse(spoken(blame[0].quote)), pack)
        if situation:
            found["situation"] = situation
    return found


def _widest(marks: Sequence[Mark]) -> str:
    """The words of the first of *marks*, or of the widest one around it: half a sentence is hard to recognise."""
    first = marks[0]
    around = (mark for mark in marks if mark.start <= first.start and first.end <= mark.end)
    return max(around, key=lambda mark: mark.end - mark.start).quote


def _trimmed(quote: str) -> str:
    quote = " ".join(quote.split()).strip(" ,;:–—-")
    return quote if len(quote) <= 60 else quote[:60].rsplit(" ", 1)[0] + "…"


def _heard(words: str, pack: Pack) -> str | None:
    """The weightiest short sentence of the partner's turn, or a clause of a long one, word for word: what they tell of their own, not what
    they ask, order, quote, shout or say of who they talk to.
    """
    text = pack.analyse(spoken(words))
    best, weight = None, 1
    for places in _pieces(text, pack):
        keys = [pack.look_up(text.tokens[place].form).keys for place in places]
        if text.tokens[places[0]].form in pack.cutter.conjunctions or "#imp" in keys[0] or any(each & _YOURS for each in keys):
            continue
        content = sum(text.tokens[p].form not in pack.empty and not text.tokens[p].form.isdigit() for p in places)
        if content > weight:
            start, end = text.span(places[0], places[-1])
            piece = words[start:end]
            if piece == text.raw[start:end] and not any(mark in piece for mark in '«»„”“"'):
                best, weight = piece, content
    return best


def _pieces(text: Text, pack: Pack) -> Iterator[Sequence[int]]:
    """The places of what might be given back: short sentences as a whole, of the others the short clauses."""
    sharp = {text.tokens[found.first].clause for found in pack.find(text) if found.rule.cue in ("blame", "rhetorical")}
    for sentence in text.sentences:
        places = range(sentence.first, sentence.last)
        clauses: dict[int, list[int]] = {}
        for place in places:
            clauses.setdefault(text.tokens[place].clause, []).append(place)
        plain = [each for clause, each in clauses.items() if clause not in sharp and not any(text.tokens[p].quoted for p in each)]
        if sentence.mark in ("?", "!"):
            continue
        if len(plain) == len(clauses) and _LEAST <= len(places) <= _SENTENCE:
            yield places
        else:
            yield from (each for each in plain if _LEAST <= len(each) <= _CLAUSE)


def _situation(text: Text, pack: Pack) -> str | None:
    """The concrete act in a reproach, without "always": "you always forget the keys" gives "you forget the keys"."""
    keys = [pack.look_up(token.form).keys for token in text.tokens]
    yours = next((p for p, key in enumerate(keys) if "@you" in key), None)
    if yours is None or not any("@always" in key for key in keys):
        return None
    if len(text.sentences) > 1:
        return None
    kept = [p for p in range(yours, len(keys)) if "@always" not in keys[p] and text.tokens[p].clause == text.tokens[yours].clause]
    if not 3 <= len(kept) <= 10:
        return None
    if pack.language == "ru":
        verbs = [keys[p] for p in kept[1:]]  # "ты" itself is a second person
        past, present = any("#past" in key for key in verbs), any("#2s" in key or "#2p" in key for key in verbs)
        if past == present:
            return None
        return ("что " if past else "когда ") + _written(text, kept)
    if pack.language == "en" and text.tokens[kept[1]].form in ("are", "'re", "were", "'ve", "have", "do", "n't"):
        return None
    if pack.language == "ro" and not keys[kept[1]].isdisjoint({"esti", "sunteti", "ai", "ati"}):
        return None
    if pack.language == "ro" and text.tokens[yours].form == "tu":
        kept = kept[1:]  # the verb says it: a second person, which ends in i where its form is not known
        if not any(keys[p] & {"#2s", "*i"} for p in kept):
            return None
    return _written(text, kept)


def _written(text: Text, places: list[int]) -> str:
    """The words at *places* as they are written, hyphens and apostrophes included, the first in lower case."""
    pieces: list[str] = []
    end = -1
    for place in places:
        token = text.tokens[place]
        if token.start < end:  # "im" is two words in one place
            continue
        between = text.raw[end : token.start] if pieces else ""
        pieces.append((between if between in ("", "-", "‑") else " ") + text.raw[token.start : token.end])
        end = token.end
    written = "".join(pieces)
    return written[:1].lower() + written[1:]
