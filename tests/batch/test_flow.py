"""Files go in and scorecards come out: all of them, in order, whatever happens to one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Future
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from roleplay.batch import flow
from roleplay.batch.engines import Here, Promise
from roleplay.batch.flow import Result, scored
from roleplay.batch.memory import Memory
from roleplay.batch.work import Done, Given
from roleplay.cache import Cache
from roleplay.errors import StorageFailed, TranscriptInvalid
from tests.batch.desk import Counting, Rules, assessor, order, talks


def ids(found: Sequence[Result]) -> list[str | None]:
    """The talks, or None where there was an error."""
    return [each.cards[0].head["transcript"]["id"] if each.cards else None for each in found]


def counting(**changes: Any) -> Counting:
    """An engine of its own."""
    return Counting(Here(assessor()), **changes)


def memory(tmp_path: Path) -> Memory:
    """What is remembered under *tmp_path*."""

    def fail(error: StorageFailed) -> None:
        raise error

    return Memory(Cache(tmp_path / "cache" / "scores.sqlite", fail), order(), assessor().skills)


@pytest.mark.parametrize(("seconds", "ahead"), [(0.0, 1), (0.0, 4), (1e-3, 2), (1.0, 2)])
def test_every_file_comes_once_and_in_order(tmp_path: Path, seconds: float, ahead: int) -> None:
    """However many go together, and however many are under way."""
    engine = counting(seconds=seconds, ahead=ahead)
    assert ids(list(scored(talks(tmp_path, 20), assessor(), engine))) == [f"T{n}" for n in range(20)]
    assert sorted(name for chunk in engine.chunks for name in chunk) == [f"{n:03}.jsonl" for n in range(20)]
    assert engine.closed


def test_files_are_read_as_they_are_needed(tmp_path: Path) -> None:
    """Ten thousand paths are not ten thousand files in memory: only what is under way was asked for."""
    asked: list[Path] = []

    def paths() -> Iterator[Path]:
        for path in talks(tmp_path, 30):
            asked.append(path)
            yield path

    assert ids(list(islice(scored(paths(), assessor(), counting(ahead=3)), 1))) == ["T0"]
    assert len(asked) <= 3


def test_chunks_grow_until_they_take_long_enough(tmp_path: Path) -> None:
    """The first one by a guess, the others by what the ones before took."""
    engine = counting(seconds=0.02, ahead=1)
    list(scored(talks(tmp_path, 60), assessor(), engine))
    assert len(engine.chunks[0]) > 1
    assert len(engine.chunks) < 30


def test_a_chunk_is_in_one_language(tmp_path: Path) -> None:
    """So that the process which takes it needs the words of one only; the order of what comes is that of the files."""
    mixed = [path for pair in zip(talks(tmp_path / "a", 9), talks(tmp_path / "b", 9, language="ru"), strict=True) for path in pair]
    engine = counting(seconds=1.0, ahead=2)
    found = list(scored(mixed, assessor(), engine))
    assert [each.path for each in found] == mixed
    assert [len(chunk) for chunk in engine.chunks] == [9, 9]


def test_a_bad_file_is_an_error_in_its_place(tmp_path: Path) -> None:
    """One that is none, one that is gone: the others are scored."""
    paths = talks(tmp_path, 4)
    paths[1].write_bytes(b"\0")
    paths[2].unlink()
    found = list(scored(paths, assessor(), counting()))
    assert ids(found) == ["T0", None, None, "T3"]
    assert [type(each.error) for each in found[1:3]] == [TranscriptInvalid, StorageFailed]


def test_a_long_transcript_is_scored_when_its_turn_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not given to anybody, and its scores are made while they are taken."""
    paths, coder, engine = talks(tmp_path, 3), Rules(), counting()
    monkeypatch.setattr(flow, "LONG", paths[1].stat().st_size - 1)
    run = scored(paths, assessor(coder), engine)
    first, second, third = run
    assert ids([first, second, third]) == ["T0", "T1", "T2"]
    assert (engine.chunks, coder.asked) == ([["000.jsonl"]], 0)
    assert len(list(second.cards[0].scores)) == 4
    assert coder.asked == 2
    assert second.cards[0].summary["listening"]["scored"] == 2


def test_what_is_remembered_is_not_scored_again(tmp_path: Path) -> None:
    """The second run gives the same cards and asks nobody; a file that has changed since is scored."""
    paths = talks(tmp_path / "talks", 5)
    before = list(scored(paths, assessor(), counting(), memory(tmp_path)))
    engine = counting()
    assert list(scored(paths, assessor(), engine, memory(tmp_path))) == before
    assert engine.chunks == []
    paths[2].write_bytes(paths[3].read_bytes())
    assert ids(list(scored(paths, assessor(), engine, memory(tmp_path)))) == ["T0", "T1", "T3", "T3", "T4"]
    assert engine.chunks == [["002.jsonl"]]


def test_interrupted_work_is_gone_on_with(tmp_path: Path) -> None:
    """What had come before somebody lost patience need not be done again."""
    paths = talks(tmp_path / "talks", 10)
    run = scored(paths, assessor(), counting(), memory(tmp_path))
    assert ids(list(islice(run, 6))) == [f"T{n}" for n in range(6)]
    run.close()
    engine = counting()
    assert len(list(scored(paths, assessor(), engine, memory(tmp_path)))) == 10
    assert [name for chunk in engine.chunks for name in chunk] == [f"{n:03}.jsonl" for n in range(6, 10)]


def test_what_came_and_was_not_taken_any_more_is_remembered_too(tmp_path: Path) -> None:
    """What is done is not done again, though nobody took it; and what is not done is not waited for."""
    paths, late = talks(tmp_path / "talks", 12), Late(Here(assessor()), ahead=3)
    run = scored(paths, assessor(), late, memory(tmp_path))
    assert ids(list(islice(run, 1))) == ["T0"]
    run.close()
    engine = counting()
    assert len(list(scored(paths, assessor(), engine, memory(tmp_path)))) == 12
    assert [name for chunk in engine.chunks for name in chunk] == [f"{n:03}.jsonl" for n in range(2, 12)]


def test_those_that_are_remembered_do_not_pile_up_behind_one_that_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A chunk that is not full is begun when too many wait for it."""
    monkeypatch.setattr(flow, "MANY", 5)
    paths = talks(tmp_path / "talks", 12)
    list(scored(paths[1:], assessor(), counting(), memory(tmp_path)))
    asked: list[Path] = []

    def looked() -> Iterator[Path]:
        for path in paths:
            asked.append(path)
            yield path

    run = scored(looked(), assessor(), counting(seconds=9.0), memory(tmp_path))
    assert ids(list(islice(run, 1))) == ["T0"]
    assert len(asked) == 5


class Late(Counting):
    """An engine that has done its second chunk before the first, which it has done when it is given the third; that one it never does."""

    late: Promise
    first: Future[Done]

    def submit(self, chunk: Sequence[Given]) -> Promise:
        """Score it, sooner or later or not."""
        done = super().submit(chunk)
        if len(self.chunks) == 1:
            self.late, self.first = done, Future()
            return self.first
        if len(self.chunks) == 2:
            return done
        self.first.set_result(self.late.result())
        return Future()


class Lost(BrokenExecutor):
    """Whoever scored it is no more."""


class Fragile(Counting):
    """An engine whose worker dies of files with a *poison* in them, and the first time of any."""

    lost: tuple[type[Exception], ...] = (Lost,)
    poison = "\0"
    first = True

    def submit(self, chunk: Sequence[Given]) -> Promise:
        """Die, or score."""
        done: Future[Done] = Future()
        if self.first or any(self.poison in each.path for each in chunk):
            self.first = False
            done.set_exception(Lost())
            return done
        return super().submit(chunk)


def test_a_worker_that_dies_loses_nothing(tmp_path: Path) -> None:
    """Its files are given again, each alone."""
    engine = Fragile(Here(assessor()), seconds=1.0, lost=(Lost,))
    assert ids(list(scored(talks(tmp_path, 6), assessor(), engine))) == [f"T{n}" for n in range(6)]
    assert engine.chunks == [[f"{n:03}.jsonl"] for n in range(6)]


def test_a_file_that_kills_its_worker_is_bad_and_the_others_are_scored(tmp_path: Path) -> None:
    """It is named, and not tried for ever."""
    engine = Fragile(Here(assessor()), seconds=1.0, lost=(Lost,))
    engine.poison = "003"
    found = list(scored(talks(tmp_path, 6), assessor(), engine))
    assert ids(found) == ["T0", "T1", "T2", None, "T4", "T5"]
    assert "003.jsonl ended the process that scored it" in str(found[3].error)


def test_a_card_is_the_same_whoever_made_it(tmp_path: Path) -> None:
    """In pieces or whole it is one line of JSON."""
    (path,) = talks(tmp_path, 1)
    (held,) = scored([path], assessor(), counting())
    (long,) = assessor().long(path)
    assert json.loads("".join(long.pieces())) == json.loads("".join(held.cards[0].pieces()))
