"""From a card to a persona and back: nothing is lost, and nothing of a card is obeyed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.authoring.checks import check_persona
from roleplay.cards.card import OURS, parsed
from roleplay.cards.crossing import card_of, persona_of
from roleplay.cards.envelope import embedded, unpacked
from roleplay.catalog import load_persona
from roleplay.errors import CardInvalid, PluginInvalid
from roleplay.plugins import discover
from roleplay.prompt import compiled
from roleplay.template import SLOTS
from tests import persona_folders
from tests.cards.made import card

SPECS = pytest.mark.parametrize("spec", ["chara_card_v2", "chara_card_v3"])


def brought(raw: dict[str, Any], folder: Path, name: str = "vera", language: str = "en") -> Path:
    """The persona in the card *raw*, made in *folder*."""
    folder.mkdir(parents=True)
    persona_of(parsed(json.loads(json.dumps(raw)), "x"), folder, name, language=language, gender="f", reader="en")
    return folder


def test_a_card_becomes_a_persona(tmp_path: Path) -> None:
    """Name, description, situation and greetings are the card's, as words."""
    voice = load_persona(brought(card(), tmp_path / "vera")).voices["en"]
    scene = voice.scenes["card"]
    assert (voice.name, voice.who) == ("Vera", "Vera runs a lighthouse and distrusts you. dry")
    assert (scene.situation, scene.openings) == ("A storm. you knocks.", ("You again?", "Shut the door."))


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_a_card_with_a_name_alone_is_enough(tmp_path: Path, language: str) -> None:
    """What it does not say is said for it, in its language."""
    bare = {"spec": "chara_card_v2", "spec_version": "2.0", "data": {"name": "Вера"}}
    persona = load_persona(brought(bare, tmp_path / "vera", language=language))
    assert persona.languages == (language,)
    assert persona.voices[language].scenes["card"].openings


def test_j7_g22_notes_and_instructions_reach_no_prompt(tmp_path: Path) -> None:
    """Neither what is for people nor what wants to instruct the model; a template in a description is only text."""
    folder = brought(card(description="{{ 7 * 7 }} {% include '/etc/passwd' %}"), tmp_path / "vera")
    voice = load_persona(folder).voices["en"]
    said = compiled(folder / "prompt.j2")({**SLOTS, "who": voice.who, "situation": voice.scenes["card"].situation})
    assert "7 * 7" in said
    assert "49" not in said
    assert not any(word in said for word in ("OBEY-THIS", "AND-THIS", "NOTES-FOR-PEOPLE", "root:"))
    for path in folder.glob("*.[yj]*[l2]"):
        assert "OBEY-THIS" not in path.read_text("utf-8")


@SPECS
def test_what_is_not_ours_comes_out_as_it_came_in(tmp_path: Path, spec: str) -> None:
    """Unknown fields at every level, macros in the texts, extensions of others: kept."""
    raw = card(spec)
    folder = brought(raw, tmp_path / "vera")
    given_back = card_of(folder, load_persona(folder), "en", spec=spec)
    assert given_back["data"]["extensions"].pop(OURS)
    given_back["data"].pop("group_only_greetings", None)
    assert given_back == raw


@SPECS
@pytest.mark.parametrize("name", ["absent_father", "difficult_client", "grumbling_parent"])
def test_a_persona_that_went_out_and_came_back_is_the_same(tmp_path: Path, name: str, spec: str) -> None:
    """Its hash is, and so is everything in it."""
    origin = discover("personas", shipped_only=True).found[name].folder
    persona = load_persona(origin)
    again = load_persona(brought(card_of(origin, persona, "ru", spec=spec), tmp_path / name, name))
    assert again == persona
    assert again.hash == persona.hash


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.text(
            alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="[]{}<>|\ufeff\x85"),
            min_size=1,
            max_size=30,
        ),
        min_size=5,
        max_size=9,
    ),
    st.sampled_from(["chara_card_v2", "chara_card_v3"]),
    st.sampled_from(["json", "png"]),
    st.sampled_from([b"\n", b"\r\n", b"\n\n# \xd1\x91\n"]),
)
def test_any_persona_comes_back_the_same(
    tmp_path_factory: pytest.TempPathFactory, openings: list[str], spec: str, kind: str, ends: bytes
) -> None:
    """Whatever letters its lines are written in, however they end, in both versions, as text and as a picture: to the byte."""
    folder = tmp_path_factory.mktemp("any")
    lines = persona_folders.lines_file(scenarios={"the-hedge": persona_folders.scene(openings=[f"x{each}" for each in openings])})
    origin = persona_folders.write(folder / "out", lines=lines)
    for path in origin.glob("*.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", ends))
    try:
        persona = load_persona(origin)
    except PluginInvalid:
        return  # a line that our notation does not allow
    raw = json.dumps(card_of(origin, persona, "en", spec=spec), ensure_ascii=False).encode()
    told = unpacked(raw if kind == "json" else embedded({"chara" if spec == "chara_card_v2" else "ccv3": raw}), "x")
    again = brought(told, folder / "in", "neighbour")
    assert load_persona(again) == persona
    assert [(again / path.name).read_bytes() for path in sorted(origin.iterdir())] == [
        path.read_bytes() for path in sorted(origin.iterdir())
    ]


def test_a_file_that_is_not_utf_8_goes_into_no_card(tmp_path: Path) -> None:
    """A card is text; it says which file, and what to do."""
    origin = persona_folders.write(tmp_path / "out")
    persona = load_persona(origin)
    (origin / "persona.yaml").write_bytes((origin / "persona.yaml").read_text("utf-8").encode("utf-16"))
    with pytest.raises(CardInvalid, match=r"persona\.yaml cannot go into a card: save it as UTF-8"):
        card_of(origin, persona, "en", spec="chara_card_v3")


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_what_a_card_lacks_for_the_offline_partner_is_a_note(tmp_path: Path, language: str) -> None:
    """A chat model plays it as it is; the check names line by line what the offline partner could say besides."""
    raw = card(first_mes="Ты пришёл? Я тебя ждала. She said so.", alternate_greetings=["Ты пришёл? Я тебя ждала. She said so."])
    folder = brought(raw, tmp_path / "vera", language=language)
    findings = check_persona(folder)
    assert {finding.note for finding in findings} == {True}
    assert {"lines", "facts", "openings"} <= {finding.where.rpartition(".")[2] for finding in findings}
    assert all(finding.line for finding in findings)
    path = folder / f"lines.{language}.yaml"
    path.write_text(path.read_text("utf-8").replace("  blamed:", "  blamed_not:"), "utf-8")
    assert not all(finding.note for finding in check_persona(folder))


def test_a_lorebook_is_said_to_be_kept_and_not_used() -> None:
    """A card may hold a book of lore; what is not done with it is said."""
    book = {"entries": [{"keys": ["sea"], "content": "It is cold."}] * 3}
    assert parsed(card(character_book=book), "x").remarks == ("its lorebook (3 entries) is kept and not used",)
    assert parsed(card(character_book={"entries": []}), "x").remarks == ()


def test_it_may_come_back_by_another_name(tmp_path: Path) -> None:
    """Its files say the new one."""
    origin = persona_folders.write(tmp_path / "out")
    again = load_persona(brought(card_of(origin, load_persona(origin), "en", spec="chara_card_v2"), tmp_path / "in", "other"))
    assert (again.id, again.version) == ("other", "1")


def test_what_was_changed_since_goes_out_changed(tmp_path: Path) -> None:
    """An edited opening replaces the greeting of the card it came from; the rest keeps its macros."""
    folder = brought(card(), tmp_path / "vera")
    path = folder / "lines.en.yaml"
    path.write_text(path.read_text("utf-8").replace("You again?", "Oh, it is you."), "utf-8")
    data = card_of(folder, load_persona(folder), "en", spec="chara_card_v2")["data"]
    assert data["first_mes"] == "Oh, it is you."
    assert data["description"] == card()["data"]["description"]


@pytest.mark.parametrize(
    "files",
    [
        None,
        [],
        {"../x.yaml": "a"},
        {"scorer.py": "import os"},
        {"persona.yaml": 7},
        {"prompt.j2": "x" * 3_000_000},
        {"persona.yaml": "&a [*a]"},
        {},
    ],
)
def test_g5_g21_a_card_cannot_bring_other_files(tmp_path: Path, files: object) -> None:
    """G5, G21: only the files of a persona, as text, of a size that persona has, and in order."""
    raw = card(extensions={OURS: {"schema": 1, "id": "vera", "files": files}})
    with pytest.raises((CardInvalid, PluginInvalid)):
        brought(raw, tmp_path / "in")
    assert not list(tmp_path.rglob("*.py"))
    assert {path.name for path in tmp_path.iterdir()} == {"in"}


def test_g1_a_card_cannot_bring_a_template_that_does_more(tmp_path: Path) -> None:
    """G1: the prompt in a card of ours is looked at before anything is kept."""
    origin = persona_folders.write(tmp_path / "out")
    raw = card_of(origin, load_persona(origin), "en", spec="chara_card_v2")
    raw["data"]["extensions"][OURS]["files"]["prompt.j2"] = "{{ ''.__class__ }}"
    with pytest.raises(CardInvalid, match="prompt"):
        brought(raw, tmp_path / "in", "neighbour")
