"""Where the work is done: in this process, in several on this machine, or on a cluster. All of them take chunks and promise what comes of them."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from threading import Thread
from typing import Protocol

from roleplay.batch.assessor import Assessor, language_of
from roleplay.batch.order import Order
from roleplay.batch.work import Done, Given, assess, assess_here, packed

__all__ = ["Engine", "Here", "Processes", "Promise"]


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


class Processes:
    """In *jobs* processes at once. A process knows the words of one language only, so that none grows with the languages there are."""

    seconds = 0.1
    lost: tuple[type[Exception], ...] = (BrokenExecutor,)

    def __init__(self, order: Order, jobs: int) -> None:
        self.ahead = 2 * jobs
        self._order, self._jobs = packed(order), jobs
        self._pools: dict[str, ProcessPoolExecutor] = {}

    def submit(self, chunk: Sequence[Given]) -> Promise:
        """Give it to the processes of its language, begun where they are missing."""
        language = language_of(chunk[0].data)
        for _ in range(2):
            try:
                return self._pool(language).submit(assess, self._order, chunk)
            except BrokenExecutor:  # one of its processes died
                self._pools.pop(language).shutdown(wait=False)
        return self._pool(language).submit(assess, self._order, chunk)

    def _pool(self, language: str) -> Executor:
        if language not in self._pools:
            fresh = multiprocessing.get_context("spawn")
            self._pools[language] = ProcessPoolExecutor(self._jobs, mp_context=fresh, initializer=_serve)
        return self._pools[language]

    def close(self) -> None:
        """Let the processes end with what they have in hand."""
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)


def _serve() -> None:
    """Leave Ctrl-C to the process that the user sees, and do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    master = multiprocessing.parent_process()
    if master is not None:
        master.join()
        os._exit(1)
