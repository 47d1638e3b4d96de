"""The terminal is closed, or the process is told to end: an exception that nothing on its way swallows, so that files are closed."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["HungUp", "hearing"]

_SIGNALS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]


class HungUp(SystemExit):
    """There is nobody left to talk to. A `SystemExit`, because an event loop lets nothing else through that a signal raises."""


@contextmanager
def hearing() -> Iterator[None]:
    """Within this, SIGTERM and SIGHUP raise `HungUp`, once: what comes after it does not disturb putting things away."""
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    heard = [number for number in _SIGNALS if before[number] is not signal.SIG_IGN]  # under nohup a closed terminal means nothing

    def hang_up(*_: object) -> None:
        for number in heard:
            signal.signal(number, signal.SIG_IGN)
        raise HungUp

    for number in heard:
        signal.signal(number, hang_up)
    try:
        yield
    finally:
        for number in heard:
            signal.signal(number, before[number])
