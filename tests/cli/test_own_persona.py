"""A persona of one's own as a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.catalog import load_persona
from roleplay.dialogue import LANGUAGES
from tests import persona_folders
from tests.cli.running import Call

SHIPPED = ("absent_father", "difficult_client", "grumbling_parent")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("origin", SHIPPED)
def test_new_makes_a_persona_of_ones_own(call: Call, tmp_path: Path, origin: str, language: str) -> None:
    """NAME in DIR is a copy in order, with the name, the form of address, the phrases and the sayings that were told, and can be talked to."""
    told = 'name: Zina; calls me: Bob; phrases: zig and zag | o: {k} [m|f] #z; «You forgot: the "seven" geraniums - again»'
    folder = tmp_path / "own" / "personas"
    made = call("personas", "new", "my-mum", "--from", origin, "--lang", language, "--about", told, "--out", folder)
    assert (made.code, made.out) == (0, f"{folder / 'my_mum'}\n")
    assert "personas check" in made.err
    assert call("personas", "check", folder / "my_mum").code == 0
    shown = call("--plugins", tmp_path / "own", "personas", "show", "my_mum", "--lang", language, "--format", "json").json
    assert (shown["id"], shown["name"]) == ("my_mum", "Zina")
    talk = call("--plugins", tmp_path / "own", "practice", "my_mum", "--lang", language, "--seed", 1, typed="hm\n" * 12).out
    assert talk.count("\nZina: ") >= 10
    assert "Zig and zag." in talk
    assert 'You forgot: the "seven" geraniums - again.' in talk


def test_new_can_be_made_from_ones_own(call: Call, home: Path) -> None:
    """What is told adds to what was told before."""
    call(
        "personas",
        "new",
        "one",
        "--from",
        "absent_father",
        "--lang",
        "en",
        "--about",
        'phrases: first things; "We were never late for anything"',
    )
    call("personas", "new", "two", "--from", "one", "--lang", "en", "--about", "phrases: second things")
    voice = load_persona(home / "personas" / "two").voices["en"]
    assert voice.phrases == ("Second things.", "First things.")
    assert voice.memories == ("We were never late for anything.",)
    assert call("personas", "check", "two").code == 0
    talk = call("practice", "two", "--lang", "en", "--seed", 1, typed="hm\n" * 14).out
    assert "First things." in talk
    assert "Second things." in talk


def test_new_can_be_made_from_any_way_of_writing_an_id(call: Call, tmp_path: Path, home: Path) -> None:
    """A persona whose files have their ids in quotes is copied in order too."""
    origin = persona_folders.write(tmp_path / "plugins" / "personas" / "neighbour")
    for path in origin.glob("*.yaml"):
        path.write_text(path.read_text("utf-8").replace(": neighbour", ": 'neighbour'"), "utf-8")
    made = call("--plugins", tmp_path / "plugins", "personas", "new", "mine", "--from", "neighbour", "--lang", "en")
    assert made.code == 0
    assert load_persona(home / "personas" / "mine").id == "mine"
