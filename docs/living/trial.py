"""``python -m docs.living.trial``: the page "Your first plugins" followed word for word by a new user with a stopwatch.

The blocks of the page are run one after the other in one shell, in an empty folder with nothing but a clone of this repository in it, and
the files that it sends the reader to are put in place where it says so (a comment ``% put: FOLDER``). What is printed, and the seconds of
each section, are printed here. Packages are fetched, so it is no test.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from docs.living.run import environment

__all__ = ["files", "script"]

_DOCS = Path(__file__).resolve().parent.parent
_PARTS = re.compile(r"^## (?P<title>[^\n]+)$|^% put: (?P<put>\S+)$|^```sh\n(?P<block>.*?)^```", re.MULTILINE | re.DOTALL)
_FETCHING = ("PIP_", "SSL_", "REQUESTS_", "HTTP_", "HTTPS_", "NO_PROXY")
_WATCH = """set -e
began=$SECONDS; title=
passed() { if [ -n "$title" ]; then echo "=== $title: $((SECONDS - began)) s"; fi; began=$SECONDS; title=$1; }"""


def files(page: str) -> dict[str, str]:
    """The files that the text of *page* shows, by path."""
    return {found[1]: found[2] for found in re.finditer(r"^```\{file\} (\S+)\n(.*?)^```", page, re.MULTILINE | re.DOTALL)}


def script(page: str, shelf: Path) -> str:
    """What a shell does that follows *page*; the files to put in place lie on *shelf*."""
    return "\n".join([_WATCH, *_lines(page, shelf), "passed"])


def _lines(page: str, shelf: Path) -> Iterator[str]:
    for part in _PARTS.finditer(page):
        if part["title"]:
            yield f"passed {shlex.quote(part['title'])}"
        elif part["put"]:
            yield f"cp -R {shlex.quote(str(shelf / part['put']))} ."
        else:
            for line in part["block"].splitlines():
                yield f"printf '$ %s\\n' {shlex.quote(line)}"
                yield line


def main() -> int:
    """Follow the page; the exit code of the step that failed, 0 if none did."""
    with tempfile.TemporaryDirectory(prefix="trial-") as name:
        place = Path(name).resolve()
        subprocess.run(["git", "clone", "-q", str(_DOCS.parent), str(place / "work" / "roleplay")], check=True)
        for path, text in files((_DOCS / "write-a-scorer.md").read_text("utf-8")).items():
            (place / "shelf" / path).parent.mkdir(parents=True, exist_ok=True)
            (place / "shelf" / path).write_text(text, "utf-8")
        user = environment(place / "home", "en") | {key: value for key, value in os.environ.items() if key.upper().startswith(_FETCHING)}
        user["PATH"] = os.environ.get("PATH", os.defpath)
        told = script((_DOCS / "first-plugins.md").read_text("utf-8"), place / "shelf")
        return subprocess.run(["bash", "-c", told], cwd=place / "work", env=user, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
