"""The work on a Dask cluster: a scheduler and worker processes on loopback."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.batch.dasks import Dasks
from tests.batch.desk import talks
from tests.cli.running import PROGRAM, alone, surroundings

COUNT = 120


@pytest.fixture(name="dasks", scope="module")
def _dasks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dasks]:
    """Two workers."""
    with Dasks(tmp_path_factory.mktemp("dask"), 2) as dasks:
        yield dasks


@pytest.fixture(name="folder", scope="module")
def _folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Talks that keep two workers busy for some seconds."""
    folder = tmp_path_factory.mktemp("talks")
    for number in range(COUNT // 10):
        talks(folder / f"{number:02}", 10)
    return folder


def test_a_cluster_makes_the_same_scores_in_the_same_order(dasks: Dasks, folder: Path, tmp_path: Path) -> None:
    """Byte for byte, and a bad file is told as ever."""
    bad = folder / "05" / "005a.jsonl"
    bad.write_text("no", "utf-8")
    try:
        here = alone("score", folder, "--format", "jsonl", "--no-cache")
        there = alone("score", folder, "--format", "jsonl", "--cluster", dasks.address, ROLEPLAY_HOME=str(tmp_path))
    finally:
        bad.unlink()
    assert there == here
    assert len(there.objects) == COUNT
    assert (there.code, there.err.count("\n")) == (1, 1)
    again = alone("score", folder / "05", "--format", "jsonl", ROLEPLAY_HOME=str(tmp_path))
    assert len(again.objects) == 10


def test_a_lost_worker_loses_nothing(dasks: Dasks, folder: Path) -> None:
    """One of the two is killed while both are at work; every scorecard is there, once and in order."""
    command = [*PROGRAM, "score", str(folder), "--format", "jsonl", "--cluster", dasks.address, "--no-cache"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=surroundings()) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        first = run.stdout.readline()
        dasks.workers[0].kill()
        rest, err = run.stdout.read(), run.stderr.read()
    assert (run.returncode, err) == (0, b"")
    assert first + rest == alone("score", folder, "--format", "jsonl", "--no-cache").out.encode()
    assert dasks.workers[1].poll() is None
