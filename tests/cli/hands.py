"""A trainee who is not there: keys, typed replies and the passing of time, as a test wants them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from roleplay.cli.clock import Clock
from roleplay.cli.keyboard import Key
from roleplay.cli.prompt import Stopped, Typed

__all__ = ["Fingers", "Time", "Typist", "pressed"]


@dataclass
class Time:
    """Seconds that pass when somebody says so; called, it is a clock's tick."""

    now: float = 0.0

    def __call__(self) -> float:
        return self.now

    def passes(self, seconds: float) -> None:
        """Let time pass."""
        self.now += seconds


def pressed(text: str) -> list[Key]:
    """The keys of letters."""
    return [(letter, letter) for letter in text]


@dataclass
class Fingers:
    """Keys pressed when they are waited for: each of *plan* (how long after, what) answers one wait; after that nobody presses any.

    A look without waiting finds those pressed after no time.
    """

    time: Time
    plan: list[tuple[float, list[Key] | BaseException]] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    def wait(self, seconds: float) -> list[Key]:
        """Let the time pass until the key or, without one, until the end of the wait."""
        self.waits.append(seconds)
        waiting = self.plan and (seconds or not self.plan[0][0])
        after, what = self.plan.pop(0) if waiting else (seconds, [])
        self.time.passes(min(after, seconds))
        if isinstance(what, BaseException):
            raise what
        return what


@dataclass
class Typist:
    """Types the *lines* one after the other, thinking two seconds before each and typing for three; then presses Ctrl-D.

    What is not a line is done instead: an exception is raised, a function is called before the next line. ``"^C…"`` is Ctrl-C with … typed.
    """

    clock: Clock
    time: Time
    lines: list[str | BaseException | Callable[[], object]]
    offered: list[tuple[str, float | None]] = field(default_factory=list)
    asked: list[float] = field(default_factory=list)

    @classmethod
    def of(cls, clock: Clock, time: Time, lines: Iterable[str | BaseException | Callable[[], object]]) -> Typist:
        """One who types *lines*."""
        return cls(clock, time, list(lines))

    def ask(self, label: str, *, begun: str = "", begun_at: float | None = None) -> Typed:
        """The next line."""
        self.asked.append(self.clock.now())
        self.offered.append((begun, begun_at))
        while self.lines and not isinstance(self.lines[0], (str, BaseException)):
            self.lines.pop(0)()  # type: ignore[operator]
        line = self.lines.pop(0) if self.lines else EOFError()
        if isinstance(line, BaseException):
            raise line
        assert isinstance(line, str)
        self.time.passes(2)
        text = begun + line.removeprefix("^C")
        first = begun_at if begun_at is not None else self.clock.now() if text else None
        self.time.passes(3)
        typed = Typed(text=text, first=first, sent=self.clock.now())
        if line.startswith("^C"):
            raise Stopped(typed)
        return typed
