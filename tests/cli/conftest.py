"""How a test of the command line runs it: in this process, which is quick; `tests.cli.running` has the other way."""

from __future__ import annotations

import io
import sys

import pytest

from roleplay.cli import context, run
from tests.cli.running import Call, Outcome


@pytest.fixture(name="call")
def _call(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> Call:
    """The program, not on a terminal and with no memory of the language it spoke before."""

    def call(*arguments: object, typed: str | bytes = "") -> Outcome:
        monkeypatch.setattr(context, "_speaking", [])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode() if isinstance(typed, str) else typed)))
        capfdbinary.readouterr()
        code = run([str(argument) for argument in arguments])
        return Outcome.of(code, *capfdbinary.readouterr())

    return call
