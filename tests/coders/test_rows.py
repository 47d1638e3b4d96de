"""Rows: what a sign adds, made of hundredths when it is first asked for."""

from __future__ import annotations

from array import array

import pytest

from roleplay.coders.rows import Rows


def rows() -> Rows:
    """Two signs in a table with three columns, read for two targets of which one has no column."""
    return Rows({"word late": 0, "cue blame": 3}, array("h", [25, -100, 7, 0, 150, 0]), (1, None))


def test_a_row_is_made_when_it_is_first_asked_for() -> None:
    """And is kept: asking again gives the same one."""
    found = rows()
    assert dict(found) == {}
    assert found["cue blame"] == (1.5, 0.0)
    assert found["cue blame"] is found["cue blame"]
    assert list(found) == ["cue blame"]


def test_a_target_without_a_column_gets_nothing_of_any_sign() -> None:
    """Its weight is 0, not that of a neighbour."""
    assert rows()["word late"] == (-1.0, 0.0)


def test_a_sign_that_is_not_in_the_table_has_no_row() -> None:
    """Whoever asks looks at *places* first."""
    with pytest.raises(KeyError):
        rows()["word early"]
