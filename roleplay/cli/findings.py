"""What a check found, plugin by plugin: for reading, or as data."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from roleplay.authoring.finding import Finding
from roleplay.cli.context import message_language, tell, to_stdout
from roleplay.inert import inert
from roleplay.wording import worded

__all__ = ["shown"]


def shown(findings: Mapping[Path, Sequence[Finding]], form: str, row: Callable[[Path], Mapping[str, str]]) -> int:
    """Print the *findings* by the folder that they are of, in the *form* table or json; *row* begins what is said of a folder as data.

    The exit code: 1 where anything is wrong, 0 where there are notes at most.
    """
    language = message_language()
    if form == "json":
        rows = [
            {**row(folder), "where": found.where, "line": found.line, "what": worded(found.what, language), "note": found.note}
            for folder, each in findings.items()
            for found in each
        ]
        to_stdout(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        for folder, each in findings.items():
            to_stdout(inert(f"{folder.name}: " + (tell("in order") if all(found.note for found in each) else "")))
            for found in each:
                to_stdout(inert(f"  {worded(found.said, language)}"))
    return int(any(not found.note for each in findings.values() for found in each))
