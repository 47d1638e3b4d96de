"""Where data go."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.cli.delivery import deliver, form_of
from roleplay.errors import StorageFailed


@pytest.mark.parametrize(
    ("wished", "name", "form"),
    [
        (None, None, "text"),
        (None, "a.html", "html"),
        (None, "a.HTM", "html"),
        (None, "a.json", "json"),
        (None, "a.txt", "text"),
        ("json", "a.html", "json"),
    ],
)
def test_the_name_of_a_file_says_its_form_unless_one_is_wished_for(wished: str | None, name: str | None, form: str) -> None:
    """And text is what is left."""
    assert form_of(wished, None if name is None else Path(name), "text") == form


def test_r7_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    """R7: where it cannot be written the old one stays, and nothing half made lies beside it."""
    place = tmp_path / "a.txt"
    deliver("old", place)
    deliver("new", place)
    assert place.read_text("utf-8") == "new\n"
    with pytest.raises(StorageFailed, match="cannot be written"):
        deliver("x", tmp_path / "none" / "a.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
