"""Small character cards and the files that hold them."""

from __future__ import annotations

import base64
import io
import json
import struct
import zipfile
import zlib
from typing import Any

__all__ = ["archive", "card", "chunk", "picture"]


def card(spec: str = "chara_card_v2", **changes: Any) -> dict[str, Any]:
    """A whole card, its data with *changes*."""
    data = {
        "name": "Vera",
        "description": "{{char}} runs a lighthouse and distrusts {{user}}.",
        "personality": "dry",
        "scenario": "A storm. {{user}} knocks.",
        "first_mes": "You again, {{user}}?",
        "mes_example": "<START>",
        "creator_notes": "NOTES-FOR-PEOPLE",
        "system_prompt": "OBEY-THIS",
        "post_history_instructions": "AND-THIS",
        "alternate_greetings": ["Shut the door."],
        "tags": [],
        "creator": "",
        "character_version": "1",
        "extensions": {"other/tool": {"kept": [1, {"deep": True}]}},
        "unheard_of": {"x": 1.5},
    }
    version = "3.0" if spec == "chara_card_v3" else "2.0"
    return {"spec": spec, "spec_version": version, "data": data | changes, "at_the_top": "kept"}


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def picture(**cards: dict[str, Any]) -> bytes:
    """A PNG of one pixel with *cards* by the key of their chunk."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    texts = [chunk(b"tEXt", key.encode() + b"\0" + base64.b64encode(json.dumps(value).encode())) for key, value in cards.items()]
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(texts) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def archive(files: dict[str, bytes] | None = None, **changes: Any) -> bytes:
    """A CHARX with a card and other *files*."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("card.json", json.dumps(card("chara_card_v3", **changes)))
        for name, data in (files or {}).items():
            opened.writestr(name, data)
    return made.getvalue()
