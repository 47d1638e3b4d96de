"""The transcripts of a person: found, listed and removed."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from roleplay.errors import InUse, StorageFailed, TranscriptInvalid, TranscriptTooNew, Unusable
from roleplay.journal import Journal
from roleplay.record import dump
from roleplay.store import Store, new_id, ratings_of
from tests.builders import header, turn

APPENDER = Path(__file__).with_name("appender.py")
DIES_HOLDING = "import os, sys; from pathlib import Path; from roleplay.ledger import claim; lock = claim(Path(sys.argv[1])); os._exit(0)"
OLD, MID, NEW = "01JA0000000000000000000001", "01JB0000000000000000000002", "01JB0000000000000000000003"


@pytest.fixture(name="store")
def _store(home: Path) -> Store:
    """A store that nothing was written to."""
    return Store(home)


@pytest.fixture(name="full")
def _full(store: Store) -> Store:
    """A store with three talks."""
    for name in (NEW, OLD, MID):
        keep(store, name)
    return store


@pytest.fixture(name="umask", params=[0o000, 0o022, 0o077, 0o777], ids=oct)
def _umask(request: pytest.FixtureRequest) -> Iterator[None]:
    """Several umasks, narrow and wide."""
    before = os.umask(request.param)
    yield
    os.umask(before)


def keep(store: Store, name: str) -> Path:
    """Keep a talk with the id *name*."""
    path = store.path_of(header(id=name))
    with Journal.create(path, header(id=name)) as journal:
        journal.append(turn(0))
    return path


def mode(path: Path) -> int:
    """Who may do what with *path*."""
    return stat.S_IMODE(path.stat().st_mode)


def test_r6_ids_of_one_moment_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that stands still does not make two talks one."""
    monkeypatch.setattr(time, "time_ns", lambda: 1_800_000_000_000_000_000)
    monkeypatch.setattr(time, "time", lambda: 1_800_000_000.0)
    assert len({new_id() for _ in range(500)}) == 500


def test_r6_ids_of_one_process_sort_as_they_were_given() -> None:
    """The newest talk is the last in the folder."""
    ids = [new_id() for _ in range(500)]
    assert ids == sorted(ids)


def test_a_store_makes_nothing_before_something_is_written(store: Store, home: Path) -> None:
    """Looking leaves no traces."""
    assert (store.files(), list(store.entries()), store.older_than(0)) == ([], [], [])
    with pytest.raises(Unusable):
        store.resolve("last")
    assert not home.exists()


@pytest.mark.usefixtures("umask")
def test_d1_the_store_is_its_owners_alone(store: Store, home: Path) -> None:
    """Both folders are 0700 and a talk is 0600, whatever the umask, and no probe is left."""
    assert store.ready() == home / "sessions"
    assert list(store.folder.iterdir()) == []
    assert [mode(home), mode(store.folder), mode(keep(store, OLD))] == [0o700, 0o700, 0o600]


@pytest.mark.parametrize("below", ["", "far/below"])
def test_r4_a_file_where_the_store_should_be_is_told_with_a_way_out(tmp_path: Path, below: str) -> None:
    """The store says that it cannot be used before anything is asked."""
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(StorageFailed, match="Not a directory; set ROLEPLAY_HOME to a folder of your own") as caught:
        Store(tmp_path / "file" / below).ready()
    assert caught.value.exit_code == 4


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_r4_a_folder_that_may_not_be_written_is_told_with_a_way_out(store: Store) -> None:
    """A folder that can be read is not enough."""
    store.ready().chmod(0o500)
    with pytest.raises(StorageFailed, match="Permission denied; set ROLEPLAY_HOME to a folder of your own"):
        store.ready()


def test_r4_a_folder_in_which_no_file_can_be_made_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """The probe finds out what modes do not say."""

    def refuse(*_: object) -> int:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("roleplay.store.open_file", refuse)
    with pytest.raises(StorageFailed, match="sessions cannot be written: Operation not permitted"):
        store.ready()


def test_files_are_the_transcripts_oldest_first(full: Store) -> None:
    """Ratings, notes, locks, torn lines and other files are none."""
    for name in (f"{OLD}.ratings.jsonl", f"{OLD}.notes.jsonl", f"{OLD}.jsonl.torn", f"{OLD}.jsonl.lock", "notes.txt"):
        (full.folder / name).write_bytes(b"")
    assert [p.stem for p in full.files()] == [OLD, MID, NEW]


def test_entries_are_newest_first_and_a_broken_one_stops_no_other(full: Store) -> None:
    """What cannot be read is listed with its error."""
    (full.folder / f"{MID}.jsonl").write_bytes(b"not a talk\n")
    (full.folder / "00.jsonl").write_bytes(b'{"type":"header","schema":99}\n')
    (full.folder / "01.jsonl").mkdir()
    entries = list(full.entries())
    assert [e.path.stem for e in entries] == [NEW, MID, OLD, "01", "00"]
    assert [e.reading is not None for e in entries] == [True, False, True, False, False]
    assert [type(e.error) for e in entries] == [type(None), TranscriptInvalid, type(None), StorageFailed, TranscriptTooNew]


@pytest.mark.parametrize("rubbish", [b"", b"SQLite format 3\x00 torn", b"\xff" * 4096])
def test_r8_the_store_is_its_transcripts_and_no_index_can_spoil_it(full: Store, rubbish: bytes) -> None:
    """Everything that is listed is read from the JSON Lines themselves; a broken database beside them changes nothing."""
    before = list(full.entries())
    for name in ("index.sqlite", "index.sqlite-wal"):
        (full.folder / name).write_bytes(rubbish)
    assert list(full.entries()) == before
    assert full.resolve("last") == full.path_of(header(id=NEW))


def test_resolve_takes_a_path(full: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any file is named by its path, from here or from the root."""
    (tmp_path / "talk.jsonl").write_bytes(dump(header()))
    monkeypatch.chdir(tmp_path)
    assert full.resolve("talk.jsonl") == Path("talk.jsonl")
    assert full.resolve(str(tmp_path / "talk.jsonl")) == tmp_path / "talk.jsonl"


@pytest.mark.parametrize(("name", "found"), [("01JA", OLD), ("01ja", OLD), (NEW, NEW), (f"{MID}.jsonl", MID), ("last", NEW)])
def test_resolve_takes_the_beginning_of_an_id_or_last(full: Store, name: str, found: str) -> None:
    """In capitals or not, whole or in part, with its ending or without."""
    assert full.resolve(name) == full.folder / f"{found}.jsonl"


def test_resolve_takes_a_whole_id_even_if_another_begins_with_it(full: Store) -> None:
    """A recovered copy beside a transcript does not make its id useless."""
    (full.folder / f"{MID}.recovered.jsonl").write_bytes(dump(header()))
    assert full.resolve(MID) == full.folder / f"{MID}.jsonl"
    assert full.resolve(MID.lower()) == full.folder / f"{MID}.jsonl"
    assert full.resolve(f"{MID}.r") == full.folder / f"{MID}.recovered.jsonl"


def test_resolve_says_how_many_an_ambiguous_name_fits(full: Store) -> None:
    """Nobody's talk is chosen by chance."""
    with pytest.raises(Unusable, match=r"^01JB fits 2 transcripts; write more of the id$") as caught:
        full.resolve("01JB")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("name", ["02", "", "nothing.jsonl", "*", "..", "/", "a\0b", "x" * 5_000])
def test_resolve_says_when_there_is_none(full: Store, name: str) -> None:
    """Names that fit nothing, or that no system allows, are told with what to do."""
    with pytest.raises(Unusable, match=r"there is no transcript .*; see: roleplay transcripts list"):
        full.resolve(name)


def test_resolve_of_last_in_an_empty_store_says_how_to_begin(store: Store) -> None:
    """There is nothing to list yet."""
    with pytest.raises(Unusable, match="there is no transcript yet; start with: roleplay practice"):
        store.resolve("last")


@pytest.mark.parametrize(
    ("name", "ratings"),
    [
        ("01JD.jsonl", "01JD.ratings.jsonl"),
        ("talk.2.jsonl", "talk.2.ratings.jsonl"),
        ("my.talk", "my.talk.ratings.jsonl"),
        ("talk", "talk.ratings.jsonl"),
    ],
)
def test_ratings_stand_beside_their_transcript(name: str, ratings: str) -> None:
    """Only the ending gives way; what looks like an ending in the middle of a name stays."""
    assert ratings_of(Path("folder", name)) == Path("folder", ratings)


def test_d6_deleting_removes_all_that_belongs_to_a_transcript_and_nothing_else(full: Store) -> None:
    """File, torn line, pseudonyms, ratings, notes and a dead process's lock go, the transcript last; its neighbours stay."""
    path = full.folder / f"{MID}.jsonl"
    belongings = [
        f"{path}.torn",
        f"{path}.pseudonyms.json",
        str(full.folder / f"{MID}.ratings.jsonl"),
        str(full.folder / f"{MID}.notes.jsonl"),
        str(path),
    ]
    others = {f"{NEW}.ratings.jsonl", f"{NEW}.jsonl.torn", f"{MID}x.jsonl", f"{MID}.recovered.jsonl"}
    for name in [*belongings[:4], *(str(full.folder / other) for other in others)]:
        Path(name).write_bytes(b"x")
    subprocess.run([sys.executable, "-c", DIES_HOLDING, str(path)], check=True)
    assert Path(f"{path}.lock").exists()
    assert [str(p) for p in full.delete(path)] == belongings
    assert {p.name for p in full.folder.iterdir()} == others | {f"{OLD}.jsonl", f"{NEW}.jsonl"}


def test_d6_a_file_with_another_ending_does_not_take_its_neighbours_ratings_along(tmp_path: Path) -> None:
    """The ratings of my.jsonl are not those of my.talk."""
    for name in ("my.talk", "my.jsonl", "my.ratings.jsonl"):
        (tmp_path / name).write_bytes(b"x")
    assert Store(tmp_path).delete(tmp_path / "my.talk") == [tmp_path / "my.talk"]
    assert {p.name for p in tmp_path.iterdir()} == {"my.jsonl", "my.ratings.jsonl"}


def test_d6_what_cannot_be_removed_is_named_and_the_transcript_is_still_there_to_try_again(full: Store) -> None:
    """A failure in the middle does not leave words behind that no command can reach any more."""
    path = full.folder / f"{MID}.jsonl"
    torn = Path(f"{path}.torn")
    torn.mkdir()
    with pytest.raises(StorageFailed, match=r"\.torn cannot be removed: ") as caught:
        full.delete(path)
    assert caught.value.exit_code == 4
    torn.rmdir()
    assert full.delete(full.resolve(MID)) == [path]
    assert not Path(f"{path}.lock").exists()


def test_r5_a_transcript_that_is_being_written_is_not_deleted(store: Store) -> None:
    """The talk under way keeps its file, and who writes it is told."""
    path = store.ready() / f"{OLD}.jsonl"
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, str(APPENDER), str(path), "hold"], stdin=pipe, stdout=pipe) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(InUse, match=f"in use by process {process.pid}$"):
            store.delete(path)
        assert path.exists()
        process.kill()
    assert store.delete(path) == [path]


def test_deleting_what_is_gone_removes_nothing(full: Store) -> None:
    """Somebody else was faster."""
    assert full.delete(full.folder / "02.jsonl") == []


def test_d7_older_than_counts_from_the_last_change(full: Store) -> None:
    """Only what nobody touched for so many days is old."""
    now = time.time()
    for name, days in ((OLD, 91), (MID, 89)):
        os.utime(full.folder / f"{name}.jsonl", (now, now - days * 86_400))
    assert [p.stem for p in full.older_than(90)] == [OLD]
    assert [p.stem for p in full.older_than(88.5)] == [OLD, MID]


def test_d7_a_file_that_vanishes_meanwhile_is_not_old(full: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two clean-ups at once do not trip over each other."""
    monkeypatch.setattr(Store, "files", lambda _: [full.folder / "gone.jsonl"])
    assert full.older_than(0) == []
