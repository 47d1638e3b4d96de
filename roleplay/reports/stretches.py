"""Which turns of a talk a page shows: all of them, or, where they are too many to read, those that tell something, with what they answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from roleplay.dialogue import Turn
from roleplay.reports.scored import Scored
from roleplay.reports.turns import Shown, Teller
from roleplay.scorecard import best_and_weakest
from roleplay.wording import say_many

__all__ = ["MOST", "Stretch", "stretches", "telling", "worth_showing"]

MOST = 1500
"""How many turns one page shows."""
_TELLING = 100
_EDGE = 12  # turns at the beginning and at the end that are shown in any case


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring turns, and how many turns were left out before them, in words."""

    skipped: str | None
    turns: tuple[Shown, ...]


def stretches(teller: Teller, wanted: Collection[int] | None = None) -> tuple[Stretch, ...]:
    """The *wanted* turns with the turns that they answer, or all."""
    turns = teller.scored.transcript.turns
    if wanted is None:
        return (Stretch(None, tuple(teller.turns(turns))),)
    answered = {exchange.heard.index for exchange, *_ in teller.scored.assessed if exchange.heard and exchange.reply.index in wanted}
    shown = answered | set(wanted)
    return tuple(_stretches(teller, turns, shown))


def _stretches(teller: Teller, turns: tuple[Turn, ...], shown: set[int]) -> Iterator[Stretch]:
    run: list[Turn] = []
    skipped = 0
    before = 0
    for turn in turns:
        if turn.index in shown:
            before, skipped = (skipped, 0) if not run else (before, 0)
            run.append(turn)
            continue
        if run:
            yield Stretch(_left_out(before, teller.language), tuple(teller.turns(run)))
            run = []
        skipped += 1
    if run:
        yield Stretch(_left_out(before, teller.language), tuple(teller.turns(run)))
    if skipped:
        yield Stretch(_left_out(skipped, teller.language), ())


def _left_out(count: int, language: str) -> str | None:
    return say_many("{n} turn is not shown", "{n} turns are not shown", count, language) if count else None


def worth_showing(scored: Scored) -> set[int] | None:
    """The turns that a page of this talk alone shows, None for all."""
    turns = scored.transcript.turns
    if len(turns) <= MOST:
        return None
    return {turn.index for turn in (*turns[:_EDGE], *turns[-_EDGE:])} | set(telling(scored, _TELLING))


def telling(scored: Scored, count: int) -> list[int]:
    """At most *count* replies, those that tell most first: the best and the weakest, those that moved the mood most, those that were graded
    furthest from the others.
    """
    card = scored.card
    changes = scored.changes
    values = {turn: [s.verdict.value for s in scores if s.verdict.value is not None] for turn, scores in scored.scores.items()}
    means = {turn: sum(each) / len(each) for turn, each in values.items() if each}
    middle = sum(means.values()) / len(means) if means else 0.0
    moved = sorted(changes, key=lambda turn: (-changes[turn].size, turn))
    apart = sorted(means, key=lambda turn: (-abs(means[turn] - middle), turn))
    named = [turn for turn in best_and_weakest(card) if turn is not None]
    mixed = [turn for pair in zip(moved, apart, strict=False) for turn in pair]
    return list(dict.fromkeys([*named, *mixed, *moved, *apart]))[:count]
