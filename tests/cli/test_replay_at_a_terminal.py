"""A talk gone through on a real terminal, key by key: turn by turn, rated before the scores are seen, with notes."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from roleplay.agreement.ratings import Rating, latest, read, room_of
from roleplay.store import notes_of, ratings_of
from tests.cli.talks import BLAME, GRIEF, lines, write
from tests.cli.terminal import Terminal

KIND = "I am sad that you sit alone."
DANGER = "I want to kill myself."
FOOT = "q leave"
LISTENING = ("--scorers", "listening")


@pytest.fixture(name="talk")
def _talk(tmp_path: Path) -> Path:
    """Two replies with times and moods; the second one softens the partner."""
    found = lines(BLAME, KIND, "Well.", times=True, scenario="sunday-call", trainee={"gender": "f", "address": None, "name": None})
    for number, tension in ((1, 0.6), (3, 0.7), (5, 0.3)):
        found[number]["mood"] = {"tension": tension, "trust": 0.2}
    return write(tmp_path / "talk.jsonl", found)


def given(path: Path) -> list[Rating]:
    """The ratings beside a talk that count."""
    return latest(read(ratings_of(path)))


def test_turn_by_turn_and_back(talk: Path) -> None:
    """Each turn with its place and time; a reply with its pause, skills and evidence; the scorecard when one leaves."""
    with Terminal("replay", str(talk)) as terminal:
        terminal.until("Mum · The Sunday call", "1 / 6  00:00.0", GRIEF, "Tension 60%", "Enter next", "b back", FOOT)
        terminal.keys("\r")
        terminal.until("2 / 6  00:08.0", "3.0 s", BLAME, "No blame", "0%", FOOT)
        terminal.keys("\x1b[C")
        terminal.until("3 / 6", "Tension 70%", "▲10", FOOT)
        terminal.keys("b")
        terminal.until("2 / 6", FOOT)
        terminal.keys("q")
        terminal.until("Scorecard", "Weakest reply")
        assert terminal.leave() == 0
    assert [path.name for path in talk.parent.glob("talk*")] == ["talk.jsonl"]


def test_the_keys_are_found_on_a_cyrillic_keyboard_too(talk: Path) -> None:
    """Й is where Q is."""
    with Terminal("replay", str(talk)) as terminal:
        terminal.until("1 / 6", FOOT)
        terminal.keys("ее")
        terminal.until("4 / 6", FOOT)
        terminal.keys("Й")
        assert terminal.leave() == 0


def test_a_turning_point_is_where_the_mood_moved_most(talk: Path) -> None:
    """From turn to turn, each with what it did to the partner; after the last one it is said that there is none."""
    with Terminal("replay", str(talk)) as terminal:
        terminal.until("1 / 6", FOOT)
        terminal.keys("t")
        terminal.until("2 / 6", "◆ Turning point", "Tension 70% ▲10", FOOT)
        terminal.keys("t")
        terminal.until("4 / 6", "◆ Turning point", "Tension 30% ▼40", FOOT)
        terminal.keys("t")
        terminal.until("There is no turning point after this one.")


def test_without_moods_it_is_where_a_skill_jumped(tmp_path: Path) -> None:
    """Two levels or more from one reply to another; it is drawn beforehand, and which skill jumped is told with it."""
    with Terminal("replay", str(write(tmp_path / "a.jsonl", lines("Well.", "Well.", BLAME)))) as terminal:
        terminal.until("1 / 6", "◆", FOOT)
        terminal.keys("t")
        terminal.until("6 / 6", BLAME, "◆ Turning point", "No blame 100% → 0%", FOOT)


def test_in_a_long_talk_it_is_looked_for(tmp_path: Path) -> None:
    """Not all of it is scored before the first turn is shown; what is found is told all the same, and the search no more."""
    with Terminal("replay", str(write(tmp_path / "a.jsonl", lines(*["Well."] * 220, BLAME))), "--turn", "430") as terminal:
        assert "◆" not in terminal.until("431 / 442", FOOT)
        terminal.keys("t")
        terminal.until("looking for a turning point", "442 / 442", BLAME, "◆ Turning point", "No blame 100% → 0%", FOOT)


def test_of_a_chat_it_is_told_how_much_later_a_message_was_written(tmp_path: Path) -> None:
    """No silence is drawn where only beginnings are known; a minute is nothing to tell, and days are days."""
    found = lines("Well.", KIND)
    for turn, start in zip(found[1:5], (0, 30, 3600, 3600 + 3 * 86400), strict=True):
        turn["start"] = start
    with Terminal("replay", str(write(tmp_path / "a.jsonl", found)), "--turn", "3") as terminal:
        shown = terminal.until("4 / 4  3 d 01:00", GRIEF, "Well.", "60 min later", GRIEF, "3 days later", KIND, FOOT)
    assert shown.count("later") == 2


def test_the_words_that_counted_are_marked_by_what_they_came_to(talk: Path) -> None:
    """On red what was marked down, on green what was good; underlined for those who see no colours."""
    with Terminal("replay", str(talk), "--turn", "1", COLORTERM="") as terminal:
        terminal.until("2 / 6", FOOT)
        terminal.keys("\r\r")
        terminal.until("4 / 6", FOOT)
        assert b"\x1b[4;30;101m" + BLAME[:-1].encode() in terminal.output
        assert b"\x1b[4;30;42mI am sad" in terminal.output


def test_it_can_run_by_itself_with_its_pauses(talk: Path) -> None:
    """At any speed; a key stops it, and at the end it waits."""
    with Terminal("replay", str(talk), "--speed", "40") as terminal:
        terminal.until("1 / 6", "▶", "p pause", "2 / 6", "3 / 6", "6 / 6", "That was the last turn")
        terminal.keys("q")
        assert terminal.leave() == 0


def test_blind_the_rating_comes_before_the_score(talk: Path) -> None:
    """Digits for each skill chosen; then both are seen beside each other, and the rating is kept at once."""
    with Terminal("replay", str(talk), "--turn", "1", "--blind", "--rater", "Ana", "--scorers", "listening,blame_avoidance") as terminal:
        shown = terminal.until(BLAME, "Listening: your rating, 0 to 4")
        assert "%" not in shown
        terminal.keys("9")
        terminal.keys("1")
        shown = terminal.until("No blame: your rating, 0 to 4")
        assert "%" not in shown
        assert [(each.rater, each.scorer, each.value, each.turn) for each in given(talk)] == [("Ana", "listening", 1, 1)]
        terminal.keys("3")
        terminal.until("0%", "0 1 2 3 4", "Listening", "Ana ● 1", "scorer ▲ 0", "No blame", "Ana ● 3", "r rate again", FOOT)
        terminal.keys("r")
        terminal.until("Listening: your rating")
        terminal.keys("0")
        terminal.until("No blame: your rating")
        terminal.keys("\r")
        terminal.until(FOOT)
        terminal.keys("q")
        terminal.until("Ratings are kept in", "roleplay agreement")
        assert terminal.leave() == 0
    assert [(each.scorer, each.value) for each in given(talk)] == [("listening", 0), ("blame_avoidance", 3)]
    assert {each.transcript for each in given(talk)} == {"01TALK"}


def test_blind_what_was_rated_is_not_asked_again(talk: Path) -> None:
    """The next time one goes on with what is left."""
    ratings_of(talk).write_bytes(Rating(transcript="01TALK", turn=1, rater="coach", scorer="listening", value=2).dump())
    with Terminal("replay", str(talk), "--turn", "1", "--blind", *LISTENING) as terminal:
        terminal.until("0%", "coach ● 2", FOOT)
        terminal.keys("\r\r")
        terminal.until(KIND, "Listening: your rating")


def test_the_hands_of_a_room_are_counted_and_drawn(talk: Path) -> None:
    """By level or as a list; what cannot be is said and asked again; the picture stands beside the score."""
    with Terminal("replay", str(talk), "--turn", "1", "--raters", "10", *LISTENING) as terminal:
        shown = terminal.until(BLAME, "Listening: hands for 0 1 2 3 4")
        assert "%" not in shown
        terminal.answer("9 9 9 9 9")
        terminal.until("more than 10 hands", "Listening: hands")
        terminal.answer("3 1 0 4 2")
        terminal.until("0%", "0 1 2 3 4", "▆ ▂   █ ▄", "the room: 10 hands, middle 3", "scorer ▲ 0", FOOT)
        terminal.keys("\r\r")
        terminal.until(KIND, "Listening: hands")
        terminal.answer("q")
        assert terminal.leave() == 0
    found = given(talk)
    assert [each.value for each in found] == [0, 0, 0, 1, 3, 3, 3, 3, 4, 4]
    assert len({room_of(each.rater) for each in found}) == 1
    assert len({each.rater for each in found}) == 10


def test_notes_are_kept_beside(talk: Path) -> None:
    """In any script, shown with their turn, and listed."""
    with Terminal("replay", str(talk)) as terminal:
        terminal.until(FOOT)
        terminal.keys("n")
        terminal.until("Note:")
        terminal.answer("Тут пауза, ea tace")
        terminal.until("✎ Тут пауза, ea tace", FOOT)
        terminal.keys("q")
        terminal.until("Notes are kept in")
        assert terminal.leave() == 0
    assert [json.loads(line)["text"] for line in notes_of(talk).read_text("utf-8").splitlines()] == ["Тут пауза, ea tace"]


def test_c6_what_speaks_of_danger_is_shown_only_when_asked_for(tmp_path: Path) -> None:
    """C6: neither as the turn that is shown nor above another one; x shows it."""
    path = write(tmp_path / "a.jsonl", lines(DANGER, "Well."))
    with Terminal("replay", str(path), "--blind") as terminal:
        shown = terminal.until("1 / 4", FOOT)
        terminal.keys("\r")
        shown += terminal.until("2 / 4", "hidden: this seems to speak of somebody’s own danger", "x show", FOOT)
        terminal.keys("\r")
        shown += terminal.until("3 / 4", FOOT)
        assert DANGER not in shown
        terminal.keys("b")
        terminal.until("2 / 4", FOOT)
        terminal.keys("x")
        terminal.until(DANGER, "x hide")


@pytest.mark.parametrize("columns", [24, 40])
def test_r12_a_narrow_terminal_loses_nothing(talk: Path, columns: int) -> None:
    """R12: keys are not broken, a long turn can be gone through, and another size is drawn at once."""
    with Terminal("replay", str(talk), "--turn", "1", rows=14, columns=columns) as terminal:
        terminal.until("2 / 6", "You never", "j further down", FOOT)
        for _ in range(8):
            terminal.keys("j")
        terminal.until("Instead of")
        terminal.resize(50, 110)
        terminal.until(BLAME, "No blame")


def test_who_is_no_trainee_is_shown_and_not_scored(tmp_path: Path) -> None:
    """An imported group keeps its names, and how to have it scored is said."""
    found: list[dict[str, Any]] = [{"type": "header", "schema": 1, "id": "G", "language": "en", "source": {"format": "vtt"}}]
    found += [
        {"type": "turn", "index": n, "speaker": "other", "name": name, "text": "Yes."} for n, name in enumerate(["Radu", "Ана", "Eve"])
    ]
    with Terminal("replay", str(write(tmp_path / "g.jsonl", found))) as terminal:
        terminal.until("g   1 / 3", "Radu", "Nobody in this talk is the trainee")
        terminal.keys("\r")
        terminal.until("2 / 3", "Ана", FOOT)
        terminal.keys("q")
        assert terminal.leave() == 0


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 0)])
def test_it_can_be_left_at_any_time(talk: Path, key: str, code: int) -> None:
    """Ctrl-C is exit 130, Ctrl-D is q; the screen is given back."""
    with Terminal("replay", str(talk)) as terminal:
        terminal.until(FOOT)
        terminal.keys(key)
        assert terminal.leave() == code
        assert terminal.output.rstrip().rfind(b"\x1b[?1049l") > terminal.output.rfind(b"\x1b[?1049h")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_r11_a_signal_ends_it_in_order(talk: Path, number: signal.Signals) -> None:
    """R11: what was rated is there, no lock is left."""
    with Terminal("replay", str(talk), "--turn", "1", "--blind", *LISTENING) as terminal:
        terminal.until("your rating")
        terminal.keys("2")
        terminal.until("r rate again")
        terminal.tell(number)
        assert terminal.leave() == 130
    assert [each.value for each in given(talk)] == [2]
    assert not list(talk.parent.glob("*.lock"))


def test_r5_what_another_process_rates_is_told(talk: Path) -> None:
    """R5: the rating is not taken, and asked for again."""
    with Terminal("replay", str(talk), "--turn", "1", "--blind", *LISTENING) as one:
        one.until("your rating")
        one.keys("2")
        one.until("r rate again")
        with Terminal("replay", str(talk), "--turn", "1", "--blind", "--rater", "Ion", *LISTENING) as other:
            other.until("your rating")
            other.keys("3")
            other.until("is in use by process")
    assert [each.rater for each in given(talk)] == ["coach"]


@pytest.mark.parametrize(("language", "words"), [("ro", "0 la 4"), ("ru", "от 0 до 4")])
def test_it_speaks_the_language_asked_for(talk: Path, language: str, words: str) -> None:
    """Keys and questions too."""
    with Terminal("replay", str(talk), "--lang", language, "--turn", "1", "--blind", columns=140) as terminal:
        assert "next" not in terminal.until(words)
