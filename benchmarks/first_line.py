"""From the start of ``roleplay practice`` to the partner's first line on standard output: at most 0.5 s when warm. Floor: Python printing a line."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial

from benchmarks.measure import PROGRAM, in_turn, report


def until_line(command: list[str], wanted: bytes, environment: dict[str, str]) -> float:
    """Seconds until a line that has *wanted* in it is printed."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if wanted in line:
                took = time.perf_counter() - began
                process.kill()
                return took
    raise RuntimeError(f"{command} printed no {wanted!r}")


def main() -> bool:
    """Measure 15 pairs in each language."""
    good = True
    for language in ("en", "ro", "ru"):
        with tempfile.TemporaryDirectory() as home:
            environment = {**os.environ, "ROLEPLAY_HOME": home}
            talk = [PROGRAM, "practice", "grumbling_parent", "--lang", language, "--format", "jsonl"]
            ours, floor = in_turn(
                partial(until_line, talk, b'"type": "turn"', environment),
                partial(until_line, [sys.executable, "-c", "print('x', flush=True)"], b"x", environment),
                15,
            )
        good &= report(f"first line, {language}", ours, floor, limit="at most 500 ms", ok=statistics.median(ours) <= 0.5)
    return good


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
