"""How a talk begins, made one's own or gone on with from another."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from roleplay.dialogue import LANGUAGES
from tests.cli.running import Call, one_line
from tests.cli.talks import BLAME, kept, lines, write


def held(call: Call, path: Path, *options: object, typed: str = f"{BLAME}\n\nWell.\n") -> list[dict[str, Any]]:
    """The lines of a talk that was held and kept at *path*."""
    call("practice", "grumbling_parent", "--lang", "en", "--me", "m", "--seed", 3, "--save", path, *options, typed=typed)
    return kept(path)


# one's own persona


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("persona", ["absent_father", "difficult_client", "grumbling_parent"])
def test_about_makes_the_partner_ones_own(call: Call, persona: str, language: str) -> None:
    """The name, a pet phrase and a quoted saying that were told are heard in the talk, and the header keeps what was told."""
    told = 'name: Zina; calls me: Bob; phrases: zig and zag; she said "You forgot the seven geraniums again"'
    outcome = call("practice", persona, "--lang", language, "--seed", 1, "--about", told, typed="hm\n" * 12)
    assert outcome.out.count("\nZina: ") >= 10
    assert "Zig and zag." in outcome.out
    assert "You forgot the seven geraniums again." in outcome.out
    header = call("practice", persona, "--lang", language, "--about", told, "--format", "jsonl").objects[0]
    assert header["about"] == told
    assert header["trainee"]["name"] == "Bob"


@pytest.mark.parametrize(
    "told", ["", "{}", "name: {x}", "[m|f]", "phrases: a[b|c | <d>", '"""', "name:", ";;;", "«" * 300, "имя: \x1b[31m"]
)
def test_about_takes_any_text(call: Call, told: str) -> None:
    """Whatever is told, the talk is held, and nothing in it acts on a terminal."""
    outcome = call("practice", "grumbling_parent", "--lang", "ru", "--about", told, typed="ну\n" * 4)
    assert outcome.code == 0
    assert "\x1b" not in outcome.out


# going on from another talk


def test_a_branch_shares_the_first_turns_and_names_where_it_comes_from(call: Call, tmp_path: Path) -> None:
    """With --from and --turn a new file begins with the turns before that one, and its header says whose they are."""
    old = held(call, tmp_path / "old.jsonl")
    outcome = call(
        "practice", "--from", tmp_path / "old.jsonl", "--turn", 3, "--save", tmp_path / "new.jsonl", "--format", "jsonl", typed="Now.\n"
    )
    new = outcome.objects
    assert (new[0]["parent"], new[0]["branch_turn"]) == (old[0]["id"], 3)
    assert new[0]["id"] != old[0]["id"]
    same = ("language", "persona", "persona_hash", "scenario", "difficulty", "seed", "trainee")
    assert {key: new[0][key] for key in same} == {key: old[0][key] for key in same}
    assert new[1:4] == old[1:4]
    assert (new[4]["index"], new[4]["text"]) == (3, "Now.")
    assert [line["type"] for line in new[5:]] == ["turn", "end", "scorecard"]
    assert kept(tmp_path / "new.jsonl") == new[:-1]
    assert kept(tmp_path / "old.jsonl") == old


def test_a_branch_at_a_turn_of_the_persona_lets_the_persona_speak(call: Call, tmp_path: Path) -> None:
    """When the shared turns end with a reply, the persona answers it first."""
    held(call, tmp_path / "old.jsonl")
    outcome = call("practice", "--from", tmp_path / "old.jsonl", "--turn", 2, "--format", "jsonl", typed="Now.\n")
    assert [turn["speaker"] for turn in outcome.turns()] == ["persona", "trainee", "persona", "trainee", "persona"]


def test_without_a_turn_the_whole_talk_is_gone_on_with(call: Call, tmp_path: Path) -> None:
    """--from alone shares all turns; last and the beginning of an id name the origin too."""
    call("practice", "grumbling_parent", "--lang", "en", "--seed", 3, typed="Well.\n")
    first = call("practice", "--from", "last", "--format", "jsonl", typed="Now.\n")
    assert (first.objects[0]["branch_turn"], len(first.turns())) == (3, 5)
    again = call("practice", "--from", first.objects[0]["id"].lower(), "--format", "jsonl")
    assert (again.objects[0]["parent"], len(again.turns())) == (first.objects[0]["id"], 5)


def test_a_branch_stands_where_the_old_talk_stood(call: Call, tmp_path: Path) -> None:
    """The same reply at the same place moves the persona to the same mood as in the talk it branched from."""
    old = held(call, tmp_path / "old.jsonl")
    new = call("practice", "--from", tmp_path / "old.jsonl", "--turn", 3, "--format", "jsonl", typed="\nWell.\n").turns()
    assert [turn.get("mood") for turn in new] == [line.get("mood") for line in old if line["type"] == "turn"]


def test_the_scorecard_of_a_branch_is_that_of_its_whole_file(call: Call, tmp_path: Path) -> None:
    """Shared replies count too, so that practice and score say the same of one transcript."""
    held(call, tmp_path / "old.jsonl")
    options = ("--from", tmp_path / "old.jsonl", "--turn", 3, "--save", tmp_path / "new.jsonl", "--format", "json")
    card = call("practice", *options, typed="Now.\n").json
    assert {score["turn"] for score in card["scores"]} == {1, 3}
    assert call("score", tmp_path / "new.jsonl", "--format", "json").json == card


def test_a_branch_keeps_what_was_told_about_the_partner(call: Call, tmp_path: Path) -> None:
    """A persona made one's own stays so in a branch."""
    held(call, tmp_path / "old.jsonl", "--about", "name: Zina")
    assert "\nZina: " in call("practice", "--from", tmp_path / "old.jsonl", typed="Well.\n").out


@pytest.mark.parametrize("turn", [8, 99])
def test_a_turn_that_is_not_there_is_a_usage_error(call: Call, tmp_path: Path, turn: int) -> None:
    """A turn beyond the talk is exit 2 and says how many there are."""
    held(call, tmp_path / "old.jsonl")
    assert one_line(call("practice", "--from", tmp_path / "old.jsonl", "--turn", turn, "--lang", "en"), 2, str(turn), "7")


def test_a_turn_without_a_transcript_is_a_usage_error(call: Call) -> None:
    """--turn goes with --from."""
    assert one_line(call("practice", "grumbling_parent", "--turn", 3), 2, "--from")


def test_from_nothing_is_a_usage_error(call: Call) -> None:
    """When there is no transcript yet, going on from the last one says how to begin."""
    assert one_line(call("practice", "--from", "last"), 2, "roleplay practice")


def test_going_on_with_a_persona_that_is_not_there_is_a_usage_error(call: Call, tmp_path: Path) -> None:
    """A transcript of an unknown persona can be scored but not gone on with."""
    path = write(tmp_path / "old.jsonl", lines(BLAME, persona="aunt_polly"))
    assert one_line(call("practice", "--from", path), 2, "aunt_polly")


def test_r14_a_changed_persona_is_gone_on_with_only_on_demand(call: Call, tmp_path: Path) -> None:
    """Another persona text than the talk was held with needs --changed; then the new file has the present one's hash."""
    path = write(tmp_path / "old.jsonl", lines(BLAME, persona_hash="0" * 16))
    assert one_line(call("practice", "--from", path), 2, "--changed")
    header = call("practice", "--from", path, "--changed", "--format", "jsonl").objects[0]
    assert header["persona_hash"] not in (None, "0" * 16)


@pytest.mark.parametrize(
    "header", [{"difficulty": "extreme"}, {"language": "de"}, {"scenario": "nowhere"}, {"trainee": {"gender": "x", "address": 5}}]
)
def test_a_header_of_odd_values_never_breaks_going_on(call: Call, tmp_path: Path, header: dict[str, Any]) -> None:
    """A transcript from elsewhere whose header says what is not known here is refused in one line or gone on with."""
    path = write(tmp_path / "old.jsonl", lines(BLAME, **header))
    outcome = call("practice", "--from", path, "--lang", "en", "--save", tmp_path / "new.jsonl", typed="Well.\n")
    assert outcome.code == 0 or one_line(outcome, 2)
    assert (tmp_path / "new.jsonl").exists() == (outcome.code == 0)


def test_t2_a_branch_of_a_damaged_transcript_keeps_every_reply(call: Call, tmp_path: Path) -> None:
    """Where a line of the old file was lost the new turns still have numbers of their own, so that none is set aside."""
    talk = lines(BLAME, "Well.")
    write(tmp_path / "old.jsonl", [*talk[:2], *talk[3:]])
    call("practice", "--from", tmp_path / "old.jsonl", "--save", tmp_path / "new.jsonl", typed="Now.\n")
    outcome = call("replay", tmp_path / "new.jsonl", "--format", "json")
    assert "Now." in [turn["text"] for turn in outcome.json["turns"]]
    assert outcome.err == ""


def test_r5_a_talk_under_way_is_not_branched(call: Call, tmp_path: Path) -> None:
    """A transcript that another process is writing is exit 4 and names that process."""
    path = write(tmp_path / "old.jsonl")
    Path(f"{path}.lock").write_text("1\nelsewhere\n", "utf-8")
    outcome = call("practice", "--from", path)
    assert one_line(outcome, 4, "replay")
