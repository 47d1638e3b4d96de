"""Asking on a terminal: a reply with its first keystroke timed, and short questions with a default."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from select import select
from typing import Any, Protocol

from roleplay.cli.clock import Clock

__all__ = ["Asker", "News", "Stopped", "Typed", "choose"]


LOOK = 0.2  # seconds from one look for news to the next


class News(Protocol):
    """What comes while somebody types."""

    @property
    def awaited(self) -> bool:
        """Whether there will be any."""
        ...

    @property
    def come(self) -> bool:
        """Whether there is some now."""
        ...

    def show(self) -> None:
        """Write it to the screen."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A reply as typed: the *text*, when its first key was pressed (None if none was) and when it was sent."""

    text: str
    first: float | None
    sent: float


class Stopped(KeyboardInterrupt):
    """Ctrl-C while a reply was typed; *typed* is what stood there."""

    def __init__(self, typed: Typed) -> None:
        super().__init__()
        self.typed = typed


class Asker:
    """Reads replies. Enter sends, Alt+Enter or Ctrl+J begins a new line. Nothing typed is kept in a history.

    *news* that comes while a reply is typed is shown above it.
    """

    def __init__(self, clock: Clock, commands: Sequence[str], toolbar: Callable[[], str], news: News | None = None, **io: Any) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.completion import WordCompleter
        from prompt_toolkit.history import DummyHistory
        from prompt_toolkit.key_binding import KeyBindings
        from prompt_toolkit.styles import Style

        self._clock, self._news = clock, news
        self._first: float | None = None
        keys = KeyBindings()
        keys.add("enter")(lambda event: event.current_buffer.validate_and_handle())
        keys.add("escape", "enter")(lambda event: event.current_buffer.insert_text("\n"))
        keys.add("c-j")(lambda event: event.current_buffer.insert_text("\n"))
        self._session: PromptSession[str] = PromptSession(
            multiline=True,
            history=DummyHistory(),
            key_bindings=keys,
            completer=WordCompleter(list(commands), sentence=True),
            complete_while_typing=False,
            bottom_toolbar=toolbar,
            prompt_continuation=lambda width, number, soft: " " * width,
            style=Style.from_dict({"bottom-toolbar": "noreverse", "you": "bold"}),
            **io,
        )
        self._session.default_buffer.on_text_insert += self._pressed

    def ask(self, label: str, *, begun: str = "", begun_at: float | None = None) -> Typed:
        """Ask for a reply; *begun* are letters that were typed already. Raises `Stopped` and EOFError."""
        from asyncio import CancelledError

        self._first = begun_at
        try:
            text = self._session.prompt([("class:you", label + "  ")], default=begun, pre_run=self._listen)
        except (KeyboardInterrupt, CancelledError):  # cancelled: Ctrl-C came before the prompt listened for it
            raise Stopped(self._typed(self._session.default_buffer.text)) from None
        return self._typed(text)

    def _listen(self) -> None:
        """Look out for news as long as the prompt is there."""
        if self._news is not None and self._news.awaited:
            self._session.app.create_background_task(_brought(self._news))

    def _typed(self, text: str) -> Typed:
        return Typed(text=text, first=self._first, sent=self._clock.now())

    def _pressed(self, _: object) -> None:
        if self._first is None:
            self._first = self._clock.now()


async def _brought(news: News) -> None:
    from asyncio import sleep

    from prompt_toolkit.application import run_in_terminal

    while news.awaited:
        if news.come:
            await run_in_terminal(news.show)
        await sleep(LOOK)


def choose(question: str, options: Sequence[tuple[str, str]], default: str, say: Callable[[str], None], again: str) -> str:
    """Ask to choose one of *options* (value, label) by number or by the value itself; Enter takes the *default*.

    Raises KeyboardInterrupt and EOFError.
    """
    say(question)
    answers = {"": default}
    place = ""
    for number, (value, label) in enumerate(options, 1):
        mark, place = ("›", str(number)) if value == default else (" ", place)
        say(f" {mark} {number}  {label}")
        answers |= {str(number): value, value.casefold(): value, label.casefold(): value}
    try:
        while (chosen := answers.get(_line(f"[{place}] "))) is None:
            say(again)
    except (KeyboardInterrupt, EOFError):
        say("")  # the shell goes on in a line of its own
        raise
    return chosen


def _line(question: str) -> str:
    """A line of plain input, trimmed and casefolded; what is no text in the terminal's encoding is no answer."""
    if sys.stdin.isatty() and sys.platform != "win32":
        print(question, end="", flush=True)
        question = ""
        while not select([sys.stdin], [], [], LOOK)[0]:  # a Ctrl-C in the moment before `input` reads would be heard only after a line
            pass
    try:
        return input(question).strip().casefold()
    except UnicodeDecodeError:
        return "?"
