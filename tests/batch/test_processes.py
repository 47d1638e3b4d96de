"""Work given to other processes: the same comes of it, whoever dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from roleplay.batch.engines import Here
from roleplay.batch.flow import scored
from roleplay.batch.processes import Processes
from roleplay.batch.work import Given, assess_here, assessor_of
from roleplay.errors import Misconfigured
from tests.batch.desk import assessor, order, talks
from tests.cli.running import PATIENCE

OWNER = """
import sys, time
from pathlib import Path
from roleplay.batch.processes import Processes
from roleplay.batch.work import Given
from tests.batch.desk import order, talks
if __name__ == "__main__":
    given = [Given(str(path), path.read_bytes()) for path in talks(Path(sys.argv[1]), 1)]
    engine = Processes(order(), 1)
    engine.submit(given).result()
    print(*engine.pids["en"], flush=True)
    time.sleep(60)
"""


def given(path: Path) -> Given:
    """The file at *path*."""
    return Given(str(path), path.read_bytes())


def gone(pid: int) -> bool:
    """Whether there is no such process any more, after some patience."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").exists() and " Z " in Path(f"/proc/{pid}/stat").read_text():
            return True
        time.sleep(0.01)
    return False


@pytest.fixture(name="engine")
def _engine() -> Iterator[Processes]:
    """Two processes."""
    made = Processes(order(), 2)
    yield made
    made.close()
    for child in multiprocessing.active_children():
        child.join(PATIENCE)


def test_other_processes_make_the_same_scores(engine: Processes, tmp_path: Path) -> None:
    """In each language, and what is wrong with a file comes back as it is here."""
    paths = [*talks(tmp_path / "en", 3), *talks(tmp_path / "ro", 3, language="ro"), *talks(tmp_path / "none", 1, language=None)]
    who = assessor_of(order())
    here, there = list(scored(paths, who, Here(who))), list(scored(paths, who, engine))
    assert [each.cards for each in there] == [each.cards for each in here]
    assert [str(each.error) for each in there] == [str(each.error) for each in here]
    assert type(there[-1].error) is type(here[-1].error)
    assert all(each.cards for each in there[:-1])


def test_a_process_knows_one_language(engine: Processes, tmp_path: Path) -> None:
    """So that its memory does not grow with the languages there are."""
    list(scored([*talks(tmp_path / "en", 1), *talks(tmp_path / "ru", 1, language="ru")], assessor(), engine))
    assert sorted(engine.pids) == ["en", "ru"]


def test_a_killed_process_loses_nothing(engine: Processes, tmp_path: Path) -> None:
    """What it had in hand is done by another one, in whatever it was doing when it was killed: waiting, scoring, or half way through an answer."""
    paths = talks(tmp_path, 40)
    who = assessor_of(order())
    expected = [each.cards for each in scored(paths, who, Here(who))]
    found = []
    for each in scored(paths, who, engine):
        found.append(each.cards)
        for pid in engine.pids["en"]:
            with suppress(ProcessLookupError):  # one that was killed before, and nobody has missed yet
                os.kill(pid, signal.SIGKILL)
    assert found == expected


def test_processes_do_not_outlive_their_owner(tmp_path: Path) -> None:
    """When it is killed they end by themselves."""
    (tmp_path / "owner.py").write_text(OWNER, "utf-8")
    command = [sys.executable, str(tmp_path / "owner.py"), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(Path.cwd())}) as owner:
        assert owner.stdout is not None
        pids = [int(word) for word in owner.stdout.readline().split()]
        owner.send_signal(signal.SIGKILL)
    assert pids
    assert all(gone(pid) for pid in pids)


def test_a_scorer_that_is_not_the_same_over_there_is_told(tmp_path: Path) -> None:
    """Scores of two versions are never mixed."""
    asks = order(made={**order().made, "listening": "other"})
    with pytest.raises(Misconfigured, match="listening is not the same"):
        assessor_of(asks)
    coded = assessor_of(order(made={**order().made, "en": "other"}))
    (path,) = talks(tmp_path, 1)
    (result,) = assess_here(coded, [given(path)]).results
    assert "en is not the same" in str(result)
