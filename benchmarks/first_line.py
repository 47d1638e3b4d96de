"""From the start of ``roleplay practice`` to the partner's first line: at most 0.5 s when warm, piped and on a terminal. Floor: Python printing a line."""

from __future__ import annotations

import os
import pty
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from benchmarks.measure import PROGRAM, in_turn, report

SPOKEN = re.compile(rb"\x1b\[1;35m[^\x1b]+\x1b\[0m\S")  # a name in its colour, and the first letter that is said
FLOOR = "print('\\x1b[1;35mX  \\x1b[0mx', flush=True)"
REMEMBERED = 'gender = "f"\npersona = "grumbling_parent"\nscenario = "sunday-call"\ndifficulty = "normal"\n'


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


def until_spoken(command: list[str], environment: dict[str, str]) -> float:
    """Seconds until somebody begins to speak on a terminal."""
    began = time.perf_counter()
    child, terminal = pty.fork()
    if child == 0:
        os.execve(command[0], command, environment)
    shown = b""
    try:
        while not SPOKEN.search(shown):
            shown += os.read(terminal, 4096)
        return time.perf_counter() - began
    except OSError:
        raise RuntimeError(f"{command} ended with {shown!r}") from None
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)


def main() -> bool:
    """Measure 15 pairs in each language, piped, then on a terminal with everything remembered that is asked once."""
    good = True
    for language in ("en", "ro", "ru"):
        with tempfile.TemporaryDirectory() as home:
            environment = {**os.environ, "ROLEPLAY_HOME": home, "TERM": "xterm"}
            talk = [PROGRAM, "practice", "grumbling_parent", "--lang", language, "--format", "jsonl"]
            ours, floor = in_turn(
                partial(until_line, talk, b'"type": "turn"', environment),
                partial(until_line, [sys.executable, "-c", "print('x', flush=True)"], b"x", environment),
                15,
            )
            good &= report(f"first line, {language}", ours, floor, limit="at most 500 ms", ok=statistics.median(ours) <= 0.5)
            Path(home, "config.toml").write_text(f'language = "{language}"\n{REMEMBERED}', "utf-8")
            ours, floor = in_turn(
                partial(until_spoken, [PROGRAM, "practice"], environment),
                partial(until_spoken, [sys.executable, "-c", FLOOR], environment),
                15,
            )
            good &= report(f"first line on a terminal, {language}", ours, floor, limit="at most 500 ms", ok=statistics.median(ours) <= 0.5)
    return good


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
