"""A real browser, driven over its debugging pipe: what it does with a page, and how long that takes.

Chromium reads its commands from descriptor 3 and answers on 4, JSON with a NUL byte after each message.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Any, Self

__all__ = ["CHROMIUM", "Browser", "Seen"]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE = 120
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--remote-debugging-pipe",
)
_TIMES = "JSON.stringify(performance.getEntriesByType('navigation')[0].toJSON())"


@dataclass
class Seen:
    """What opening a page did: *dialogs* it showed, what was *refused* to it or went wrong, addresses it *asked* for, *seconds* to its load."""

    dialogs: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    seconds: float = 0.0


class Browser:
    """Chromium with a profile in *folder*."""

    def __init__(self, folder: Path) -> None:
        assert CHROMIUM is not None
        ours, theirs = os.pipe(), os.pipe()  # commands, answers
        shell = f'exec "$0" "$@" 3<&{ours[0]} 4>&{theirs[1]}'
        self._process = subprocess.Popen(
            ["bash", "-c", shell, CHROMIUM, *_FLAGS, f"--user-data-dir={folder}", "about:blank"],
            pass_fds=(ours[0], theirs[1]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(ours[0])
        os.close(theirs[1])
        self._commands, self._answers = os.fdopen(ours[1], "wb", buffering=0), os.fdopen(theirs[0], "rb")
        self._patience = Timer(PATIENCE, self._process.kill)
        self._patience.start()
        self._number = 0
        self._rest = b""
        self._events: list[dict[str, Any]] = []

    def __enter__(self) -> Self:
        target = next(each for each in self._do("Target.getTargets")["targetInfos"] if each["type"] == "page")
        self._session = str(self._do("Target.attachToTarget", targetId=target["targetId"], flatten=True)["sessionId"])
        for domain in ("Page", "Log", "Runtime", "Network", "Audits"):
            self.do(f"{domain}.enable")
        return self

    def __exit__(self, *_: object) -> None:
        self._patience.cancel()
        self._process.kill()
        self._process.wait()
        self._commands.close()
        self._answers.close()

    def open(self, page: Path) -> Seen:
        """Open *page* and wait until it is loaded."""
        self._events.clear()
        self.do("Page.navigate", url=page.as_uri())
        self._until("Page.loadEventFired")
        times = json.loads(self.do("Runtime.evaluate", expression=_TIMES)["result"]["value"])
        self.do("Page.captureScreenshot")  # painted, too
        seen = Seen(seconds=times["loadEventEnd"] / 1000)
        for event in self._events:
            name, told = event["method"], event["params"]
            if name == "Page.javascriptDialogOpening":
                seen.dialogs.append(told["message"])
            elif name == "Network.requestWillBeSent" and told["request"]["url"] != page.as_uri():
                seen.asked.append(told["request"]["url"])
            elif name in ("Log.entryAdded", "Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Audits.issueAdded"):
                seen.refused.append(json.dumps(told))
        return seen

    def do(self, method: str, **parameters: object) -> Any:
        """Send a command to the page; its answer."""
        return self._do(method, self._session, **parameters)

    def _do(self, method: str, session: str | None = None, **parameters: object) -> Any:
        self._number += 1
        command: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        self._commands.write(json.dumps(command | ({"sessionId": session} if session else {})).encode() + b"\0")
        while (message := self._next()).get("id") != self._number:
            self._take(message)
        assert "error" not in message, message
        return message["result"]

    def _until(self, name: str) -> None:
        while not any(event["method"] == name for event in self._events):
            self._take(self._next())

    def _take(self, message: dict[str, Any]) -> None:
        if "method" not in message:
            return
        self._events.append(message)
        if message["method"] == "Page.javascriptDialogOpening":
            self._commands.write(
                json.dumps(
                    {"id": 0, "method": "Page.handleJavaScriptDialog", "params": {"accept": True}, "sessionId": self._session}
                ).encode()
                + b"\0"
            )

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = os.read(self._answers.fileno(), 1 << 16)
            assert piece, "the browser has gone"
            self._rest += piece
        line, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message
