"""Where the work is done: in this process, in several on this machine, or on a cluster. All of them take chunks and promise what comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from typing import Protocol

from roleplay.batch.assessor import Assessor
from roleplay.batch.work import Done, Given, assess_here

__all__ = ["Engine", "Here", "Promise"]


class Promise(Protocol):
    """What will have come of a chunk."""

    def result(self) -> Done:
        """Wait for it. Raises one of the engine's *lost* where whoever did it is no more."""
        ...

    def done(self) -> bool:
        """Whether there is nothing to wait for."""
        ...


class Engine(Protocol):
    """Who takes chunks of files."""

    @property
    def seconds(self) -> float:
        """How long a chunk should take at least."""
        ...

    @property
    def ahead(self) -> int:
        """How many chunks are under way at once."""
        ...

    @property
    def lost(self) -> tuple[type[Exception], ...]:
        """What is raised for work that has to be given again."""
        ...

    def submit(self, chunk: Sequence[Given]) -> Promise:
        """Begin to score *chunk*, whose files are in one language as far as their first lines say it."""
        ...

    def close(self) -> None:
        """Stop, and do not wait for what nobody wants any more."""
        ...


class Here:
    """In this process: each file is a chunk, and scored when it is given. Also where a coder waits for a model, which it asks many things at once."""

    seconds = 0.0
    ahead = 1
    lost: tuple[type[Exception], ...] = ()

    def __init__(self, assessor: Assessor) -> None:
        self._assessor = assessor

    def submit(self, chunk: Sequence[Given]) -> Promise:
        """Score it now."""
        done: Future[Done] = Future()
        done.set_result(assess_here(self._assessor, chunk))
        return done

    def close(self) -> None:
        """There is nothing to stop."""
