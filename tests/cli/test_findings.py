"""What a check found, printed: for reading and as data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roleplay.authoring.finding import Finding
from roleplay.cli.findings import shown

FAULT = Finding("lines.en.yaml: blamed", "has 3 lines, needs 12", line=7)
NOTE = Finding("cases.yaml: en: thanks", "is a known limit no more", note=True)
WHOLE, NOTED, WRONG = Path("plugins/whole"), Path("plugins/noted"), Path("plugins/wrong")


def named(folder: Path) -> dict[str, str]:
    """The beginning of a row."""
    return {"persona": folder.name}


def test_each_plugin_is_told_with_what_was_found_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    """One with notes at most is in order; the notes are told all the same."""
    assert shown({WHOLE: [], NOTED: [NOTE], WRONG: [FAULT, NOTE]}, "table", named) == 1
    assert capsys.readouterr().out.splitlines() == [
        "whole: in order",
        "noted: in order",
        "  cases.yaml: en: thanks: is a known limit no more",
        "wrong: ",
        "  lines.en.yaml: line 7: blamed: has 3 lines, needs 12",
        "  cases.yaml: en: thanks: is a known limit no more",
    ]


def test_as_data_each_finding_is_a_row(capsys: pytest.CaptureFixture[str]) -> None:
    """With the plugin it is of, its place and its line."""
    assert shown({WHOLE: [], WRONG: [FAULT]}, "json", named) == 1
    assert json.loads(capsys.readouterr().out) == [
        {"persona": "wrong", "where": "lines.en.yaml: blamed", "line": 7, "what": "has 3 lines, needs 12", "note": False}
    ]


@pytest.mark.parametrize("form", ["table", "json"])
def test_notes_are_no_faults(form: str) -> None:
    """The exit code is that of plugins in order."""
    assert shown({WHOLE: [], NOTED: [NOTE]}, form, named) == 0
