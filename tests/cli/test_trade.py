"""``personas import`` and ``personas export``: character cards at the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cards.made import archive, card, picture
from tests.cli.running import Call, one_line


@pytest.mark.parametrize("kind", ["json", "png", "charx"])
def test_a_card_comes_in_and_can_be_talked_to(call: Call, home: Path, tmp_path: Path, kind: str) -> None:
    """It says where it is, shows what it will not obey, and speaks at once."""
    path = tmp_path / f"vera.{kind}"
    path.write_bytes({"json": json.dumps(card()).encode(), "png": picture(chara=card()), "charx": archive()}[kind])
    made = call("personas", "import", path, "--lang", "en")
    assert (made.code, made.out) == (0, f"{home / 'personas' / 'vera'}\n")
    for words in ("OBEY-THIS", "AND-THIS", "NOTES-FOR-PEOPLE", "not obeyed", "chat model"):
        assert words in made.err
    talk = call("practice", "vera", "--lang", "en", typed="Good evening.\n" * 3)
    assert talk.code == 0
    assert "Vera: " in talk.out
    assert "lighthouse" in call("personas", "show", "vera", "--lang", "en").out


def test_a_card_that_is_none_is_exit_6(call: Call, tmp_path: Path) -> None:
    """In one line; a file that is not there is exit 4."""
    (tmp_path / "x.json").write_text('{"spec": "other"}')
    assert one_line(call("personas", "import", tmp_path / "x.json"), 6, "no character card")
    assert one_line(call("personas", "import", tmp_path / "nothing.json"), 4, "cannot be read")


def test_text_of_a_card_does_not_reach_the_terminal_as_commands(call: Call, tmp_path: Path) -> None:
    """T8: what a card says is shown as what it is."""
    (tmp_path / "x.json").write_text(json.dumps(card(creator_notes="\x1b]0;owned\x07", system_prompt="\x1b[2J")))
    made = call("personas", "import", tmp_path / "x.json", "--name", "vera", "--lang", "en")
    assert made.code == 0
    assert "\x1b" not in made.err + made.out


@pytest.mark.parametrize("kind", ["json", "png"])
@pytest.mark.parametrize("spec", ["v2", "v3"])
def test_what_goes_out_comes_back_the_same(call: Call, home: Path, tmp_path: Path, kind: str, spec: str) -> None:
    """As a picture or as text, in both versions."""
    path = tmp_path / f"mum.{kind}"
    assert call("personas", "export", "grumbling_parent", "--spec", spec, "--lang", "ru", "--out", path).code == 0
    assert call("personas", "import", path, "--name", "copied").code == 0
    first, second = (call("personas", "show", name, "--lang", "ro", "--format", "json").json for name in ("grumbling_parent", "copied"))
    assert first | {"id": "copied"} == second
    assert call("personas", "check", "copied").out == "copied: in order\n"


def test_a_card_on_standard_output_is_data(call: Call) -> None:
    """V3 unless asked otherwise, in the language asked for."""
    told = call("personas", "export", "absent-father", "--lang", "en")
    assert told.json["spec"] == "chara_card_v3"
    assert told.err == ""
    assert call("personas", "export", "absent-father", "--spec", "v2").json["spec_version"] == "2.0"
    assert one_line(call("personas", "export", "nobody"), 2, "nobody")


def test_a_card_goes_into_a_picture_of_ones_own(call: Call, tmp_path: Path) -> None:
    """What is no PNG is refused."""
    (tmp_path / "face.png").write_bytes(picture())
    (tmp_path / "face.gif").write_bytes(b"GIF89a")
    done = call("personas", "export", "absent_father", "--lang", "en", "--image", tmp_path / "face.png", "--out", tmp_path / "a.png")
    assert done.code == 0
    assert (tmp_path / "a.png").read_bytes().startswith((tmp_path / "face.png").read_bytes()[:30])
    assert one_line(call("personas", "export", "absent_father", "--image", tmp_path / "face.gif", "--out", tmp_path / "b.png"), 6, "no PNG")
