"""A persona of one's own as a folder: a copy of another one, with what a user told in its written lines."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

from roleplay.persona import Persona
from roleplay.personal import about, made_own

__all__ = ["write"]


def write(origin: Path, place: Path, persona: Persona, told: str, language: str) -> None:
    """Copy *persona* from *origin* to *place*, by whose name it goes then, with what was *told* in *language*. Raises `OSError`."""
    place.mkdir(parents=True)
    for path in sorted(origin.iterdir()):
        if path.name == "persona.yaml" or path.name.startswith("lines."):
            key = "id" if path.name == "persona.yaml" else "persona"
            text = re.sub(rf"^{key}:.*$", f"{key}: {place.name}", path.read_text("utf-8"), count=1, flags=re.MULTILINE)
            if path.name == f"lines.{language}.yaml":
                text = _personal(text, persona, language, told)
            (place / path.name).write_text(text, "utf-8")
        elif path.suffix == ".j2":
            shutil.copyfile(path, place / path.name)


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
