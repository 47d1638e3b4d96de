"""Foreign code in a process of its own: it cannot take time, memory, output or the program with it."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from roleplay.confinement import Confined, Failed, Limits
from tests.messages import ROOT

LIMITS = Limits(seconds=1.0, megabytes=400, answer=100_000)


@pytest.fixture(name="confined", scope="module")
def _confined() -> Iterator[Confined]:
    yield Confined("tests.bombs:bomb", limits=LIMITS)


@pytest.fixture(autouse=True)
def _found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT))


def test_values_go_in_and_answers_come_out(confined: Confined) -> None:
    """Texts of all three languages, numbers, lists; every question gets its own answer."""
    for value in ("Ну конечно", "ține", 1.5, None, [1, "two"]):
        assert confined(value) == value


def test_the_code_runs_in_another_process_and_in_the_same_one_again(confined: Confined) -> None:
    """It is begun once."""
    first = confined("process")
    assert first != os.getpid()
    assert confined("process") == first


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("leave", "SystemExit: 7"),
        ("raise", "BaseException: out"),
        ("unsayable", "TypeError"),
        ("deep", "RecursionError"),
        ("memory", "MemoryError"),
        ("leak", "MemoryError"),
        ("chatter", "answered more than 100000 bytes"),
        ("vanish", "its process ended (7)"),
    ],
)
def test_g16_g18_whatever_it_does_is_its_own_failure(name: str, says: str) -> None:
    """G16, G18: leaving, raising anything, leaking, talking without end, dying; the next question is answered as ever."""
    confined = Confined("tests.bombs:bomb", limits=Limits(seconds=20, megabytes=400, answer=100_000))
    with pytest.raises(Failed) as caught:
        confined(name)
    assert says in str(caught.value)
    assert confined("still there") == "still there"


@pytest.mark.parametrize("name", ["loop", "sleep"])
def test_g18_what_never_ends_is_ended(name: str) -> None:
    """G18: after its time the process is gone, and a new one answers."""
    confined = Confined("tests.bombs:bomb", limits=LIMITS)
    before, begun = confined("process"), time.monotonic()
    with pytest.raises(Failed, match="took longer than 1 s"):
        confined(name)
    assert time.monotonic() - begun < 10
    with pytest.raises(ProcessLookupError):
        os.kill(before, 0)  # type: ignore[arg-type]  # it answers with a number
    assert confined("again") == "again"


def test_g18_it_is_not_begun_again_for_ever() -> None:
    """G18: after three losses the answer is there at once."""
    confined = Confined("tests.bombs:bomb", limits=LIMITS)
    for _ in range(3):
        with pytest.raises(Failed, match="process ended"):
            confined("vanish")
    with pytest.raises(Failed, match="was stopped 3 times"):
        confined("anything")


def test_g16_what_it_prints_and_reads_is_not_the_pipe(confined: Confined) -> None:
    """G16: standard output leads nowhere and standard input is empty, also below Python."""
    assert confined("print") == ["print", ""]


def test_what_cannot_be_made_says_why() -> None:
    """A wrong factory, one that raises, a module that is not there."""
    for what, says in (
        ("tests.bombs:dud", "ValueError: never ready"),
        ("tests.bombs:nobody", "AttributeError"),
        ("tests.nothing:x", "ModuleNotFoundError"),
    ):
        with pytest.raises(Failed, match=says):
            Confined(what).begin()


@pytest.mark.parametrize(
    "source",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{{ 'a' * 10 ** 9 }}",
        "{{ lipsum(n=100000) }}",
        "{{ 'a'.ljust(2000000000) }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ " + "(" * 2000 + "1" + ")" * 2000 + " }}",
        "{{ " + "9" * 5000 + " }}",
    ],
)
def test_g3_g4_a_template_that_nothing_else_held_back_is_stopped(source: str) -> None:
    """G3, G4: even with an engine without any rule, time, memory, length and depth are limits of the process."""
    confined = Confined("tests.bombs:rendered", limits=Limits(seconds=2.0, megabytes=512, answer=100_000))
    begun = time.monotonic()
    with pytest.raises(Failed):
        confined(source)
    assert time.monotonic() - begun < 20
    assert confined("{{ 1 + 1 }}") == "2"


def test_it_ends_with_its_owner() -> None:
    """A program that is killed leaves no process behind, not even one that sleeps."""
    code = (
        "import sys, threading, time\nfrom roleplay.confinement import Confined, Limits\n"
        "c = Confined('tests.bombs:bomb', limits=Limits(seconds=600))\nprint(c('process'), flush=True)\nc('sleep')\n"
    )
    owner = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdin=subprocess.DEVNULL
    )
    with owner:
        assert owner.stdout is not None
        child = int(owner.stdout.readline())
        owner.send_signal(signal.SIGKILL)
        owner.wait()
    deadline = time.monotonic() + 10
    while _alive(child) and time.monotonic() < deadline:
        Event().wait(0.02)
    assert not _alive(child)


def test_it_can_be_sent_to_another_process() -> None:
    """What arrives there begins a process of its own."""
    first = Confined("tests.bombs:bomb", "x", limits=LIMITS)
    other = pickle.loads(pickle.dumps(first))
    assert other("process") != first("process")
    assert other.limits == LIMITS


def test_several_threads_may_ask(confined: Confined) -> None:
    """Each gets the answer to its own question."""
    got: dict[int, object] = {}
    threads = [Thread(target=lambda n=number: got.update({n: confined(n)})) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == {number: number for number in range(8)}


def _alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
