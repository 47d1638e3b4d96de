"""``roleplay --help`` against the ``--help`` of a click program that does nothing: at most 1.2 times its wall time."""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import PROGRAM, in_turn, report, wall

BARE = '''
import sys
import click

@click.group()
def main():
    """Nothing."""

@main.command()
def one():
    """One."""

if __name__ == "__main__":
    sys.exit(main())
'''


def main() -> bool:
    """Measure 30 pairs."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, "utf-8")
        ours, floor = in_turn(lambda: wall([PROGRAM, "--help"]), lambda: wall([sys.executable, str(bare), "--help"]), 30)
    ratio = statistics.median(a / b for a, b in zip(ours, floor, strict=True))
    return report("the root help", ours, floor, limit="at most 1.2 times", ok=ratio <= 1.2)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
