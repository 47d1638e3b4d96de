"""Labels, codings and files of them that the tests of agreement begin with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from roleplay.agreement.judgement import Item, Judgement, Labelled
from roleplay.codes import LISTENING, Code, IMessage

__all__ = ["item", "judgement", "line", "write"]


def judgement(*found: Code, looked: tuple[Code, ...] = LISTENING, **changes: Any) -> Judgement:
    """A judgement that finds the codes *found* among those *looked* for, with *changes*."""
    given: dict[str, Any] = {"blame": 0, "i_message": IMessage.NONE, "listening_level": 0}
    return Judgement(codes={code: code in found for code in looked}, **given | changes)


def item(label: Judgement | None = None, coded: Judgement | None = None, **changes: str) -> Item:
    """An item with this *label* and this coding, both of which find nothing unless they are given."""
    given = {"id": "en-1", "language": "en", "heard": "You never call.", "reply": "You sound lonely."}
    return Item(Labelled(label=label or judgement(), **given | changes), coded or judgement())


def line(number: int = 1, listening: Mapping[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """A line of a file of labels, with *changes*; what is None is left out."""
    given: dict[str, Any] = {
        "id": f"en-{number}",
        "lang": "en",
        "persona": "grumbling_parent",
        "context": "You never call.",
        "reply": "You never listen to me!",
        "blame": 2,
        "i_message": "none",
        "listening": {str(code): int(code is Code.DISMISSAL) for code in LISTENING} | dict(listening or {}),
        "listening_level": 0,
    }
    return {key: value for key, value in (given | changes).items() if value is not None}


def write(path: Path, *lines: dict[str, Any]) -> Path:
    """A file of *lines*, or of one ordinary line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines or (line(),)), "utf-8")
    return path
