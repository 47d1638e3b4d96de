"""What of the scores asked for was made before, by the same scorers and the same coder; and the keeping of what is new.

Nothing is taken from another version: of a talk whose scorers or coder have changed nothing counts. A scorer that failed is not remembered, so
that it is asked again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from typing import NamedTuple

import roleplay
from roleplay.batch.assessor import Card, dumps
from roleplay.batch.order import Order
from roleplay.cache import Cache, Row
from roleplay.record import Remark
from roleplay.scoring import Skill

__all__ = ["Memory"]


class Key(NamedTuple):
    """A file by its content, and what was asked of it."""

    content: bytes
    asked: bytes


class Memory:
    """The scores in *cache* that *order* asks for; *skills* are its scorers."""

    def __init__(self, cache: Cache, order: Order, skills: Sequence[Skill]) -> None:
        self._cache, self._order, self._skills = cache, order, skills
        who = order.casting
        roles = sorted((name, str(role)) for name, role in who.roles.items())
        asked = [roleplay.__version__, order.shipped_only, who.language, who.pause, sorted(who.required), roles]
        self._asked = sha256(dumps(asked).encode("utf-8", "replace"))

    def key(self, name: str, data: bytes) -> Key:
        """Under what the scores of the file called *name* are kept."""
        asked = self._asked.copy()
        asked.update(name.encode("utf-8", "replace"))
        return Key(sha256(data).digest(), asked.digest()[:16])

    def find(self, key: Key, path: str) -> tuple[Card, ...]:
        """The cards of the file, which is at *path* now; none if not all that is asked for was made before by what makes it today."""
        cards = []
        for row in self._cache.find(*key):
            head = json.loads(row.head)
            coding, remarks = head.pop("coding"), tuple(Remark(*each) for each in head.pop("remarks"))
            wanted = self._wanted(head["transcript"]["language"])
            chosen = row if row.made == wanted else None if coding else _chosen(row, wanted)
            if chosen is None:
                return ()
            head["transcript"]["path"] = path
            cards.append(Card(head=head, scores=_lines(chosen.scores), summary=json.loads(chosen.summary), coding=coding, remarks=remarks))
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
        remarks = [[each.line, each.message, dict(each.values)] for each in card.remarks]
        head = {**card.head, "transcript": {**about, "path": None}, "coding": card.coding, "remarks": remarks}
        return Row(about["id"], self._making(about["language"], card.summary), dumps(head), "\n".join(card.scores), dumps(card.summary))

    @cache  # noqa: B019  # a memory lives as long as its run
    def _wanted(self, language: str) -> str:
        """By what a talk in *language* is scored today."""
        return self._making(language, [each.id for each in self._skills if self._order.named or language in each.languages])

    def _making(self, language: str, scorers: Iterable[str]) -> str:
        """The coder and the *scorers* of a talk in *language*, each with what it is made of."""
        made = self._order.made
        return " ".join([made[language], *(f"{name}={made[name]}" for name in scorers)])


def _lines(text: str) -> tuple[str, ...]:
    return tuple(text.split("\n")) if text else ()


def _parts(row: Row) -> Mapping[str, tuple[str, ...]]:
    """The scores in a row by scorer, as *made* names it."""
    scorers, lines = row.made.split(" ")[1:], _lines(row.scores)
    return {scorer: lines[place :: len(scorers)] for place, scorer in enumerate(scorers)}


def _chosen(row: Row, wanted: str) -> Row | None:
    """The part of *row* that is made as *wanted*; None if not all of it is there."""
    coder, *scorers = wanted.split(" ")
    parts = _parts(row)
    if not row.made.startswith(f"{coder} ") or any(scorer not in parts for scorer in scorers):
        return None
    summary = json.loads(row.summary)
    chosen = {name: summary[name] for name in (scorer.partition("=")[0] for scorer in scorers)}
    turns = zip(*(parts[scorer] for scorer in scorers), strict=True)
    return row._replace(made=wanted, scores="\n".join(line for turn in turns for line in turn), summary=dumps(chosen))


def _joined(old: Row, new: Row) -> Row:
    """*new* with what *old* holds of other scorers, if the same coder coded for both."""
    coder, *scorers = new.made.split(" ")
    if not old.made.startswith(f"{coder} "):
        return new
    names = {scorer.partition("=")[0] for scorer in scorers}
    others = [scorer for scorer in old.made.split(" ")[1:] if scorer.partition("=")[0] not in names]
    parts = {**_parts(old), **_parts(new)}
    turns = zip(*(parts[scorer] for scorer in (*others, *scorers)), strict=True)
    summary = {**json.loads(old.summary), **json.loads(new.summary)}
    return new._replace(
        made=" ".join((coder, *others, *scorers)), scores="\n".join(line for turn in turns for line in turn), summary=dumps(summary)
    )
