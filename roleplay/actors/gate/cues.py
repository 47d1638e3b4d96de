"""What a sentence does, and whether it may at this moment: the cues of the word files against mood, gender and address."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence

from roleplay.actors.gate.breach import Breach, Verdict
from roleplay.actors.gate.moment import Moment
from roleplay.actors.gate.words import words
from roleplay.language.cues import Found
from roleplay.language.pack import Pack
from roleplay.language.text import Text, Token, fold

__all__ = ["breaches"]

Forbidden = Callable[[Moment], bool]

_POLITE, _CLOSE = ("vy", "dumneavoastra"), ("ty", "tu")


def _never(_: Moment) -> bool:
    return True


_WHEN: Mapping[str, tuple[Breach, Forbidden]] = {
    "method": (Breach.METHOD, _never),
    "coach": (Breach.ROLE_SWAP, _never),
    "service": (Breach.ROLE_SWAP, _never),
    "assistant": (Breach.ASSISTANT, _never),
    "hotline": (Breach.HOTLINE, _never),
    "warm": (Breach.SOFTENED, lambda moment: moment.angry),
    "mild": (Breach.SOFTENED, lambda moment: moment.furious),
    "apologises": (Breach.YIELDED, lambda moment: not moment.may_yield),
    "concedes": (Breach.YIELDED, lambda moment: not moment.may_yield),
    "opens_up": (Breach.YIELDED, lambda moment: not moment.may_yield),
    "self_m": (Breach.GENDER, lambda moment: moment.speaks == "f"),
    "self_f": (Breach.GENDER, lambda moment: moment.speaks == "m"),
    "you_m": (Breach.GENDER, lambda moment: moment.listens == "f"),
    "you_f": (Breach.GENDER, lambda moment: moment.listens == "m"),
    "familiar": (Breach.ADDRESS, lambda moment: moment.address in _POLITE),
    "formal": (Breach.ADDRESS, lambda moment: moment.address in _CLOSE),
}
"""When a cue is a breach, and of what, the gravest first."""

_TOGETHER: Mapping[str, tuple[Breach, Forbidden, int]] = {
    "meta": (Breach.ROLE_SWAP, _never, 3),
    "firm": (Breach.ROLE_SWAP, _never, 3),
    "helpful": (Breach.ASSISTANT, _never, 2),
    "clinical": (Breach.HOTLINE, _never, 2),
    "sweet": (Breach.SOFTENED, lambda moment: moment.angry, 2),
}
"""Cues that are a breach only where so many words of one sentence have them."""

_TURNED_ROUND = frozenset({"warm", "mild", "sweet", "opens_up"})
"""What a sharp word in the same sentence makes a reproach of."""


def breaches(text: Text, moment: Moment) -> Iterator[Verdict]:
    """What is wrong with *text*, the gravest first."""
    pack = words(moment.language)
    found = pack.find(text)
    sharp = {text.tokens[each.first].sentence for each in found if each.rule.cue == "sharp"}
    for cue, (breach, forbidden) in _WHEN.items():
        if breach is Breach.ROLE_SWAP and cue == "coach":
            yield from _as_the_other(text, moment, pack)
        for each in found:
            if each.rule.cue == cue and forbidden(moment) and (cue not in _TURNED_ROUND or _calm(text, each, sharp)):
                yield Verdict(breach, each.rule.id, *text.span(each.first, each.last))
    for cue, (breach, forbidden, least) in _TOGETHER.items():
        places = {each.first: each for each in found if each.rule.cue == cue and (cue not in _TURNED_ROUND or _calm(text, each, sharp))}
        for sentence in {text.tokens[first].sentence for first in places}:
            there = sorted(first for first in places if text.tokens[first].sentence == sentence)
            if len({text.tokens[first].form for first in there}) >= least and forbidden(moment):
                yield Verdict(breach, places[there[0]].rule.id, *text.span(there[0], places[there[-1]].last))


def _calm(text: Text, found: Found, sharp: Container[int]) -> bool:
    return text.tokens[found.first].sentence not in sharp


def _as_the_other(text: Text, moment: Moment, pack: Pack) -> Iterator[Verdict]:
    """A line for the other side, or one that calls the persona by its own name."""
    tokens, raw = text.tokens, text.raw
    if not tokens:
        return
    first, last = tokens[0], tokens[-1]
    names = _called(moment.name, pack)
    label = raw[first.end :].lstrip("*_ ")[:1] == ":" and not raw[: first.start].strip(" \n*_[")
    if label and first.form in set(map(fold, pack.classes["label"])):
        yield Verdict(Breach.ROLE_SWAP, "writes_for_the_other", first.start, first.end)
    elif label and first.form in names:
        yield Verdict(Breach.MARKUP, "writes_a_script", first.start, first.end)
    else:
        hails = raw[first.end :].lstrip()[:1] in (",", "!") and len(tokens) > 1
        if hails and first.form in names and not first.quoted:
            yield Verdict(Breach.ROLE_SWAP, "hails_itself", first.start, first.end)
        elif _hailed_after(tokens, names, pack, raw):
            yield Verdict(Breach.ROLE_SWAP, "hails_itself", tokens[1].start, tokens[1].end)
        elif last.form in names and not last.quoted and raw[: last.start].rstrip()[-1:] == ",":
            yield Verdict(Breach.ROLE_SWAP, "hails_itself", last.start, last.end)


def _hailed_after(tokens: Sequence[Token], names: Container[str], pack: Pack, raw: str) -> bool:
    """Whether the second word hails, after a word such as "sorry"."""
    if len(tokens) < 3 or tokens[1].form not in names or tokens[1].quoted:
        return False
    return tokens[0].form in set(map(fold, pack.classes["calling"])) and raw[tokens[1].end :].lstrip()[:1] in (",", "!")


def _called(name: str, pack: Pack) -> frozenset[str]:
    """How the persona called *name* is hailed."""
    own = frozenset(token.form for token in pack.analyse(name).tokens)
    for kin in ("mother", "father"):
        hails = frozenset(map(fold, pack.classes[kin]))
        if own & hails:
            return hails
    return own - frozenset(map(fold, pack.classes["title"]))
