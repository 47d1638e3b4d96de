"""``python -m benchmarks [NAME…] [FOLDER]``: the numbers in README.md, each with the floor it is measured against in the same run.

*FOLDER* holds data that are not ours to ship, for those that can use them.
"""

from __future__ import annotations

import importlib
import sys

NAMES = (
    "help_time",
    "first_line",
    "feedback",
    "kills",
    "group_page",
    "model_layer",
    "gate",
    "model_coding",
    "padding",
    "coding",
    "memory",
    "long",
    "replies",
    "outside",
    "recorded",
)
ON_DATA = ("replies", "outside", "recorded")

if __name__ == "__main__":
    names = [name for name in sys.argv[1:] if name in NAMES]
    folders = [name for name in sys.argv[1:] if name not in NAMES][:1]
    results = [importlib.import_module(f"benchmarks.{name}").main(*(folders if name in ON_DATA else ())) for name in names or NAMES]
    sys.exit(0 if all(results) else 1)
