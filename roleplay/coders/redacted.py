"""A model that codes a talk without seeing who speaks in it: what it is given has pseudonyms, what it quotes are the words that were said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from threading import RLock
from typing import TypeVar

from roleplay.coders.model import ModelCoder
from roleplay.codes import Answer, Coding, Mark
from roleplay.dialogue import Exchange, Turn
from roleplay.redaction.pseudonyms import Redactor, Replaced

__all__ = ["ByModel", "RedactedCoder"]

Quoted = TypeVar("Quoted", Mark, Answer)
KEPT = 256  # turns; one is looked at again as long as it is among those before


class RedactedCoder:
    """*coder*, given the words of one talk with the pseudonyms of *redactor*. The rules beside it read what was said."""

    def __init__(self, coder: ModelCoder, redactor: Redactor) -> None:
        self.coder, self._redactor = coder, redactor
        self._lock = RLock()
        self._replaced = lru_cache(maxsize=KEPT)(redactor.replaced)
        self.name, self.version = coder.name, f"{coder.version}+redacted"
        self.model, self.rules = coder.model, coder.rules

    def code(self, exchange: Exchange, ruled: Coding | None = None) -> Coding:
        """The codes of *exchange*, as `ModelCoder.code` gives them."""
        ruled = ruled or self.coder.ruled(exchange)
        return self._back(self.coder.code(self.sent(exchange), ruled), self._text(exchange.reply.text), exchange.reply.text, ruled)

    def codings(self, exchanges: Iterable[Exchange]) -> Iterator[tuple[Exchange, Coding]]:
        """Each of *exchanges* with its codes, as `ModelCoder.codings` gives them."""
        return self.coder.codings(map(self._met, exchanges), self.code)

    def material(self, exchange: Exchange, coding: Coding) -> dict[str, str]:
        """What a better wording of the reply can be made from."""
        return self.coder.material(exchange, coding)

    def sent(self, exchange: Exchange) -> Exchange:
        """*exchange* as a model is given it."""
        heard = exchange.heard
        return replace(
            exchange,
            before=tuple(map(self._turn, exchange.before)),
            heard=None if heard is None else self._turn(heard),
            reply=self._turn(exchange.reply),
        )

    def restored(self, text: str) -> str:
        """What a model says, in the words that its pseudonyms stand for."""
        return self._redactor.restored(text)

    def close(self) -> None:
        """Let go of every request under way."""
        self.coder.close()

    def _met(self, exchange: Exchange) -> Exchange:
        """*exchange*, whose pseudonyms are given now: in the order of the talk, and not in that of requests."""
        self.sent(exchange)
        return exchange

    def _turn(self, turn: Turn) -> Turn:
        return replace(turn, text=self._text(turn.text).text)

    def _text(self, text: str) -> Replaced:
        with self._lock:
            return self._replaced(text)

    def _back(self, coding: Coding, sent: Replaced, text: str, ruled: Coding) -> Coding:
        """*coding* of what was *sent*, about *text* as it was said; what the rules mark stands there already."""
        if sent.stands_for is None:
            return replace(coding, version=self.version)
        marks = [mark if mark in ruled.marks else _quoted(mark, sent, text) for mark in coding.marks]
        others = {by: other if other is ruled else self._back(other, sent, text, ruled) for by, other in coding.others.items()}
        return replace(
            coding,
            version=self.version,
            marks=tuple(sorted(marks, key=lambda mark: (mark.start, mark.end, mark.code))),
            answers={name: _quoted(each, sent, text) if each.quote else each for name, each in coding.answers.items()},
            others=others,
        )


def _quoted(each: Quoted, sent: Replaced, text: str) -> Quoted:
    start, end = sent.original(each.start, each.end)
    return replace(each, quote=text[start:end], start=start, end=end)


ByModel = ModelCoder | RedactedCoder
"""A model that codes, whatever it is given."""
