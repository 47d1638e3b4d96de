"""Single keys of a terminal: what is a key, what is not, and that the terminal is given back."""

from __future__ import annotations

import os
import pty
import termios
from collections.abc import Iterator

import pytest

from roleplay.cli.keyboard import Key, Keyboard


@pytest.fixture(name="pipe")
def _pipe() -> Iterator[tuple[Keyboard, int]]:
    """A keyboard that hears a pipe, and the end to write into."""
    out, into = os.pipe()
    yield Keyboard(out), into
    os.close(out)
    os.close(into)


@pytest.fixture(name="terminal")
def _terminal() -> Iterator[tuple[int, int]]:
    """Both ends of a terminal: the hand's and the program's."""
    hand, program = pty.openpty()
    yield hand, program
    os.close(hand)
    os.close(program)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("ж", [("ж", "ж")]),
        ("ab", [("a", "a"), ("b", "b")]),
        (" ", [(" ", " ")]),
        ("\r", [("enter", "")]),
        ("\n", [("enter", "")]),
        ("\x04", [("c-d", "")]),
        ("\x7f", [("backspace", "")]),
        ("\x1b", [("escape", "")]),
        ("\x1b[A", [("escape", "")]),
        ("\x1b[1;5C", [("escape", "")]),
        ("\x1bOP", [("escape", "")]),
        ("\x1bf", [("escape", "")]),
        ("\x1b\x1b", [("escape", ""), ("escape", "")]),
        ("a\x1b[3~b", [("a", "a"), ("escape", ""), ("b", "b")]),
        ("\x1b[24;80Rk", [("k", "k")]),
    ],
)
def test_keys_have_names_and_letters(pipe: tuple[Keyboard, int], typed: str, keys: list[Key]) -> None:
    """A letter is itself; a key without one has a name; no part of an escape sequence is taken for a letter."""
    keyboard, into = pipe
    os.write(into, typed.encode())
    assert keyboard.wait(10) == keys


@pytest.mark.parametrize(
    ("typed", "name"),
    [("\x1b[A", "up"), ("\x1bOB", "down"), ("\x1b[C", "right"), ("\x1b[D", "left"), ("\x1b[5~", "page up"), ("\x1b[6~", "page down")]
    + [(f"\x1b[{ending}", "home") for ending in ("H", "1~", "7~")]
    + [(f"\x1b[{ending}", "end") for ending in ("F", "4~", "8~")]
    + [("\x1b[3~", "escape"), ("\x1b", "escape")],
)
def test_keys_that_move_are_told_apart_where_that_is_asked_for(typed: str, name: str) -> None:
    """As the terminals of the world write them."""
    out, into = os.pipe()
    os.write(into, typed.encode())
    assert Keyboard(out, arrows=True).wait(10) == [(name, "")]
    os.close(out)
    os.close(into)


def test_no_key_is_no_keys(pipe: tuple[Keyboard, int]) -> None:
    """When the time is over there is nothing."""
    assert pipe[0].wait(0) == []


def test_what_the_terminal_says_itself_is_no_key(pipe: tuple[Keyboard, int]) -> None:
    """A late answer of the terminal, where its cursor is, does not finish a line."""
    os.write(pipe[1], b"\x1b[24;80R")
    assert pipe[0].wait(0.01) == []


def test_a_letter_in_pieces_is_one_letter(pipe: tuple[Keyboard, int]) -> None:
    """Half a Cyrillic letter is waited out, and never shown as another one."""
    keyboard, into = pipe
    first, second = "ж".encode()[:1], "ж".encode()[1:]
    os.write(into, first)
    assert keyboard.wait(0.01) == []
    os.write(into, second)
    assert keyboard.wait(10) == [("ж", "ж")]


def test_ctrl_c_interrupts_where_it_is_a_key(pipe: tuple[Keyboard, int]) -> None:
    """Without a terminal that makes a signal of it, it is one all the same."""
    os.write(pipe[1], b"a\x03")
    with pytest.raises(KeyboardInterrupt):
        pipe[0].wait(10)


def test_a_closed_pipe_has_no_keys_any_more() -> None:
    """Nobody waits for ever for a key that cannot come."""
    out, into = os.pipe()
    os.close(into)
    with pytest.raises(EOFError):
        Keyboard(out).wait(3600)
    os.close(out)


def test_a_terminal_that_is_closed_has_no_keys_any_more() -> None:
    """The same for a window that was closed."""
    hand, program = pty.openpty()
    os.close(hand)
    with pytest.raises(EOFError):
        Keyboard(program).wait(3600)
    os.close(program)


def test_keys_are_heard_at_once_and_not_echoed(terminal: tuple[int, int]) -> None:
    """A letter needs no Enter, and the screen stays as it is."""
    hand, program = terminal
    with Keyboard(program) as keyboard:
        os.write(hand, "й".encode())
        assert keyboard.wait(10) == [("й", "й")]
        os.write(program, b".")
        assert os.read(hand, 100) == b"."


def test_the_terminal_is_given_back_as_it_was(terminal: tuple[int, int]) -> None:
    """Also when something goes wrong in between."""
    before = termios.tcgetattr(terminal[1])
    with pytest.raises(ZeroDivisionError), Keyboard(terminal[1]):
        assert termios.tcgetattr(terminal[1]) != before
        raise ZeroDivisionError
    assert termios.tcgetattr(terminal[1]) == before


def test_keys_pressed_before_are_not_lost(terminal: tuple[int, int]) -> None:
    """Who types ahead is heard."""
    hand, program = terminal
    os.write(hand, b"x")
    with Keyboard(program) as keyboard:
        assert keyboard.wait(10) == [("x", "x")]
