"""The schemas for editors: published as files, and of one mind with what reads the YAML."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from roleplay.authoring.schema import SCHEMAS
from tests import persona_folders, scorer_folders
from tests.messages import ROOT

FILES = [
    *((path, "persona") for path in sorted(ROOT.glob("personas/*/persona.yaml"))),
    *((path, "lines") for path in sorted(ROOT.glob("personas/*/lines.*.yaml"))),
    *((path, "scorer") for path in sorted(ROOT.glob("scorers/*/scorer.yaml"))),
    *((path, "cases") for path in sorted(ROOT.glob("scorers/*/cases.yaml"))),
]


def faults(kind: str, value: Any) -> list[str]:
    """What an editor would underline."""
    return [error.message for error in jsonschema.Draft202012Validator(SCHEMAS[kind]).iter_errors(value)]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_what_is_published_is_what_the_code_says(kind: str) -> None:
    """To bring the files in step: `make schemas`."""
    published = json.loads((ROOT / "roleplay" / "authoring" / "schemas" / f"{kind}.json").read_text("utf-8"))
    assert published == json.loads(json.dumps(SCHEMAS[kind]))
    jsonschema.Draft202012Validator.check_schema(published)


@pytest.mark.parametrize(("path", "kind"), FILES, ids=lambda value: str(value)[-30:])
def test_what_ships_is_in_order_and_names_its_schema(path: Path, kind: str) -> None:
    """The first line leads from the file to the schema in the checkout."""
    text = path.read_text("utf-8")
    assert faults(kind, yaml.safe_load(text)) == []
    first = text.partition("\n")[0]
    assert (
        path.parent / first.removeprefix("# yaml-language-server: $schema=")
    ).resolve() == ROOT / "roleplay" / "authoring" / "schemas" / f"{kind}.json"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("persona", persona_folders.persona_file(colour="red")),
        ("persona", persona_folders.persona_file(version=None)),
        ("persona", persona_folders.persona_file(languages=["xx"])),
        ("persona", persona_folders.persona_file(temperament={"blame": {"tension": 7}})),
        ("persona", persona_folders.persona_file(yields_after={"easy": 0, "normal": 1, "hard": 1})),
        ("lines", persona_folders.lines_file(reactions={"blaimed": {"any": ["x"]}})),
        ("lines", persona_folders.lines_file(reactions={"blamed": {"angry": ["x"]}})),
        ("lines", persona_folders.lines_file(scenarios={"x": persona_folders.scene(openings=[])})),
        ("scorer", scorer_folders.scorer_file(adds={"gratitude": 7})),
        ("scorer", scorer_folders.scorer_file(start=2)),
        ("scorer", scorer_folders.scorer_file(titles=None)),
        ("cases", scorer_folders.cases_file(pairs={"en": [{"id": "x"}]})),
    ],
)
def test_an_editor_sees_what_the_reader_refuses(kind: str, value: Any) -> None:
    """Wrong keys, missing ones, unknown names, amounts out of range."""
    assert faults(kind, value)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("persona", persona_folders.persona_file(extensions={"mine": [1]})),
        ("lines", persona_folders.lines_file()),
        ("scorer", scorer_folders.scorer_file()),
        ("cases", scorer_folders.cases_file()),
    ],
)
def test_an_editor_accepts_what_the_reader_reads(kind: str, value: Any) -> None:
    """The small plugins of these tests."""
    assert faults(kind, value) == []
