"""The terminal is closed, or the process is told to end: an exception that nothing on its way swallows, so that files are closed."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["HungUp", "hearing"]

AGAIN = 2.0  # seconds; putting things away takes less

_SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class HungUp(SystemExit):
    """There is nobody left to talk to. A `SystemExit`, because an event loop lets nothing else through that a signal raises."""


@contextmanager
def hearing() -> Iterator[None]:
    """Within this, SIGTERM and SIGHUP raise `HungUp`: once, unless the place they struck swallowed it, as a garbage collector's callback does.

    What comes after `HungUp` was heard does not disturb putting things away.
    """
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    heard = [number for number in _SIGNALS if before[number] is not signal.SIG_IGN]  # under nohup a closed terminal means nothing

    def hang_up(*_: object) -> None:
        for number in heard:
            signal.signal(number, signal.SIG_IGN)
        _knock_again()
        raise HungUp

    for number in heard:
        signal.signal(number, hang_up)
    knock = _on_knock(hang_up)
    try:
        yield
    finally:
        _on_knock(knock)
        for number in heard:
            signal.signal(number, before[number])


def _on_knock(handler: Any) -> Any:
    """Let *handler* hear the timer, which is stopped; what heard it before."""
    if not hasattr(signal, "setitimer"):
        return None
    signal.setitimer(signal.ITIMER_REAL, 0)
    return signal.signal(signal.SIGALRM, handler)


def _knock_again() -> None:
    """Raise again in a while, if this one is swallowed."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, AGAIN)
