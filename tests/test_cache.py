"""Scores that were made before: found again as they were, let go when asked, and never in the way."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay import cache
from roleplay.cache import Cache, Row
from roleplay.errors import StorageFailed

ROW = Row("01A", "c l=1", "", 9, '{"path": null, "quote": "Ты никогда не звонишь"}'.encode())
ASKED = b"asked"


class Troubles(list[StorageFailed]):
    """What was told."""


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    """Where the cache is; its folder is not there yet."""
    return tmp_path / "home" / "cache" / "scores.sqlite"


@pytest.fixture(name="troubles")
def _troubles() -> Troubles:
    return Troubles()


@pytest.fixture(name="scores")
def _scores(path: Path, troubles: Troubles) -> Iterator[Cache]:
    """A cache with one talk in it, on the disk."""
    made = Cache(path, troubles.append)
    made.keep(b"1", ASKED, [ROW])
    made.flush()
    yield made
    made.close()


def again(path: Path, troubles: Troubles, content: bytes = b"1") -> list[Row]:
    """What another run finds."""
    other = Cache(path, troubles.append)
    found = other.find(content, ASKED)
    other.close()
    return found


def test_what_was_kept_is_found_by_content_and_by_what_was_asked(scores: Cache, path: Path, troubles: Troubles) -> None:
    """In the order of the file, in this run and in the next; anything else is not there."""
    scores.keep(b"2", ASKED, [ROW, ROW._replace(ident="01B", card=b"")])
    scores.close()
    assert again(path, troubles) == [ROW]
    assert [row.ident for row in again(path, troubles, b"2")] == ["01A", "01B"]
    assert again(path, troubles, b"3") == []
    assert scores.find(b"1", b"other") == []
    assert troubles == []


def test_new_scores_of_the_same_take_the_place_of_the_old(scores: Cache) -> None:
    """Two versions are never there at once."""
    scores.keep(b"1", ASKED, [ROW._replace(made="c l=2")])
    scores.flush()
    assert [row.made for row in scores.find(b"1", ASKED)] == ["c l=2"]


def test_r11_who_interrupts_the_last_writing_loses_nothing(path: Path, troubles: Troubles, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the middle of it takes it back; it is done again before the program ends."""
    made, real, calls = Cache(path, troubles.append), Cache._tried, []

    def interrupted(cache: Cache, work: Callable[[sqlite3.Connection], object]) -> object:
        calls.append(work)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return real(cache, work)

    made.keep(b"1", ASKED, [ROW])
    monkeypatch.setattr(Cache, "_tried", interrupted)
    with pytest.raises(KeyboardInterrupt):
        made.close()
    assert again(path, troubles) == [ROW]


def test_d1_it_is_its_owners_alone(scores: Cache, path: Path) -> None:
    """It holds words of talks."""
    assert [stat.S_IMODE(place.stat().st_mode) for place in (path, path.parent, path.parent.parent)] == [0o600, 0o700, 0o700]


@pytest.mark.parametrize(("contents", "idents"), [([b"1"], []), ([], ["01A"])])
def test_d6_what_is_forgotten_is_not_even_in_the_bytes(scores: Cache, path: Path, contents: list[bytes], idents: list[str]) -> None:
    """By the content of the file, or by the id of a talk that went on since; what was there is overwritten."""
    scores.keep(b"2", ASKED, [ROW._replace(ident="01B", made="stays")])
    scores.keep(b"3", ASKED, [ROW._replace(made="goes with its words")])
    scores.flush()
    scores.forget([*contents, b"3"], idents)
    assert [len(scores.find(content, ASKED)) for content in (b"1", b"2")] == [0, 1]
    scores.close()
    assert b"goes with its words" not in path.read_bytes()
    assert b"stays" in path.read_bytes()


def test_d6_forgetting_makes_no_cache_where_there_is_none(path: Path, troubles: Troubles) -> None:
    """Nothing was remembered."""
    Cache(path, troubles.append).forget([b"1"], ["01A"])
    assert not path.exists()


def test_d6_what_could_not_be_forgotten_is_told(scores: Cache, path: Path, troubles: Troubles, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever wants it gone can remove the file."""
    monkeypatch.setattr(cache, "PATIENCE", 0.0)
    scores.close()
    with sqlite3.connect(path) as other:
        other.execute("BEGIN EXCLUSIVE")
        Cache(path, troubles.append).forget([b"1"], [])
    other.close()
    assert [str(path) in str(trouble) for trouble in troubles] == [True]


def test_d7_what_is_old_goes_by_itself(scores: Cache, path: Path, troubles: Troubles, monkeypatch: pytest.MonkeyPatch) -> None:
    """After ninety days; it can be made again."""
    monkeypatch.setattr(cache, "_today", lambda: 90 + int(path.stat().st_mtime // 86400))
    assert again(path, troubles) == [ROW]
    monkeypatch.setattr(cache, "_today", lambda: 91 + int(path.stat().st_mtime // 86400))
    assert again(path, troubles) == []


def test_r8_a_locked_cache_is_done_without(scores: Cache, path: Path, troubles: Troubles, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another process holds it nothing is found; what is to be kept waits, and is kept when it is let go. Nobody need be told."""
    monkeypatch.setattr(cache, "PATIENCE", 0.0)
    scores.close()
    mine = Cache(path, troubles.append)
    with sqlite3.connect(path) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert mine.find(b"1", ASKED) == []
        mine.keep(b"2", ASKED, [ROW])
        mine.flush()
    other.close()
    mine.close()
    assert again(path, troubles) == again(path, troubles, b"2") == [ROW]
    assert troubles == []


def test_r8_what_waits_for_a_locked_cache_does_not_grow_without_end(
    path: Path, troubles: Troubles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last ones are kept."""
    monkeypatch.setattr(cache, "PATIENCE", 0.0)
    monkeypatch.setattr(cache, "MOST", 3)
    Cache(path, troubles.append).close()
    mine = Cache(path, troubles.append)
    mine.find(b"", b"")
    with sqlite3.connect(path) as other:
        other.execute("BEGIN EXCLUSIVE")
        for number in range(9):
            mine.keep(bytes([number]), ASKED, [ROW])
            mine.flush()
    other.close()
    mine.close()
    assert [len(again(path, troubles, bytes([number]))) for number in range(9)] == [0] * 6 + [1] * 3


def test_r8_a_deleted_cache_is_made_anew(scores: Cache, path: Path, troubles: Troubles) -> None:
    """Also while it is in use."""
    path.unlink()
    scores.keep(b"2", ASKED, [ROW])
    scores.close()
    assert again(path, troubles) == []
    scores = Cache(path, troubles.append)
    scores.keep(b"2", ASKED, [ROW])
    scores.close()
    assert again(path, troubles, b"2") == [ROW]
    assert troubles == []


@pytest.mark.parametrize("damage", [b"", b"no database at all, but long enough to be one" * 100, b"SQLite format 3\0" + bytes(4000)])
def test_r8_a_damaged_cache_is_made_anew(scores: Cache, path: Path, troubles: Troubles, damage: bytes) -> None:
    """Whatever is in the file."""
    scores.close()
    path.write_bytes(damage)
    assert again(path, troubles) == []
    mine = Cache(path, troubles.append)
    mine.keep(b"1", ASKED, [ROW])
    mine.close()
    assert again(path, troubles) == [ROW]
    assert troubles == []


@settings(max_examples=150, deadline=None)
@given(place=st.integers(0, 4095), byte=st.integers(0, 255))
def test_r8_no_damage_gives_scores_that_were_not_kept_or_stops_a_run(
    tmp_path_factory: pytest.TempPathFactory, place: int, byte: int
) -> None:
    """A byte anywhere in what was kept may be another: it is found as it was, or not at all."""
    path, troubles = tmp_path_factory.mktemp("x") / "scores.sqlite", Troubles()
    mine = Cache(path, troubles.append)
    mine.keep(b"1", ASKED, [ROW])
    mine.close()
    data = bytearray(path.read_bytes())
    at = data.index(b"c l=1")
    data[at + place % (len(data) - at)] = byte
    path.write_bytes(data)
    assert [row for row in again(path, troubles) if row.made == ROW.made] in ([], [ROW])


def test_a_cache_of_another_form_is_made_anew(scores: Cache, path: Path, troubles: Troubles) -> None:
    """What another version of the program kept is not read."""
    scores.close()
    base = sqlite3.connect(path)
    base.execute("PRAGMA user_version = 99")
    base.close()
    assert again(path, troubles) == []


def test_r9_there_is_no_log_that_network_folders_cannot_share(scores: Cache, path: Path) -> None:
    """Beside the file there is at most a journal, and only while something is written."""
    scores.keep(b"2", ASKED, [ROW])
    scores.flush()
    assert [place.name for place in path.parent.iterdir()] == ["scores.sqlite"]
    with sqlite3.connect(path) as base:
        assert base.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    base.close()


def test_r9_a_folder_that_cannot_lock_is_told_of_once_and_done_without(
    path: Path, troubles: Troubles, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on some network shares: every score is made anew."""

    class Unlockable(sqlite3.Connection):
        def execute(self, *arguments: object) -> sqlite3.Cursor:
            error = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorcode = sqlite3.SQLITE_IOERR_LOCK
            raise error

    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *a, **k: real(":memory:", factory=Unlockable))
    mine = Cache(path, troubles.append)
    for number in range(3):
        assert mine.find(b"1", ASKED) == []
        mine.keep(bytes([number]), ASKED, [ROW])
        mine.flush()
    mine.close()
    assert [str(trouble) for trouble in troubles] == [f"scores cannot be remembered in {path}: disk I/O error"]


def test_r4_a_place_that_cannot_be_written_is_told_of_once(tmp_path: Path, troubles: Troubles) -> None:
    """A file where the folder should be stops nothing."""
    (tmp_path / "file").touch()
    mine = Cache(tmp_path / "file" / "scores.sqlite", troubles.append)
    mine.keep(b"1", ASKED, [ROW])
    mine.close()
    assert mine.find(b"1", ASKED) == []
    assert len(troubles) == 1


def test_r3_a_full_disk_costs_only_what_would_be_remembered(scores: Cache, path: Path, troubles: Troubles) -> None:
    """What was kept before stays; what can be made again need not be kept."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size, hard))
    try:
        scores.keep(b"2", ASKED, [ROW._replace(card=os.urandom(50_000))])
        scores.flush()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, before)
    assert len(troubles) == 1
    assert again(path, troubles) == [ROW]
