"""Transcripts in files, for commands that read them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

__all__ = ["BLAME", "GRIEF", "kept", "lines", "write"]

BLAME = "You never listen to me."
GRIEF = "I sit here alone every evening and nobody calls."


def lines(*replies: str, times: bool = False, **header: Any) -> list[dict[str, Any]]:
    """A talk in English in which each of *replies* answers the same complaint; with *times*, three seconds after it."""
    first: dict[str, Any] = {"type": "header", "schema": 1, "id": "01TALK", "language": "en", "persona": "grumbling_parent"}
    found = [first | header]
    for number, reply in enumerate(replies):
        heard: dict[str, Any] = {"type": "turn", "index": 2 * number, "speaker": "persona", "text": GRIEF}
        said: dict[str, Any] = {"type": "turn", "index": 2 * number + 1, "speaker": "trainee", "text": reply}
        if times:
            heard |= {"start": 20.0 * number, "end": 20.0 * number + 5}
            said |= {"start": 20.0 * number + 8, "end": 20.0 * number + 15}
        found += [heard, said]
    return [*found, {"type": "end", "reason": "trainee"}]


def write(path: Path, talk: Sequence[dict[str, Any]] | None = None, *, torn: bytes = b"") -> Path:
    """Write *talk* (one with a reproach if none is given) to *path*, and a *torn* last line after it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in (lines(BLAME) if talk is None else talk))
    path.write_bytes(text.encode() + torn)
    return path


def kept(path: Path) -> list[dict[str, Any]]:
    """The lines of the transcript at *path*."""
    return [json.loads(line) for line in path.read_bytes().split(b"\n") if line]
