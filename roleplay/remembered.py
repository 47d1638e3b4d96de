"""The one thing to try next time, kept between talks."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from roleplay.dialogue import Header
from roleplay.private import make_folder, replace
from roleplay.scorecard import Scorecard, next_step

__all__ = ["announced", "recall", "remember"]


def remember(root: Path, card: Scorecard, header: Header) -> None:
    """Keep which skill to work on next. What cannot be written is let go: a hint is not worth a failed talk."""
    value = {"skill": next_step(card), "persona": header.persona, "scenario": header.scenario, "transcript": header.id}
    with suppress(OSError):
        replace(root / "next.json", json.dumps(value).encode())


def recall(root: Path) -> str | None:
    """The skill to work on, None if nothing was kept or it cannot be read."""
    try:
        value = json.loads((root / "next.json").read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    skill = value.get("skill") if isinstance(value, dict) else None
    return skill if isinstance(skill, str) else None


def announced(root: Path, place: str) -> bool:
    """Whether it was said before that talks go to *place*; from now on it was. What cannot be written is said again next time."""
    path = root / "places.json"
    try:
        value = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        value = []
    places = [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
    if place in places:
        return True
    with suppress(OSError):
        make_folder(root)
        replace(path, json.dumps([*places, place]).encode())
    return False
