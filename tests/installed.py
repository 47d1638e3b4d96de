"""Another environment: what is installed here is there too, and distributions can be installed in it as wheels and taken out again."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from tests.cli.running import START, Outcome
from tests.messages import ROOT

__all__ = ["Environment"]

_PIP = ("-m", "pip", "--disable-pip-version-check", "--no-input", "--python")
_OFFLINE = ("--no-index", "--no-deps", "--no-build-isolation")


class Environment:
    """A virtual environment in *folder* that sees this one's packages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        venv.create(folder / "venv", with_pip=False, symlinks=True)
        self.python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
        site = Path(sysconfig.get_path("purelib", vars={"base": str(folder / "venv"), "platbase": str(folder / "venv")}))
        site.mkdir(parents=True, exist_ok=True)
        here = [str(ROOT), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
        (site / "seen.pth").write_text("".join(f"{path}\n" for path in dict.fromkeys(here)), "utf-8")

    def install(self, source: Path) -> None:
        """Build a wheel of the project in *source* and install it."""
        wheels = self.folder / f"wheels_{source.name}"
        self._pip("wheel", "-q", *_OFFLINE, "-w", str(wheels), str(source))
        (wheel,) = wheels.glob("*.whl")
        self._pip("install", "-q", "--no-index", "--no-deps", str(wheel))

    def uninstall(self, name: str) -> None:
        """Take the distribution *name* out."""
        self._pip("uninstall", "-q", "-y", name)

    def run(self, *arguments: object, typed: str = "") -> Outcome:
        """Run the program there."""
        done = subprocess.run(
            [str(self.python), "-c", START, *map(str, arguments)],
            input=typed.encode(),
            capture_output=True,
            timeout=120,
            check=False,
            cwd=self.folder,
        )
        return Outcome.of(done.returncode, done.stdout, done.stderr)

    def _pip(self, command: str, *arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, *_PIP, str(self.python), command, *arguments], capture_output=True, text=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
