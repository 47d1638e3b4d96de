"""Pages that ask nothing of the network and run nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from roleplay.reports import page


@pytest.fixture(name="folder")
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of templates with a style sheet."""
    (tmp_path / "page.css").write_text("p > a { color: red }\n", "utf-8")
    monkeypatch.setattr(page, "_FOLDER", tmp_path)
    return tmp_path


def test_texts_are_escaped_and_can_be_made_inert(folder: Path) -> None:
    """What would be markup or reorder the line is shown as what it is; the page ends with a newline."""
    (folder / "a.j2").write_text("<p>{{ text }} {{ text | inert }}</p>", "utf-8")

    assert page.html("a.j2", text="<b>\u202e&") == "<p>&lt;b&gt;\u202e&amp; &lt;b&gt;⟨RLO⟩&amp;</p>\n"


def test_only_the_style_sheet_of_the_page_may_be_applied(folder: Path) -> None:
    """The policy has its digest, and allows nothing else."""
    (folder / "a.j2").write_text('<meta content="{{ policy }}"><style>{{ style }}</style>', "utf-8")

    made = page.html("a.j2")

    style = re.search(r"<style>(.*)</style>", made, re.DOTALL)
    assert style is not None
    assert "p > a { color: red }" in style[1]
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"default-src &#39;none&#39;; style-src &#39;sha256-{digest}&#39;;" in made


def test_a_value_that_is_missing_is_a_fault_and_no_gap(folder: Path) -> None:
    """A page with a hole in it would be believed."""
    (folder / "a.j2").write_text("{{ missing }}", "utf-8")

    with pytest.raises(UndefinedError):
        page.html("a.j2")
