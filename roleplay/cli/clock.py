"""The clock of a talk: seconds since its start, stopped while the talk is paused."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["Clock"]


class Clock:
    """Monotonic seconds; `pause` and `go` take time out of the talk. *tick* is handed in by tests."""

    def __init__(self, tick: Callable[[], float] = time.monotonic) -> None:
        self._tick = tick
        self._start = tick()
        self._paused: float | None = None

    def now(self) -> float:
        """Seconds since the start, without the pauses."""
        return round((self._tick() if self._paused is None else self._paused) - self._start, 3)

    def pause(self) -> None:
        """Stop the clock; nothing happens if it stands."""
        if self._paused is None:
            self._paused = self._tick()

    def go(self) -> None:
        """Let the clock run again from where it stood."""
        if self._paused is not None:
            self._start += self._tick() - self._paused
            self._paused = None

    def set(self, moment: float) -> None:
        """Let it be *moment* now, running or standing: what was done since is not part of the talk."""
        self._start = (self._tick() if self._paused is None else self._paused) - moment
