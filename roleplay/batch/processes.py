"""The same work in several processes on this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor
from threading import Thread

from roleplay.batch.assessor import language_of
from roleplay.batch.engines import Promise
from roleplay.batch.order import Order
from roleplay.batch.work import Given, assess, packed

__all__ = ["Processes"]


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
