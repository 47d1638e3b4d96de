"""Timing whole processes and calls, in turn with their floor, and saying the result in one line."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from roleplay.agreement.estimates import Estimate

__all__ = ["PROGRAM", "UNITS", "in_turn", "peak", "report", "said", "wall"]

UNITS = {"s": 1.0, "ms": 1e3, "µs": 1e6, "MB": 1e-6}  # of what is measured in seconds or in bytes
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


_WEIGHING = (
    "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True); \
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
)


def peak(command: Sequence[str], home: str) -> float:
    """The most bytes of memory that *command* held at once, its output thrown away; its settings are those in *home*.

    It is begun by a small process: what one that begins another holds itself counts for the other (Linux).
    """
    weighing = [sys.executable, "-S", "-c", _WEIGHING, *command]
    done = subprocess.run(weighing, capture_output=True, check=True, env={**os.environ, "ROLEPLAY_HOME": home})
    return int(done.stdout) * 1024.0


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


def said(name: str, found: Estimate, floor: float | None, least: float | None, count: int) -> bool:
    """Print a number from 0 to 1 with its interval over *count* items, beside its *floor* and the *least* that is wanted, where there are any."""
    ok = least is None or (found.value is not None and found.value >= least)
    spread = f" ({found.interval[0]:.2f} to {found.interval[1]:.2f})" if found.interval else ""
    value = "none" if found.value is None else f"{found.value:.2f}"
    wanted = "no limit" if least is None else f"at least {least:.2f}"
    beside = "" if floor is None else f", floor {floor:.2f}"
    print(f"{name}: {value}{spread} of {count}{beside}; wanted {wanted}: {'met' if ok else 'NOT MET'}")
    return ok
