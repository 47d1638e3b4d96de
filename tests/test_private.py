"""Folders and files that are only their owner's, and outlive a power cut."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from roleplay.private import make_folder, open_file, put, replace
from tests.failing_disk import FullDisk, PowerCut, UnsyncedDisk


@pytest.fixture(name="umask", params=[0o000, 0o022, 0o077, 0o377, 0o777], ids=oct)
def _umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """A umask that hides nothing, the usual ones, and ones that hide too much."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    """Who may do what with *path*."""
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("umask")
def test_d1_every_folder_that_is_made_is_its_owners_alone(tmp_path: Path) -> None:
    """Also those in between, whatever the umask."""
    make_folder(tmp_path / "home" / "data" / "sessions")
    assert [mode(tmp_path / name) for name in ("home", "home/data", "home/data/sessions")] == [0o700] * 3


@pytest.mark.usefixtures("umask")
def test_d1_every_file_that_is_made_is_its_owners_alone(tmp_path: Path) -> None:
    """Whether it is opened or put in place of another, whatever the umask."""
    os.close(open_file(tmp_path / "talk", os.O_WRONLY))
    replace(tmp_path / "config", b"x")
    assert [mode(tmp_path / name) for name in ("talk", "config")] == [0o600] * 2


def test_a_folder_that_is_there_keeps_its_mode(tmp_path: Path) -> None:
    """What the user made is the user's to open."""
    tmp_path.chmod(0o755)
    make_folder(tmp_path)
    assert mode(tmp_path) == 0o755


def test_a_file_in_the_way_of_a_folder_is_said_to_be_no_folder(tmp_path: Path) -> None:
    """Neither the file itself nor something below it can be made a folder."""
    (tmp_path / "file").write_bytes(b"x")
    for place in ("file", "file/below", "file/far/below"):
        with pytest.raises(NotADirectoryError):
            make_folder(tmp_path / place)


def test_a_folder_that_another_process_makes_at_the_same_time_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two first talks at once do not trip over each other."""
    mkdir = Path.mkdir

    def late(path: Path, mode: int = 0o777) -> None:
        mkdir(path, mode)
        mkdir(path, mode)

    monkeypatch.setattr(Path, "mkdir", late)
    make_folder(tmp_path / "home" / "sessions")
    assert (tmp_path / "home" / "sessions").is_dir()


def test_put_writes_on_when_the_system_takes_only_a_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short write is not the end of it."""
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: write(descriptor, bytes(data)[:3]))
    descriptor = open_file(tmp_path / "a", os.O_WRONLY)
    put(descriptor, b"0123456789")
    os.close(descriptor)
    assert (tmp_path / "a").read_bytes() == b"0123456789"


def test_replace_leaves_the_old_file_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing half written is left, under any name."""
    path = tmp_path / "config"
    path.write_bytes(b"old")
    FullDisk(monkeypatch, room=2)
    with pytest.raises(OSError, match="No space left"):
        replace(path, b"new one")
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"config": b"old"}


@pytest.mark.parametrize("cut", [1, 2, None])
def test_r2_after_a_power_cut_a_replaced_file_is_the_old_or_the_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut: int | None
) -> None:
    """It is never empty: what has its name has its content."""
    path = tmp_path / "config"
    path.write_bytes(b"old")
    disk = UnsyncedDisk(monkeypatch, tmp_path, cut)
    try:
        replace(path, b"new")
    except PowerCut:
        assert cut is not None
    disk.restore()
    assert path.read_bytes() == (b"old" if cut == 1 else b"new")


def test_r2_folders_made_one_in_another_outlive_a_power_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The name of each is synced where it stands."""
    disk = UnsyncedDisk(monkeypatch, tmp_path)
    make_folder(tmp_path / "home" / "sessions")
    disk.restore()
    assert (tmp_path / "home" / "sessions").is_dir()


def test_replace_writes_through_a_link(tmp_path: Path) -> None:
    """Settings that are kept elsewhere and linked here stay linked."""
    (tmp_path / "kept").write_bytes(b"old")
    (tmp_path / "config").symlink_to("kept")
    replace(tmp_path / "config", b"new")
    assert (tmp_path / "config").is_symlink()
    assert (tmp_path / "kept").read_bytes() == b"new"


class Viewer:
    """A program that has a file open, so that nothing can take its place for the first *times* that it is tried (as on Windows)."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
        self.left = times
        self.replace = Path.replace
        monkeypatch.setattr("roleplay.private.WAITS", (0.0, 0.0, 0.0))
        viewer = self

        def tried(fresh: Path, real: Path) -> Path:
            if viewer.left:
                viewer.left -= 1
                raise PermissionError(13, "in use", str(real))
            return viewer.replace(fresh, real)

        monkeypatch.setattr(Path, "replace", tried)


def test_r13_a_file_that_is_open_in_a_viewer_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three times, until the viewer lets go."""
    (tmp_path / "config").write_bytes(b"old")
    Viewer(monkeypatch, 3)
    replace(tmp_path / "config", b"new")
    assert (tmp_path / "config").read_bytes() == b"new"


def test_r13_a_viewer_that_never_lets_go_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old file is whole, nothing half written lies about, and the fault is raised."""
    (tmp_path / "config").write_bytes(b"old")
    Viewer(monkeypatch, 99)
    with pytest.raises(PermissionError):
        replace(tmp_path / "config", b"new")
    assert [path.name for path in tmp_path.iterdir()] == ["config"]
    assert (tmp_path / "config").read_bytes() == b"old"


def test_r7_what_a_dead_process_left_beside_a_file_is_removed_by_the_next_write(tmp_path: Path) -> None:
    """R7: but nothing that another process may be writing at this moment, and nothing of another name."""
    names = (".a [1].html.77", ".a [1].html.78", ".a [1].html.old", ".b.html.77")
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    for name in (names[0], *names[2:]):
        os.utime(tmp_path / name, (0, 0))

    replace(tmp_path / "a [1].html", b"new")

    assert sorted(path.name for path in tmp_path.iterdir()) == [".a [1].html.78", ".a [1].html.old", ".b.html.77", "a [1].html"]
