"""Asking on a terminal: replies whose first key is timed, and short questions."""

from __future__ import annotations

import asyncio
import builtins
from collections.abc import Iterator

import pytest
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from roleplay.cli.clock import Clock
from roleplay.cli.prompt import Asker, Stopped, Typed, choose


class Counting:
    """A clock's tick by which every look at the clock is a second later than the one before."""

    def __init__(self) -> None:
        self.seconds = -1.0

    def __call__(self) -> float:
        self.seconds += 1
        return self.seconds


@pytest.fixture(name="keys")
def _keys() -> Iterator[PipeInput]:
    """Where a test presses keys."""
    with create_pipe_input() as pipe:
        yield pipe


@pytest.fixture(name="asker")
def _asker(keys: PipeInput) -> Asker:
    """One who asks at the other end of it."""
    return Asker(Clock(Counting()), ["/hint", "/help", "/quit"], lambda: "toolbar", input=keys, output=DummyOutput())


# replies


def test_the_first_key_is_timed_and_the_last(keys: PipeInput, asker: Asker) -> None:
    """A reply begins with its first key and is over when it is sent; the keys between do not count."""
    keys.send_text("Да, мама\r")
    assert asker.ask("You") == Typed(text="Да, мама", first=1, sent=2)


def test_an_empty_line_has_no_first_key(keys: PipeInput, asker: Asker) -> None:
    """Nothing was typed, and it was sent."""
    keys.send_text("\r")
    assert asker.ask("You") == Typed(text="", first=None, sent=1)


def test_each_reply_has_a_first_key_of_its_own(keys: PipeInput, asker: Asker) -> None:
    """What was typed last time is neither offered nor timed again."""
    keys.send_text("one\r")
    first = asker.ask("You")
    keys.send_text("two\r")
    second = asker.ask("You")
    assert (first.text, second.text) == ("one", "two")
    assert second.first is not None
    assert second.first > first.sent


def test_letters_that_were_typed_before_are_there_with_their_time(keys: PipeInput, asker: Asker) -> None:
    """An overlap is the beginning of the reply, and so is its time."""
    keys.send_text("ell me\r")
    assert asker.ask("You", begun="T", begun_at=-4.5) == Typed(text="Tell me", first=-4.5, sent=1)


@pytest.mark.parametrize("break_", ["\x1b\r", "\n"])
def test_alt_enter_begins_a_new_line(keys: PipeInput, asker: Asker, break_: str) -> None:
    """A reply may have several lines; so does Ctrl+J, for terminals that keep Alt to themselves."""
    keys.send_text(f"one{break_}two\r")
    assert asker.ask("You").text == "one\ntwo"


def test_a_paste_of_several_lines_is_one_reply(keys: PipeInput, asker: Asker) -> None:
    """Its line ends do not send it."""
    keys.send_text("\x1b[200~one\r\ntwo\x1b[201~!\r")
    assert asker.ask("You").text == "one\ntwo!"


def test_ctrl_c_hands_over_what_was_typed(keys: PipeInput, asker: Asker) -> None:
    """The words so far and the time of the first are not lost."""
    keys.send_text("I was about to\x03")
    with pytest.raises(Stopped) as stopped:
        asker.ask("You")
    assert stopped.value.typed == Typed(text="I was about to", first=1, sent=2)
    assert isinstance(stopped.value, KeyboardInterrupt)


def test_ctrl_c_before_the_prompt_listens_stops_it_too(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    """The event loop cancels then instead of interrupting; two Ctrl-C in quick succession are no crash."""

    def cancelled(*_: object, **__: object) -> str:
        raise asyncio.CancelledError

    monkeypatch.setattr(asker._session, "prompt", cancelled)
    with pytest.raises(Stopped):
        asker.ask("You")


def test_ctrl_d_on_an_empty_line_is_the_end(keys: PipeInput, asker: Asker) -> None:
    """End of input, as everywhere."""
    keys.send_text("\x04")
    with pytest.raises(EOFError):
        asker.ask("You")


def test_nothing_typed_can_be_called_back(keys: PipeInput, asker: Asker) -> None:
    """There is no history, neither in a file nor behind the arrow keys."""
    keys.send_text("a secret\r")
    asker.ask("You")
    keys.send_text("\x1b[A\x1b[A!\r")
    assert asker.ask("You").text == "!"


# questions

OPTIONS = (("easy", "leicht"), ("normal", "mittel"), ("hard", "Schwer"))


class Dialog:
    """A question to which the given lines are answered."""

    def __init__(self, patch: pytest.MonkeyPatch, *answers: str | BaseException) -> None:
        self.answers = list(answers)
        self.said: list[str] = []
        patch.setattr(builtins, "input", self.line)

    def line(self, question: str) -> str:
        """The next answer."""
        self.said.append(question)
        answer = self.answers.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def chooses(self, default: str = "normal") -> str:
        """Ask."""
        return choose("How?", OPTIONS, default, self.said.append, "Again.")


@pytest.mark.parametrize(
    ("answer", "chosen"), [("", "normal"), ("1", "easy"), (" 3 ", "hard"), ("hard", "hard"), ("schwer", "hard"), ("LEICHT", "easy")]
)
def test_a_question_takes_a_number_or_a_name_or_the_default(monkeypatch: pytest.MonkeyPatch, answer: str, chosen: str) -> None:
    """Enter takes the marked option; a number, a value or a label in any case takes that one."""
    dialog = Dialog(monkeypatch, answer)
    assert dialog.chooses() == chosen
    assert dialog.said == ["How?", "   1  leicht", " › 2  mittel", "   3  Schwer", "[2] "]


@pytest.mark.parametrize("nonsense", ["0", "4", "-1", "²", "none", "9" * 5000, UnicodeDecodeError("utf-8", b"\xff", 0, 1, "no")])
def test_a_question_is_asked_again_for_what_is_no_option(monkeypatch: pytest.MonkeyPatch, nonsense: str | BaseException) -> None:
    """Whatever is typed, one line says what to do."""
    dialog = Dialog(monkeypatch, nonsense, "2")
    assert dialog.chooses("easy") == "normal"
    assert dialog.said[-3:] == ["[1] ", "Again.", "[1] "]


@pytest.mark.parametrize("leaving", [KeyboardInterrupt(), EOFError()])
def test_a_question_can_be_left(monkeypatch: pytest.MonkeyPatch, leaving: BaseException) -> None:
    """Ctrl-C and Ctrl-D are for whoever asked to deal with; what comes next does not stand behind the question."""
    dialog = Dialog(monkeypatch, leaving)
    with pytest.raises(type(leaving)):
        dialog.chooses()
    assert dialog.said[-2:] == ["[2] ", ""]


# news


class Feedback:
    """News that comes as soon as it is looked for, while *keys* are still to be pressed."""

    def __init__(self, keys: PipeInput) -> None:
        self.keys = keys
        self.awaited, self.come = True, True

    def show(self) -> None:
        """Nothing more will come; now the reply is sent."""
        self.awaited = self.come = False
        self.keys.send_text("ply\r")


def test_news_is_shown_while_a_reply_is_typed(keys: PipeInput) -> None:
    """And takes nothing of it away."""
    asker = Asker(Clock(Counting()), [], lambda: "", Feedback(keys), input=keys, output=DummyOutput())
    keys.send_text("half a re")
    assert asker.ask("You").text == "half a reply"
