"""The one thing to try next time, kept from one talk to the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.remembered import recall, remember
from roleplay.scorecard import Scorecard, Summary
from tests.builders import header
from tests.failing_disk import FullDisk


def card(**values: float | None) -> Scorecard:
    """A scorecard on which each skill came to a value."""
    counts = {name: int(value is not None) for name, value in values.items()}
    return Scorecard(
        scores=(), summary={n: Summary(value=v, scored=counts[n], no_opportunity=1 - counts[n], failed=0) for n, v in values.items()}
    )


def test_the_weakest_skill_is_kept(tmp_path: Path) -> None:
    """In a file of the owner's own, and nothing of what was said."""
    remember(tmp_path, card(listening=0.4, pauses=0.2, i_messages=None), header())
    assert recall(tmp_path) == "pauses"
    assert [(path.name, path.stat().st_mode & 0o777) for path in tmp_path.iterdir()] == [("next.json", 0o600)]


def test_a_later_talk_counts(tmp_path: Path) -> None:
    """When all went well there is nothing to work on, and what was kept before is not told again."""
    remember(tmp_path, card(listening=0.1), header())
    remember(tmp_path, card(listening=1.0), header())
    assert recall(tmp_path) is None


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"x"', b"{}", b'{"skill": 3}', b"\xff\xfe", b"[" * 100_000])
def test_what_cannot_be_read_is_nothing(tmp_path: Path, content: bytes) -> None:
    """Whatever somebody did to the file, the menu opens."""
    (tmp_path / "next.json").write_bytes(content)
    assert recall(tmp_path) is None


def test_nothing_kept_is_nothing(tmp_path: Path) -> None:
    """Before the first talk there is no file, perhaps no folder."""
    assert recall(tmp_path / "none") is None


def test_a_full_disk_does_not_fail_a_talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R3: what was kept before stays, and no half file lies about."""
    remember(tmp_path, card(listening=0.1), header())
    FullDisk(monkeypatch, 5)
    remember(tmp_path, card(pauses=0.1), header())
    assert recall(tmp_path) == "listening"
    assert [path.name for path in tmp_path.iterdir()] == ["next.json"]
