"""Progress in block characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roleplay.cli.plot import columns

values = st.lists(st.none() | st.floats(0, 1), min_size=1, max_size=30)


def test_a_column_is_as_high_as_its_value_and_a_gap_is_a_dot() -> None:
    """A zero can be seen and is no gap."""
    assert columns([0.5, None, 1.0, 0.0], 2) == ["      ██    ", "██  · ██ ▁▁ "]


@given(values, st.integers(1, 6))
def test_all_lines_are_as_wide_as_there_are_talks(found: list[float | None], rows: int) -> None:
    """Three cells each, and nothing above a gap."""
    drawn = columns(found, rows)
    assert [len(line) for line in drawn] == [3 * len(found)] * rows
    for place, value in enumerate(found):
        column = [line[3 * place : 3 * place + 3] for line in drawn]
        assert (column[-1] == " · ") == (value is None)
        if value is None:
            assert set(column[:-1]) <= {"   "}


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_is_never_lower(one: float, other: float) -> None:
    """The columns keep the order of the values."""

    def height(value: float) -> int:
        return sum(" ▁▂▃▄▅▆▇█".index(line[0]) for line in columns([value]))

    assert one > other or height(one) <= height(other)
