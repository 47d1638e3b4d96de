"""The wheel: all that is needed, where it belongs, and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from roleplay.dialogue import LANGUAGES
from tests.messages import ROOT

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
SHIPPED = PurePosixPath("roleplay", "shipped")
PLUGINS = [(*SHIPPED.parts, kind) for kind in ("personas", "scorers")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """The wheel of this checkout, built without a network."""
    folder = tmp_path_factory.mktemp("dist")
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
        "--no-cache-dir",
        "-w",
        str(folder),
    ]
    done = subprocess.run([*build, str(ROOT)], capture_output=True, text=True, cwd=folder, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.whl")
    with zipfile.ZipFile(path) as opened:
        yield opened


@pytest.fixture(scope="module")
def names(wheel: zipfile.ZipFile) -> set[PurePosixPath]:
    """The files in the wheel."""
    return {PurePosixPath(name) for name in wheel.namelist()}


def metadata(wheel: zipfile.ZipFile, name: str) -> str:
    """The text of *name* beside the package."""
    return wheel.read(f"roleplay-{PROJECT['version']}.dist-info/{name}").decode("utf-8")


def source(folder: str) -> set[PurePosixPath]:
    """The files below *folder* of the checkout that are written by hand or compiled from what is."""
    found = (path for path in (ROOT / folder).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {PurePosixPath(path.relative_to(ROOT).as_posix()) for path in found}


@pytest.mark.parametrize("kind", ["personas", "scorers"])
def test_what_ships_is_inside_the_package(kind: str, names: set[PurePosixPath]) -> None:
    """Every file of every shipped plugin, and no other, is below roleplay/shipped."""
    assert {name for name in names if name.is_relative_to(SHIPPED / kind)} == {SHIPPED / path for path in source(kind)}


def test_a_persona_and_a_scorer_have_all_their_files(names: set[PurePosixPath]) -> None:
    """Data, template, lines in each language; data, cases, code."""
    personas = {"persona.yaml", "prompt.j2", *(f"lines.{language}.yaml" for language in LANGUAGES)}

    for name in PROJECT["entry-points"]["roleplay.personas"]:
        assert {SHIPPED / "personas" / name / file for file in personas} <= names
    for name in PROJECT["entry-points"]["roleplay.scorers"]:
        assert {SHIPPED / "scorers" / name / file for file in ("scorer.yaml", "cases.yaml", "scorer.py")} <= names


def test_nothing_else_stands_at_the_top(names: set[PurePosixPath]) -> None:
    """No `scorers`, `personas` or `tests` in anybody's site-packages."""
    assert {name.parts[0] for name in names} == {"roleplay", f"roleplay-{PROJECT['version']}.dist-info"}


def test_the_package_is_whole(names: set[PurePosixPath]) -> None:
    """Every module and every data file of the checkout is in the wheel, and nothing that is not in the checkout."""
    assert {name for name in names if name.parts[0] == "roleplay" and name.parts[:3] not in PLUGINS} == source("roleplay")


def test_it_speaks_every_language(names: set[PurePosixPath]) -> None:
    """Compiled messages, and the words by which replies are understood."""
    for language in LANGUAGES:
        assert PurePosixPath("roleplay", "locale", language, "LC_MESSAGES", "roleplay.mo") in names
        assert PurePosixPath("roleplay", "language", f"{language}.yaml") in names
    assert PurePosixPath("roleplay", "py.typed") in names


def test_no_tests_and_no_caches_are_in_it(names: set[PurePosixPath]) -> None:
    """Not below the package either."""
    assert [
        name for name in names if {"tests", "__pycache__", ".git"} & set(name.parts) or name.name.startswith(("test_", "conftest"))
    ] == []


def test_the_entry_points_are_those_of_the_project(wheel: zipfile.ZipFile) -> None:
    """The command, the formats, the personas and the scorers; each of the last two names a folder in the wheel."""
    there = ConfigParser()
    there.read_string(metadata(wheel, "entry_points.txt"))
    wanted = PROJECT["entry-points"] | {"console_scripts": PROJECT["scripts"]}

    assert {section: dict(there[section]) for section in there.sections()} == wanted
    assert all(value.startswith("roleplay.formats.") for value in PROJECT["entry-points"]["roleplay.formats"].values())
    for kind in ("personas", "scorers"):
        for name, value in PROJECT["entry-points"][f"roleplay.{kind}"].items():
            assert value.endswith(f".{name}")
            assert any(file.startswith(value.replace(".", "/") + "/") for file in wheel.namelist())


def test_every_shipped_plugin_has_its_entry_point() -> None:
    """A folder that nobody finds would be dead weight."""
    for kind in ("personas", "scorers"):
        assert {path.name for path in Path(ROOT, kind).iterdir() if path.is_dir() and not path.name.startswith("_")} == set(
            PROJECT["entry-points"][f"roleplay.{kind}"]
        )


def test_the_metadata_says_what_it_needs(wheel: zipfile.ZipFile) -> None:
    """The readme is there, and what developers use is asked of nobody else."""
    told = metadata(wheel, "METADATA")
    needed = [line.partition(": ")[2] for line in told.splitlines() if line.startswith("Requires-Dist: ") and "extra ==" not in line]

    assert "# roleplay" in told
    assert len(needed) == len(PROJECT["dependencies"])
    assert not any(line.startswith(("pytest", "babel", "hatchling", "mypy", "ruff")) for line in needed)


def test_every_dependency_has_an_exact_version_in_the_constraints() -> None:
    """What was tested is what is installed, build tool included."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in lines if "==" in line}
    asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    named = {each.partition(">")[0].lower().replace("_", "-") for each in asked}

    assert named <= pinned
    assert len(pinned) == len([line for line in lines if line.strip()])
