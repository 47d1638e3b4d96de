"""Krippendorff's alpha, against his own worked example and what must hold for any data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.agreement.reliability import alpha, coincidences, estimates

OBSERVERS = (
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
"""The data of example C of Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): four observers, twelve units, some missing."""
units = st.lists(st.lists(st.integers(0, 4), min_size=1, max_size=5).map(tuple), min_size=1, max_size=15)


def counted(found: Sequence[tuple[int, ...]]) -> Counter[tuple[int, ...]]:
    """Units, and how many of each there are."""
    return Counter(found)


def test_the_published_example_comes_out() -> None:
    """0.815 ordinal and 0.849 interval; a unit that only one observer saw counts nothing."""
    found = [tuple(int(value) - 1 for value in unit if value != ".") for unit in zip(*(row.split() for row in OBSERVERS), strict=True)]
    matrix = coincidences(counted(found), 5)

    assert sum(map(sum, matrix)) == pytest.approx(40)
    assert alpha(matrix) == pytest.approx(0.815, abs=0.0005)
    assert alpha(matrix, ordinal=False) == pytest.approx(0.849, abs=0.0005)


def test_two_levels_by_hand() -> None:
    """Four units alike in 0, two alike in 1, two apart: seen 4 of 16, by chance 2 * 10 * 6 / 15 of 16."""
    assert alpha(coincidences(counted([(0, 0)] * 4 + [(1, 1)] * 2 + [(0, 1)] * 2), 2)) == pytest.approx(1 - 4 / (120 / 15))


@pytest.mark.parametrize("found", [[], [(3,)], [(2, 2), (2, 2, 2)], [(1,), (4,)]])
def test_where_nothing_could_differ_alpha_is_not_defined(found: list[tuple[int, ...]]) -> None:
    """No levels, one alone, or always the same."""
    assert alpha(coincidences(counted(found), 5)) is None


@given(units)
def test_whoever_agrees_always_has_an_alpha_of_one(found: list[tuple[int, ...]]) -> None:
    """Where it is defined at all."""
    same = [(unit[0],) * max(2, len(unit)) for unit in found]
    assert alpha(coincidences(counted(same), 5)) == (1 if len(set(same)) > 1 and len({unit[0] for unit in same}) > 1 else None)


@given(units, st.randoms(use_true_random=False))
def test_who_said_what_and_in_which_order_makes_no_difference(found: list[tuple[int, ...]], chance: Random) -> None:
    """Levels within a unit and units may be shuffled."""
    once = alpha(coincidences(counted(found), 5))
    mixed = [tuple(chance.sample(unit, len(unit))) for unit in found]
    chance.shuffle(mixed)
    again = alpha(coincidences(counted(mixed), 5))
    assert once is None if again is None else once == pytest.approx(again)


@given(units)
def test_alpha_is_at_most_one_and_the_scale_may_be_turned_round(found: list[tuple[int, ...]]) -> None:
    """Reading 0 to 4 as 4 to 0 changes neither metric."""
    turned = [tuple(4 - level for level in unit) for unit in found]
    for ordinal in (True, False):
        value = alpha(coincidences(counted(found), 5), ordinal=ordinal)
        other = alpha(coincidences(counted(turned), 5), ordinal=ordinal)
        assert (value is None) == (other is None)
        if value is not None and other is not None:
            assert value <= 1 + 1e-9
            assert value == pytest.approx(other)


@settings(deadline=None, max_examples=5)
@given(units, st.randoms(use_true_random=False))
def test_intervals_are_the_same_each_time_and_in_any_order(found: list[tuple[int, ...]], chance: Random) -> None:
    """A run can be repeated."""
    numbers = [lambda drawn: alpha(coincidences(drawn, 5)), lambda drawn: float(sum(drawn.values()))]
    once = estimates(found, numbers)
    chance.shuffle(found)
    assert estimates(found, numbers) == once
    assert once[1].value == len(found)


def test_one_unit_has_no_interval() -> None:
    """There is nothing to learn from drawing the same one again."""
    assert estimates([(1, 2)], [lambda drawn: 1.0])[0].interval is None
