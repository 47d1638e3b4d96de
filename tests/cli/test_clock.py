"""The clock of a talk."""

from __future__ import annotations

import pytest

from roleplay.cli.clock import Clock
from tests.cli.hands import Time


@pytest.fixture(name="time")
def _time() -> Time:
    """Time that passes when a test says so."""
    return Time(1000.0)


def test_it_counts_from_its_making(time: Time) -> None:
    """A clock begins at zero, whatever the machine's own clock says, and counts milliseconds."""
    clock = Clock(time)
    time.passes(2.00049)
    assert clock.now() == 2.0


def test_it_stands_while_paused(time: Time) -> None:
    """A pause takes no time of the talk, however long it is."""
    clock = Clock(time)
    time.passes(3)
    clock.pause()
    time.passes(600)
    assert clock.now() == 3
    clock.go()
    time.passes(1)
    assert clock.now() == 4


def test_to_pause_twice_is_to_pause_once(time: Time) -> None:
    """A pause within a pause does not move the moment at which the clock stopped, and one going on ends both."""
    clock = Clock(time)
    clock.pause()
    time.passes(5)
    clock.pause()
    clock.go()
    clock.go()
    assert clock.now() == 0


@pytest.mark.parametrize("moment", [0.0, 2.5, 90.0])
def test_it_can_be_set_back_and_forward(time: Time, moment: float) -> None:
    """Set to a moment, it runs on from there."""
    clock = Clock(time)
    time.passes(10)
    clock.set(moment)
    assert clock.now() == moment
    time.passes(1)
    assert clock.now() == moment + 1


def test_it_can_be_set_while_it_stands(time: Time) -> None:
    """Set during a pause, it still stands, and then runs on from there."""
    clock = Clock(time)
    clock.pause()
    time.passes(10)
    clock.set(7)
    time.passes(10)
    assert clock.now() == 7
    clock.go()
    time.passes(1)
    assert clock.now() == 8
