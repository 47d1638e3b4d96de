"""Bare ``roleplay`` on a terminal: practise, go on, see progress, leave."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from roleplay.store import Store
from tests.cli.talks import BLAME, lines, write
from tests.cli.terminal import Terminal

WISH = "What would you like to do?"
SETTINGS = 'language = "en"\ngender = "f"\npersona = "grumbling_parent"\nscenario = "sunday-call"\ndifficulty = "normal"\nspeed = 0\n'


@pytest.fixture(name="settled")
def _settled(home: Path) -> Path:
    """A home in which everything that is asked once has been answered."""
    home.mkdir(mode=0o700)
    (home / "config.toml").write_text(SETTINGS, "utf-8")
    return home


def talked(home: Path, number: int, *replies: str, reason: str = "trainee", **header: object) -> None:
    """A talk that was held before."""
    talk = lines(*replies, times=True, id=f"01AGO{number}", **header)
    write(home / "sessions" / f"01AGO{number}.jsonl", [*talk[:-1], {"type": "end", "reason": reason}])


def test_the_first_time_there_is_only_to_practise(home: Path) -> None:
    """The language is asked and remembered; then there is nothing yet to go on with and no progress."""
    with Terminal() as terminal:
        terminal.until("English · română · русский", "[1]")
        terminal.answer("")
        shown = terminal.until(WISH, "› 1  practise", "2  choose another partner", "3  leave", "[1]")
        assert "progress" not in shown
        assert "This time" not in shown
        terminal.answer("3")
        assert terminal.leave() == 0
    assert tomllib.loads((home / "config.toml").read_text("utf-8")) == {"language": "en"}
    assert Store(home).files() == []


def test_practise_begins_what_was_practised_last(settled: Path) -> None:
    """Nothing is asked again; at the end the one thing to try is kept and stands in the next menu."""
    with Terminal() as terminal:
        terminal.until(WISH, "[1]")
        terminal.answer("")
        terminal.until("The Sunday call", "Mum", "\nYou")
        terminal.line(BLAME)
        terminal.until("Mum", "\nYou")
        terminal.line("/quit")
        shown = terminal.until("Next time:", "Kept as")
        assert terminal.leave() == 0
    step = shown.partition("Next time: ")[2][:30]
    with Terminal() as terminal:
        terminal.until("practise the hard conversation", f"This time: {step}", WISH)


def test_another_partner_can_be_chosen_and_is_remembered(settled: Path) -> None:
    """Partner and difficulty, then the situation; the next talk is the same."""
    with Terminal() as terminal:
        terminal.until(WISH, "2  choose another", "[1]")
        terminal.answer("2")
        terminal.until("Whom do you want to talk with?", "[1]")
        terminal.answer("2")
        terminal.until("How hard should it be?", "[2]")
        terminal.answer("3")
        terminal.until("Which situation?", "[1]")
        terminal.answer("2")
        terminal.until("To practise:", "\nYou")
        terminal.keys("\x04")
        assert terminal.leave() == 0
    settings = tomllib.loads((settled / "config.toml").read_text("utf-8"))
    assert (settings["persona"], settings["scenario"], settings["difficulty"]) == ("absent_father", "why-now", "hard")


@pytest.mark.parametrize("reason", ["trainee", "interrupted"])
def test_one_can_go_on_where_one_stopped(settled: Path, reason: str) -> None:
    """It is the first choice then; the new transcript names the old one."""
    talked(settled, 1, BLAME, reason=reason)
    with Terminal() as terminal:
        terminal.until(WISH, "› 1  go on where you stopped", "[1]")
        terminal.answer("")
        terminal.until("Where you stopped:", BLAME, "Mum")
        terminal.keys("\x04")
        terminal.leave()
    header = json.loads(Store(settled).files()[-1].read_text("utf-8").partition("\n")[0])
    assert header["parent"] == "01AGO1"


@pytest.mark.parametrize("talk", ["ended by the persona", "a branch was made", "no words", "unreadable"])
def test_what_is_over_is_not_gone_on_with(settled: Path, talk: str) -> None:
    """Neither a talk that the persona ended, nor one that goes on in a branch, nor one without a word, nor what is no talk."""
    if talk == "unreadable":
        write(settled / "sessions" / "01AGO1.jsonl", [], torn=b"no transcript\n")
    elif talk == "no words":
        talked(settled, 1)
    else:
        talked(settled, 1, BLAME, reason="persona" if "persona" in talk else "branched")
    with Terminal() as terminal:
        assert "go on" not in terminal.until(WISH, "[1]")


def test_progress_shows_skill_by_skill_how_it_went(settled: Path) -> None:
    """The talks that were no discarded branch, the last value with its change, what to exercise, and then the menu again."""
    talked(settled, 1, BLAME)
    talked(settled, 2, BLAME, reason="branched")
    talked(settled, 3, "I am sad that you sit alone. What was the worst of it?")
    with Terminal() as terminal:
        terminal.until(WISH, "see progress", "[1]")
        terminal.answer("see progress")
        terminal.until("Progress", "2 talks, oldest to newest", "No blame   100%", "▲ 100", "Versions:", WISH, "[1]")
        terminal.answer("leave")
        assert terminal.leave() == 0


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x04", 0)])
def test_the_menu_can_be_left(settled: Path, key: str, code: int) -> None:
    """Ctrl-C is exit 130, Ctrl-D exit 0."""
    with Terminal() as terminal:
        terminal.until(WISH, "[1]")
        terminal.keys(key, echoed=True)
        assert terminal.leave() == code


def test_the_menu_is_in_the_language_that_was_chosen(settled: Path) -> None:
    """Romanian settings, Romanian menu."""
    (settled / "config.toml").write_text('language = "ro"\n', "utf-8")
    with Terminal() as terminal:
        assert WISH not in terminal.until("[1]")
