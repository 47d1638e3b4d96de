"""Foreign code that misbehaves in every way, as `roleplay.confinement` runs it: named there by module and function."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import Any

__all__ = ["BOMBS", "bomb", "dud", "rendered"]


def _memory(_: Any) -> object:
    return len(bytearray(4_000_000_000))


def _leak(_: Any) -> object:
    kept: list[bytes] = []
    while True:
        kept.append(bytes(10_000_000))


def _loop(_: Any) -> object:
    while True:
        pass


def _sleep(_: Any) -> object:
    time.sleep(600)
    return None


def _print(value: Any) -> object:
    print("{not json")
    os.write(1, b"nor this\n")
    return [value, sys.stdin.read()]


def _leave(_: Any) -> object:
    sys.exit(7)


def _vanish(_: Any) -> object:
    os._exit(7)


def _raise(_: Any) -> object:
    raise BaseException("out")  # noqa: TRY002  # what nobody should


def _chatter(_: Any) -> object:
    return "x" * 5_000_000


def _unsayable(_: Any) -> object:
    return object()


def _deep(_: Any) -> object:
    value: list[object] = []
    for _each in range(100_000):
        value = [value]
    return value


BOMBS: dict[str, Callable[[Any], object]] = {
    "memory": _memory,
    "leak": _leak,
    "loop": _loop,
    "sleep": _sleep,
    "print": _print,
    "leave": _leave,
    "vanish": _vanish,
    "raise": _raise,
    "chatter": _chatter,
    "unsayable": _unsayable,
    "deep": _deep,
    "process": lambda _: os.getpid(),
}


def bomb(_argument: str = "") -> Callable[[Any], object]:
    """What goes off by the name it is asked with; any other value comes back."""

    def answer(value: Any) -> object:
        return BOMBS[value](value) if isinstance(value, str) and value in BOMBS else value

    return answer


def dud() -> Callable[[Any], object]:
    """What cannot even be made."""
    raise ValueError("never ready")


def rendered() -> Callable[[Any], object]:
    """A template engine without any rule, and a name that only the owner should have."""
    from jinja2 import Environment

    return lambda source: Environment().from_string(source).render()  # what is tested is what happens then
