"""Silence for one thread: what code of others prints there goes nowhere, while the other threads speak on."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock, local
from typing import TextIO, cast

__all__ = ["quiet"]


class _Nowhere(io.TextIOBase):
    """Takes everything and keeps nothing."""

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        return len(text)


class _Depth(local):
    """How many `quiet` blocks this thread is in."""

    here = 0


class _Switch:
    """Standard output while any thread is quiet: *stream* for those that are not."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def __getattr__(self, name: str) -> object:
        return getattr(_NOWHERE if _DEPTH.here else self.stream, name)


_NOWHERE, _DEPTH, _LOCK = _Nowhere(), _Depth(), Lock()
_blocks = 0


@contextmanager
def quiet() -> Iterator[None]:
    """Let nothing that this thread prints reach standard output. `contextlib.redirect_stdout` would silence the whole process."""
    _enter()
    _DEPTH.here += 1
    try:
        yield
    finally:
        _DEPTH.here -= 1
        _leave()


def _enter() -> None:
    global _blocks  # noqa: PLW0603  # as standard output is one for all
    with _LOCK:
        _blocks += 1
        if sys.stdout is not None and not isinstance(sys.stdout, _Switch):
            sys.stdout = cast("TextIO", _Switch(sys.stdout))


def _leave() -> None:
    global _blocks  # noqa: PLW0603
    with _LOCK:
        _blocks -= 1
        if not _blocks and isinstance(sys.stdout, _Switch):
            sys.stdout = sys.stdout.stream
