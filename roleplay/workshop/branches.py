"""Talks that share their beginning: where two of them part, which replies stand beside each other, and the tree that all of them make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Generic, TypeVar

from roleplay.dialogue import Exchange, Header, Turn, exchanges
from roleplay.scorecard import Scorecard, Summary, summarise
from roleplay.scoring import Score

__all__ = ["Attempt", "Node", "Pairing", "beside", "change", "family", "parting"]

T = TypeVar("T")


def parting(one: Sequence[Turn], other: Sequence[Turn]) -> int:
    """How many turns two talks share from their beginning: the same words of the same speaker."""
    shared = 0
    for a, b in zip(one, other, strict=False):
        if (a.speaker, a.text, a.name) != (b.speaker, b.text, b.name):
            break
        shared += 1
    return shared


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What was made of a talk after the turns it shares: its *replies* with their scores by turn, and what these come to."""

    header: Header
    turns: tuple[Turn, ...]
    shared: int
    scores: Mapping[int, tuple[Score, ...]]
    skills: tuple[str, ...]

    @property
    def replies(self) -> list[Exchange]:
        """The replies after the parting."""
        own = {turn.index for turn in self.turns[self.shared :]}
        return [exchange for exchange in exchanges(self.turns) if exchange.reply.index in own]

    def set_aside(self, turn: int) -> bool:
        """Whether the reply at *turn* seems to speak of the person's own danger, and is better not shown unasked."""
        return any(score.verdict.reason.key == "set_aside" for score in self.scores.get(turn, ()))

    @property
    def card(self) -> Scorecard:
        """The scorecard of these replies alone."""
        found = [score for exchange in self.replies for score in self.scores.get(exchange.reply.index, ())]
        return summarise(found, self.skills)


Pairing = tuple[Exchange | None, Exchange | None]


def beside(one: Attempt, other: Attempt) -> Iterator[Pairing]:
    """The replies of both after the parting, the first beside the first; None where one of them has no more."""
    return zip_longest(one.replies, other.replies)


def change(one: Summary, other: Summary) -> float | None:
    """How much higher the second is; None where either had no opportunity, which is no zero."""
    return None if one.value is None or other.value is None else round(other.value - one.value, 4)


@dataclass(slots=True)
class Node(Generic[T]):
    """One talk in the tree: its *header*, what belongs to it, and the branches made of it, oldest first."""

    header: Header
    item: T
    branches: list[Node[T]] = field(default_factory=list)

    def walk(self) -> Iterator[Node[T]]:
        """This talk and all below it."""
        yield self
        for branch in self.branches:
            yield from branch.walk()


def family(talks: Iterable[tuple[Header, T]], identity: str) -> Node[T] | None:
    """The tree that the talk called *identity* belongs to, from the oldest of its ancestors that is there; None if it is not among *talks*."""
    nodes = {header.id: Node(header, item) for header, item in talks}
    if identity not in nodes:
        return None
    root, seen = identity, {identity}
    while (parent := nodes[root].header.parent) in nodes and parent is not None and parent not in seen:
        seen.add(parent)
        root = parent
    for node in nodes.values():
        parent = node.header.parent
        if parent in nodes and parent is not None and node.header.id != root:
            nodes[parent].branches.append(node)
    for node in nodes.values():
        node.branches.sort(key=lambda each: (each.header.branch_turn or 0, each.header.started_at or "", each.header.id))
    return nodes[root]
