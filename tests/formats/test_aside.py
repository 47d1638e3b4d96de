"""What is put aside on disk comes back in the order that is wanted."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.errors import StorageFailed
from roleplay.formats.aside import linked, once, ordered

TEXT = st.text(st.characters(exclude_categories=()), max_size=2)
ROWS = st.lists(st.tuples(st.floats(0, 9), st.one_of(st.none(), TEXT, st.lists(TEXT, max_size=2))), max_size=30)
NAMES = st.lists(TEXT, max_size=30)


@given(ROWS)
def test_rows_come_in_the_order_of_their_keys(rows: list[tuple[float, object]]) -> None:
    """As `sorted` gives them, half characters included."""
    assert list(ordered(rows)) == [value for _, value in sorted(rows, key=lambda row: row[0])]
    turned = rows[::-1]
    assert list(ordered(rows, backwards=True)) == [value for _, value in sorted(turned, key=lambda row: row[0])]


@given(st.permutations(range(12)), st.integers(0, 11))
def test_a_chain_comes_from_its_beginning(places: list[int], last: int) -> None:
    """Wherever its links lie."""
    rows = [(str(place), str(place - 1) if place else None, place) for place in places]

    assert list(linked(rows, str(last))) == list(range(last + 1))
    assert list(linked(rows, None)) == list(range(places[-1] + 1))  # to the last row, where none is named
    assert list(linked((), "x")) == []


@given(NAMES, st.integers(0, 5))
def test_a_name_may_come_once(names: list[str], few: int) -> None:
    """However many are held in memory."""
    pairs = [(name, place) for place, name in enumerate(names)]
    if len(set(names)) == len(names):
        assert list(once(pairs, few)) == pairs
    else:
        with pytest.raises(ValueError, match="twice"):
            list(once(pairs, few))


def test_a_disk_that_is_full_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """S1: one line, and no traceback of SQLite."""

    class Full(sqlite3.Connection):
        def executemany(self, *_: object) -> sqlite3.Cursor:
            raise sqlite3.OperationalError("database or disk is full")

    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda *given, **named: real(*given, factory=Full, **named))

    with pytest.raises(StorageFailed, match="database or disk is full"):
        list(ordered([(1.0, "x")]))


def test_who_leaves_early_leaves_nothing_open() -> None:
    """The database is closed with the iteration (an unclosed one is a warning, and warnings are errors)."""
    found: Iterator[object] = ordered([(1.0, "x"), (2.0, "y")])

    assert next(found) == "x"
