"""Who scores, and where."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.cli.running import Call, one_line
from tests.cli.talks import write


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """A folder with one talk."""
    write(tmp_path / "talks" / "a.jsonl")
    return tmp_path / "talks"


def test_nobody_there_is_told(call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line with the address, exit 5, and the result that was there stays."""
    from roleplay.batch import cluster

    monkeypatch.setattr(cluster, "PATIENCE", 0.2)
    assert one_line(call("score", folder, "--cluster", "tcp://127.0.0.1:9"), 5, "no Dask scheduler at tcp://127.0.0.1:9")


@pytest.mark.parametrize("address", ["10.0.0.5:8786", "http://10.0.0.5", "tcp://", "soup", "tcp://a\x1bb:1"])
def test_an_address_that_is_none_is_a_usage_error(call: Call, folder: Path, address: str) -> None:
    """With one that is."""
    assert one_line(call("score", folder, "--cluster", address), 2, "such as tcp://10.0.0.5:8786")


def test_a_model_is_not_asked_from_a_cluster(call: Call, folder: Path) -> None:
    """Keys stay here."""
    arguments = ("score", folder, "--cluster", "tcp://127.0.0.1:9", "--coder", "ollama:x")
    assert "leave out --cluster" in call(*arguments).err


def test_local_only_lets_no_talk_leave(call: Call, folder: Path) -> None:
    """Workers elsewhere are elsewhere; loopback is this machine."""
    assert one_line(call("--local-only", "score", folder, "--cluster", "tcp://10.0.0.5:8786"), 3, "--local-only", "10.0.0.5")


def test_without_dask_it_is_told_how_to_have_it(call: Call, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody needs it but who has a cluster."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert one_line(call("score", folder, "--cluster", "tcp://127.0.0.1:9"), 3, "roleplay[cluster]")
