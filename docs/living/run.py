"""Commands of a page, run as the page is built, in the order they stand in, with what they print.

Each page has a home of its own that is empty at its beginning: what a reader has who follows it from the top. A command that ends otherwise
than the page says is a warning, and warnings end the build.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

__all__ = ["File", "Run", "Scratch", "commands", "environment", "ran"]

_LOG = logging.getLogger(__name__)
_LOCALES = {"ro": "ro_RO.UTF-8", "ru": "ru_RU.UTF-8"}
_SECONDS = 60
_KEPT = ("PATH", "SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH")


@dataclass
class Scratch:
    """The home of the page that is read now."""

    home: Path | None = None

    def enter(self, page: str) -> None:
        """Begin *page* with an empty home."""
        self.leave()
        self.home = Path(tempfile.mkdtemp(prefix="docs-")).resolve()
        Run.home, Run.tongue = self.home, page.partition("/")[0]

    def leave(self) -> None:
        """Let the last home go."""
        if self.home is not None:
            shutil.rmtree(self.home, ignore_errors=True)


def environment(home: Path, tongue: str) -> dict[str, str]:
    """What a new user has: this interpreter's ``roleplay``, an empty *home*, the language *tongue*, and nothing of whoever builds."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    here = str(Path(sys.executable).parent)
    return kept | {
        "PATH": here + os.pathsep + kept.get("PATH", os.defpath),
        "HOME": str(home),
        "LANG": _LOCALES.get(tongue, "C.UTF-8"),
        "COLUMNS": "110",
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # those of whoever builds
        "PYTHONUTF8": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def commands(text: str) -> list[str]:
    r"""The commands in *text*: one a line, with the lines that one ending in ``\`` goes on in."""
    return [part for part in re.split(r"(?<!\\)\n", text) if part.strip()]


def ran(command: str, home: Path, tongue: str = "en") -> tuple[str, int]:
    """What *command* prints on both streams, with *home* as ``~``, and its exit code."""
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=home,
        env=environment(home, tongue),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=_SECONDS,
        check=False,
    )
    return done.stdout.decode("utf-8").replace(str(home), "~").rstrip(), done.returncode


class Run(SphinxDirective):
    """``{run}``: its lines are run and shown with what they print; ``:exit:`` is the code that the last ends with, ``:lines:`` how much is shown."""

    has_content = True
    option_spec: ClassVar = {"exit": directives.nonnegative_int, "lines": directives.positive_int}
    home: ClassVar[Path]
    tongue: ClassVar[str]

    def run(self) -> list[nodes.Node]:
        shown, wanted = [], self.options.get("exit", 0)
        asked = commands("\n".join(self.content))
        for number, command in enumerate(asked, 1):
            text, code = ran(command, self.home, self.tongue)
            if code != (wanted if number == len(asked) else 0):
                _LOG.warning("%s ended with %s:\n%s", command, code, text, location=self.get_location())
            lines = text.splitlines()
            most = self.options.get("lines", len(lines))
            shown += [f"$ {command}", *lines[:most], *(["…"] if len(lines) > most else [])]
        return [nodes.literal_block("\n".join(shown), "\n".join(shown), language="console")]


class File(SphinxDirective):
    """``{file} PATH``: its text is shown, and written to PATH below the page's home for the commands that come after."""

    has_content = True
    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        name, text = self.arguments[0], "\n".join(self.content) + "\n"
        path = Run.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        caption = nodes.caption("", "", nodes.literal("", name))
        block = nodes.literal_block(text, text, language={".py": "python", ".toml": "toml"}.get(path.suffix, "yaml"))
        return [nodes.container("", caption, block, literal_block=True, classes=["literal-block-wrapper"])]
