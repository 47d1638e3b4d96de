"""Commands of a page: run where nobody has been before, and shown as they print."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from docs.living.run import Scratch, commands, environment, ran


def test_a_command_goes_on_after_a_backslash() -> None:
    """And ends with its line otherwise."""
    assert commands("one\n\ntwo | \\\n  three\nfour") == ["one", "two | \\\n  three", "four"]


def test_what_is_printed_names_no_place_of_the_machine(tmp_path: Path) -> None:
    """The home is written as a reader's own; both streams are there, and the exit code."""
    text, code = ran("pwd; echo to all >&2; exit 3", tmp_path)

    assert (text, code) == ("~\nto all", 3)


def test_a_page_is_run_for_a_new_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of who builds: no key, no settings, no other language than the page's."""
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setenv("ROLEPLAY_LANGUAGE", "ro")
    given = environment(tmp_path, "ru")

    assert not {name for name in given if name.startswith(("OPENAI", "ROLEPLAY", "XDG"))}
    assert (given["LANG"], given["HOME"]) == ("ru_RU.UTF-8", str(tmp_path))
    assert ran("roleplay config path", tmp_path)[0].startswith(("~" + os.sep, "~/"))


def test_a_page_begins_with_an_empty_home() -> None:
    """What another page made is gone, in the end everything."""
    scratch = Scratch()
    scratch.enter("ru/coach")
    first = scratch.home
    assert first is not None
    (first / "left.txt").write_text("x", "utf-8")
    scratch.enter("formats")

    assert not first.exists()
    assert scratch.home is not None
    assert list(scratch.home.iterdir()) == []

    scratch.leave()
    assert not scratch.home.exists()
