"""What a check finds: a fault with its file, its line and what to do; and those that a file was refused for, as findings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

from roleplay.authoring.places import Places
from roleplay.errors import PluginInvalid, Sentence
from roleplay.yamltree import on_line

__all__ = ["Finding", "faults_of", "placed"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault: *where* it is, in which file and on which *line* (from 1, None if that cannot be told), and *what* it is. With *note*, no
    fault but worth knowing.
    """

    where: str
    what: str
    note: bool = False
    line: int | None = field(default=None, compare=False)

    @property
    def said(self) -> Sentence:
        """All of it in one sentence."""
        if self.line is None:
            return Sentence("{where}: {what}", where=self.where, what=self.what)
        name, _, key = self.where.partition(": ")
        what = Sentence("{where}: {what}", where=key, what=self.what) if key else self.what
        return Sentence("{where}: {what}", where=name, what=on_line(self.line, what))


def placed(folder: Path, findings: Iterable[Finding]) -> list[Finding]:
    """*findings* with the lines that they can be found on."""
    places, placed = Places(folder), []
    for found in findings:
        name, _, keys = found.where.partition(": ")
        said = found.what.values.get("line") if isinstance(found.what, Sentence) else None
        line = found.line or places.line(name, re.split(r"[.:,]\s*", keys), said if isinstance(said, str) else None)
        placed.append(replace(found, line=line))
    return placed


def faults_of(error: PluginInvalid, name: str) -> list[Finding]:
    """One finding for each fault of the file called *name*."""
    return [_on_its_line(name, _without(name, fault)) for fault in error.faults]


def _on_its_line(name: str, fault: str) -> Finding:
    """The finding that *fault* is, which may say its line itself."""
    if isinstance(fault, Sentence) and fault.message == on_line(1, "").message and str(fault.values["line"]).isdigit():
        return Finding(name, cast("str", fault.values["what"]), line=int(str(fault.values["line"])))
    return Finding(name, fault)


def _without(name: str, fault: str) -> str:
    """*fault* without the *name* of the file in front, which stands before it anyway."""
    if isinstance(fault, Sentence) and fault.values.get("name") == name and fault.message.startswith("{name} "):
        return Sentence(fault.message.removeprefix("{name} "), **fault.values)
    return fault
