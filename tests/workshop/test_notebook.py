"""Ratings and notes beside a transcript: what was acknowledged is there, whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from roleplay.agreement.ratings import LEVELS, Rating, hand, latest, read
from roleplay.errors import InUse, LabelsInvalid, StorageFailed
from roleplay.store import notes_of, ratings_of
from roleplay.workshop.notebook import Notebook, ratings_place
from tests.cli.talks import write
from tests.failing_disk import FullDisk

WRITES = """
import sys
from pathlib import Path
from roleplay.workshop.notebook import Notebook
from roleplay.agreement.ratings import Rating
book = Notebook(Path(sys.argv[1]), "T")
for number in range(100000):
    book.rate([Rating(transcript="T", turn=number, rater="Ana", scorer="pauses", value=number % 5)])
    print(number, flush=True)
"""


@pytest.fixture(name="talk")
def _talk(tmp_path: Path) -> Path:
    """A transcript."""
    return write(tmp_path / "talk.jsonl")


def rating(turn: int = 1, value: int = 2, **changes: Any) -> Rating:
    """A rating of the talk ``T``."""
    given: dict[str, Any] = {"transcript": "T", "turn": turn, "rater": "Ana", "scorer": "listening", "value": value, "at": "1"}
    return Rating(**given | changes)


def test_nothing_is_made_before_something_is_written(talk: Path) -> None:
    """Looking at a talk leaves no file behind."""
    with Notebook(talk, "T") as book:
        assert (book.ratings(1, "listening"), book.notes()) == ([], [])
    assert list(talk.parent.glob("talk*")) == [talk]


def test_what_is_written_is_there_the_next_time(talk: Path) -> None:
    """By turn and skill, each person's last word; notes by turn; both only their owner's to read."""
    with Notebook(talk, "T") as book:
        book.rate([rating(value=1)])
        book.rate([rating(value=4), rating(3, rater=hand("R", 1)), rating(3, rater=hand("R", 2))])
        book.note(3, "Здесь пауза.\nGood.")
        book.note(1, "first")
    again = Notebook(talk, "T")
    assert [each.value for each in again.ratings(1, "listening")] == [4]
    assert len(again.ratings(3, "listening")) == 2
    assert [(note.turn, note.text) for note in again.notes()] == [(1, "first"), (3, "Здесь пауза.\nGood.")]
    assert again.notes(3)[0].at.endswith("Z")
    assert {path.stat().st_mode & 0o777 for path in (ratings_of(talk), notes_of(talk))} == {0o600}


def test_a_talk_of_a_workshop_is_rated_in_the_workshops_file(tmp_path: Path) -> None:
    """Where a folder above has ``workshop.yaml``; what other talks were given there is not this one's."""
    talk = write(tmp_path / "room" / "transcripts" / "a.jsonl")
    (tmp_path / "room" / "workshop.yaml").write_text("title: x\n", "utf-8")
    with Notebook(talk, "T") as book:
        book.rate([rating(), rating(transcript="U")])
    assert ratings_place(talk) == (tmp_path / "room" / "ratings.jsonl").resolve()
    assert len(Notebook(talk, "U").ratings(1, "listening")) == 1
    assert not ratings_of(talk).exists()


def test_a_file_that_holds_no_ratings_is_refused_and_left_alone(talk: Path) -> None:
    """Before the first key, with its line."""
    ratings_of(talk).write_bytes(b"{}\n")
    with pytest.raises(LabelsInvalid, match="line 1: transcript is missing"):
        Notebook(talk, "T")
    assert ratings_of(talk).read_bytes() == b"{}\n"


def test_r3_what_there_is_no_room_for_is_not_acknowledged(talk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R3: the file is as it was, so is what is shown, and when there is room it can be tried again."""
    with Notebook(talk, "T") as book:
        book.rate([rating()])
        before = ratings_of(talk).read_bytes()
        disk = FullDisk(monkeypatch, room=20)
        for write_again in (lambda: book.rate([rating(value=0)]), lambda: book.note(1, "x")):
            with pytest.raises(StorageFailed, match="No space left"):
                write_again()
        assert (ratings_of(talk).read_bytes(), [each.value for each in book.ratings(1, "listening")], book.notes()) == (before, [2], [])
        disk.emptied()
        book.rate([rating(value=0)])
        book.note(1, "x")
    assert ([each.value for each in latest(read(ratings_of(talk)))], len(Notebook(talk, "T").notes())) == ([0], 1)


def test_r5_two_who_rate_one_talk_do_not_mix(talk: Path) -> None:
    """R5: the second is told who writes, and may still look."""
    with Notebook(talk, "T") as one, Notebook(talk, "T") as other:
        one.rate([rating()])
        with pytest.raises(InUse, match=f"is in use by process {os.getpid()}"):
            other.rate([rating(value=0)])
        assert other.ratings(1, "listening") == []


def test_r1_a_kill_loses_no_rating_that_was_acknowledged(talk: Path) -> None:
    """R1: each is on disk before it is told; a torn last line is set aside when somebody goes on, and the dead one's lock does not count."""
    with subprocess.Popen([sys.executable, "-c", WRITES, str(talk)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = [int(process.stdout.readline()) for _ in range(30)][-1]
        process.send_signal(signal.SIGKILL)
    with ratings_of(talk).open("ab") as file:
        file.write(b'{"transcript":"T","tu')
    with Notebook(talk, "T") as book:
        assert all(book.ratings(turn, "pauses") for turn in range(told + 1))
        book.rate([rating(5)])
    assert Path(f"{ratings_of(talk)}.torn").read_bytes().startswith(b'{"transcript":"T","tu')
    assert read(ratings_of(talk))[-1] == rating(5)


class Rooms(RuleBasedStateMachine):
    """Ratings and notes as somebody makes them, with the book closed and opened at any time."""

    @initialize()
    def begun(self) -> None:
        import tempfile

        self.folder = tempfile.TemporaryDirectory()
        self.talk = write(Path(self.folder.name) / "talk.jsonl")
        self.given: list[Rating] = []
        self.noted: list[tuple[int, str]] = []
        self.book = Notebook(self.talk, "T")

    @rule(turn=st.integers(0, 3), value=st.sampled_from(LEVELS), rater=st.text(min_size=1, max_size=4))
    def rates(self, turn: int, value: int, rater: str) -> None:
        made = rating(turn, value, rater=rater)
        self.book.rate([made])
        self.given.append(made)

    @rule(turn=st.integers(0, 3), text=st.text(st.characters(exclude_categories=["Cs"]), max_size=10))
    def notes(self, turn: int, text: str) -> None:
        self.book.note(turn, text)
        self.noted.append((turn, text))

    @rule()
    def opens_again(self) -> None:
        self.book.release()
        self.book = Notebook(self.talk, "T")

    def teardown(self) -> None:
        self.book.release()
        again = Notebook(self.talk, "T")
        kept = [each for turn in range(4) for each in again.ratings(turn, "listening")]
        assert sorted(map(str, kept)) == sorted(map(str, latest(self.given)))
        assert [(note.turn, note.text) for note in again.notes()] == sorted(self.noted, key=lambda note: note[0])
        self.folder.cleanup()


TestRooms = Rooms.TestCase
TestRooms.settings = settings(deadline=None, max_examples=25, stateful_step_count=15)
