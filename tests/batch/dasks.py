"""A Dask scheduler with workers on loopback, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.cli.running import PATIENCE

__all__ = ["Dasks"]


class Dasks:
    """A scheduler and *count* workers, whose files are in *folder*; killed when the ``with`` block is left."""

    def __init__(self, folder: Path, count: int) -> None:
        self._folder, self._count = folder, count
        self._open = ExitStack()
        self.workers: list[subprocess.Popen[bytes]] = []
        self.address = ""

    def __enter__(self) -> Self:
        contact = self._folder / "scheduler.json"
        self._begin("scheduler", "--host", "127.0.0.1", "--port", "0", "--no-show", "--scheduler-file", str(contact))
        self.address = json.loads(_written(contact))["address"]
        place = ("--no-nanny", "--nthreads", "1", "--host", "127.0.0.1", "--local-directory", str(self._folder))
        self.workers = [self._begin("worker", self.address, *place) for _ in range(self._count)]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._open.close()

    def _begin(self, what: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", "--no-dashboard", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(Path.cwd())}
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
        self._open.enter_context(process)
        self._open.callback(process.kill)
        return process


def _written(path: Path) -> str:
    """What is in the file at *path*, when it is there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        text = path.read_text("utf-8") if path.exists() else ""
        if text.endswith("}"):
            return text
        time.sleep(0.02)
    raise AssertionError(f"{path} was not written")
