"""200 processes killed while they write turns: no acknowledged turn may be missing. Also what a synced turn costs against a bare synced write."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import report
from roleplay.dialogue import Header, Speaker, Turn
from roleplay.journal import Journal, read

WRITER = """
import sys
from pathlib import Path
from roleplay.dialogue import Header, Speaker, Turn
from roleplay.journal import Journal
journal = Journal.create(Path(sys.argv[1]), Header(id="kill"))
for number in range(100000):
    journal.append(Turn(index=number, speaker=Speaker.TRAINEE, text="слово " * (number % 50)))
    print(number, flush=True)
"""


def killed(path: Path, chance: random.Random) -> tuple[int, int]:
    """Kill a writer after a random number of acknowledged turns; (acknowledged, found)."""
    with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        acknowledged = 0
        for _ in range(chance.randrange(1, 60)):
            acknowledged = int(process.stdout.readline()) + 1
        os.kill(process.pid, signal.SIGKILL)
        rest = process.stdout.read().split()
    acknowledged = max([acknowledged, *(int(number) + 1 for number in rest if number.isdigit())])
    return acknowledged, len(read(path).transcript.turns)


def main() -> bool:
    """Kill 200 times, then time 200 turns."""
    chance = random.Random(20261122)
    with tempfile.TemporaryDirectory() as folder:
        lost = 0
        for number in range(200):
            acknowledged, found = killed(Path(folder) / f"{number}.jsonl", chance)
            lost += max(0, acknowledged - found)
        print(f"kills: 200 processes killed, {lost} acknowledged turns lost; wanted 0: {'met' if not lost else 'NOT MET'}")
        ours, floor = [], []
        with Journal.create(Path(folder) / "time.jsonl", Header(id="time")) as journal:
            bare = os.open(Path(folder) / "bare", os.O_CREAT | os.O_WRONLY)
            for number in range(200):
                turn = Turn(index=number, speaker=Speaker.TRAINEE, text="word " * 10)
                began = time.perf_counter()
                journal.append(turn)
                ours.append(time.perf_counter() - began)
                began = time.perf_counter()
                os.write(bare, b"word " * 40)
                os.fsync(bare)
                floor.append(time.perf_counter() - began)
            os.close(bare)
    report("a turn kept", ours, floor, limit="no limit", ok=True)
    return not lost


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
