"""``roleplay practice`` on a real terminal, key by key."""

from __future__ import annotations

import json
import os
import signal
import time
import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from roleplay.store import Store
from tests.cli.terminal import Terminal
from tests.scorer_folders import write

ASKED = "\nYou"  # at the beginning of a line it is the question for a reply
BLAME = "You never listen to me"
TALK = ("practice", "grumbling_parent", "--scenario", "sunday-call", "--lang", "en", "--me", "f", "--difficulty", "normal", "--seed", "3")
AT_ONCE = (*TALK, "--speed", "0")


def kept(home: Path) -> list[dict[str, Any]]:
    """The lines of the newest transcript."""
    return [json.loads(line) for line in Store(home).files()[-1].read_bytes().split(b"\n") if line]


def turns(home: Path) -> list[dict[str, Any]]:
    """Its turns."""
    return [line for line in kept(home) if line["type"] == "turn"]


def opened(gate: Path) -> int:
    """Wait until somebody reads from the pipe *gate*; the end to write into."""
    end = time.monotonic() + 40
    while time.monotonic() < end:
        with suppress(OSError):
            return os.open(gate, os.O_WRONLY | os.O_NONBLOCK)
    raise AssertionError("nobody reads from it")


# what is asked once


def test_what_was_never_said_is_asked_once_and_remembered(home: Path) -> None:
    """Language, gender, persona, scenario, difficulty; then the brief. The next talk begins with the brief."""
    with Terminal("practice", "--speed", "0") as terminal:
        terminal.until("English", "[1]")
        terminal.answer("1")
        terminal.until("How should the partner speak to you?", "[1]")
        terminal.answer("2")
        terminal.until("Whom do you want to talk with?", "The grumbling parent", "[1]")
        terminal.answer("3")
        terminal.until("Which situation?", "[1]")
        terminal.answer("2")
        terminal.until("How hard should it be?", "› 2  normal", "[2]")
        terminal.answer("")
        terminal.until("To practise:", ASKED)
        terminal.line("/quit")
        assert terminal.leave() == 0
    assert tomllib.loads((home / "config.toml").read_text("utf-8")) == {
        "language": "en",
        "gender": "m",
        "persona": "difficult_client",
        "scenario": "angry-review",
        "difficulty": "normal",
    }
    with Terminal("practice", "--speed", "0") as terminal:
        assert "[1]" not in terminal.until("To practise:", ASKED)
    assert (kept(home)[0]["scenario"], kept(home)[0]["trainee"]["gender"]) == ("angry-review", "m")


def test_the_language_is_chosen_first_and_then_spoken(home: Path) -> None:
    """With a Russian locale Russian is the default, and everything after that question is in Russian."""
    with Terminal("practice", LANG="ru_RU.UTF-8") as terminal:
        terminal.until("English · română · русский", "› 3  русский", "[3]")
        terminal.answer("")
        terminal.until("Как собеседнику к вам обращаться?")


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 0)])
def test_a_question_can_be_left(home: Path, key: str, code: int) -> None:
    """Ctrl-C is exit 130, Ctrl-D exit 0; nothing is remembered and no transcript made."""
    with Terminal(*TALK[:2], "--lang", "en") as terminal:
        terminal.until("How should the partner speak to you?", "[1]")
        terminal.keys(key, echoed=True)
        assert terminal.leave() == code
    assert not (home / "config.toml").exists()
    assert Store(home).files() == []


def test_names_that_are_none_are_not_remembered(home: Path) -> None:
    """A misspelt scenario is a usage error now, and not at every start from now on."""
    with Terminal(
        "practice", "grumbling_parent", "--scenario", "sunday-cal", "--lang", "en", "--me", "f", "--difficulty", "hard"
    ) as terminal:
        terminal.until("did you mean sunday-call?")
        assert terminal.leave() == 2
    assert not (home / "config.toml").exists()


def test_a_persona_that_is_none_is_told_before_anything_is_asked(home: Path) -> None:
    """Nobody answers three questions to hear then that the name was misspelt."""
    with Terminal("practice", "dificult_client") as terminal:
        shown = terminal.until("did you mean difficult_client?")
        assert "română" not in shown
        assert terminal.leave() == 2
    assert not (home / "config.toml").exists()


# the partner speaks


def test_any_key_finishes_the_line(home: Path) -> None:
    """At a crawl the line would take minutes; after a key it is there, and a reply is asked for."""
    with Terminal(*TALK, "--speed", "0.01") as terminal:
        terminal.until("Mum  Hello,")
        terminal.keys("\r")
        terminal.until("insulation people.", ASKED)
        terminal.line("Well.")
        terminal.until("Mum")
    heard, reply = turns(home)[:2]
    assert (heard["status"], heard["text"].split()[-1]) == ("complete", "people.")
    assert heard["end"] <= reply["start"] < reply["end"]
    assert (reply["text"], reply["meta"]) == ("Well.", {"input": "typed"})


def test_a_letter_while_the_partner_speaks_is_an_overlap(home: Path) -> None:
    """It stands in the reply already, and is not shown twice; the reply begins before the partner's end."""
    with Terminal(*TALK, "--speed", "0.01") as terminal:
        terminal.until("Mum  Hello,")
        terminal.keys("W")
        assert "W" not in terminal.until("insulation people.")
        terminal.until(ASKED, "W")
        terminal.line("ell.")
        terminal.until("Mum")
    heard, reply = turns(home)[:2]
    assert reply["text"] == "Well."
    assert reply["start"] < heard["end"]


def test_ctrl_c_while_the_partner_speaks_stops_the_line(home: Path) -> None:
    """P20: the turn is what was said, as interrupted, and the trainee has the word."""
    with Terminal(*TALK, "--speed", "0.01") as terminal:
        terminal.until("Mum  Hello,")
        terminal.keys("\x03")
        terminal.until(ASKED)
        terminal.line("Let me say something.")
        terminal.until("Mum")
    assert [(turn["text"], turn["status"]) for turn in turns(home)[:2]] == [
        ("Hello,", "interrupted"),
        ("Let me say something.", "complete"),
    ]


# the trainee types


def test_a_reply_gets_feedback(home: Path) -> None:
    """A reproach: a bar, the words that counted, and an arrow with a better wording; then the partner answers."""
    with Terminal(*AT_ONCE) as terminal:
        terminal.until(ASKED)
        terminal.line(BLAME)
        terminal.until("No blame", "░", "0%", f"“{BLAME}”", "→", "Mum", ASKED)
        terminal.line("/quit")
        terminal.until("Scorecard", "Next time:", "Kept as")
        assert terminal.leave() == 0
    assert kept(home)[-1] == {"type": "end", "reason": "trainee"}


def test_a_reply_may_have_several_lines(home: Path) -> None:
    """Alt+Enter begins a new one."""
    with Terminal(*AT_ONCE) as terminal:
        terminal.until(ASKED)
        terminal.line("One thing.\x1b\rAnd another.")
        terminal.until("Mum")
    assert turns(home)[1]["text"] == "One thing.\nAnd another."


def test_tab_completes_a_command(home: Path) -> None:
    """The beginning is enough."""
    with Terminal(*AT_ONCE) as terminal:
        terminal.until(ASKED)
        terminal.keys("/qu\t")
        terminal.until("it")
        terminal.line("")
        assert terminal.leave() == 0


def test_ctrl_c_while_typing_asks_first(home: Path) -> None:
    """It says that once more ends, and the words so far stand there again; the second time is exit 130."""
    with Terminal(*AT_ONCE) as terminal:
        terminal.until(ASKED)
        terminal.keys("Wait a moment")
        terminal.until("moment")
        terminal.keys("\x03")
        terminal.until("Ctrl-C once more ends the talk", "You  Wait a moment")
        terminal.line(", please.")
        terminal.until("Mum", ASKED)
        terminal.keys("\x03")
        terminal.until("Ctrl-C once more", ASKED)
        terminal.keys("\x03")
        terminal.until("Kept as")
        assert terminal.leave() == 130
    assert turns(home)[1]["text"] == "Wait a moment, please."
    assert kept(home)[-1] == {"type": "end", "reason": "interrupted"}


def test_ctrl_d_ends_the_talk(home: Path) -> None:
    """R12: exit 0."""
    with Terminal(*AT_ONCE) as terminal:
        terminal.until(ASKED)
        terminal.keys("\x04")
        assert terminal.leave() == 0
    assert kept(home)[-1] == {"type": "end", "reason": "trainee"}


def test_a_card_waits_for_its_key(home: Path) -> None:
    """After ``/pause`` a letter does nothing and is no part of a reply, Enter goes on; after ``/stop`` q ends the talk."""
    with Terminal(*AT_ONCE) as terminal:
        terminal.until(ASKED)
        terminal.line("/pause")
        terminal.until("Paused; the clock stands.", "ends the talk.")
        terminal.keys("x\r")
        terminal.until(ASKED)
        terminal.line("/stop")
        terminal.until("stepped out of the scene", "ends the talk.")
        terminal.keys("q")
        assert terminal.leave() == 0
    assert len(turns(home)) == 1


# going on


def test_a_talk_is_taken_up_where_it_stopped(home: Path) -> None:
    """The last words stand there again, the partner does not repeat itself, time goes on, and the scorecard is of the whole talk."""
    with Terminal(*AT_ONCE) as terminal:
        terminal.until(ASKED)
        terminal.line(BLAME)
        terminal.until("Mum", ASKED)
        terminal.keys("\x04")
        assert terminal.leave() == 0
    first = turns(home)
    with Terminal("practice", "--from", "last", "--speed", "0") as terminal:
        terminal.until("Where you stopped:", f"You  {BLAME}", f"Mum  {first[2]['text'][:20]}", ASKED)
        terminal.line("Well.")
        terminal.until("Mum", ASKED)
        terminal.line("/quit")
        terminal.until("2 replies had a chance")
        assert terminal.leave() == 0
    assert turns(home)[:3] == first
    assert turns(home)[3]["start"] >= first[2]["end"]


# text that would act on the terminal


def test_t8_t10_nothing_typed_or_told_acts_on_the_terminal(home: Path) -> None:
    """T8, T10: an escape sequence in the story is shown as a symbol and stored as it is; markup in a reply is text."""
    story = "She says “hm\x1b]0;pwned\x07”"
    with Terminal(*AT_ONCE, "--about", story) as terminal:
        shown = terminal.until("You told:", "hm", ASKED)
        terminal.line(f"[red]{BLAME}[/red]")
        terminal.until("Mum", ASKED)
        terminal.line("/retry")
        terminal.until("Back to:", ASKED)
        terminal.line("Well.")
        terminal.until("Before", "[red]You never", "[/red]", ASKED)
    assert "␛]0;pwned␇" in shown
    assert kept(home)[0]["about"] == story
    assert BLAME in Store(home).files()[0].read_text("utf-8")


def test_r12_a_terminal_that_can_do_nothing_gets_plain_lines(home: Path) -> None:
    """R12: with TERM=dumb what is not known is still asked, then whole lines go to and fro without an escape; Ctrl-D ends with exit 0."""
    with Terminal("practice", "--lang", "en", "--me", "f", TERM="dumb") as terminal:
        terminal.until("Whom do you want to talk with?", "[1]")
        terminal.answer("1")
        terminal.until("Which situation?", "[1]")
        terminal.answer("1")
        terminal.until("How hard", "[2]")
        terminal.answer("")
        terminal.until("Mum: ")
        terminal.answer(BLAME)
        terminal.until("Mum: ")
        terminal.keys("\x04", echoed=True)
        terminal.until("Scorecard")
        assert terminal.leave() == 0
        assert b"\x1b" not in terminal.output
    assert kept(home)[-1] == {"type": "end", "reason": "trainee"}


def test_r12_the_window_may_change_its_size(home: Path) -> None:
    """R12: while the partner speaks and while a reply is typed; what comes after it fits."""
    with Terminal(*TALK, "--speed", "0.01") as terminal:
        terminal.until("Mum  Hello,")
        terminal.resize(24, 44)
        terminal.keys(" ")
        rest = terminal.until(ASKED)
        terminal.resize(30, 50)
        terminal.line(BLAME)
        terminal.until("Mum")
        terminal.keys(" ")
        terminal.until(ASKED)
        terminal.line("/score")
        card = terminal.until("Scorecard", "Next time", "╯")
    assert all(len(line) <= 44 for line in rest.split("\n"))
    assert all(len(line) <= 50 for line in card.split("\n")[1:])


# what goes wrong


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("during", ["typing", "speech", "a card"])
def test_r11_a_signal_closes_the_file_as_interrupted(home: Path, sent: signal.Signals, during: str) -> None:
    """R11: whatever the program is waiting for, it ends at once, exit 130, and the file says that the talk was cut."""
    with Terminal(*(TALK if during == "speech" else AT_ONCE), *(("--speed", "0.01") if during == "speech" else ())) as terminal:
        terminal.until("Mum  Hello,")
        if during != "speech":
            terminal.until(ASKED)
        if during == "a card":
            terminal.line("/pause")
            terminal.until("ends the talk.")
        terminal.tell(sent)
        assert terminal.leave() == 130
    assert kept(home)[-1] == {"type": "end", "reason": "interrupted"}
    assert not list(home.rglob("*.lock"))


@pytest.mark.parametrize("during", ["typing", "speech"])
def test_r11_a_window_that_is_closed_closes_the_file(home: Path, during: str) -> None:
    """R11: the same when the terminal itself is gone."""
    with Terminal(*(TALK if during == "speech" else AT_ONCE), *(("--speed", "0.01") if during == "speech" else ())) as terminal:
        terminal.until("Mum  Hello,")
        if during == "typing":
            terminal.until(ASKED)
            terminal.keys("half a")
            terminal.until("half a")
        terminal.hang_up()
        terminal.leave()
    assert kept(home)[-1] == {"type": "end", "reason": "interrupted"}


def test_word_data_that_cannot_be_loaded_ends_the_talk_in_order(home: Path, tmp_path: Path) -> None:
    """The reply is on disk, one line says what is broken, exit 6."""
    (tmp_path / "sitecustomize.py").write_text(
        "import roleplay.coders.rules as rules\n"
        "from roleplay.errors import NotationInvalid\n"
        "def broken(language): raise NotationInvalid('en.yaml', ['line 7: no word'])\n"
        "rules.RuleCoder = broken\n",
        "utf-8",
    )
    with Terminal(*AT_ONCE, PYTHONPATH=str(tmp_path)) as terminal:
        terminal.until(ASKED)
        terminal.line(BLAME)
        shown = terminal.until("roleplay: en.yaml: line 7: no word")
        assert terminal.leave() == 6
        assert "Traceback" not in terminal.screen
    assert shown.count("\n") <= 1
    assert turns(home)[1]["text"] == BLAME
    assert kept(home)[-1] == {"type": "end", "reason": "interrupted"}


def test_a_plugin_that_loads_for_ever_does_not_take_the_screen_away(home: Path, tmp_path: Path) -> None:
    """The partner speaks and a reply is asked for while a scorer's file is still being read; what that prints is nobody's business."""
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    slow = f"print('noise')\nopen({str(gate)!r}).read()\nclass Scorer:\n    def score(self, exchange, coding): ...\n"
    write(tmp_path / "plugins" / "scorers" / "thanks", python=slow)
    with Terminal("--plugins", str(tmp_path / "plugins"), *TALK, "--speed", "0.01") as terminal:
        terminal.until("Mum  Hello,")
        held = opened(gate)  # from now on the file is being read
        terminal.keys("\r")
        shown = terminal.until("insulation people.", ASKED)
        os.close(held)
        terminal.line(BLAME)
        terminal.until("No blame", "Mum")
    assert "noise" not in shown


def test_d5_what_is_typed_is_in_the_transcript_and_nowhere_else(home: Path) -> None:
    """D5: no history, no log, no settings hold a word of it."""
    with Terminal(*AT_ONCE) as terminal:
        terminal.until(ASKED)
        terminal.line("A plum is in the pocket")
        terminal.until("Mum", ASKED)
        terminal.line("/retry")
        terminal.until("Back to:", ASKED)
        terminal.line("A plum was in the pocket")
        terminal.until("Mum", ASKED)
        terminal.line("/quit")
        assert terminal.leave() == 0
    held = [path for path in home.rglob("*") if path.is_file() and b"plum" in path.read_bytes()]
    assert sorted(held) == Store(home).files()
    assert all(path.stat().st_mode & 0o077 == 0 for path in home.rglob("*"))
