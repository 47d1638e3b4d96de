"""What a better wording is made from: the partner's own words, and what of the reply can be kept.

Only what stays grammatical is offered; where a sentence cannot be turned safely, the slot stays empty and a plainer pattern is used.
"""

from __future__ import annotations

from roleplay.codes import Code, Coding
from roleplay.dialogue import Exchange
from roleplay.language.pack import Pack
from roleplay.language.stage import spoken
from roleplay.language.text import Text

__all__ = ["material"]

_LINK = {"en": "", "ro": "", "ru": "когда "}
_LINK_PAST = {"en": "", "ro": "", "ru": "что "}


def material(exchange: Exchange, coding: Coding, pack: Pack) -> dict[str, str]:
    """The slots a suggestion may use: ``heard``, ``own``, ``blame``, ``situation``; a slot that cannot be filled is left out."""
    found: dict[str, str] = {}
    heard = _heard(exchange.heard.text if exchange.heard else "", pack)
    if heard:
        found["heard"] = heard
    own = coding.of(Code.I_MESSAGE)
    if own:
        found["own"] = _trimmed(own[0].quote)
    blame = coding.of(Code.BLAME, Code.PSEUDO_I_MESSAGE)
    if blame:
        found["blame"] = _trimmed(blame[0].quote)
        situation = _situation(pack.analyse(blame[0].quote), pack)
        if situation:
            found["situation"] = situation
    return found


def _trimmed(quote: str) -> str:
    quote = " ".join(quote.split()).strip(" ,;:–—-")
    return quote if len(quote) <= 60 else quote[:60].rsplit(" ", 1)[0] + "…"


def _heard(words: str, pack: Pack) -> str | None:
    """The weightiest short clause of the partner's turn, word for word."""
    text = pack.analyse(spoken(words))
    clauses: dict[int, list[int]] = {}
    for place, token in enumerate(text.tokens):
        clauses.setdefault(token.clause, []).append(place)
    best, weight = None, 1
    for places in clauses.values():
        content = sum(text.tokens[p].form not in pack.empty for p in places)
        if 2 <= len(places) <= 9 and content > weight:
            start, end = text.span(places[0], places[-1])
            piece = words[start:end]
            if not any(mark in piece for mark in '«»„”“"'):
                best, weight = piece, content
    return best


def _situation(text: Text, pack: Pack) -> str | None:
    """The concrete act in a reproach, without "always": "you always forget the keys" gives "you forget the keys"."""
    keys = [pack.look_up(token.form).keys for token in text.tokens]
    yours = next((p for p, key in enumerate(keys) if "@you" in key), None)
    if yours is None or not any("@always" in key for key in keys):
        return None
    if len({text.tokens[p].sentence for p in range(len(keys))}) > 1 or "always" not in "".join(pack.classes):
        return None
    kept = [p for p in range(yours, len(keys)) if "@always" not in keys[p] and text.tokens[p].clause == text.tokens[yours].clause]
    if not 3 <= len(kept) <= 10:
        return None
    words = [text.raw[text.tokens[p].start : text.tokens[p].end] for p in kept]
    if pack.language == "ru":
        past, present = any("#past" in keys[p] for p in kept), any("#2s" in keys[p] or "#2p" in keys[p] for p in kept)
        if past == present:
            return None
        return (_LINK_PAST if past else _LINK)["ru"] + " ".join([words[0].lower(), *words[1:]])
    if pack.language == "en" and text.tokens[kept[1]].form in ("are", "'re", "were", "'ve", "have", "do", "n't"):
        return None
    if pack.language == "ro" and not keys[kept[1]].isdisjoint({"esti", "sunteti", "ai", "ati"}):
        return None
    return " ".join([words[0].lower(), *words[1:]])
