"""A persona of one's own: what a user told, in the written lines of a persona that was just made."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from roleplay.persona import Persona
from roleplay.personal import about, made_own

__all__ = ["personalise"]


def personalise(folder: Path, persona: Persona, told: str, language: str) -> None:
    """Write what was *told* into what *persona*, whose files are in *folder*, says in *language*. Raises `OSError`."""
    path = folder / f"lines.{language}.yaml"
    path.write_text(_personal(path.read_text("utf-8"), persona, language, told), "utf-8")


def _personal(text: str, persona: Persona, language: str, told: str) -> str:
    """The lines file with what was told written at its top level."""
    found = about(told)
    if found.name:
        text = re.sub(r"^name: .*$", lambda _: f"name: {json.dumps(found.name, ensure_ascii=False)}", text, count=1, flags=re.MULTILINE)
    if found.trainee:
        called = json.dumps([found.trainee], ensure_ascii=False)
        text = re.sub(r"^vocatives: .*$", lambda _: f"vocatives: {{m: {called}, f: {called}}}", text, count=1, flags=re.MULTILINE)
    own = made_own(persona, language, found).voices[language]
    for key, values in (("phrases", own.phrases[: len(found.phrases)]), ("memories", own.memories[: len(found.sayings)])):
        text = _listed(text, key, values) if values else text
    return text


def _listed(text: str, key: str, values: Sequence[str]) -> str:
    """The lines file with *values* first in the list *key* at its top level, which is begun where there is none."""
    there = re.search(rf"^{key}:[^\S\n]*\n(?=( *)- )", text, re.MULTILINE)
    items = "".join(f"{there[1] if there else '  '}- {json.dumps(value, ensure_ascii=False)}\n" for value in values)
    if there:
        return text[: there.end()] + items + text[there.end() :]
    return text.rstrip("\n") + f"\n\n{key}:\n{items}"
