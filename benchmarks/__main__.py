"""``python -m benchmarks [NAME…] [FOLDER]``: the numbers in README.md, each with the floor it is measured against in the same run.

*FOLDER* holds data that are not ours to ship, for those that can use them.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

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
    "importing",
    "many",
    "replies",
    "outside",
    "recorded",
)
ON_DATA = ("replies", "outside", "recorded")

if __name__ == "__main__":
    names = [name for name in sys.argv[1:] if name in NAMES]
    folders = [name for name in sys.argv[1:] if name not in NAMES]
    if len(folders) > 1 or not all(Path(folder).is_dir() for folder in folders):
        sys.exit(f"{folders[0]} is neither a number nor a folder; the numbers: {', '.join(NAMES)}")
    results = [importlib.import_module(f"benchmarks.{name}").main(*(folders if name in ON_DATA else ())) for name in names or NAMES]
    sys.exit(0 if all(results) else 1)
