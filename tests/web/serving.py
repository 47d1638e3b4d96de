"""``roleplay serve`` in a process of its own, and ways to ask it: the SDK, and bytes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any, Self
from urllib.parse import urlsplit

import openai

from tests.cli.running import HEARING, PATIENCE, START, surroundings

__all__ = ["MODEL", "Served"]

MODEL = "grumbling_parent/sunday-call/en"


class Served:
    """A server under way, with its *home*; *options* are those of the command."""

    def __init__(self, home: Path, *options: object, **environment: str) -> None:
        command = [sys.executable, "-c", HEARING + START, "serve", "--port", "0", "--format", "json", *map(str, options)]
        variables = surroundings(**{"ROLEPLAY_HOME": str(home), "LANG": "C.UTF-8", **environment})
        self.home = home
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=variables)
        self._patience = Timer(10 * PATIENCE, self.process.kill)
        self._patience.start()
        assert self.process.stdout is not None
        told = json.loads(self.process.stdout.readline() or b"{}")
        self.url, self.token, self.models = told.get("base_url", ""), told.get("token", "none"), told.get("models", [])
        self.sdk = self.client()
        self.port = urlsplit(self.url).port or 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._patience.cancel()
        self.sdk.close()
        self.process.kill()
        self.process.communicate()

    def client(self, token: str | None = None) -> openai.OpenAI:
        """The SDK, as anybody would use it but without a second try."""
        return openai.OpenAI(api_key=token or self.token, base_url=self.url, max_retries=0)

    def raw(self, data: bytes) -> bytes:
        """What comes back for *data*, until the connection is closed."""
        came = b""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as line:
            with suppress(BrokenPipeError, ConnectionResetError):  # it had enough
                line.sendall(data)
            with suppress(ConnectionResetError):
                while piece := line.recv(65536):
                    came += piece
        return came

    def transcripts(self) -> list[list[dict[str, Any]]]:
        """The lines of all transcripts, oldest first."""
        return [
            [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
            for path in sorted((self.home / "sessions").glob("*.jsonl"))
        ]

    def stop(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """Ask it to stop; its exit code and what it said on standard error."""
        os.kill(self.process.pid, number)
        _, said = self.process.communicate(timeout=PATIENCE)
        self._patience.cancel()
        assert b"Traceback" not in said, said.decode()
        return self.process.returncode, said.decode()
