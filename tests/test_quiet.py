"""Silence for one thread."""

from __future__ import annotations

import sys
from threading import Barrier, Thread

import pytest

from roleplay.quiet import quiet


def test_only_the_thread_that_is_quiet_is(capsys: pytest.CaptureFixture[str]) -> None:
    """What another one prints meanwhile is seen, all of it; afterwards so is everything."""
    before, met = sys.stdout, Barrier(2)

    def other() -> None:
        met.wait()
        print("seen")
        met.wait()

    thread = Thread(target=other)
    thread.start()
    with quiet():
        print("unseen")
        met.wait()
        met.wait()
        sys.stdout.write("unseen")
        sys.stdout.flush()
    thread.join()
    assert sys.stdout is before
    print("after")
    assert capsys.readouterr().out == "seen\nafter\n"


def test_blocks_may_overlap(capsys: pytest.CaptureFixture[str]) -> None:
    """The first to enter may be the first to leave: standard output is that of before once the last one has left."""
    before, met, left = sys.stdout, Barrier(2), Barrier(2)

    def other() -> None:
        with quiet():
            met.wait()
            left.wait()
            print("unseen")

    thread = Thread(target=other)
    with quiet():
        thread.start()
        met.wait()
    print("seen")
    left.wait()
    thread.join()
    assert sys.stdout is before
    assert capsys.readouterr().out == "seen\n"


def test_a_block_in_a_block_and_one_that_fails_change_nothing_after() -> None:
    """Standard output is itself again."""
    before = sys.stdout
    with pytest.raises(ZeroDivisionError), quiet(), quiet():
        _ = 1 / 0
    assert sys.stdout is before


def test_a_program_without_standard_output_stays_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """As under pythonw."""
    monkeypatch.setattr(sys, "stdout", None)
    with quiet():
        print("nowhere")
    assert sys.stdout is None
