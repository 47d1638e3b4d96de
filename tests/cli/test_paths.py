"""The files that a command was given."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.cli.paths import TALKS, files, names_many
from roleplay.errors import Unusable


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, with files of several kinds."""
    (tmp_path / "deep" / "er").mkdir(parents=True)
    for name in ("b.jsonl", "a.jsonl", "a.ratings.jsonl", "notes.txt", "deep/er/c.jsonl", "[x].jsonl"):
        (tmp_path / name).touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(*names: str) -> list[str]:
    """What *names* stand for; one by one they are taken as they are."""
    return [path.as_posix() for path in files(names, lambda name: Path("one", name))]


def test_names_are_found_one_by_one_in_their_order(folder: Path) -> None:
    """Whoever asks knows how to find them."""
    assert found("b.jsonl", "last", "[x].jsonl") == ["one/b.jsonl", "one/last", "one/[x].jsonl"]


def test_a_folder_is_searched_to_the_bottom_in_a_stable_order(folder: Path) -> None:
    """Ratings and other files are not in what it gives."""
    assert found(".") == ["[x].jsonl", "a.jsonl", "b.jsonl", "deep/er/c.jsonl"]


def test_a_folder_gives_the_kinds_that_are_asked_for(folder: Path) -> None:
    """Whatever the case of their names; hidden files are nobody's."""
    for name in (".a.jsonl", "B.TXT", "a.jsonl.pseudonyms.json", "x.json"):
        (folder / name).touch()
    assert [path.name for path in files(["."], Path, TALKS)] == [
        "B.TXT",
        "[x].jsonl",
        "a.jsonl",
        "b.jsonl",
        "c.jsonl",
        "notes.txt",
        "x.json",
    ]


def test_a_pattern_fits_files_relative_and_absolute(folder: Path) -> None:
    """Ratings are not in what it gives either."""
    assert found("[ab]*.jsonl") == ["a.jsonl", "b.jsonl"]
    assert found(f"{folder.as_posix()}/**/c.*") == [f"{folder.as_posix()}/deep/er/c.jsonl"]


def test_an_empty_folder_gives_nothing_and_a_pattern_that_fits_nothing_is_a_fault(folder: Path) -> None:
    """The first may be filled tomorrow, the second is a slip."""
    (folder / "empty").mkdir()
    assert found("empty") == []
    for pattern in ("zz*", "a**b"):
        with pytest.raises(Unusable, match="nothing fits"):
            found(pattern)


@pytest.mark.parametrize(
    ("name", "many"), [(".", True), ("*", True), ("", False), ("a.jsonl", False), ("[x].jsonl", False), ("x" * 5000, False)]
)
def test_a_folder_and_a_pattern_name_many(folder: Path, name: str, many: bool) -> None:
    """A file whose name looks like a pattern is one file."""
    assert names_many(name) is many


def test_a_redacted_copy_is_no_second_talk(folder: Path) -> None:
    """Beside its original; alone it is the talk."""
    for name in ("a.redacted.jsonl", "gone.redacted.jsonl"):
        (folder / name).touch()

    assert found("*.jsonl") == ["[x].jsonl", "a.jsonl", "b.jsonl", "gone.redacted.jsonl"]
    assert found("*.redacted.jsonl") == ["a.redacted.jsonl", "gone.redacted.jsonl"]
