"""Going on from a talk that was held elsewhere: whose place one takes, with whom, in which language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Call, one_line
from tests.cli.talks import GRIEF, kept, write
from tests.cli.terminal import Terminal

SAID = ("I sit here alone every evening.", "You always say that.", "Because nobody calls!", "I do call you.")


def imported(path: Path, *names: str, **header: Any) -> Path:
    """A talk as `transcripts import` makes it where nobody said who is who: *names* speak in turn."""
    first: dict[str, Any] = {"type": "header", "schema": 1, "id": "IMPORTED", "source": {"format": "vtt"}}
    turns = [{"type": "turn", "index": n, "speaker": "other", "name": names[n % len(names)], "text": text} for n, text in enumerate(SAID)]
    return write(path, [first | header, *turns])


@pytest.fixture(name="talk")
def _talk(tmp_path: Path) -> Path:
    """Ana and her mother, in English without saying so."""
    return imported(tmp_path / "talk.jsonl", "Mama", "Ana")


def test_an_imported_talk_is_gone_on_with_from_any_turn(call: Call, talk: Path, tmp_path: Path) -> None:
    """As a branch: the named voice is the trainee, the other one the persona, the language is recognised, the mood goes on from their words."""
    place = tmp_path / "new.jsonl"
    outcome = call("practice", "grumbling-parent", "--from", talk, "--as", "ana", "--turn", 3, "--save", place, typed="You sound lonely.\n")
    assert outcome.code == 0
    header, *turns = kept(place)
    assert (header["persona"], header["language"], header["parent"], header["branch_turn"]) == ("grumbling_parent", "en", "IMPORTED", 3)
    assert header["persona_hash"]
    assert header["trainee"]["address"]
    assert [(each["speaker"], each.get("name")) for each in turns[:3]] == [("persona", "Mama"), ("trainee", "Ana"), ("persona", "Mama")]
    assert [each["text"] for each in turns[:4]] == [*SAID[:3], "You sound lonely."]
    assert turns[4]["speaker"] == "persona"
    assert kept(talk)[1]["speaker"] == "other"


def test_in_a_group_the_others_stay_others(call: Call, tmp_path: Path) -> None:
    """Only one of them can be one's own place."""
    path = imported(tmp_path / "g.jsonl", "Mama", "Ana", "Ion")
    call("practice", "grumbling_parent", "--from", path, "--as", "Ana", "--lang", "en", "--save", tmp_path / "n.jsonl", typed="Well.\n")
    assert [each["speaker"] for each in kept(tmp_path / "n.jsonl")[1:5]] == ["other", "trainee", "other", "other"]


def test_a_talk_of_ours_can_be_gone_on_with_by_another_persona(call: Call, tmp_path: Path) -> None:
    """Who names one means it."""
    old = tmp_path / "old.jsonl"
    call("practice", "grumbling_parent", "--lang", "en", "--me", "m", "--save", old, typed="Well.\n")
    call("practice", "difficult_client", "--from", old, "--save", tmp_path / "new.jsonl", typed="Yes.\n")
    assert kept(tmp_path / "new.jsonl")[0]["persona"] == "difficult_client"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--as", "Ana"), ("names no persona", "roleplay practice PERSONA --from talk.jsonl")),
        (("grumbling_parent",), ("does not say whose place you take", "--as", "Mama, Ana")),
        (("grumbling_parent", "--as", "Anna"), ("nobody in talk.jsonl is called Anna (did you mean Ana?)",)),
        (("grumbling_parents", "--as", "Ana"), ("there is no persona grumbling_parents",)),
        (("grumbling_parent", "--as", "Ana", "--turn", "9"), ("has no turn 9",)),
    ],
)
def test_what_is_not_known_is_one_line_with_the_option_to_add(
    call: Call, talk: Path, options: tuple[str, ...], words: tuple[str, ...]
) -> None:
    """Off a terminal nothing is guessed and nothing made."""
    assert one_line(call("practice", "--from", talk, *options, typed="x\n"), 2, *words)


def test_a_language_that_is_not_clear_is_asked_for(call: Call, tmp_path: Path) -> None:
    """--lang names it."""
    path = write(tmp_path / "a.jsonl", [{"type": "turn", "index": 0, "speaker": "trainee", "text": "Hm"}])
    assert one_line(call("practice", "grumbling_parent", "--from", path, typed="x\n"), 2, "add --lang")
    assert call("practice", "grumbling_parent", "--from", path, "--lang", "ro", typed="x\n").code == 0


def test_as_goes_with_from(call: Call) -> None:
    """It says so."""
    assert one_line(call("practice", "grumbling_parent", "--as", "Ana", typed="x\n"), 2, "--as goes with --from")


def test_on_a_terminal_what_is_not_known_is_asked(talk: Path) -> None:
    """Whose place, and with whom; then one is where the talk stopped, with the names of those who spoke."""
    with Terminal("practice", "--from", str(talk), "--turn", "3", "--speed", "0", "--lang", "en", "--me", "f") as terminal:
        terminal.until("Whose place do you take?", "1  Mama", "2  Ana", "[1]")
        terminal.answer("ana")
        terminal.until("Whom do you want to talk with?", "[1]")
        terminal.answer("1")
        terminal.until("Where you stopped:", SAID[0], "\nYou")
        terminal.line("/quit")
        assert terminal.leave() == 0
    assert GRIEF not in terminal.screen
