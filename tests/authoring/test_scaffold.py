"""New plugins as folders: in order as they are, in the languages asked for, and whole or not there."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from roleplay.authoring import scaffold
from roleplay.authoring.cases import Coder, cases_of
from roleplay.authoring.checks import check_persona, check_skill
from roleplay.authoring.scaffold import STARTERS, laid
from roleplay.catalog import load_persona, load_skill
from roleplay.coders.rules import RuleCoder
from roleplay.declared import Declared
from roleplay.dialogue import LANGUAGES
from roleplay.plugins import discover
from roleplay.programmed import Programmed

CHOICES = [choice for size in (1, 2, 3) for choice in combinations(LANGUAGES, size)]
CODERS: dict[str, Coder] = {language: RuleCoder(language) for language in LANGUAGES}
languages = pytest.mark.parametrize("choice", CHOICES, ids="-".join)


@languages
def test_a_plain_persona_is_in_order(tmp_path: Path, choice: tuple[str, ...]) -> None:
    """It has all that its check asks for, speaks the languages asked for and says nothing of others."""
    place = tmp_path / "my_boss"
    laid(place, lambda folder: scaffold.persona(folder, "my_boss", origin=STARTERS / "persona", languages=choice, reader="en"))
    assert check_persona(place) == []
    persona = load_persona(place)
    assert (persona.id, persona.languages, set(persona.voices)) == ("my_boss", choice, set(choice))
    assert {path.name for path in place.iterdir()} == {".schemas", "persona.yaml", "prompt.j2", *(f"lines.{each}.yaml" for each in choice)}


@pytest.mark.parametrize("name", ["absent_father", "difficult_client", "grumbling_parent"])
@pytest.mark.parametrize("choice", [("ru",), ("en", "ro"), LANGUAGES], ids="-".join)
def test_a_shipped_persona_can_be_made_to_speak_fewer_languages(tmp_path: Path, name: str, choice: tuple[str, ...]) -> None:
    """Passages and genders of the others go with them."""
    origin = discover("personas", shipped_only=True).found[name].folder
    laid(tmp_path / "own", lambda folder: scaffold.persona(folder, "own", origin=origin, languages=choice, reader="en"))
    assert check_persona(tmp_path / "own") == []
    assert load_persona(tmp_path / "own").languages == choice


@pytest.mark.parametrize("python", [False, True])
@languages
def test_a_scorer_is_in_order(tmp_path: Path, choice: tuple[str, ...], python: bool) -> None:
    """Declared or with a class, it passes its own pairs in each language."""
    laid(tmp_path / "own", lambda folder: scaffold.scorer(folder, "own", languages=choice, reader="en", python=python))
    assert check_skill(tmp_path / "own", CODERS) == []
    skill = load_skill(tmp_path / "own")
    assert (skill.id, skill.languages, type(skill.scorer)) == ("own", choice, Programmed if python else Declared)
    assert {case.language for case in cases_of(tmp_path / "own")} == set(choice)


@pytest.mark.parametrize("reader", LANGUAGES)
def test_comments_are_for_who_writes_on_and_each_file_names_its_schema(tmp_path: Path, reader: str) -> None:
    """The first line leads an editor to a schema beside the file; no marker is left over."""
    laid(tmp_path / "a", lambda folder: scaffold.persona(folder, "a", origin=STARTERS / "persona", languages=("en",), reader=reader))
    laid(tmp_path / "b", lambda folder: scaffold.scorer(folder, "b", languages=("en",), reader=reader, python=True))
    for path in tmp_path.rglob("*.yaml"):
        text = path.read_text("utf-8")
        hint = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
        assert hint
        assert (path.parent / hint[1]).is_file()
        assert "#:" not in text
        comments = "".join(line for line in text.splitlines()[1:] if line.startswith("#"))
        assert bool(re.search("[а-я]{4}", comments)) == (reader == "ru")
        assert bool(re.search("[ășțî]", comments)) == (reader == "ro")


def test_what_cannot_be_finished_is_not_there(tmp_path: Path) -> None:
    """Whole or not at all, and nothing is left beside it."""

    def half(folder: Path) -> None:
        (folder / "persona.yaml").write_text("schema: 1\n")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        laid(tmp_path / "shelf" / "own", half)
    assert list((tmp_path / "shelf").iterdir()) == []


@pytest.mark.parametrize("starter", ["persona", "scorer"])
def test_the_starters_themselves_are_in_order(starter: str) -> None:
    """What everything begins with passes what everything must pass."""
    check: Callable[[Path], object] = check_persona if starter == "persona" else (lambda folder: check_skill(folder, CODERS))
    assert check(STARTERS / starter) == []
