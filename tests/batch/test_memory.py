"""What is remembered counts only if the same would be made today."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from roleplay.batch.assessor import Card
from roleplay.batch.memory import Memory
from roleplay.batch.order import Order
from roleplay.cache import Cache
from roleplay.dialogue import Speaker
from roleplay.formats.casting import Casting
from roleplay.record import Remark
from tests.batch.desk import Rules, assessor, order, talks
from tests.gradings import Asked, skill

DATA = b"data"


@pytest.fixture(name="cards")
def _cards(tmp_path: Path) -> list[Card]:
    """The card of a talk with three replies, with a remark."""
    path = talks(tmp_path, 3)[2]
    return [
        replace(card, remarks=(Remark(2, "line {line} is torn", {"line": 2}),)) for card in assessor().cards("a.jsonl", path.read_bytes())
    ]


class Desk:
    """A cache that lives as long as the test."""

    def __init__(self, folder: Path) -> None:
        self.cache = Cache(folder / "cache" / "scores.sqlite", lambda error: pytest.fail(str(error)))

    def memory(self, asks: Order | None = None, names: Sequence[str] = ("listening", "pauses")) -> Memory:
        """What a run remembers that asks for the scorers called *names*."""
        return Memory(self.cache, asks or order(), [skill(name) for name in names])

    def keep(self, cards: Sequence[Card], **asked: Any) -> None:
        """Keep *cards*, on the disk."""
        memory = self.memory(**asked)
        memory.keep(memory.key("a.jsonl", DATA), cards)
        self.cache.flush()

    def find(self, **asked: Any) -> list[Card]:
        """What another run finds."""
        memory = self.memory(**asked)
        return list(memory.find(memory.key("a.jsonl", DATA), "a.jsonl"))


@pytest.fixture(name="desk")
def _desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def only(cards: Sequence[Card], name: str) -> list[Card]:
    """The *cards* with the scores of one scorer."""
    return [
        replace(card, scores=tuple(s for s in card.scores if json.loads(s)["scorer"] == name), summary={name: card.summary[name]})
        for card in cards
    ]


def test_a_card_is_found_as_it_was_at_the_path_where_it_is_now(desk: Desk, cards: list[Card]) -> None:
    """With its coder, its remarks, its scores in their order and its summary."""
    desk.keep(cards)
    assert desk.find() == cards
    memory = desk.memory()
    (moved,) = memory.find(memory.key("a.jsonl", DATA), "elsewhere/a.jsonl")
    assert moved.head["transcript"]["path"] == "elsewhere/a.jsonl"


@pytest.mark.parametrize("changed", ["listening", "pauses", "en"])
def test_another_version_of_a_scorer_or_of_the_coder_is_not_found(desk: Desk, cards: list[Card], changed: str) -> None:
    """Nor is what is left of it mixed with what is new."""
    desk.keep(cards)
    newer = order(made={**order().made, changed: "other"})
    assert desk.find(asks=newer) == []
    desk.keep(cards, asks=newer)
    assert desk.find(asks=newer) == cards
    assert desk.find() == []


def test_words_of_another_language_do_not_matter(desk: Desk, cards: list[Card]) -> None:
    """A talk in English is what it was when the Russian words have changed."""
    desk.keep(cards)
    assert desk.find(asks=order(made={**order().made, "ru": "other"})) == cards


@pytest.mark.parametrize(
    "casting",
    [Casting(language="ro"), Casting(roles={"anna": Speaker.TRAINEE}), Casting(required=("Anna",)), Casting(pause=3.0)],
)
def test_what_was_asked_otherwise_is_not_found(desk: Desk, cards: list[Card], casting: Casting) -> None:
    """Another language of the reasons, other people, other turns."""
    desk.keep(cards)
    assert desk.find(asks=order(casting=casting)) == []


def test_some_of_the_scorers_are_found_among_all(desk: Desk, cards: list[Card]) -> None:
    """Whoever asks for one skill later need not wait."""
    desk.keep(cards)
    for name in ("listening", "pauses"):
        assert desk.find(asks=order(named=True), names=[name]) == only(cards, name)


def test_scores_of_one_scorer_join_those_of_others(desk: Desk, cards: list[Card]) -> None:
    """What was asked for one by one is found together, in the order asked for."""
    for name in ("pauses", "listening"):
        desk.keep(only(cards, name), asks=order(named=True), names=[name])
    assert desk.find() == cards


def test_scores_on_codes_of_another_coder_are_not_joined(desk: Desk, cards: list[Card]) -> None:
    """Of two coders only the last one's are kept."""
    desk.keep(only(cards, "pauses"), asks=order(named=True), names=["pauses"])
    newer = order(made={**order().made, "en": "other"}, named=True)
    desk.keep(only(cards, "listening"), asks=newer, names=["listening"])
    assert desk.find(asks=newer) == []
    assert desk.find(asks=newer, names=["listening"]) == only(cards, "listening")


def test_a_failure_is_not_remembered(desk: Desk, tmp_path: Path) -> None:
    """The next run asks the scorer again."""
    path = talks(tmp_path / "x", 1)[0]
    broken = assessor(skills=[skill("listening", Asked(lambda *_: 1 / 0)), skill("pauses", Asked(lambda *_: 1 / 0))])
    desk.keep(broken.cards("a.jsonl", path.read_bytes()))
    assert desk.find() == []


def test_a_talk_without_replies_is_remembered_too(desk: Desk) -> None:
    """It has no scores, which is what is known of it."""
    data = b'{"type":"header","id":"E","language":"en"}\n{"type":"turn","index":0,"speaker":"persona","text":"Hm."}\n'
    cards = assessor(Rules()).cards("a.jsonl", data)
    desk.keep(cards)
    assert desk.find() == cards
    assert cards[0].scores == ()


def test_all_talks_of_a_file_are_remembered_in_their_order(desk: Desk, cards: list[Card]) -> None:
    """A file may hold several."""
    desk.keep([*cards, *only(cards, "listening"), *cards])
    assert [len(list(card.scores)) for card in desk.find(asks=order(named=True), names=["listening"])] == [3, 3, 3]
