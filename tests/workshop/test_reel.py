"""A transcript to go through in both directions: the turns and exchanges are those that reading it whole gives."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roleplay.dialogue import Mood, Speaker, Turn, exchanges
from roleplay.errors import StorageFailed, TranscriptInvalid, TranscriptTooNew
from roleplay.journal import read
from roleplay.record import dump
from roleplay.workshop.reel import Reel
from tests.builders import header, turn
from tests.cli.talks import lines, write

turns = st.builds(
    Turn,
    index=st.integers(0, 30),
    speaker=st.sampled_from(Speaker),
    text=st.sampled_from(["", "Да.", "a\u2028b", "well\nthen"]),
    start=st.none() | st.floats(0, 100),
    mood=st.none() | st.builds(Mood, tension=st.floats(0, 1).map(lambda x: round(x, 2)), trust=st.floats(0, 1).map(lambda x: round(x, 2))),
)


def kept(path: Path, *found: Turn) -> Path:
    """A transcript of these turns."""
    path.write_bytes(dump(header()) + b"".join(map(dump, found)))
    return path


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(turns, max_size=30))
def test_turns_and_exchanges_are_those_of_the_whole(tmp_path: Path, found: list[Turn]) -> None:
    """In any order, numbers twice and gaps included; forwards and backwards."""
    path = kept(tmp_path / "a.jsonl", *found)
    reading = read(path)
    if not reading.transcript.turns:
        return
    whole = reading.transcript.turns
    with Reel(path) as reel:
        assert (len(reel), reel.header, reel.end, reel.remarks) == (len(whole), reading.transcript.header, None, reading.remarks)
        assert [reel[place] for place in reversed(range(len(reel)))] == list(reversed(whole))
        assert [reel.exchange(place) for place in range(len(reel)) if reel.is_reply(place)] == list(exchanges(whole))
        assert [reel.place_of(each.index) for each in whole] == list(range(len(whole)))
        assert reel.place_of(99) is None
        for place, each in enumerate(whole):
            assert (reel.mood(place) is None) == (each.mood is None)
            if each.mood is not None:
                assert reel.mood(place) == each.mood


def test_a_shift_belongs_to_the_last_reply_before_it(tmp_path: Path) -> None:
    """The larger change of the two counts; where nobody replied in between there is none."""

    def felt(index: int, tension: float, trust: float) -> Turn:
        return turn(index, speaker=Speaker.PERSONA, mood=Mood(tension=tension, trust=trust))

    path = kept(tmp_path / "a.jsonl", felt(0, 0.5, 0.2), turn(1), felt(2, 0.6, 0.5), felt(3, 0.9, 0.5), turn(5), turn(7), felt(8, 0.2, 0.5))
    with Reel(path) as reel:
        assert [(place, round(change, 4)) for place, change in reel.shifts()] == [(1, 0.3), (5, 0.7)]


def test_t2_damage_is_reported_and_the_rest_can_be_gone_through(tmp_path: Path) -> None:
    """T2: a torn last line is set aside."""
    with Reel(write(tmp_path / "a.jsonl", lines("Well."), torn=b'{"type')) as reel:
        assert (len(reel), [remark.line for remark in reel.remarks]) == (2, [5])


@pytest.mark.parametrize(
    ("content", "error"), [(b"", TranscriptInvalid), (b"no\n", TranscriptInvalid), (b'{"type":"header","schema":9}\n', TranscriptTooNew)]
)
def test_what_is_no_transcript_is_refused(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    """As reading it refuses it."""
    (tmp_path / "a.jsonl").write_bytes(content)
    with pytest.raises(error):
        Reel(tmp_path / "a.jsonl")
    with pytest.raises(StorageFailed, match="cannot be read"):
        Reel(tmp_path / "none.jsonl")


def test_a_file_that_was_cut_meanwhile_is_told(tmp_path: Path) -> None:
    """Nothing is made up for a turn that is gone."""
    path = write(tmp_path / "a.jsonl", lines("Well.", "Yes."))
    with Reel(path) as reel:
        path.write_bytes(path.read_bytes()[:200])
        with pytest.raises(StorageFailed, match="was changed while it was read"):
            reel[3]


def test_going_through_a_long_talk_takes_no_memory(tmp_path: Path) -> None:
    """6,000 turns are some numbers; looking at each of them leaves nothing behind."""
    path = tmp_path / "long.jsonl"
    with path.open("wb") as file:
        file.write(dump(header()))
        file.writelines(dump(turn(number, text="x" * 200)) for number in range(6_000))
    tracemalloc.start()
    try:
        with Reel(path) as reel:
            wound = tracemalloc.get_traced_memory()[0]
            for place in range(0, len(reel), 3):
                reel[place]
            seen = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert wound < 6_000 * 60
    assert seen - wound < 200_000
