"""A small scorer written to a folder: declared in YAML, or with a class in a Python file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

__all__ = ["cases_file", "scorer_file", "write"]

REASONS = {key: {"en": key} for key in ("no_opportunity", "plain", "gained", "cost")}


def scorer_file(**changes: Any) -> dict[str, Any]:
    """What ``scorer.yaml`` of a declared scorer holds, with *changes*; a change to None takes the key out."""
    given = {
        "schema": 1,
        "id": "thanks",
        "version": "1",
        "languages": ["en"],
        "titles": {"en": "Thanks"},
        "about": {"en": "Specific thanks."},
        "next": {"en": "Thank for one thing."},
        "reasons": REASONS,
        "adds": {"gratitude": 1},
        "costs": {"blame": 0.5},
    }
    return {key: item for key, item in (given | changes).items() if item is not None}


def cases_file(**changes: Any) -> dict[str, Any]:
    """What ``cases.yaml`` holds, with *changes*."""
    pair = {"id": "thanked", "heard": "I made soup.", "better": "Thank you for the soup.", "worse": "Soup."}
    return {"schema": 1, "pairs": {"en": [pair]}} | changes


def write(folder: Path, *, scorer: dict[str, Any] | None = None, cases: dict[str, Any] | None = None, python: str | None = None) -> Path:
    """Write a scorer to *folder* and give the folder back; with *python* its class is ``scorer:Scorer`` there."""
    folder.mkdir(parents=True, exist_ok=True)
    value = scorer or scorer_file()
    if python is not None:
        value = {"class": "scorer:Scorer"} | {key: item for key, item in value.items() if key not in ("adds", "costs")}
        (folder / "scorer.py").write_text(python, "utf-8")
    for name, content in (("scorer.yaml", value), ("cases.yaml", cases or cases_file())):
        (folder / name).write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    return folder
