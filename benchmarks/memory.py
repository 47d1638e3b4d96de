"""Resident memory with word data and weights of a language, warm on its replies: at most 90 MB, 180 MB with all three. Floor: bare Python."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
from pathlib import Path

from benchmarks.coding import sample
from benchmarks.measure import report
from roleplay.coders.rules import RuleCoder
from roleplay.dialogue import LANGUAGES

ROUNDS = 3
BARE = "print(int(open('/proc/self/statm').read().split()[1]) * __import__('resource').getpagesize())"
WANTED = ((("en",), 90), (("ro",), 90), (("ru",), 90), (LANGUAGES, 180))


def code() -> int:
    """Code what standard input holds, replies by language, in this process; the bytes it holds then. They are read elsewhere: labels take memory too."""
    for language, said in json.load(sys.stdin).items():
        coder = RuleCoder(language)
        for reply, heard in said:
            coder.code_text(reply, heard)
    return resident()


def resident() -> int:
    """The bytes of memory that this process holds now."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * resource.getpagesize()


def held(program: str, given: str = "") -> float:
    """The bytes that a fresh Python holds, as *program* prints them; it is *given* what it reads."""
    return float(subprocess.run([sys.executable, "-c", program], input=given, check=True, capture_output=True, text=True).stdout)


def main() -> bool:
    """Measure each in fresh processes, in turn with the floor."""
    good = True
    for languages, limit in WANTED:
        said = json.dumps({language: sample(language) for language in languages})
        pairs = [(held("from benchmarks.memory import code; print(code())", said), held(BARE)) for _ in range(ROUNDS)]
        ours, floor = [ours for ours, _ in pairs], [floor for _, floor in pairs]
        ok = statistics.median(ours) <= limit * 1e6
        good &= report(f"memory, {', '.join(languages)}", ours, floor, unit="MB", limit=f"at most {limit} MB", ok=ok)
    return good


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
