"""What of the scores asked for was made before, by the same scorers and the same coder; and the keeping of what is new.

Nothing is taken from another version: of a talk whose scorers or coder have changed nothing counts. A scorer that failed is not remembered, so
that it is asked again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, NamedTuple

import roleplay
from roleplay.batch.assessor import Card, dumps
from roleplay.batch.order import Order
from roleplay.cache import Cache, Row
from roleplay.dialogue import LANGUAGES
from roleplay.record import Remark
from roleplay.scoring import Skill

__all__ = ["Memory"]


class Key(NamedTuple):
    """A file by its content, and what was asked of it."""

    content: bytes
    asked: bytes


class Memory:
    """The scores in *cache* that *order* asks for; *skills* are its scorers. If only *lines* are asked for, cards are given as text alone."""

    def __init__(self, cache: Cache, order: Order, skills: Sequence[Skill], *, lines: bool = False) -> None:
        self._cache, self._order, self._lines = cache, order, lines
        who = order.casting
        roles = sorted((name, str(role)) for name, role in who.roles.items())
        asked = [roleplay.__version__, order.shipped_only, who.language, who.pause, sorted(who.required), roles]
        self._asked = sha256(dumps(asked).encode("utf-8", "replace"))
        self._scorers = {each: [skill.id for skill in skills if order.named or each in skill.languages] for each in LANGUAGES}
        self._wanted = {self._making(each, names) for each, names in self._scorers.items()}

    def key(self, name: str, data: bytes) -> Key:
        """Under what the scores of the file called *name* are kept."""
        asked = self._asked.copy()
        asked.update(name.encode("utf-8", "replace"))
        return Key(sha256(data).digest(), asked.digest()[:16])

    def find(self, key: Key, path: str) -> tuple[Card, ...]:
        """The cards of the file, which is at *path* now; none if not all that is asked for was made before by what makes it today."""
        cards: list[Card] = []
        for row in self._cache.find(*key):
            found = self._given(row, path)
            if found is None:
                return ()
            cards.append(found)
        return tuple(cards)

    def keep(self, key: Key, cards: Sequence[Card]) -> None:
        """Keep *cards*, which are all of a file."""
        if any(skill["failed"] for card in cards for skill in card.summary.values()):
            return
        rows = [self._row(card) for card in cards]
        if self._order.named and not any(card.coding for card in cards):  # what others have said of it before stays
            old = self._cache.find(*key)
            rows = [_joined(old[place], row) if place < len(old) else row for place, row in enumerate(rows)]
        self._cache.keep(*key, rows)

    def close(self) -> None:
        """Let all that is new be kept."""
        self._cache.close()

    def _row(self, card: Card) -> Row:
        about = card.head["transcript"]
        remarks = dumps([[each.line, each.message, dict(each.values)] for each in card.remarks]) if card.remarks else ""
        return _row(card, self._making(about["language"], card.summary), remarks)

    def _given(self, row: Row, path: str) -> Card | None:
        if row.made not in self._wanted:
            return self._chosen(row, path)
        return _whole(row, path) if self._lines else _card(row, path)

    def _making(self, language: str, scorers: Iterable[str]) -> str:
        """The coder and the *scorers* of a talk in *language*, each with what it is made of."""
        made = self._order.made
        return " ".join([made[language], *(f"{name}={made[name]}" for name in scorers)])

    def _chosen(self, row: Row, path: str) -> Card | None:
        """The part of *row* that is asked for and made as it would be today; None if not all of it is there. What a model coded is one piece."""
        kept = _card(row, path)
        language = kept.head["transcript"]["language"]
        there, names = set(row.made.split(" ")), self._scorers[language]
        if kept.coding or not there.issuperset(self._making(language, names).split(" ")):
            return None
        scores = _in_order(map(json.loads, kept.scores), names)
        return Card(head=kept.head, scores=scores, summary={name: kept.summary[name] for name in names}, remarks=kept.remarks)


def _row(card: Card, made: str, remarks: str) -> Row:
    about = card.head["transcript"]
    nowhere = replace(card, head={**card.head, "transcript": {**about, "path": None}})
    before = dumps({"schema": card.head["schema"], "transcript": {"id": about["id"]}})[:-2] + ', "path": '
    return Row(about["id"], made, remarks, len(_bytes(before)), _bytes("".join(nowhere.pieces())))


def _joined(row: Row, fresh: Row) -> Row:
    """*fresh* with what *row* holds of other scorers, if the same coder coded for both. What a model coded is one piece."""
    old, new = _card(row, ""), _card(fresh, "")
    coder, *made = fresh.made.split(" ")
    if old.coding or row.made.split(" ")[0] != coder:
        return fresh
    others = [each for each in row.made.split(" ")[1:] if each.partition("=")[0] not in new.summary]
    summary = {**{name: old.summary[name] for name in (each.partition("=")[0] for each in others)}, **new.summary}
    scores = _in_order([json.loads(score) for score in (*old.scores, *new.scores)], list(summary))
    return _row(replace(new, scores=scores, summary=summary), " ".join((coder, *others, *made)), fresh.remarks)


def _card(row: Row, path: str) -> Card:
    value = json.loads(row.card)
    value["transcript"]["path"] = path
    scores, summary, coding = (value.pop(key, {}) for key in ("scores", "summary", "coding"))
    return Card(head=value, scores=tuple(map(dumps, scores)), summary=summary, coding=coding, remarks=_remarks(row))


def _whole(row: Row, path: str) -> Card:
    """The same as the text it is, with *path* in its place."""
    before, after = row.card[: row.at], row.card[row.at + len(b"null") :]
    return Card(head={}, scores=(), text=before + _bytes(dumps(path)) + after + b"\n", remarks=_remarks(row))


def _remarks(row: Row) -> tuple[Remark, ...]:
    return tuple(Remark(*each) for each in json.loads(row.remarks)) if row.remarks else ()


def _in_order(scores: Iterable[dict[str, Any]], names: Sequence[str]) -> tuple[str, ...]:
    """The *scores* of the scorers called *names*, by turn as they came first, and then in the order of *names*."""
    turns: dict[int, dict[str, str]] = {}
    for score in scores:
        turns.setdefault(score["turn"], {})[score["scorer"]] = dumps(score)
    return tuple(found[name] for found in turns.values() for name in names)


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
