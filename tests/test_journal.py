"""A transcript file being written: what was acknowledged is there, whatever happens."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from typing import Any

import pytest
from filelock import SoftFileLock
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from roleplay.dialogue import End, EndReason
from roleplay.errors import InUse, StorageFailed, TranscriptInvalid, TranscriptTooNew
from roleplay.journal import Journal, graded_by, read
from roleplay.jsonline import MAX_LINE, load
from roleplay.ledger import FORSAKEN, Ledger, claim
from roleplay.record import dump
from tests.appender import made
from tests.builders import header, talk, turn
from tests.failing_disk import FullDisk, PowerCut, UnsyncedDisk

APPENDER = Path(__file__).with_name("appender.py")


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    """Where the transcript is to be."""
    return tmp_path / "talk.jsonl"


@contextmanager
def appender(path: Path, *how: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that keeps turns in *path*; gone when the block is left."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, str(APPENDER), str(path), *how], stdin=pipe, stdout=pipe, bufsize=0) as process:
        try:
            yield process
        finally:
            process.kill()


def said(path: Path) -> list[int]:
    """The numbers of the turns in *path*."""
    return [t.index for t in read(path).transcript.turns]


def kept(path: Path, count: int) -> None:
    """Keep the first *count* turns of a talk in *path*."""
    with Journal.create(path, header()) as journal:
        for each in talk(count):
            journal.append(each)


def mode(path: Path) -> int:
    """Who may do what with *path*."""
    return stat.S_IMODE(path.stat().st_mode)


def test_a_journal_is_read_as_what_was_kept_in_it(path: Path) -> None:
    """Header, turns and end come back without a remark."""
    journal = Journal.create(path, header())
    for each in talk(4):
        journal.append(each)
    journal.close(End(reason=EndReason.PERSONA, outcome="well"))
    reading = read(path)
    assert reading.remarks == ()
    assert reading.transcript.header == header()
    assert reading.transcript.turns == talk(4)
    assert reading.transcript.end == End(reason=EndReason.PERSONA, outcome="well")


def test_a_turn_can_be_read_by_others_as_soon_as_it_is_kept(path: Path) -> None:
    """Nothing waits in the process."""
    with Journal.create(path, header()) as journal:
        journal.append(turn(0))
        assert said(path) == [0]


def test_closing_twice_is_safe_and_writes_one_end(path: Path) -> None:
    """Whoever cleans up need not know who did already."""
    journal = Journal.create(path, header())
    journal.close(End(reason=EndReason.TRAINEE))
    journal.close(End(reason=EndReason.INTERRUPTED))
    journal.release()
    assert path.read_bytes().count(b'"type":"end"') == 1


def test_nothing_can_be_kept_in_a_closed_journal(path: Path) -> None:
    """A late turn is refused and not lost without a word."""
    journal = Journal.create(path, header())
    journal.close()
    with pytest.raises(StorageFailed):
        journal.append(turn(0))


def test_no_lock_is_left_after_closing(path: Path) -> None:
    """The folder holds the transcript alone."""
    kept(path, 1)
    assert [p.name for p in path.parent.iterdir()] == ["talk.jsonl"]


def test_reopening_goes_on_where_it_stopped(path: Path) -> None:
    """The turns that are there are handed over, and the next ones follow them."""
    kept(path, 2)
    journal, reading = Journal.reopen(path)
    with journal:
        journal.append(turn(2))
    assert reading.transcript.turns == talk(2)
    assert said(path) == [0, 1, 2]


def test_reading_what_is_not_there_says_so(path: Path) -> None:
    """A missing file, and a folder, are failures of storage with a reason."""
    with pytest.raises(StorageFailed, match=r"talk\.jsonl cannot be read: No such file or directory") as caught:
        read(path)
    assert caught.value.exit_code == 4
    with pytest.raises(StorageFailed, match="Is a directory"):
        read(path.parent)


@pytest.mark.parametrize("place", ["talk.jsonl", "none/talk.jsonl"])
def test_reopening_what_is_not_there_says_so_and_leaves_nothing(tmp_path: Path, place: str) -> None:
    """No lock stays behind for a file that never was."""
    with pytest.raises(StorageFailed, match="No such file or directory"):
        Journal.reopen(tmp_path / place)
    assert list(tmp_path.iterdir()) == []


def spread(number: int) -> tuple[str, int]:
    """When to kill: after so many acknowledgements, or when the file has so many bytes."""
    random = Random(number)
    return ("turns", random.randrange(1, 12)) if number % 2 else ("bytes", random.randrange(200, 8_000_000))


def acknowledged(process: subprocess.Popen[bytes], path: Path, what: str, amount: int) -> list[int]:
    """The turns that *process* said were kept, until it was killed."""
    assert process.stdout is not None
    heard = [process.stdout.readline()]
    while len(heard) < amount if what == "turns" else path.stat().st_size < amount:
        assert process.poll() is None
        if what == "turns":
            heard.append(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    data = b"".join(heard) + process.stdout.read()
    assert process.wait(60) == -signal.SIGKILL
    return [int(line) for line in data.splitlines(keepends=True) if line.endswith(b"\n")]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
@pytest.mark.parametrize("number", range(20))
def test_r1_every_acknowledged_turn_survives_a_kill(path: Path, number: int) -> None:
    """All that was said to be kept is there, at most one last line is torn, and the talk can go on after it."""
    with appender(path) as process:
        told = acknowledged(process, path, *spread(number))
    reading = read(path)
    turns = reading.transcript.turns
    assert told == list(range(len(told)))
    assert turns == tuple(made(index) for index in range(len(turns)))
    assert len(told) <= len(turns) <= len(told) + 1
    last = path.read_bytes().count(b"\n") + 1
    assert [(r.line, r.message) for r in reading.remarks] in ([], [(last, "line {line} is torn and was set aside")])
    journal, again = Journal.reopen(path)
    with journal:
        journal.append(turn(len(again.transcript.turns)))
    assert said(path) == list(range(len(turns) + 1))
    assert read(path).remarks == ()


def test_r1_a_torn_last_line_is_set_aside_and_not_deleted(path: Path) -> None:
    """Reopening moves it into a file of its own, and says so."""
    kept(path, 2)
    with path.open("ab") as file:
        file.write(dump(turn(2))[:-9])
    journal, reading = Journal.reopen(path)
    journal.release()
    assert [r.message for r in reading.remarks] == ["line {line} is torn and was set aside"]
    assert Path(f"{path}.torn").read_bytes() == dump(turn(2))[:-9] + b"\n"
    assert (said(path), read(path).remarks) == ([0, 1], ())


def test_r1_torn_lines_of_several_accidents_are_all_kept(path: Path) -> None:
    """The second torn line stands below the first."""
    kept(path, 1)
    for tail in (b'{"type":"tu', b"\0\0\0"):
        with path.open("ab") as file:
            file.write(tail)
        Journal.reopen(path)[0].release()
    assert Path(f"{path}.torn").read_bytes() == b'{"type":"tu\n\0\0\0\n'


def test_r1_a_last_turn_that_lacks_only_its_newline_is_kept(path: Path) -> None:
    """What was read and what is in the file are the same when the talk goes on."""
    kept(path, 1)
    with path.open("ab") as file:
        file.write(dump(turn(1))[:-1])
    journal, reading = Journal.reopen(path)
    with journal:
        journal.append(turn(2))
    assert [t.index for t in reading.transcript.turns] == [0, 1]
    assert (said(path), read(path).remarks) == ([0, 1, 2], ())
    assert not Path(f"{path}.torn").exists()


def test_r2_what_was_acknowledged_was_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a power cut the file, its name and the new folders above it are there with every turn."""
    path = tmp_path / "home" / "sessions" / "talk.jsonl"
    disk = UnsyncedDisk(monkeypatch, tmp_path)
    journal = Journal.create(path, header())
    for each in talk(3):
        journal.append(each)
    disk.restore()
    assert said(path) == [0, 1, 2]
    journal.release()


@settings(deadline=None, max_examples=60)
@given(cut=st.integers(1, 9), extra=st.integers(0, 400))
def test_r2_a_power_cut_at_any_moment_costs_nothing_that_was_acknowledged(cut: int, extra: int) -> None:
    """Whatever part of an unsynced line survives, all turns before it do, and at most that line is torn."""
    told = []
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder) / "talk.jsonl"
        disk = UnsyncedDisk(patch, Path(folder), cut)
        with suppress(PowerCut), Journal.create(path, header()) as journal:
            for each in talk(8):
                journal.append(each)
                told.append(each.index)
        disk.restore(extra)
        if told:
            reading = read(path)
            assert [t.index for t in reading.transcript.turns] in (told, [*told, len(told)])
            assert len(reading.remarks) <= 1


@pytest.mark.parametrize("cut", [1, 2, 3, None])
def test_r2_a_torn_line_is_never_lost_while_it_is_set_aside(path: Path, monkeypatch: pytest.MonkeyPatch, cut: int | None) -> None:
    """At every moment it is in the transcript or in the file beside it."""
    kept(path, 1)
    with path.open("ab") as file:
        file.write('{"type":"turn","text":"Ду'.encode())
    disk = UnsyncedDisk(monkeypatch, path.parent, cut)
    with suppress(PowerCut):
        Journal.reopen(path)[0].release()
    disk.restore()
    files = {p.name: p.read_bytes() for p in path.parent.iterdir()}
    assert any("Ду".encode() in data for data in files.values())
    assert said(path) == [0]


@pytest.mark.parametrize("room", [0, 1, 40, -1], ids=["nothing", "a byte", "a part", "all but one"])
def test_r3_a_turn_for_which_there_is_no_room_is_not_acknowledged(path: Path, monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    """The file is as before, and when there is room again the same turn can be kept."""
    journal = Journal.create(path, header())
    journal.append(turn(0))
    before = path.read_bytes()
    disk = FullDisk(monkeypatch, room if room >= 0 else len(dump(turn(1))) - 1)
    with pytest.raises(StorageFailed, match="No space left on device; nothing that was saved is lost") as caught:
        journal.append(turn(1))
    assert caught.value.exit_code == 4
    assert path.read_bytes() == before
    disk.emptied()
    journal.append(turn(1))
    journal.close(End(reason=EndReason.TRAINEE))
    assert (said(path), read(path).remarks) == ([0, 1], ())


def test_r3_when_not_even_the_part_can_be_taken_back_the_next_turn_does_it(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No turn is ever written behind half of another."""
    journal = Journal.create(path, header())
    disk = FullDisk(monkeypatch, room=25)
    with monkeypatch.context() as broken:
        broken.setattr(os, "ftruncate", lambda *_: (_ for _ in ()).throw(OSError(errno.EIO, "Input/output error")))
        with pytest.raises(StorageFailed):
            journal.append(turn(0))
        disk.emptied()
        with pytest.raises(StorageFailed, match="Input/output error"):
            journal.append(turn(0))
    journal.append(turn(0))
    journal.append(turn(1))
    journal.release()
    assert (said(path), read(path).remarks) == ([0, 1], ())


@pytest.mark.parametrize("trouble", [OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()])
def test_r3_a_turn_that_could_not_be_synced_is_taken_back(path: Path, monkeypatch: pytest.MonkeyPatch, trouble: BaseException) -> None:
    """Also when a signal came in between: nobody was told, so another reply may take its number."""
    journal = Journal.create(path, header())
    before = path.read_bytes()

    def fail(_: int) -> None:
        raise trouble

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", fail)
        with pytest.raises((StorageFailed, KeyboardInterrupt)):
            journal.append(turn(0, text="первый"))
    assert path.read_bytes() == before
    journal.append(turn(0, text="второй"))
    journal.release()
    assert [t.text for t in read(path).transcript.turns] == ["второй"]


def test_r3_a_header_for_which_there_is_no_room_leaves_no_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The talk does not begin, and its name is free."""
    write = os.write

    def full(descriptor: int, data: bytes | memoryview) -> int:
        if b'"header"' in bytes(data):
            write(descriptor, bytes(data)[:9])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(descriptor, data)

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(StorageFailed, match="No space left"):
        Journal.create(path, header())
    assert list(path.parent.iterdir()) == []


def test_r3_a_limit_on_the_size_of_files_is_survived(path: Path) -> None:
    """A real process that hits a real limit loses nothing and goes on when it has room again."""
    pytest.importorskip("resource")
    done = subprocess.run(
        [sys.executable, str(APPENDER), str(path), "limit", "3000"], capture_output=True, text=True, timeout=120, check=False
    )
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stderr
    (failed,) = [line for line in lines if line.startswith("failed")]
    first = lines.index(failed)
    assert first > 1
    assert failed.startswith(f"failed {first} 4 True ")
    assert "File too large" in failed
    assert [int(line) for line in lines if line != failed] == list(range(first + 2))
    assert (said(path), read(path).remarks) == (list(range(first + 2)), ())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_r3_a_full_device_acknowledges_nothing(path: Path) -> None:
    """The system's own full disk is told as one."""
    journal = Journal(Ledger(path, os.open("/dev/full", os.O_RDWR), claim(path), 0))
    with pytest.raises(StorageFailed, match="No space left on device"):
        journal.append(turn(0))
    journal.release()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_r4_a_folder_that_may_not_be_written_stops_the_talk_before_it_begins(tmp_path: Path) -> None:
    """The failure comes with the file's beginning and not with the first turn, and so does going on."""
    kept(tmp_path / "old.jsonl", 1)
    tmp_path.chmod(0o500)
    for begin in (lambda: Journal.create(tmp_path / "talk.jsonl", header()), lambda: Journal.reopen(tmp_path / "old.jsonl")):
        with pytest.raises(StorageFailed, match="Permission denied") as caught:
            begin()
        assert caught.value.exit_code == 4
    assert said(tmp_path / "old.jsonl") == [0]


def test_r4_a_file_that_may_not_be_made_leaves_no_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is told, and the name is free for another try."""

    def refuse(*_: object) -> int:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr("roleplay.ledger.open_file", refuse)
    with pytest.raises(StorageFailed, match=r"talk\.jsonl cannot be written: Operation not permitted"):
        Journal.create(path, header())
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("place", ["file/talk.jsonl", "file/far/talk.jsonl"])
def test_r4_a_file_where_a_folder_should_be_stops_the_talk_before_it_begins(tmp_path: Path, place: str) -> None:
    """The reason is told as it is, and the file in the way stays."""
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(StorageFailed, match=r"talk\.jsonl cannot be written: Not a directory") as caught:
        Journal.create(tmp_path / place, header())
    assert caught.value.exit_code == 4
    assert (tmp_path / "file").read_bytes() == b"x"


def test_r5_a_second_process_is_told_who_writes(path: Path) -> None:
    """It can neither go on nor begin anew there, but read; and when the first is killed, its lock does not count."""
    with appender(path, "hold") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        for begin in (lambda: Journal.reopen(path), lambda: Journal.create(path, header())):
            with pytest.raises(InUse, match=rf"talk\.jsonl is in use by process {process.pid}$") as caught:
                begin()
            assert (caught.value.values["pid"], caught.value.exit_code) == (process.pid, 4)
        assert said(path) == [0]
        process.kill()
        process.wait(60)
    assert Path(f"{path}.lock").exists()
    journal, reading = Journal.reopen(path)
    with journal:
        journal.append(turn(1))
    assert len(reading.transcript.turns) == 1
    assert said(path) == [0, 1]
    assert not Path(f"{path}.lock").exists()


def test_r5_the_same_process_cannot_write_twice_either(path: Path) -> None:
    """The lock is the journal's and not the process's, and it does not wear off in a long talk."""
    with Journal.create(path, header()):
        os.utime(f"{path}.lock", (0, 0))
        with pytest.raises(InUse, match=f"process {os.getpid()}$"):
            Journal.reopen(path)


def test_r5_reading_happens_under_the_lock(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is handed over when a talk goes on cannot have been added to meanwhile."""
    kept(path, 1)
    locked = []

    def watched(place: Path) -> Any:
        locked.append(Path(f"{place}.lock").exists())
        return read(place)

    monkeypatch.setattr("roleplay.journal.read", watched)
    Journal.reopen(path)[0].release()
    assert locked == [True]


@pytest.mark.parametrize(("age", "free"), [(0, False), (2 * FORSAKEN, True)])
def test_r5_an_empty_lock_counts_only_while_its_maker_may_still_write_its_name(path: Path, age: float, free: bool) -> None:
    """A process that died between making its lock and filling it does not bar the file for ever."""
    kept(path, 1)
    marker = Path(f"{path}.lock")
    marker.touch()
    os.utime(marker, (marker.stat().st_atime, marker.stat().st_mtime - age))
    if free:
        Journal.reopen(path)[0].release()
        assert not marker.exists()
    else:
        with pytest.raises(InUse, match=r"in use by process \?$"):
            Journal.reopen(path)


def test_r5_a_stale_lock_is_taken_over_where_it_cannot_be_exchanged(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some file systems need a second try, and it is made."""
    kept(path, 1)
    acquire, tries = SoftFileLock.acquire, []

    def second_time(lock: SoftFileLock, *args: Any, **kwargs: Any) -> Any:
        tries.append(lock.lock_file)
        return acquire(lock, *args, **kwargs) if len(tries) > 1 else _timeout(lock)

    monkeypatch.setattr(SoftFileLock, "acquire", second_time)
    Journal.reopen(path)[0].release()
    assert len(tries) == 2


def _timeout(lock: SoftFileLock) -> Any:
    from filelock import Timeout

    raise Timeout(lock.lock_file)


def test_r6_a_file_that_is_there_is_never_begun_again(path: Path) -> None:
    """Two talks with one name: the second is refused and the first stays whole and free."""
    kept(path, 2)
    before = path.read_bytes()
    with pytest.raises(StorageFailed, match=r"talk\.jsonl is there already; choose another name"):
        Journal.create(path, header(id="other"))
    assert path.read_bytes() == before
    assert not Path(f"{path}.lock").exists()


@pytest.mark.parametrize("kind", ["folder", "dangling link"])
def test_r6_nothing_that_has_the_name_is_written_through(path: Path, kind: str) -> None:
    """A folder or a link that leads nowhere is there already, too."""
    path.mkdir() if kind == "folder" else path.symlink_to(path.parent / "elsewhere")
    with pytest.raises(StorageFailed, match="is there already"):
        Journal.create(path, header())
    assert not (path.parent / "elsewhere").exists()


def test_r10_a_newer_file_is_refused_and_left_as_it_is(path: Path) -> None:
    """Going on in it is refused with the same words as reading it, and its torn line stays where it is."""
    data = b'{"type":"header","schema":2,"id":"a"}\n{"type":"tu'
    path.write_bytes(data)
    for begin in (lambda: read(path), lambda: Journal.reopen(path)):
        with pytest.raises(TranscriptTooNew, match="newer version"):
            begin()
    assert [p.name for p in path.parent.iterdir()] == ["talk.jsonl"]
    assert path.read_bytes() == data


def test_what_is_no_conversation_cannot_be_gone_on_with(path: Path) -> None:
    """A picture stays a picture."""
    path.write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    with pytest.raises(TranscriptInvalid):
        Journal.reopen(path)
    assert path.read_bytes() == b"\x89PNG\r\n\x1a\n\0\0"


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077, 0o777], ids=oct)
def test_d1_all_that_a_journal_makes_is_its_owners_alone(tmp_path: Path, umask: int) -> None:
    """Folders 0700, the transcript, its lock and its torn line 0600, whatever the umask."""
    path = tmp_path / "home" / "sessions" / "talk.jsonl"
    before = os.umask(umask)
    try:
        with Journal.create(path, header()):
            lock = mode(Path(f"{path}.lock"))
        with path.open("ab") as file:
            file.write(b"torn")
        Journal.reopen(path)[0].release()
    finally:
        os.umask(before)
    assert [mode(p) for p in (path.parent.parent, path.parent)] == [0o700, 0o700]
    assert [lock, mode(path), mode(Path(f"{path}.torn"))] == [0o600] * 3


def test_t7_a_turn_too_long_to_be_read_again_is_refused(path: Path) -> None:
    """Nothing is acknowledged that reading would set aside."""
    journal = Journal.create(path, header())
    with pytest.raises(StorageFailed, match=f"bytes are too many for one turn; the limit is {MAX_LINE}"):
        journal.append(turn(0, text="a" * MAX_LINE))
    journal.append(turn(0, text="\0" * 1_000_000))
    journal.release()
    assert [len(t.text) for t in read(path).transcript.turns] == [1_000_000]


def test_t7_a_turn_of_fifty_megabytes_in_a_file_does_not_fill_the_memory(path: Path) -> None:
    """It is set aside with its line number, and the turns around it are read."""
    with path.open("wb") as file:
        file.writelines([dump(header()), dump(turn(0))])
        file.write(b'{"type":"turn","index":1,"speaker":"trainee","text":"')
        for _ in range(50):
            file.write(b"a" * 1_000_000)
        file.writelines([b'"}\n', dump(turn(2))])
    tracemalloc.start()
    try:
        reading = read(path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [t.index for t in reading.transcript.turns] == [0, 2]
    assert [(r.line, r.values["limit"]) for r in reading.remarks] == [(3, MAX_LINE)]
    assert peak < 4 * MAX_LINE


def test_t5_lines_end_at_newline_bytes_alone(path: Path) -> None:
    """A turn with every separator there is in it comes back whole after a reopening."""
    text = "раз\u2028два\u0085три\x0b\x0c\x1c\r\nчетыре"
    with Journal.create(path, header()) as journal:
        journal.append(turn(0, text=text))
    journal, reading = Journal.reopen(path)
    journal.release()
    assert [t.text for t in reading.transcript.turns] == [text]


class Accidents(RuleBasedStateMachine):
    """A journal that is written, filled up, torn, killed and reopened in any order keeps exactly what it acknowledged."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "talk.jsonl"
        self.told: list[str] = []

    @initialize()
    def begin(self) -> None:
        """Make the file."""
        self.journal = Journal.create(self.path, header())

    @rule(text=st.text(max_size=30))
    def append(self, text: str) -> None:
        """Keep a turn."""
        self.journal.append(turn(len(self.told), text=text))
        self.told.append(text)

    @rule(text=st.text(max_size=30), room=st.integers(0, 60))
    def fill(self, text: str, room: int) -> None:
        """Fail to keep a turn."""
        with pytest.MonkeyPatch.context() as patch, pytest.raises(StorageFailed):
            FullDisk(patch, room)
            self.journal.append(turn(len(self.told), text=text))

    @rule(tail=st.binary(max_size=20).filter(lambda data: b"\n" not in data and load(data) is None))
    def crash(self, tail: bytes) -> None:
        """Leave a torn line, and come back."""
        self.journal.release()
        with self.path.open("ab") as file:
            file.write(tail)
        self.journal, _ = Journal.reopen(self.path)

    @invariant()
    def all_told_turns_are_there(self) -> None:
        """What was acknowledged is read, and nothing else."""
        if hasattr(self, "journal"):
            reading = read(self.path)
            assert [t.text for t in reading.transcript.turns] == self.told
            assert reading.remarks == ()

    def teardown(self) -> None:
        """Clean up."""
        self.journal.release()
        self.folder.cleanup()


TestAccidents = Accidents.TestCase
TestAccidents.settings = settings(deadline=None, max_examples=25, stateful_step_count=15)


@pytest.mark.parametrize(
    ("last", "scorers"),
    [
        ('{"type":"scorecard","summary":{"listening":{},"thanks":{}}}', ("listening", "thanks")),
        ('{"type":"scorecard","summary":{"thanks":{}}}\n\n', ("thanks",)),
        ('{"type":"scorecard","summary":[1]}', ()),
        ('{"type":"scorecard"', ()),
        ('{"type":"end","reason":"scorecard"}', ()),
        ("", ()),
    ],
)
def test_who_graded_a_talk_stands_in_its_last_line(tmp_path: Path, last: str, scorers: tuple[str, ...]) -> None:
    """If it is a scorecard, whole; whatever else the file ends with has no scorers."""
    path = tmp_path / "a.jsonl"
    path.write_text('{"type":"turn"}\n' * 3 + last, "utf-8")
    assert graded_by(path) == scorers
