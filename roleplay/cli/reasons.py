"""Why a reply is coded as it is, for reading and as data."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from typing import Any

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from roleplay.cli.cards import quoted
from roleplay.cli.context import tell, to_stdout
from roleplay.cli.feedback import console
from roleplay.coders.explanation import Explanation, Reason, Sign, sort_of
from roleplay.errors import mark
from roleplay.inert import inert
from roleplay.wording import decimal, say_many

__all__ = ["as_data", "show"]

SHOWN = 5
QUOTE = 48
WIDTH = 120  # of what is no terminal

LEGEND = {
    "word": ("word x", mark("this word; ~x is any form of it, x* any word that begins so, “” words that are quoted")),
    "meaning": (
        "y @x",
        mark("a word of the meaning x; before it whom its clause is about: y the partner, i the speaker, iy both, - nobody"),
    ),
    "grammar": ("#x", mark("a grammatical form: a person, #imp imperative, #past, a part of speech")),
    "frame": ("frame a b", mark("neighbours in this order: words, meanings, · any other word; the sentence begins at ^ and ends at $")),
    "shared": ("shared y @x", mark("a meaning that the partner's words have too")),
    "cue": ("cue x: …", mark("written rules of the word data, by their ids; strong: together they are sure")),
    "rule": ("rule x", mark("the written rule of the word data with this id")),
    "echo": ("echo n", mark("so many of the partner's words are given back in a sentence")),
    "sentence": (
        "length n …",
        mark(
            "a sentence as a whole: length 1 from 3 words, 2 from 6, 3 from 10, 4 from 16; how it ends, its place, whom it is about; "
            "by itself: how much more it would come to as the whole reply"
        ),
    ),
    "reply": ("reply …", mark("the same of the whole text: its length, how many sentences, whom it is about, what it gives back")),
    "emoji": ("emoji x", mark("a picture")),
    "partner": ("partner asks", mark("there is a question in what was heard")),
    "beside": ("beside x", mark("what the score of the code x adds: codes keep company or keep apart")),
    "open_blame": ("open_blame", mark("no code of its own: it makes blame 2")),
    "concrete": ("concrete", mark("no code of its own: it makes an I-message full")),
}


def show(explanation: Explanation, language: str) -> None:
    """Print *explanation*: in colour on a terminal, else in plain lines."""
    if sys.stdout.isatty():
        screen = console()
        for part in _parts(explanation, language):
            screen.print(part)
        return
    lines = io.StringIO()
    plain = Console(file=lines, width=WIDTH, color_system=None, force_terminal=False, markup=False, emoji=False, highlight=False)
    for part in _parts(explanation, language):
        plain.print(part)
    to_stdout("\n".join(line.rstrip() for line in lines.getvalue().split("\n")).rstrip("\n"))


def as_data(explanation: Explanation) -> dict[str, Any]:
    """The explanation as JSON: every sign that counts, and what the sorts of signs are. Under ``marks`` what a mark has beside its own keys."""
    return {
        "marks": [_counted(reason) for reason in explanation.marks],
        "nearly": [{"code": reason.code, **_counted(reason)} for reason in explanation.nearly],
        "heard": {"weight": str(explanation.weight), **_counted(explanation.heard)},
        "injected": [sign.quote for sign in explanation.injected],
        "legend": dict(_legend(explanation)),
    }


def _counted(reason: Reason) -> dict[str, Any]:
    return {
        "score": round(reason.score, 3),
        "begins_at": round(reason.start, 3),
        "for": [_sign(sign) for sign in reason.speaking],
        "against": [_sign(sign) for sign in reason.against],
    }


def _sign(sign: Sign) -> dict[str, Any]:
    rules = {"rules": list(sign.rules)} if sign.rules else {}
    return {"sign": sign.name, **rules, "weight": round(sign.weight, 3), "quote": sign.quote, "start": sign.start, "end": sign.end}


def _legend(explanation: Explanation) -> Iterator[tuple[str, str]]:
    """What the sorts of signs that are named here are called and mean."""
    sorts = {sort_of(sign.name) for sign in explanation.signs()} | {reason.code for reason in explanation.nearly}
    yield from ((name, tell(text)) for sort, (name, text) in LEGEND.items() if sort in sorts)


def _parts(explanation: Explanation, language: str) -> Iterator[RenderableType]:
    for sign in explanation.injected:
        yield Text(tell("{quote} talks to the scorer and counts for nothing", quote=quoted(sign.quote, QUOTE)), "yellow")
    for reason in dict.fromkeys(explanation.marks):
        yield from _told(reason, language)
    if explanation.nearly:
        yield Text("\n" + tell("Nearly, but not:"), "bold")
        for reason in explanation.nearly:
            yield from _told(reason, language)
    yield Text("\n" + tell("What was heard: {weight}", weight=tell(explanation.weight)), "bold")
    if explanation.heard.speaking or explanation.heard.against:
        yield from _told(explanation.heard, language)
    yield Text("\n" + tell("How to read this"), "bold")
    about = tell(
        "A code is given when its score is above 0: where it begins, and the weights of all its signs. Strength is how sure that is."
    )
    yield Padding(Text(about, "dim"), (0, 0, 0, 2))
    names = Table.grid(padding=(0, 2))
    names.add_column(no_wrap=True)
    names.add_column(ratio=1)
    for name, text in _legend(explanation):
        names.add_row(Text(name), Text(text, "dim"))
    yield Padding(names, (0, 0, 0, 2))


def _told(reason: Reason, language: str) -> Iterator[RenderableType]:
    """A code, its quote and numbers, and the signs below."""
    head = Text(f"\n{reason.code}", "bold")
    if reason.mark is not None:
        head.append("  " + quoted(reason.mark.quote), "not bold italic")
    yield head
    numbers = tell("score {score}, begins at {start}", score=_number(reason.score, language), start=_number(reason.start, language))
    if reason.mark is not None:
        strength = decimal(f"{reason.mark.strength:g}", language)
        numbers = tell(
            "characters {start} to {end}, strength {strength}", start=reason.mark.start, end=reason.mark.end, strength=strength
        ) + ("; " + numbers)
    yield Padding(Text(numbers, "dim"), (0, 0, 0, 2))
    signs = Table.grid(padding=(0, 2))
    signs.add_column(justify="right", no_wrap=True)
    signs.add_column()
    signs.add_column()
    for speaking, style in ((reason.speaking, "green"), (reason.against, "red")):
        for sign in speaking[:SHOWN]:
            words = tell("all of it") if sign.whole else quoted(sign.quote, QUOTE)
            name = sign.name + (f": {', '.join(sign.rules)}" if sign.rules else "")
            signs.add_row(Text(_number(sign.weight, language), style), Text(inert(name, lines=False)), Text(words, "italic"))
        rest = speaking[SHOWN:]
        if rest:
            more = say_many("and {n} more", "and {n} more", len(rest), language)
            signs.add_row(Text(_number(sum(sign.weight for sign in rest), language), style), Text(more, "dim"), Text())
    yield Padding(signs, (0, 0, 0, 2))


def _number(value: float, language: str) -> str:
    return decimal(f"{value:+.2f}", language).replace("-", "−")
