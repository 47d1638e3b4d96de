"""Slash commands: what they answer, that they are no turn, and that they take no time of the talk."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.cli.commands import COMMANDS
from roleplay.cli.keyboard import Key
from tests.cli.hands import pressed
from tests.cli.stages import BLAME, DANGER, KIND, Performance
from tests.failing_disk import FullDisk


def answered(home: Path, *lines: str) -> tuple[Performance, str]:
    """A talk in which *lines* are typed, and what the screen showed after the last one."""
    talk = Performance(home, *lines[:-1])
    before: list[int] = []
    talk.typist.lines += [lambda: before.append(len(talk.screen)), lines[-1]]
    after: list[str] = []
    talk.typist.lines.append(lambda: after.append(talk.screen[before[0] :]))
    assert talk.play() == 0
    return talk, after[0]


@pytest.mark.parametrize("command", ["/hint", "/why", "/mood", "/score", "/help", "/nope"])
def test_a_command_is_no_turn(home: Path, command: str) -> None:
    """It answers with something, and the transcript knows nothing of it."""
    talk, shown = answered(home, command)
    assert shown.strip()
    assert [turn["speaker"] for turn in talk.turns()] == ["persona"]
    assert command not in talk.files()[0].read_text("utf-8")


@pytest.mark.parametrize("command", ["/hint", "/why", "/mood", "/score", "/help", "/nope"])
def test_a_command_takes_no_time_of_the_talk(home: Path, command: str) -> None:
    """The pause before a reply is the time before the command's first key and after its answer; not the typing and not the reading."""
    talk = Performance(home, command, "Well.")
    talk.play()
    heard, reply = talk.turns()[:2]
    assert reply["start"] - heard["end"] == 2 + 2


def test_help_lists_every_command(home: Path) -> None:
    """With a few words for each, and the keys."""
    _, shown = answered(home, "/help")
    assert all(f"  {command}" in shown for command in COMMANDS)
    assert "Alt+Enter" in shown


@pytest.mark.parametrize(("typed", "meant"), [("/hnt", "/hint"), ("/exit", None), ("/scores", "/score"), ("/retri x", "/retry")])
def test_an_unknown_command_gets_a_suggestion(home: Path, typed: str, meant: str | None) -> None:
    """One line; with the nearest command if there is one near."""
    _, shown = answered(home, typed)
    assert f"there is no command {typed.partition(' ')[0]}" in shown
    assert (f"did you mean {meant}?" in shown) is (meant is not None)


@pytest.mark.parametrize(("typed", "meant"), [("hint", "/hint"), ("Quit", "/quit"), ("exit", "/quit")])
def test_the_bare_name_of_a_command_is_not_sent_unasked(home: Path, typed: str, meant: str) -> None:
    """How the command is typed is told; the word stands there again, and Enter sends it."""
    talk = Performance(home, typed, "")
    talk.play()
    assert f"The command is typed {meant}" in talk.screen
    assert talk.typist.offered[1] == (typed, 2)
    assert talk.turns()[1]["text"] == typed


@pytest.mark.parametrize("word", ["stop", "why", "help", "pause", "quit it"])
def test_a_word_that_people_say_is_a_reply(home: Path, word: str) -> None:
    """Also if a command is called so."""
    talk = Performance(home, word)
    talk.play()
    assert talk.turns()[1]["text"] == word


def test_words_after_an_unknown_command_are_not_lost(home: Path) -> None:
    """Who only began with a slash finds the words again."""
    talk = Performance(home, "/ I do not know what to say")
    talk.play()
    assert talk.typist.offered[1][0] == "/ I do not know what to say"


def test_a_command_may_be_written_in_capitals(home: Path) -> None:
    """The screen of a telephone capitalises."""
    _, shown = answered(home, "/Help")
    assert "/hint" in shown


def test_an_unknown_command_cannot_act_on_the_terminal(home: Path) -> None:
    """What is repeated of it is inert."""
    _, shown = answered(home, "/\x1b[2J")
    assert "/␛[2J" in shown


def test_a_hint_is_an_idea_for_this_reply(home: Path) -> None:
    """Behind an arrow."""
    assert answered(home, "/hint")[1].startswith("→ ")


def test_why_shows_the_passages_with_their_source(home: Path) -> None:
    """All of them, or those of one skill."""
    everything = answered(home, "/why")[1]
    one = answered(home, "/why i-messages")[1]
    assert "Thomas Gordon, Parent Effectiveness Training, 1970" in one
    assert one.strip().startswith("I-messages")
    assert len(one) < len(everything)
    assert "Listening" in everything


def test_mood_shows_both_curves(home: Path) -> None:
    """With where they are now."""
    shown = answered(home, BLAME, "/mood")[1]
    assert "Tension 62%" in shown
    assert "Trust" in shown
    assert "█" in shown


def test_score_shows_how_it_stands(home: Path) -> None:
    """The scorecard so far, in the middle of the talk."""
    shown = answered(home, BLAME, "/score")[1]
    assert "Scorecard" in shown
    assert "1 reply had a chance" in shown


def test_a_pause_stops_the_clock(home: Path) -> None:
    """A card stands there until Enter is pressed; none of that time is in the talk."""
    talk = Performance(home, "/pause", "Well.")
    talk.presses((3600, []), (1200, [("enter", "")]))
    talk.play()
    assert "Paused; the clock stands." in talk.screen
    assert talk.turns()[1]["start"] == 4


@pytest.mark.parametrize("key", ["q", "Q", "й"])
def test_stop_steps_out_and_q_ends(home: Path, key: str) -> None:
    """Nothing has to be answered; q ends the talk, also where the keyboard is a Russian one."""
    talk = Performance(home, "/stop", "never typed")
    talk.presses((1, pressed(key)))
    assert talk.play() == 0
    assert talk.kept()[-1] == {"type": "end", "reason": "trainee"}
    assert len(talk.turns()) == 1


def test_after_stop_enter_goes_on(home: Path) -> None:
    """The scene is where it was left."""
    talk = Performance(home, "/stop", "Well.")
    talk.presses((60, [("enter", "")]))
    talk.play()
    assert [turn["text"] for turn in talk.turns()][1] == "Well."


@pytest.mark.parametrize("key", [(" ", " "), ("x", "x"), ("escape", ""), ("tab", ""), ("backspace", "")])
def test_a_card_does_not_go_away_by_a_slip_of_the_hand(home: Path, key: Key) -> None:
    """Other keys do nothing, alone or before the one that decides, and an Enter pressed before the card was there does not count."""
    talk = Performance(home, "/stop", "Well.")
    talk.presses((0, [("enter", "")]), (60, [key]), (60, [key, ("q", "q"), ("enter", "")]))
    assert talk.play() == 0
    assert len(talk.turns()) == 1
    assert talk.keys.plan == []


def test_quit_ends_with_the_scorecard(home: Path) -> None:
    """By the trainee, with exit 0."""
    talk = Performance(home, BLAME, "/quit", "never typed")
    assert talk.play() == 0
    assert talk.kept()[-1] == {"type": "end", "reason": "trainee"}
    assert "Scorecard" in talk.screen


# going back


@pytest.mark.parametrize("command", ["/undo", "/retry"])
def test_going_back_goes_on_in_a_file_of_its_own(home: Path, command: str) -> None:
    """The old file is closed as branched; the new one names it and shares the turns before the reply."""
    talk = Performance(home, KIND, BLAME, command, "Well.")
    talk.play()
    old, new = talk.kept(0), talk.kept(1)
    assert len(talk.files()) == 2
    assert old[-1] == {"type": "end", "reason": "branched"}
    assert (new[0]["parent"], new[0]["branch_turn"]) == (old[0]["id"], 3)
    assert new[1:4] == old[1:4]
    assert (old[4]["text"], new[4]["text"]) == (BLAME, "Well.")
    assert new[-1] == {"type": "end", "reason": "trainee"}


def test_with_a_file_of_ones_own_the_branch_lies_beside_it(home: Path, tmp_path: Path) -> None:
    """``--save NAME.jsonl`` goes on in ``NAME.2.jsonl``, and the last line says how to go through that one."""
    talk = Performance(home, BLAME, "/undo", save=tmp_path / "talk.jsonl")
    talk.play()
    assert sorted(path.name for path in tmp_path.glob("*.jsonl")) == ["talk.2.jsonl", "talk.jsonl"]
    assert f"roleplay replay {tmp_path / 'talk.2.jsonl'}" in talk.screen.replace("\n", "")


def test_retry_shows_both_attempts_side_by_side(home: Path) -> None:
    """The words and, skill by skill, what they came to; once, and not after an undo."""
    talk = Performance(home, BLAME, "/retry", KIND, "Well.")
    talk.play()
    assert talk.screen.count("Before") == 1
    row = next(line for line in talk.screen.split("Before")[1].splitlines() if "No blame" in line)
    assert "░░░░░░░░░░ 0%" in row
    assert "██████████ 100%" in row
    undone = Performance(home, BLAME, "/undo", KIND)
    undone.play()
    assert "Before" not in undone.screen


def test_what_is_about_own_danger_is_compared_with_nothing(home: Path) -> None:
    """After a retry that is set aside the next reply is not taken for the other attempt."""
    talk = Performance(home, BLAME, "/retry", DANGER, "Well.")
    talk.presses((1, [("enter", "")]))
    talk.play()
    assert "Before" not in talk.screen


def test_going_back_shows_what_was_heard(home: Path) -> None:
    """The partner's line stands there again, and is not said once more."""
    talk = Performance(home, BLAME, "/undo", KIND)
    talk.play()
    heard = talk.turns(0)[0]["text"]
    shown = " ".join(talk.screen.split())
    assert shown.count(heard) == 2
    assert f"Back to: Mum {heard}" in shown
    assert [turn["text"] for turn in talk.turns()].count(heard) == 1


def test_going_back_sets_the_clock_back(home: Path) -> None:
    """A reply is timed from the partner's line it answers, however long the talk went on in between."""
    talk = Performance(home, BLAME, KIND, "/undo", "Well.")
    talk.play()
    heard, reply = talk.turns()[2:4]
    assert reply["start"] - heard["end"] == 2


def test_a_reply_taken_back_is_not_on_the_scorecard(home: Path) -> None:
    """Neither as the weakest nor in the counts."""
    talk = Performance(home, BLAME, "/undo", KIND)
    talk.play()
    end = talk.screen.rpartition("Scorecard")[2]
    assert BLAME not in end
    assert "2 replies" not in end


@pytest.mark.parametrize("command", ["/undo", "/retry"])
def test_without_a_reply_there_is_nothing_to_take_back(home: Path, command: str) -> None:
    """That is said, and the talk goes on in its file."""
    talk, shown = answered(home, command)
    assert "no reply to take back" in shown
    assert len(talk.files()) == 1


def test_r3_going_back_on_a_full_disk_leaves_the_talk_as_it_was(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """R3: one line says it; the talk goes on in the old file."""
    talk = Performance(home)
    disk = FullDisk(monkeypatch, 1_000_000)
    talk.typist.lines = [BLAME, lambda: setattr(disk, "room", 0), "/undo", disk.emptied, KIND]
    assert talk.play() == 0
    assert capsys.readouterr().err.count("No space left on device") == 1
    assert [turn["text"] for turn in talk.turns(0)[1::2]] == [BLAME, KIND]
    assert talk.kept(0)[-1] == {"type": "end", "reason": "trainee"}
