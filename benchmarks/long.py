"""Memory that ``roleplay score --format jsonl`` and ``roleplay replay`` take for 100,000 turns, against 10,000 turns of the same talk: at most 1.1 times."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

from benchmarks.coding import sample
from benchmarks.measure import PROGRAM, peak, report
from roleplay.dialogue import Header, Speaker, Turn
from roleplay.record import dump

SHORT, LONG, ROUNDS = 10_000, 100_000, 2
COMMANDS = {"scoring": ("score", "--format", "jsonl"), "replaying": ("replay",)}


def write(path: Path, count: int) -> None:
    """A transcript of *count* turns: the same 800 over and over, as the words of people are."""
    said = [line for reply, heard in sample("en") for line in ((Speaker.PERSONA, heard), (Speaker.TRAINEE, reply))]
    with path.open("wb") as file:
        file.write(dump(Header(id=f"long-{count}", language="en")))
        for index, (speaker, text) in enumerate(islice(cycle(said), count)):
            file.write(dump(Turn(index=index, speaker=speaker, text=text, start=index * 6.0, end=index * 6.0 + 3)))


def whole(path: Path, home: str) -> bool:
    """Whether the scorecard is one line of JSON with every score and the summary last."""
    environment = {**os.environ, "ROLEPLAY_HOME": home}
    done = subprocess.run([PROGRAM, "score", str(path), "--format", "jsonl"], capture_output=True, check=True, env=environment)
    card = json.loads(done.stdout)
    counts = [sum(each[key] for key in ("scored", "no_opportunity", "failed")) for each in card["summary"].values()]
    return list(card)[-1] == "summary" and bool(sum(counts) == len(card["scores"]) == SHORT // 2 * len(counts))


def main() -> bool:
    """Measure both in turn, in fresh processes."""
    with tempfile.TemporaryDirectory() as home:
        talks = {count: Path(home, f"{count}.jsonl") for count in (SHORT, LONG)}
        for count, path in talks.items():
            write(path, count)
        assert whole(talks[SHORT], home)
        results = [_measured(title, command, talks, home) for title, command in COMMANDS.items()]
        return all(results)


def _measured(title: str, command: tuple[str, ...], talks: dict[int, Path], home: str) -> bool:
    name, *options = command
    pairs = [[peak([PROGRAM, name, str(talks[count]), *options], home) for count in (LONG, SHORT)] for _ in range(ROUNDS)]
    ours, floor = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    ratio = statistics.median(a / b for a, b in pairs)
    return report(f"{title} {LONG:,} turns, floor {SHORT:,}", ours, floor, unit="MB", limit="at most 1.1 times", ok=ratio <= 1.1)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
