"""Tables from elsewhere, and our own, which no spreadsheet runs."""

from __future__ import annotations

import csv
import io

import pytest

from roleplay.dialogue import Header, Speaker, Transcript, Turn
from roleplay.errors import TranscriptInvalid
from roleplay.formats.table import CSV, cell
from tests.formats.files import document, lines, read


@pytest.mark.parametrize(
    "text",
    [
        "speaker,text,start,end\nAna,Da,1.5,2\nMama,Nu,00:00:03.25,\n",
        "Start;End;Имя;Текст\n1,5;2;Ana;Da\n0:03,25;;Mama;Nu\n",
        'vorbitor\treplică\tînceput\tsfârșit\n"Ana"\t"Da"\t1.5\t2\nMama\tNu\t3.25\t\n',
    ],
)
def test_columns_are_found_by_their_names_in_three_languages(text: str) -> None:
    assert lines(read(document(text, "t.csv"), "csv")) == [("Ana", "Da", 1.5, 2.0), ("Mama", "Nu", 3.25, None)]


def test_dates_count_from_the_first_one() -> None:
    conversation = read(document("date,author,content\n2026-01-01T10:00:00Z,A,x\n2026-01-01T10:00:07Z,B,y\n"), "csv")

    assert lines(conversation) == [("A", "x", 0.0, None), ("B", "y", 7.0, None)]
    assert conversation.started_at == "2026-01-01T10:00:00Z"


def test_a_text_of_several_lines_stays_one() -> None:
    assert lines(read(document('name,text\nA,"one\ntwo, ""three"""\n'), "csv")) == [("A", 'one\ntwo, "three"', None, None)]


def test_a_list_of_people_is_refused_with_what_is_missing() -> None:
    with pytest.raises(TranscriptInvalid, match="a column for who speaks and one for what is said"):
        read(document("Name,Email,Duration\nAna,a@example.org,5\n", "people.csv"), "csv")
    with pytest.raises(TranscriptInvalid, match="its columns are: name, email"):
        CSV.read(document("Name,Email\nAna,x\n"))
    with pytest.raises(TranscriptInvalid, match="without rows"):
        CSV.read(document("name,text\nAna,\n"))


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\0x", "＝1", "'=1"])
def test_t13_no_cell_is_a_formula(start: str) -> None:
    """Nor after a split at the separator: every cell is in quotes."""
    turn = Turn(index=0, speaker=Speaker.OTHER, name=start, text=start + ';=2,=3\n=4"')
    written = CSV.write(Transcript(header=Header(id="x"), turns=(turn,)))
    row = list(csv.reader(io.StringIO(written, newline="")))[1]

    assert [value[0] for value in (row[2], row[3])] == ["'", "'"]
    assert read(document(written), "csv").transcript == Transcript(header=Header(id=""), turns=(turn,))


def test_other_cells_stay_as_they_are() -> None:
    assert [cell(value) for value in (None, 1.5, "a=b", "Да")] == ["", "1.5", "a=b", "Да"]


def test_our_own_table_with_a_row_that_was_spoilt_is_refused_with_its_number() -> None:
    written = CSV.write(Transcript(header=Header(id="x"), turns=(Turn(index=0, speaker=Speaker.TRAINEE, text="x"),)))

    with pytest.raises(TranscriptInvalid, match="row 2"):
        read(document(written.replace("trainee", "me")), "csv")
