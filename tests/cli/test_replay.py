"""A transcript turn by turn, off a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roleplay.agreement.ratings import Rating, hand
from roleplay.dialogue import LANGUAGES
from roleplay.workshop.notebook import Notebook
from tests.cli.running import Call, one_line
from tests.cli.talks import BLAME, GRIEF, lines, write


def test_off_a_terminal_every_turn_is_listed_with_its_scores(call: Call, tmp_path: Path) -> None:
    """Each turn is a line with number, time and speaker; under a reply stand skill, value, evidence and reason; the scorecard ends it."""
    outcome = call("replay", write(tmp_path / "a.jsonl", lines(BLAME, "", "Well.", times=True)))
    listing, card = outcome.out.split("\nScorecard\n")
    assert f"  0  00:00.0  Mum: {GRIEF}\n" in listing
    assert f"  1  00:08.0  You: {BLAME}\n" in listing
    assert "  3  00:28.0  You: (silence)\n" in listing
    (blame, *_) = [line for line in listing.splitlines() if line.startswith("       No blame ")]
    assert f"“{BLAME}”" in blame or f"“{BLAME[:-1]}”" in blame
    assert f"Weakest reply: “{BLAME}”" in card
    assert (outcome.code, outcome.err) == (0, "")


def test_without_times_none_are_shown(call: Call, tmp_path: Path) -> None:
    """A turn whose time nobody knows shows none."""
    assert f"  0  Mum: {GRIEF}\n" in call("replay", write(tmp_path / "a.jsonl")).out


def test_json_is_the_turns_and_the_scorecard(call: Call, tmp_path: Path) -> None:
    """With --format json the turns are those of the file and the scorecard is the one score gives."""
    path = write(tmp_path / "a.jsonl", lines(BLAME, times=True))
    value = call("replay", path, "--format", "json").json
    assert list(value) == ["turns", "scorecard", "ratings", "notes"]
    assert [(turn["index"], turn["text"], turn["start"]) for turn in value["turns"]] == [(0, GRIEF, 0.0), (1, BLAME, 8.0)]
    assert value["scorecard"] == call("score", path, "--format", "json").json


def test_the_trainee_and_the_voices_of_a_group_have_their_names(call: Call, tmp_path: Path) -> None:
    """A trainee with a name is shown by it, and so is an imported voice."""
    talk = lines(BLAME, trainee={"name": "Ana"})
    talk[1] |= {"speaker": "other", "name": "Radu"}
    out = call("replay", write(tmp_path / "a.jsonl", talk)).out
    assert f"Radu: {GRIEF}\n" in out
    assert f"Ana: {BLAME}\n" in out


def test_a_talk_with_an_unknown_persona_is_shown_all_the_same(call: Call, tmp_path: Path) -> None:
    """The persona's id stands for its name, and standard error says why."""
    outcome = call("replay", write(tmp_path / "a.jsonl", lines(BLAME, persona="aunt_polly")))
    assert outcome.code == 0
    assert f"aunt_polly: {GRIEF}\n" in outcome.out
    assert "aunt_polly is not installed" in outcome.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_are_in_the_language_asked_for(call: Call, tmp_path: Path, language: str) -> None:
    """--lang changes the words around the talk and none of its own."""
    out = call("replay", write(tmp_path / "a.jsonl"), "--lang", language).out
    assert BLAME in out
    assert ("Scorecard" in out) == (language == "en")


def test_a_talk_without_a_language_needs_one(call: Call, tmp_path: Path) -> None:
    """Without a language the line says how to give one."""
    path = write(tmp_path / "a.jsonl", lines(BLAME, language=None))
    outcome = call("replay", path)
    assert (outcome.code, outcome.out, outcome.err) == (6, "", "roleplay: a.jsonl does not say its language; add --lang\n")
    assert call("replay", path, "--lang", "en", "--format", "json").json["scorecard"]["transcript"]["language"] == "en"


@pytest.mark.parametrize(("content", "code"), [(b"", 6), (b"no\n", 6), (b'{"type":"header","schema":9}\n', 6)])
def test_a_bad_file_is_one_line(call: Call, tmp_path: Path, content: bytes, code: int) -> None:
    """What holds no conversation, or is of a newer version, is exit 6."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(content)
    outcome = call("replay", path)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (code, "", 1)


def test_t2_damage_is_said_and_the_rest_is_shown(call: Call, tmp_path: Path) -> None:
    """A torn last line is reported on standard error; the turns before it are listed."""
    outcome = call("replay", write(tmp_path / "a.jsonl", torn=b'{"type'))
    assert outcome.code == 0
    assert "a.jsonl: line 5 is torn" in outcome.err
    assert BLAME in outcome.out


def test_t8_t9_a_transcript_does_not_act_on_the_terminal(call: Call, tmp_path: Path) -> None:
    """Control and bidi characters in texts and names are shown as symbols, each turn on its own line."""
    talk = lines(f"{BLAME}\x1b[2J\r\u202e\n  9  You: forged")
    talk[1] |= {"speaker": "other", "name": "\x9bX\n"}
    out = call("replay", write(tmp_path / "a.jsonl", talk)).out
    assert not {"\x1b", "\x9b", "\r", "\u202e"} & set(out)
    assert "\n  9  You: forged" not in out


def test_ratings_and_notes_are_listed_with_their_turn(call: Call, tmp_path: Path) -> None:
    """In the listing below the skill they are about, and as data."""
    path = write(tmp_path / "a.jsonl")
    given = [Rating(transcript="01TALK", turn=1, rater=rater, scorer="listening", value=3) for rater in ("Ana", hand("A", 1), hand("A", 2))]
    with Notebook(path, "01TALK") as book:
        book.rate(given)
        book.note(1, "slow\ndown")
    out = call("replay", path).out
    assert "Ana 3, the room [   █ ] 3\n" in out
    assert "       ✎ slow␊down\n" in out
    value = call("replay", path, "--format", "json").json
    assert [rating["rater"] for rating in value["ratings"]] == [rating.rater for rating in given]
    assert [note["text"] for note in value["notes"]] == ["slow\ndown"]


def test_c6_what_speaks_of_danger_is_listed_only_when_asked_for(call: Call, tmp_path: Path) -> None:
    """C6: the turn stands there without its words; --reveal lists them."""
    path = write(tmp_path / "a.jsonl", lines("I want to kill myself.", BLAME))
    out = call("replay", path).out
    assert "  1  You: (hidden: this seems to speak of somebody’s own danger)\n" in out
    assert "kill" not in out
    assert "I want to kill myself." in call("replay", path, "--reveal").out


def test_only_some_skills_can_be_looked_at(call: Call, tmp_path: Path) -> None:
    """With - or _; a name that is none is exit 2."""
    path = write(tmp_path / "a.jsonl")
    assert list(call("replay", path, "--scorers", "blame-avoidance", "--format", "json").json["scorecard"]["summary"]) == [
        "blame_avoidance"
    ]
    assert one_line(call("replay", path, "--scorers", "charm"), 2, "there is no scorer charm")


@pytest.mark.parametrize("option", [("--blind",), ("--raters", "5")])
def test_off_a_terminal_nobody_can_rate(call: Call, tmp_path: Path, option: tuple[str, ...]) -> None:
    """The line says how ratings come in another way."""
    assert one_line(call("replay", write(tmp_path / "a.jsonl"), *option), 2, "need a terminal", "roleplay agreement")


def test_any_format_is_gone_through(call: Call, tmp_path: Path) -> None:
    """With the same words for who is who as in `score`, and what it says where they are missing; nothing is left beside it."""
    path = tmp_path / "a.vtt"
    path.write_text(f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Mama>{GRIEF}\n\n00:04.000 --> 00:05.000\n<v Ana>{BLAME}\n", "utf-8")
    roles = ("--trainee", "ana", "--persona", "Mama", "--lang", "en")
    outcome = call("replay", path, *roles)
    assert (outcome.code, outcome.err) == (0, "")
    assert BLAME in outcome.out
    found = call("replay", path, *roles, "--format", "json").json
    assert found["scorecard"] == call("score", path, *roles, "--format", "json").json
    assert [(turn["speaker"], turn["start"]) for turn in found["turns"]] == [("persona", 1.0), ("trainee", 4.0)]
    assert [each.name for each in tmp_path.iterdir() if each.suffix != ".sqlite" and each.is_file()] == ["a.vtt"]
    for given in ((), ("--lang", "en"), ("--lang", "en", "--trainee", "Radu"), ("--trainee", "Ana")):
        assert call("replay", path, *given) == call("score", path, *given)


def test_several_talks_in_one_file_are_to_be_imported_first(call: Call, tmp_path: Path) -> None:
    """The line says how."""
    path = tmp_path / "a.json"
    said = {"type": "message", "from": "Ana", "date": "2026-01-01T10:00:00", "text": "Da."}
    chat = {"type": "personal_chat", "messages": [said] * 3}
    path.write_text(json.dumps({"chats": {"list": [chat | {"name": "A", "id": 1}, chat | {"name": "B", "id": 2}]}}), "utf-8")
    assert one_line(call("replay", path, "--trainee", "Ana"), 6, "2", "roleplay transcripts import a.json")


def test_t6_a_long_talk_is_listed_as_it_is_read(call: Call, tmp_path: Path) -> None:
    """T6: beyond some thousand turns only what needs the whole talk in memory is left out."""
    out = call("replay", write(tmp_path / "a.jsonl", lines(*["Well."] * 1001)), "--scorers", "blame_avoidance").out
    listing, card = out.split("\nScorecard\n")
    assert listing.count("You: Well.") == 1001
    assert "No blame" in card
    assert "reply:" not in card
