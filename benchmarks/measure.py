"""Timing whole processes and calls, in turn with their floor, and saying the result in one line."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

__all__ = ["PROGRAM", "in_turn", "report", "wall"]

PROGRAM = str(Path(sys.executable).with_name("roleplay"))


def wall(command: Sequence[str]) -> float:
    """Seconds of wall time that *command* takes, its output thrown away."""
    began = time.perf_counter()
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def in_turn(one: Callable[[], float], other: Callable[[], float], rounds: int) -> tuple[list[float], list[float]]:
    """Measure *one* and *other* by turns after a warm-up each, so that a machine that slows down slows both."""
    one(), other()
    pairs = [(one(), other()) for _ in range(rounds)]
    return [a for a, _ in pairs], [b for _, b in pairs]


def report(name: str, measured: Sequence[float], floor: Sequence[float], *, unit: float = 1000.0, limit: str, ok: bool) -> bool:
    """Print medians and the median of the ratios pair by pair; *unit* is what seconds are multiplied with (1000: milliseconds)."""
    ratio = statistics.median(a / b for a, b in zip(measured, floor, strict=True))
    spread = f"{min(measured) * unit:.2f} to {max(measured) * unit:.2f}"
    print(
        f"{name}: {statistics.median(measured) * unit:.2f} ms ({spread}), floor {statistics.median(floor) * unit:.2f} ms, "
        f"ratio {ratio:.2f}; wanted {limit}: {'met' if ok else 'NOT MET'}"
    )
    return ok
