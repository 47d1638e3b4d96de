"""Ratings: from a line or a row and back, and which of them count."""

from __future__ import annotations

import csv
import io
import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.agreement.ratings import LEVELS, Rating, hand, latest, level, parse, parse_csv, read, room_of
from roleplay.errors import LabelsInvalid, StorageFailed

LINE: dict[str, Any] = {"transcript": "01TALK", "turn": 3, "rater": "Ana", "scorer": "listening", "value": 2, "at": "2026-11-22T10:00:00Z"}
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
ratings = st.builds(
    Rating,
    transcript=texts,
    turn=st.integers(0, 10**6),
    rater=texts,
    scorer=texts.map(lambda text: text.replace("-", "_")),
    value=st.sampled_from(LEVELS),
    at=st.none() | texts,
)


def rating(**changes: Any) -> Rating:
    """A rating with *changes*."""
    return Rating(**LINE | changes)


def dumped(*lines: dict[str, Any]) -> list[bytes]:
    """Lines as a file has them."""
    return [json.dumps(line).encode() + b"\n" for line in lines]


def test_a_line_has_the_keys_of_the_contract() -> None:
    """In its order; a time that nobody knows is left out."""
    assert list(rating().to_json().items()) == list(LINE.items())
    assert "at" not in rating(at=None).to_json()


@given(st.lists(ratings, max_size=8))
def test_what_is_dumped_is_read_again(found: list[Rating]) -> None:
    """Whatever the texts in it are."""
    assert parse(b"".join(each.dump() for each in found).splitlines(keepends=True), "a") == found


@given(st.lists(ratings, min_size=1, max_size=8), st.sampled_from([",", ";", "\t"]))
def test_a_table_says_the_same(found: list[Rating], delimiter: str) -> None:
    """With any of the delimiters of spreadsheets, and columns in any order."""
    made = io.StringIO()
    table = csv.writer(made, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    table.writerow(["Value", "note", "scorer", "rater", "TURN", "transcript"])
    table.writerows([each.value, "x", each.scorer, each.rater, each.turn, each.transcript] for each in found)
    kept = [each for each in found if all(text == text.strip() != "" for text in (each.scorer, each.rater, each.transcript))]
    if len(kept) == len(found) and not any("\0" in str(each) for each in found):
        plain = [rating(**{**each.to_json(), "at": None}) for each in found]
        assert parse_csv(made.getvalue().encode("utf-8-sig"), "a") == plain


@given(st.binary(max_size=60))
def test_any_bytes_are_ratings_or_refused(data: bytes) -> None:
    """With nothing but `LabelsInvalid`, as lines and as a table."""
    with suppress(LabelsInvalid):
        parse(data.splitlines(keepends=True), "a")
    with suppress(LabelsInvalid):
        parse_csv(data, "a")


def test_a_number_that_a_spreadsheet_made_a_fraction_is_whole() -> None:
    """3.0 and 3,0 are 3."""
    assert [each.value for each in parse_csv(b"transcript;turn;rater;scorer;value\nT;1.0;A;pauses;3,0\n", "a")] == [3]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"value": 5}, "value must be one of 0, 1, 2, 3, 4, not 5"),
        ({"value": 2.5}, "not 2.5"),
        ({"value": True}, "not true"),
        ({"value": "3"}, 'not "3"'),
        ({"turn": -1}, "turn must be the number of a turn, not -1"),
        ({"turn": "x" * 80}, "…"),
        ({"rater": 7}, "rater must be a text, not 7"),
        ({"scorer": None}, "scorer is missing"),
        ({"transcript": ""}, "transcript is missing"),
    ],
)
def test_what_is_no_rating_is_refused_with_its_line(change: dict[str, Any], words: str) -> None:
    """A measure with holes is none."""
    with pytest.raises(LabelsInvalid, match=r"^a: line 2: ") as caught:
        parse(dumped(LINE, LINE | change), "a")
    assert words in str(caught.value)
    assert caught.value.exit_code == 6


@pytest.mark.parametrize("line", [b"no\n", b"[]\n", b'{"value": NaN}\n', b'{"turn":1,"turn":2}\n', b"\xff\n"])
def test_t3_what_is_no_object_is_refused(line: bytes) -> None:
    """T3: NaN, a key twice and broken UTF-8 included."""
    with pytest.raises(LabelsInvalid, match="line 1 is no JSON object"):
        parse([line], "a")


def test_t2_a_torn_last_line_is_left_out() -> None:
    """T2: it was never acknowledged; the ones before it count, and so do a byte order mark and blank lines."""
    assert parse([b"\xef\xbb\xbf" + dumped(LINE)[0], b"\n", b'{"transcript":"01T'], "a") == [rating()]


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (b"transcript,turn,rater,value\n", "no column scorer"),
        (b"", "no column transcript"),
        ("transcript,turn,rater,scorer,value\nT,1,Ană,pauses,2\n".encode("cp1250"), "is not UTF-8"),
        (b"transcript,turn,rater,scorer,value\nT,1,A,pauses,9\n", "line 2: value must be one of"),
        (b"transcript,turn,rater,scorer,value\nT,1,A\n", "line 2: scorer is missing"),
        (b'transcript,turn,rater,scorer,value\nT,1,"A,pauses,2', "is no row of a table"),
    ],
)
def test_t1_a_table_that_cannot_be_read_says_why(table: bytes, words: str) -> None:
    """T1: another encoding is named and not guessed; a column or a cell that lacks is named too."""
    with pytest.raises(LabelsInvalid, match=words):
        parse_csv(table, "a")


def test_the_name_of_a_file_says_what_it_is(tmp_path: Path) -> None:
    """A table by its ending, anything else as lines; what is not there is a storage fault."""
    (tmp_path / "a.CSV").write_bytes(b"transcript,turn,rater,scorer,value\nT,1,A,i-messages,2\n")
    (tmp_path / "a.jsonl").write_bytes(dumped(LINE)[0])
    assert [each.scorer for name in ("a.CSV", "a.jsonl") for each in read(tmp_path / name)] == ["i_messages", "listening"]
    with pytest.raises(StorageFailed, match="cannot be read: No such file"):
        read(tmp_path / "none.jsonl")


def test_the_last_word_of_a_person_counts() -> None:
    """For the same reply and skill; what others said, and of other replies, stays."""
    first, other, again = rating(value=1), rating(rater="Ion"), rating(value=4)
    assert latest([first, other, again]) == [again, other]
    assert len(latest([first, rating(turn=5), rating(scorer="pauses"), rating(transcript="B")])) == 4


def test_the_last_show_of_hands_of_a_room_counts_whole() -> None:
    """With fewer hands than before none of the old ones is left; another room is another room."""
    old = [rating(rater=hand("A", number), at="1") for number in (1, 2, 3)]
    new = [rating(rater=hand("A", number), at="2") for number in (1, 2)]
    elsewhere = [rating(rater=hand("B", 1), at="1")]
    assert latest([*old, *elsewhere, *new]) == [*new, *elsewhere]


@given(st.lists(ratings, max_size=12))
def test_what_counts_counts_again(found: list[Rating]) -> None:
    """Sorting out twice is sorting out once, and nothing is made up."""
    counting = latest(found)
    assert latest(counting) == counting
    assert set(counting) <= set(found)


@pytest.mark.parametrize("name", ["room", "room@", "room@x#", "room@x#y", "Ana#3"])
def test_a_person_may_be_called_almost_anything(name: str) -> None:
    """Only the whole form is a hand."""
    assert room_of(name) is None


@given(st.floats(0, 1))
def test_a_level_is_the_nearest_one(value: float) -> None:
    """No other is nearer."""
    assert abs(level(value) - 4 * value) <= min(abs(each - 4 * value) for each in LEVELS) + 1e-9
