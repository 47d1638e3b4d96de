"""A small run to test with: talks in a folder, who scores them, and an engine that keeps count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from roleplay.batch import makings
from roleplay.batch.assessor import Assessor
from roleplay.batch.engines import Here, Promise
from roleplay.batch.order import Order
from roleplay.batch.talks import Talks
from roleplay.batch.work import Given
from roleplay.codes import Coding
from roleplay.dialogue import LANGUAGES, Exchange
from roleplay.formats.shelf import formats
from roleplay.plugins import discover
from roleplay.scoring import Reason, scored
from tests.cli.talks import BLAME, lines, write
from tests.gradings import Asked, coding, skill

__all__ = ["Counting", "Rules", "assessor", "order", "talks"]

SKILLS = ("listening", "pauses")


@dataclass
class Rules:
    """A coder that finds nothing, and counts what it was asked."""

    name: str = "rules"
    version: str = "1+en.1"
    asked: int = 0

    def code(self, exchange: Exchange) -> Coding:
        """No codes."""
        self.asked += 1
        return replace(coding(), coder=self.name)

    def material(self, exchange: Exchange, coding: Coding) -> dict[str, str]:
        """No material."""
        return {}


def assessor(coder: Any = None, **changes: Any) -> Assessor:
    """Two skills that value the number of words, and a coder of no account."""
    scorer = Asked(lambda exchange, _: scored(min(1.0, len(exchange.reply.text.split()) / 10), Reason("close")))
    given: dict[str, Any] = {"skills": [skill(name, scorer) for name in SKILLS], "talks": Talks(formats=formats)}
    return Assessor(coder_of=lambda _: coder or Rules(), **given | changes)


def order(**changes: Any) -> Order:
    """What asks for the scorers that ship."""
    shelf = discover("scorers", shipped_only=True).found
    made = {name: makings.of_skill(shelf[name].folder) for name in SKILLS} | {each: makings.of_rules(each) for each in LANGUAGES}
    asked: dict[str, Any] = {"scorers": SKILLS, "made": made, "shipped_only": True}
    return Order(**asked | changes)


def talks(folder: Path, count: int, **header: Any) -> list[Path]:
    """So many talks, each with one reply more than the one before."""
    return [write(folder / f"{n:03}.jsonl", lines(*[BLAME] * (n + 1), id=f"T{n}", **header)) for n in range(count)]


@dataclass
class Counting:
    """An engine that works here and keeps the names of the files it was given, chunk by chunk."""

    inner: Here
    seconds: float = 0.0
    ahead: int = 1
    lost: tuple[type[Exception], ...] = ()
    chunks: list[list[str]] = field(default_factory=list)
    closed: bool = False

    def submit(self, chunk: Sequence[Given]) -> Promise:
        """Keep count, and score."""
        self.chunks.append([Path(each.path).name for each in chunk])
        return self.inner.submit(chunk)

    def close(self) -> None:
        """Keep that too."""
        self.closed = True
        self.inner.close()
