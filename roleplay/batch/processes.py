"""The same work in several processes on this machine."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Sequence
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor
from multiprocessing.connection import Connection
from queue import LifoQueue

from roleplay.batch.engines import Promise
from roleplay.batch.order import Order
from roleplay.batch.talks import language_of
from roleplay.batch.work import Done, Given, assess, packed

__all__ = ["Processes"]


class Processes:
    """In *jobs* processes at once. A process knows the words of one language only, so that none grows with the languages there are."""

    seconds = 0.1
    lost: tuple[type[Exception], ...] = (BrokenExecutor,)

    def __init__(self, order: Order, jobs: int) -> None:
        self.ahead = 2 * jobs
        self._order, self._jobs = packed(order), jobs
        self._crews: dict[str, _Crew] = {}

    def submit(self, chunk: Sequence[Given]) -> Promise:
        """Give it to the processes of its language, begun where they are missing."""
        language = language_of(chunk[0].data)
        if language not in self._crews:
            self._crews[language] = _Crew(self._order, self._jobs)
        return self._crews[language].submit(chunk)

    @property
    def pids(self) -> dict[str, list[int]]:
        """The processes there are, by language."""
        return {language: crew.pids for language, crew in self._crews.items()}

    def close(self) -> None:
        """End the processes; what they have in hand is wanted by nobody."""
        for crew in self._crews.values():
            crew.close()


class _Crew:
    """Processes with one language, each at the end of a pipe of its own: one that is killed in the middle of a word ends its pipe, and only that."""

    def __init__(self, order: bytes, jobs: int) -> None:
        self._order = order
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="score", initializer=_leave_interrupts)
        self._idle: LifoQueue[_Worker | None] = LifoQueue()
        self._workers: set[_Worker] = set()
        for _ in range(jobs):
            self._idle.put(None)  # begun when it is needed

    @property
    def pids(self) -> list[int]:
        return [worker.pid for worker in self._workers]

    def submit(self, chunk: Sequence[Given]) -> Promise:
        return self._threads.submit(self._ask, chunk)

    def _ask(self, chunk: Sequence[Given]) -> Done:
        worker = self._idle.get()
        try:
            if worker is None:
                worker = _Worker(self._order)
                self._workers.add(worker)
            return worker.ask(chunk)
        except BrokenExecutor:
            if worker is not None:
                self._workers.discard(worker)
            worker = None
            raise
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in list(self._workers):
            worker.end()


class _Worker:
    def __init__(self, order: bytes) -> None:
        fresh = multiprocessing.get_context("spawn")
        self._pipe, theirs = fresh.Pipe()
        self._process = fresh.Process(target=_serve, args=(theirs, order), daemon=True)
        self._process.start()
        theirs.close()  # so that the pipe ends with the process

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def ask(self, chunk: Sequence[Given]) -> Done:
        try:
            self._pipe.send(chunk)
            done = self._pipe.recv()
        except (EOFError, OSError):
            raise BrokenExecutor from None
        if isinstance(done, Exception):
            raise done
        assert isinstance(done, Done)
        return done

    def end(self) -> None:
        self._process.terminate()


def _leave_interrupts() -> None:
    """Ctrl-C is for the process that the user sees: what this thread begins never gets it, not even while it is still loading."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _serve(pipe: Connection, order: bytes) -> None:
    """Score what comes until nobody is at the other end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while True:
            chunk = pipe.recv()
            try:
                done: Done | Exception = assess(order, chunk)
            except Exception as error:  # it is raised where it was asked for
                done = error
            pipe.send(done)
    except (EOFError, OSError):
        return
