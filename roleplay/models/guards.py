"""What is wrapped around a model so that a talk survives it: a time for the turn, another try, a limit of size, a budget.

Each is a model around a model. `guarded` puts all of them on, in the order in which they make sense.
"""

from __future__ import annotations

import os
import time
from _thread import start_new_thread
from collections.abc import Callable
from dataclasses import replace
from queue import Empty, SimpleQueue
from threading import Event

from roleplay.dialogue import Status
from roleplay.errors import Busy, ProviderFailed, TimedOut, Unreachable
from roleplay.models.faults import LONGEST_WAIT
from roleplay.models.guard import Ask, Guard
from roleplay.models.limits import Budget, Budgeted
from roleplay.models.reply import ChatModel, Ending, Pieces, Reply
from roleplay.models.thoughts import Habit, without_thoughts

__all__ = ["Bounded", "Retried", "Thoughtless", "Timed", "guarded"]

Told = Callable[[ProviderFailed, float, int], None]
"""Is told of each further try: what failed, how many seconds are waited, and the number of the try."""

_THOUGHTS = 12  # so many times as long as a reply may be what is thought before it


def guarded(
    model: ChatModel, *, seconds: float = 60, attempts: int = 3, chars: int = 8000, budget: Budget | None = None, told: Told | None = None
) -> ChatModel:
    """*model* with every guard: *seconds* for a turn, *attempts* at it, *chars* of a reply at most, and a *budget* for all it is asked."""
    kept: ChatModel = Timed(Retried(Bounded(Thoughtless(Bounded(model, chars * _THOUGHTS)), chars), attempts, told), seconds)
    return kept if budget is None else Budgeted(kept, budget)


class Thoughtless(Guard):
    """Leaves out what a model thinks aloud between ``<think>`` and ``</think>``, and calls a reply without words refused."""

    def __init__(self, model: ChatModel) -> None:
        super().__init__(model)
        self._habit = Habit()

    def _guarded(self, ask: Ask) -> Reply:
        inner = ask()
        return Reply(without_thoughts(inner.pieces, self._habit), inner.close)


class Bounded(Guard):
    """Cuts a reply off after *chars* characters and lets go of the connection: truncated."""

    def __init__(self, model: ChatModel, chars: int) -> None:
        super().__init__(model)
        self._chars = chars

    def _guarded(self, ask: Ask) -> Reply:
        inner = ask()
        return Reply(self._pieces(inner), inner.close)

    def _pieces(self, inner: Reply) -> Pieces:
        left = self._chars
        for piece in inner.pieces:
            if isinstance(piece, str) and len(piece) > left:
                yield piece[:left]
                inner.close()
                yield Ending(status=Status.TRUNCATED, finish="size")
                return
            yield piece
            left -= len(piece) if isinstance(piece, str) else 0


class Retried(Guard):
    """Asks again when there was no connection or no time for us, up to *attempts* times in all; never once a word has come.

    What a provider asks to wait is waited, if it is not too long; else twice as long from try to try. *told* hears of each.
    """

    def __init__(self, model: ChatModel, attempts: int = 3, told: Told | None = None, *, first: float = 0.5) -> None:
        super().__init__(model)
        self._attempts, self._told, self._first = attempts, told, first

    def _guarded(self, ask: Ask) -> Reply:
        gone = Event()
        under_way: list[Reply] = []

        def close() -> None:
            gone.set()
            for reply in under_way:
                reply.close()

        return Reply(self._pieces(ask, under_way, gone), close)

    def _pieces(self, ask: Ask, under_way: list[Reply], gone: Event) -> Pieces:
        for attempt in range(1, self._attempts + 1):
            reply = ask()
            under_way[:] = [reply]
            try:
                first = next(reply.pieces)
            except (Unreachable, Busy) as error:
                seconds = self._pause(error, attempt)
                if seconds is None or gone.is_set():
                    raise
                if self._told is not None:
                    self._told(error, seconds, attempt + 1)
                if gone.wait(seconds):
                    raise
            else:
                yield _counted(first, attempt)
                for piece in reply.pieces:
                    yield _counted(piece, attempt)
                return

    def _pause(self, error: ProviderFailed, attempt: int) -> float | None:
        """How many seconds to wait before the next try, None if there is none."""
        wait = error.wait if isinstance(error, Busy) else None
        if attempt >= self._attempts or (wait is not None and wait > LONGEST_WAIT):
            return None
        return self._first * 2 ** (attempt - 1) if wait is None else wait


class Timed(Guard):
    """Gives a turn *seconds* of wall time, tries and waits included; then lets go, whatever the model is doing.

    The model runs in a thread of its own: a look-up of a name cannot be stopped, but it need not be waited for, and Ctrl-C is heard at once.
    """

    def __init__(self, model: ChatModel, seconds: float) -> None:
        super().__init__(model)
        self._seconds = seconds

    def _guarded(self, ask: Ask) -> Reply:
        inner = ask()
        return Reply(self._pieces(inner, at_once=ask.schema is not None), inner.close)

    def _pieces(self, inner: Reply, *, at_once: bool) -> Pieces:
        end = time.monotonic() + self._seconds
        come: SimpleQueue[str | Ending | BaseException | None] = SimpleQueue()
        heard = None if at_once else Event()
        _have_poured((inner, come, heard))
        spoken = False
        try:
            while True:
                try:
                    piece = come.get(timeout=max(0.0, end - time.monotonic()))
                except Empty:
                    late = TimedOut(
                        "{model} took longer than the {seconds} s there are for a turn", model=self.name, seconds=f"{self._seconds:g}"
                    )
                    if not spoken:
                        raise late from None
                    yield Ending(status=Status.INTERRUPTED, fault=late)
                    return
                if heard is not None:
                    heard.set()
                if piece is None:
                    return
                if isinstance(piece, BaseException):
                    raise piece
                yield piece
                spoken = spoken or isinstance(piece, str)
        finally:
            if heard is not None:
                heard.set()
            inner.close()


_Job = tuple[Reply, "SimpleQueue[str | Ending | BaseException | None]", Event | None]
_idle: list[SimpleQueue[_Job]] = []  # a thread costs more to begin than to wake, and a coder needs thousands


def _have_poured(job: _Job) -> None:
    """Let a thread `_pour`, an idle one if there is one."""
    try:
        jobs = _idle.pop()
    except IndexError:
        jobs = SimpleQueue()
        start_new_thread(_work, (jobs,))  # `threading.Thread` would wait here until it runs
    jobs.put(job)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)  # a process that was forked has no other threads


def _work(jobs: SimpleQueue[_Job]) -> None:
    while True:
        _pour(*jobs.get())
        _idle.append(jobs)


def _pour(inner: Reply, come: SimpleQueue[str | Ending | BaseException | None], heard: Event | None) -> None:
    """Hand on what *inner* says, all together if nobody has *heard* before.

    Else the first piece is waited for to be heard: this thread would keep the interpreter for 5 ms more.
    """
    try:
        for piece in inner.pieces if heard is not None else tuple(inner.pieces):
            come.put(piece)
            if heard is not None:
                heard.wait()
        come.put(None)
    except BaseException as error:  # it belongs to whoever waits for the reply
        come.put(error)


def _counted(piece: str | Ending, attempt: int) -> str | Ending:
    return piece if isinstance(piece, str) else replace(piece, attempts=attempt)
