"""Why a reply is coded as it is: for each code what spoke for it and against it, and for codes that are missed narrowly the same.

Nothing here decides anything. It reads again what a `Reading` added up, sign by sign, so that a coach can follow it and a plugin author
find the sign that was in the way.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from roleplay.coders.reading import CLEARING, ENOUGH, FITTED, PLAIN, Reading
from roleplay.coders.rows import Row
from roleplay.coders.signs import Signs
from roleplay.coders.weights import ALWAYS, BESIDE, HEAVY, Balance
from roleplay.codes import Code, Mark, Weight
from roleplay.language.text import Text

__all__ = ["NEARLY", "Explanation", "Reason", "Sign", "explained", "sort_of", "weighed"]

NEARLY = -0.5
TARGET = {code: target for target, code in FITTED.items()} | {
    Code.BLAME: "blame",
    Code.PSEUDO_I_MESSAGE: "pseudo",
    Code.I_MESSAGE: "own",
    Code.OPEN_QUESTION: "open_question",
    Code.CLOSED_QUESTION: "closed_question",
    Code.DISMISSAL: "dismissal_or_argument",
}
WITHIN = {"open_blame": "blame", "concrete": "own"}  # what only makes more of a code that is there
SORTS = ("word", "frame", "shared", "cue", "rule", "reply", "emoji", "partner", "beside")


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign called *name* that adds *weight*, on ``text[start:end] == quote``; one of the whole text lies on all of it.

    A cue has the ids of the *rules* that fired.
    """

    name: str
    weight: float
    quote: str
    start: int
    end: int
    whole: bool = False
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """What the signs come to for a *code*: *score*, above 0 if it is given, is *start* and all that was *speaking* for it and *against* it.

    The signs are in order, the strongest first. *mark* is what it was given for; None if it was not. Of several marks of one code each has only
    those that touch its words *speaking* for it.
    """

    code: str
    score: float
    start: float
    speaking: tuple[Sign, ...]
    against: tuple[Sign, ...]
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A reason for each mark, for each code that was *nearly* given, and for the *weight* of what was heard.

    *injected* is where the reply talks to the scorer: such a sentence counts for nothing.
    """

    marks: tuple[Reason, ...]
    nearly: tuple[Reason, ...]
    weight: Weight
    heard: Reason
    injected: tuple[Sign, ...] = ()

    def signs(self) -> Iterator[Sign]:
        """Every sign that is named."""
        for reason in (*self.marks, *self.nearly, self.heard):
            yield from (*reason.speaking, *reason.against)


def sort_of(name: str) -> str:
    """What sort of sign is called *name*: a word, a meaning, grammar, a frame … The rest is the shape of a sentence."""
    first = name.split(" ", maxsplit=1)[0]
    if first.startswith("#") and len(first) > 1:
        return "grammar"
    if first.startswith("@") or name.startswith(("i @", "y @", "iy @", "- @")):
        return "meaning"
    return first if first in SORTS else "echo" if first == "echo" else "sentence"


def explained(reading: Reading, marks: Sequence[Mark], weight: Weight, heard: Reason, whole: Reading) -> Explanation:
    """Why the reply that *reading* read has these *marks*, and which codes it nearly has; *whole* has read its words to a grader too."""
    every = _every(reading.balance, reading.signs, reading.text, reading.reply)
    codes = {target: str(code) for code, target in TARGET.items()}
    fitted = {target: _reason(every, reading, target, codes.get(target, target)) for target in reading.balance.weights.targets}
    ruled = {code: _of_rules(reading, cue, code) for cue, code in PLAIN.items()}
    given = {str(mark.code) for mark in marks}
    near = [fitted[target] for target in fitted if reading.present(WITHIN.get(target, target)) == (target in WITHIN)]
    near += [reason for reason in ruled.values() if reason.score < 0]
    missed = [reason for reason in near if NEARLY <= reason.score <= 0 and _own(reason) and reason.code not in given]
    return Explanation(
        marks=tuple(_of_mark(mark, marks, fitted, ruled, reading) for mark in marks),
        nearly=tuple(sorted(missed, key=lambda reason: -reason.score)),
        weight=weight,
        heard=heard,
        injected=tuple(_rules(whole, "injection")),
    )


def weighed(balance: Balance, signs: Signs, text: Text, raw: str) -> Reason:
    """What makes the words that were heard heavy, and what does not."""
    every = _every(balance, signs, text, raw)
    return _sorted(HEAVY, balance.scores()[HEAVY], balance.weights.start[0], _weights(every, balance, HEAVY))


Placed = tuple[Sign, Row, int | None]  # what a sign adds to each target, and the number of its sentence


def _every(balance: Balance, signs: Signs, text: Text, raw: str) -> list[Placed]:
    """Every sign that weighs anything, with a sign's weight still open."""
    found: list[Placed] = []
    table, rows = balance.weights.signs, balance.weights.rows
    for number, part in enumerate(signs.parts):
        sentence = text.sentences[number]
        shape = ((name, sentence.first, sentence.last - 1) for name in part.shape)
        for name, first, last in (*part.names(balance.pack), *shape):
            if name in table:
                start, end = text.span(first, last)
                rules = _fired(signs, text, name, number) if name.startswith("cue ") else ()
                found.append((Sign(name, 0.0, raw[start:end], start, end, rules=rules), rows[name], number))
    if text.tokens:
        start, end = text.span(0, len(text.tokens) - 1)
        found += [(Sign(name, 0.0, raw[start:end], start, end, whole=True), rows[name], None) for name in signs.shape if name in table]
    return found


def _fired(signs: Signs, text: Text, name: str, sentence: int) -> tuple[str, ...]:
    """The ids of the rules that made the cue called *name* in a sentence."""
    items = signs.found.get(name.split(" ")[1], ())
    return tuple(dict.fromkeys(item.rule.id for item in items if text.tokens[item.first].sentence == sentence))


def _weights(every: Iterable[Placed], balance: Balance, target: str) -> list[Sign]:
    """Those of the signs that count for *target*, with what they add to it."""
    place, parts = balance.weights.targets.index(target), (None, *balance.deciding(target))
    return [replace(sign, weight=row[place]) for sign, row, part in every if row[place] and part in parts]


def _reason(every: Iterable[Placed], reading: Reading, target: str, code: str) -> Reason:
    signs = _weights(every, reading.balance, target)
    score, added = reading.scores[target], reading.balance.weights.beside(reading.alone, target)
    if reading.text.tokens:
        start, end = reading.text.span(0, len(reading.text.tokens) - 1)
        quote = reading.reply[start:end]
        signs += [Sign(BESIDE + name, weight, quote, start, end, whole=True) for name, weight in added.items() if weight and name != ALWAYS]
    raised, number = reading.balance.raised(target)
    settled = reading.alone[target] - reading.balance.scores()[target]
    if raised:
        start, end = reading.text.sentences[number][2:4]
        signs.append(Sign("sentence by itself", raised, reading.reply[start:end], start, end))
    if settled:  # by definition: negated blame is none, a curse is
        cues = CLEARING if settled < 0 else ("open_reproach",)
        cue, rule = next((cue, rule) for cue in cues for rule in _rules(reading, cue))
        name = f"cue {cue}"
        settled += sum(sign.weight for sign in signs if sign.name == name)
        signs = [sign for sign in signs if sign.name != name]
        signs.append(replace(rule, name=name, weight=settled, rules=(rule.name.removeprefix("rule "),)))
    begins = reading.balance.weights.start[reading.balance.weights.targets.index(target)] + added.get(ALWAYS, 0.0)
    return _sorted(code, score, begins, signs)


def _of_rules(reading: Reading, cue: str, code: Code) -> Reason:
    """The reason of a code that written rules alone give, from 0 on."""
    signs = _rules(reading, cue)
    return _sorted(str(code), sum(sign.weight for sign in signs) - ENOUGH, -ENOUGH, signs)


def _rules(reading: Reading, cue: str) -> list[Sign]:
    """The rules of *cue* that fired, as signs."""
    found = []
    for item in reading.cues.get(cue, ()):
        start, end = reading.text.span(item.first, item.last)
        found.append(Sign(f"rule {item.rule.id}", item.rule.weight, reading.reply[start:end], start, end))
    return found


def _own(reason: Reason) -> bool:
    """Whether anything in the reply itself speaks for it, not only the company of other codes."""
    return any(not sign.name.startswith(BESIDE) for sign in reason.speaking)


def _of_mark(mark: Mark, marks: Sequence[Mark], fitted: Mapping[str, Reason], ruled: Mapping[Code, Reason], reading: Reading) -> Reason:
    """The reason of one mark; where its code is marked more than once, what speaks for it is what touches its words."""
    if mark.code is Code.PARROTING:
        sign = Sign(mark.rule, mark.strength, mark.quote, mark.start, mark.end, whole=True)
        return replace(_sorted(str(mark.code), mark.strength, 0.0, [sign]), mark=mark)
    target = TARGET.get(mark.code)
    if mark.code is Code.DISMISSAL and not reading.present("dismissal_or_argument"):
        target = "blame"  # a reproach is an argument
    reason = ruled[mark.code] if target is None else fitted[target]
    near = tuple(sign for sign in reason.speaking if sign.whole or (sign.start < mark.end and mark.start < sign.end))
    alone = sum(other.code is mark.code for other in marks) == 1
    return replace(reason, code=str(mark.code), mark=mark, speaking=reason.speaking if alone else near)


def _sorted(code: str, score: float, start: float, signs: Sequence[Sign]) -> Reason:
    """A reason with its *signs* for and against, the strongest first."""
    ranked = sorted(signs, key=lambda sign: (-abs(sign.weight), sign.start, -sign.end, sign.name))
    return Reason(
        code=code,
        score=score,
        start=start,
        speaking=tuple(sign for sign in ranked if sign.weight > 0),
        against=tuple(sign for sign in ranked if sign.weight < 0),
    )
