"""Timing whole processes and calls, in turn with their floor, and saying the result in one line."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

__all__ = ["PROGRAM", "UNITS", "in_turn", "report", "wall"]

UNITS = {"ms": 1e3, "µs": 1e6, "MB": 1e-6}  # of what is measured in seconds or in bytes
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


def report(name: str, measured: Sequence[float], floor: Sequence[float], *, unit: str = "ms", limit: str, ok: bool) -> bool:
    """Print medians, in *unit* of `UNITS`, and the median of the ratios pair by pair."""
    times = UNITS[unit]
    ratio = statistics.median(a / b for a, b in zip(measured, floor, strict=True))
    spread = f"{min(measured) * times:.2f} to {max(measured) * times:.2f}"
    print(
        f"{name}: {statistics.median(measured) * times:.2f} {unit} ({spread}), floor {statistics.median(floor) * times:.2f} {unit}, "
        f"ratio {ratio:.2f}; wanted {limit}: {'met' if ok else 'NOT MET'}"
    )
    return ok
