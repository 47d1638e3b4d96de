"""Being told to end: once, and nothing swallows it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator

import pytest

from roleplay.cli.hangup import HungUp, hearing

SIGNALS = [signal.SIGTERM, signal.SIGHUP]


@pytest.fixture(autouse=True)
def not_under_nohup() -> Iterator[None]:
    """The tests may themselves be run where a closed window means nothing."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_is_an_exception(number: signal.Signals) -> None:
    """Whichever of the two it is."""
    with pytest.raises(HungUp), hearing():
        os.kill(os.getpid(), number)


def test_an_event_loop_lets_it_through() -> None:
    """Also where a loop catches what its callbacks raise."""

    async def told() -> None:
        asyncio.get_running_loop().call_soon(lambda: os.kill(os.getpid(), signal.SIGTERM))
        await asyncio.sleep(60)

    with pytest.raises(HungUp), hearing():
        asyncio.run(told())


def test_a_second_signal_does_not_disturb_putting_things_away() -> None:
    """A closed window is often followed by a request to end."""
    tidied = False
    with pytest.raises(HungUp), hearing():
        try:
            os.kill(os.getpid(), signal.SIGHUP)
        finally:
            os.kill(os.getpid(), signal.SIGTERM)
            tidied = True
    assert tidied


def test_afterwards_signals_mean_what_they_meant() -> None:
    """What was there before is there again, whether a signal came or not."""
    before = [signal.getsignal(number) for number in SIGNALS]
    with hearing():
        pass
    with pytest.raises(HungUp), hearing():
        os.kill(os.getpid(), signal.SIGTERM)
    assert [signal.getsignal(number) for number in SIGNALS] == before


def test_under_nohup_a_closed_window_means_nothing() -> None:
    """Who asked for the signal to be ignored is obeyed."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with hearing():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)
