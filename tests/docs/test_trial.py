"""The stopwatch: what a new user does is what the page says."""

from __future__ import annotations

import subprocess
from pathlib import Path

from docs.living.trial import files, script
from tests.messages import ROOT


def followed(page: str, place: Path) -> tuple[list[str], int]:
    """What a shell in *place* prints that follows *page*, and its exit code."""
    done = subprocess.run(["bash", "-c", script(page, place / "shelf")], cwd=place, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout.splitlines(), done.returncode


def test_blocks_are_run_in_one_shell_and_timed(tmp_path: Path) -> None:
    """What one block sets, the next one has; every section has its seconds."""
    lines, code = followed("# Page\n\n## First\n\n```sh\nx=1\n```\n\n## Second\n\n```sh\necho 'a $x' $x\n```\n", tmp_path)

    assert code == 0
    assert [line.rpartition(":")[0] or line for line in lines] == ["$ x=1", "=== First", "$ echo 'a $x' $x", "a $x 1", "=== Second"]


def test_a_step_that_fails_ends_it(tmp_path: Path) -> None:
    """With its exit code; nothing after it is done."""
    lines, code = followed("## Only\n\n```sh\nfalse\necho on\n```\n", tmp_path)

    assert (lines, code) == (["$ false"], 1)


def test_files_are_put_where_the_page_says_so(tmp_path: Path) -> None:
    """Those that another page shows."""
    shown = files("```{file} mine/a.txt\none\n```\n\n```{file} mine/b.txt\ntwo\n```\n")
    (tmp_path / "shelf" / "mine").mkdir(parents=True)
    for path, text in shown.items():
        (tmp_path / "shelf" / path).write_text(text, "utf-8")

    assert shown == {"mine/a.txt": "one\n", "mine/b.txt": "two\n"}
    assert followed("% put: mine\n\n```sh\ncat mine/*\n```\n", tmp_path) == (["$ cat mine/*", "one", "two"], 0)


def test_the_page_sends_to_files_that_are_shown() -> None:
    """Each folder that is put in place is one of the page on scorers."""
    page = (ROOT / "docs" / "first-plugins.md").read_text("utf-8")
    shown = files((ROOT / "docs" / "write-a-scorer.md").read_text("utf-8"))

    assert {line.partition(": ")[2] for line in page.splitlines() if line.startswith("% put: ")} == {path.split("/")[0] for path in shown}
