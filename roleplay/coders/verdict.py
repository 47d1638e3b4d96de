"""The answer of a model that codes, read strictly: one JSON object about this very material, every code with words that are in the reply.

What does not hold is a fault that the model is told. Nothing is guessed, rounded or filled in.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from roleplay.codes import Answer, Code, IMessage, Mark, Weight
from roleplay.jsonline import whole

__all__ = ["Read", "read"]

_FENCED = re.compile(r"\A\s*```(?:json)?\s*\n(.*)\n\s*```\s*\Z", re.DOTALL)
_KEYS = frozenset({"key", "codes", "blame", "i_message", "weight", "answered", "questions"})
MOST_CODES = 60


@dataclass(slots=True)
class Read:
    """An answer as far as it holds. With *faults* it cannot be used; *unfounded* are codes whose words are not in the reply, left out."""

    faults: list[str] = field(default_factory=list)
    unfounded: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    blame: int = 0
    i_message: IMessage = IMessage.NONE
    weight: Weight = Weight.LIGHT
    answered: bool = True

    @property
    def problems(self) -> list[str]:
        """All that the model is told, so that it can mend it."""
        return [*self.faults, *self.unfounded]


def read(text: str, key: str, reply: str, questions: Mapping[str, str], by: str) -> Read:
    """The answer *text* about the material with *key*; *by* is the name of the model."""
    found = Read()
    fenced = _FENCED.match(text)
    try:
        value = whole(fenced[1] if fenced else text)
    except ValueError as error:
        found.faults.append(f"it is not one JSON object ({str(error)[:80]})")
        return found
    if not isinstance(value, dict) or set(value) != _KEYS:
        found.faults.append(f"it must be one JSON object with exactly the keys {', '.join(sorted(_KEYS))}")
        return found
    if value["key"] != key:
        found.faults.append("its key is not the key of the material")
        return found
    _plain(value, found)
    _codes(value["codes"], reply, by, found)
    _questions(value["questions"], reply, questions, found)
    if not found.faults:
        found.faults += _contradictions(found)
    return found


def _plain(value: Mapping[str, Any], found: Read) -> None:
    """The parts that are a word or a number out of a few."""
    blame, kind, weight, answered = value["blame"], value["i_message"], value["weight"], value["answered"]
    if isinstance(blame, bool) or not isinstance(blame, int) or blame not in (0, 1, 2):
        found.faults.append("blame must be 0, 1 or 2")
    else:
        found.blame = blame
    if not isinstance(kind, str) or kind not in tuple(IMessage):
        found.faults.append("i_message must be full, partial, pseudo or none")
    else:
        found.i_message = IMessage(kind)
    if not isinstance(weight, str) or weight not in tuple(Weight):
        found.faults.append("weight must be heavy, question, light or greeting")
    else:
        found.weight = Weight(weight)
    if not isinstance(answered, bool):
        found.faults.append("answered must be true or false")
    else:
        found.answered = answered


def _codes(items: object, reply: str, by: str, found: Read) -> None:
    if not isinstance(items, list) or len(items) > MOST_CODES:
        found.faults.append(f"codes must be a list of at most {MOST_CODES}")
        return
    taken: set[tuple[Code, int]] = set()
    for item in items:
        if not isinstance(item, dict) or set(item) != {"code", "quote", "strength"}:
            found.faults.append("each code must be an object with exactly the keys code, quote, strength")
            return
        name, quote, strength = item["code"], item["quote"], item["strength"]
        if not isinstance(name, str) or name not in tuple(Code) or not isinstance(quote, str):
            found.faults.append(f"{str(name)[:40]} is no code, or its quote is no text")
        elif isinstance(strength, bool) or not isinstance(strength, int | float) or not math.isfinite(strength) or not 0 < strength <= 1:
            found.faults.append(f"the strength of {name} must be a number above 0 and at most 1")
        elif (place := _place(Code(name), quote.strip(), reply, taken)) is None:
            found.unfounded.append(f"the quote of {name} is not in the reply letter for letter: {quote[:80]}")
        else:
            start, end = place
            found.marks.append(Mark(code=Code(name), quote=reply[start:end], start=start, end=end, strength=round(strength, 2), rule=by))
    found.marks.sort(key=lambda mark: (mark.start, mark.end, mark.code))


def _place(code: Code, quote: str, reply: str, taken: set[tuple[Code, int]]) -> tuple[int, int] | None:
    """Where *quote* stands in *reply*: the first place that *code* was not given yet, so that a phrase said twice can be marked twice."""
    places = list(_places(quote, reply)) if any(letter.isalnum() for letter in quote) else []
    start = next((place for place in places if (code, place) not in taken), places[0] if places else None)
    if start is None:
        return None
    taken.add((code, start))
    return start, start + len(quote)


def _places(quote: str, reply: str) -> Iterator[int]:
    place = reply.find(quote)
    while place >= 0:
        yield place
        place = reply.find(quote, place + 1)


def _questions(items: object, reply: str, questions: Mapping[str, str], found: Read) -> None:
    if not isinstance(items, list) or not all(isinstance(item, dict) and set(item) == {"id", "yes", "quote"} for item in items):
        found.faults.append("questions must be a list of objects with exactly the keys id, yes, quote")
        return
    for item in items:
        name, yes, quote = item["id"], item["yes"], item["quote"]
        if name not in questions or name in found.answers or not isinstance(yes, bool) or not isinstance(quote, str):
            found.faults.append(f"{str(name)[:40]} is none of the questions, or is answered twice, or neither true nor false")
        elif not yes:
            found.answers[name] = Answer(yes=False)
        elif quote.strip() and quote.strip() in reply:
            start = reply.find(quote.strip())
            found.answers[name] = Answer(yes=True, quote=quote.strip(), start=start, end=start + len(quote.strip()))
        else:
            found.answers[name] = Answer(yes=False)
            found.unfounded.append(f"the quote for {name} is not in the reply letter for letter: {quote[:80]}")
    missing = [name for name in questions if name not in found.answers]
    if missing:
        found.faults.append(f"there is no answer to {', '.join(missing)}")


def _contradictions(found: Read) -> Iterable[str]:
    """What the words that were quoted do not bear out: a verdict without them is none."""
    codes = {mark.code for mark in found.marks}
    kind = found.i_message
    if bool(found.blame) != (Code.BLAME in codes):
        yield f"blame is {found.blame}, and it has {'no' if found.blame else 'a'} code blame with words of the reply"
    if (kind in (IMessage.FULL, IMessage.PARTIAL)) != (Code.I_MESSAGE in codes):
        yield f"i_message is {kind}, and there is {'a' if Code.I_MESSAGE in codes else 'no'} code i_message with words of the reply"
    if (kind is IMessage.PSEUDO) != (Code.PSEUDO_I_MESSAGE in codes):
        yield f"i_message is {kind}, and there is {'a' if Code.PSEUDO_I_MESSAGE in codes else 'no'} code pseudo_i_message with words of the reply"
    if kind is IMessage.FULL and found.blame:
        yield "a full I-message has no blame in the whole reply"
    if kind is IMessage.PSEUDO and not found.blame:
        yield "a pseudo I-message always blames"
