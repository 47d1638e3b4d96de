"""A bar on standard error while many files are worked on: on a terminal only, out of the way of what is written."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress

__all__ = ["Bar"]

T = TypeVar("T")
EVERY = 0.1  # seconds between two looks


class Bar:
    """How many of *count* are done. Nothing is shown off a terminal, on one that cannot move its cursor, or for a single one."""

    def __init__(self, count: int) -> None:
        self.count, self.done = count, 0
        self._bar: Progress | None = None
        self._looked = 0.0

    def __enter__(self) -> Self:
        if self.count > 1 and sys.stderr.isatty():
            self._bar = _bar(self.count)
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._bar is not None:
            self._bar.stop()

    def over(self, items: Iterable[T]) -> Iterator[T]:
        """Yield *items*, and count each of them when the next is asked for."""
        for item in items:
            yield item
            self.done += 1
            if self._bar is not None and (now := time.monotonic()) - self._looked > EVERY:
                self._looked = now
                self._bar.update(self._bar.task_ids[0], completed=self.done)

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Nothing of the bar is on the screen while this lasts: what is written may go to the same terminal."""
        if self._bar is None:
            yield
            return
        self._bar.stop()
        try:
            yield
        finally:
            self._bar.start()


def _bar(count: int) -> Progress | None:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    screen = Console(file=sys.stderr, markup=False, emoji=False, highlight=False)
    if screen.is_dumb_terminal:
        return None
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=screen, transient=True, redirect_stdout=False, redirect_stderr=False)
    bar.add_task("", total=count)
    return bar
