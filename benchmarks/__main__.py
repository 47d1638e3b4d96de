"""``python -m benchmarks [NAME…]``: the numbers in README.md, each with the floor it is measured against in the same run."""

from __future__ import annotations

import importlib
import sys

NAMES = ("help_time", "first_line", "feedback", "kills")

if __name__ == "__main__":
    results = [importlib.import_module(f"benchmarks.{name}").main() for name in sys.argv[1:] or NAMES]
    sys.exit(0 if all(results) else 1)
