"""``roleplay score`` on many transcripts of twelve turns: on two cores and on a cluster against one core, its memory, and what is unchanged.

``python -m benchmarks many [COUNT]``: COUNT talks, 10,000 when none is given.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

import psutil

from benchmarks.measure import PROGRAM, report
from benchmarks.talks import write
from tests.batch.dasks import Dasks

COUNT, FEW, ROUNDS = 10_000, 10, 3
FLOOR = """
import hashlib, os, sys
from pathlib import Path
card = b"x" * int(sys.argv[2])
with open(sys.argv[3], "wb") as out:
    for path in sorted(path for path in Path(sys.argv[1]).rglob("*.jsonl") if path.is_file()):
        hashlib.sha256(path.read_bytes()).digest()
        out.write(card)
    out.flush()
    os.fsync(out.fileno())
"""


class Run:
    """One run of *command*: its *seconds*, those of *work* of its processes, and the most bytes that each of them held."""

    def __init__(self, command: Sequence[str], home: str) -> None:
        self.peaks: dict[int, int] = {}
        began, worked = time.perf_counter(), _worked()
        with subprocess.Popen(command, env={**os.environ, "ROLEPLAY_HOME": home}) as process, _looking(lambda: self._look(process.pid)):
            process.wait()
            self.seconds = time.perf_counter() - began
        self.work = _worked() - worked
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)

    def _look(self, pid: int) -> None:
        with suppress(psutil.Error):
            for each in (parent := psutil.Process(pid), *parent.children(recursive=True)):
                with suppress(psutil.Error):
                    self.peaks[each.pid] = max(self.peaks.get(each.pid, 0), each.memory_info().rss)


@contextmanager
def _looking(look: Callable[[], None]) -> Iterator[None]:
    """Have *look* done now and then beside what is done in the block."""
    done = Event()

    def watch() -> None:
        while not done.wait(0.2):
            look()

    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def main(count: str = str(COUNT)) -> bool:
    """Measure all of it; say how busy the machine was."""
    number = int(count)
    print(f"many: {number:,} talks; load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with tempfile.TemporaryDirectory() as place:
        talks, few, out = Path(place, "talks"), Path(place, "few"), Path(place, "out.jsonl")
        write(talks, number)
        write(few, number // FEW)
        score = [PROGRAM, "score", str(talks), "--format", "jsonl", "--out", str(out)]
        one = Run([*score, "--jobs", "1", "--no-cache"], place)
        cards = out.read_bytes()
        two = Run([*score, "--jobs", "2", "--no-cache"], place)
        small = Run([PROGRAM, "score", str(few), "--format", "jsonl", "--out", str(out), "--jobs", "2", "--no-cache"], place)
        good = rate("two processes", two, one, number, 0.8)
        part = one.work / two.work
        print(
            f"two processes, processor time: {two.work:.1f} s, floor {one.work:.1f} s, so {part:.0%} of twice the rate on two free cores; no limit"
        )
        most, before = max(two.peaks.values()), max(small.peaks.values())
        kept = Run([*score, "--jobs", "2"], place)
        rate("two processes, with scores remembered", kept, one, number)
        good &= report("memory of a process", [most], [before], unit="MB", limit="at most 120 MB", ok=most <= 120e6)
        floor = [sys.executable, "-c", FLOOR, str(talks), str(len(cards) // number), str(out)]
        pairs = [(Run([*score, "--jobs", "2"], place).seconds, Run(floor, place).seconds) for _ in range(ROUNDS)]
        assert len(out.read_bytes()) <= len(cards)
        ours, least = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        ratio = sorted(a / b for a, b in pairs)[ROUNDS // 2]
        good &= report("scored again, unchanged", ours, least, limit="at most 2 times", ok=ratio <= 2)
        Path(place, "dask").mkdir()
        with Dasks(Path(place, "dask"), 2) as dasks:
            good &= rate("two Dask workers", Run([*score, "--no-cache", "--cluster", dasks.address], place), one, number, 0.6)
        assert out.read_bytes() == cards
    print(f"load after: {os.getloadavg()[0]:.1f}")
    return good


def _worked() -> float:
    """Seconds of processor time of all processes that were waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rate(name: str, run: Run, one: Run, number: int, least: float = 0) -> bool:
    """Say which part of twice the rate of *one* process a *run* reaches."""
    part = one.seconds / run.seconds / 2
    wanted = f"at least {least:.0%}: {'met' if part >= least else 'NOT MET'}" if least else "no limit"
    print(
        f"{name}: {number / run.seconds:,.0f} talks a second, floor (one process) {number / one.seconds:,.0f}, {part:.0%} of twice that; "
        f"wanted {wanted}"
    )
    return part >= least


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:]) else 1)
