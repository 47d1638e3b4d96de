"""Counts, precision, recall, F1, kappa and their intervals, against values that were worked out by hand."""

from __future__ import annotations

from itertools import product
from random import Random
from statistics import mean, pvariance

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.agreement.estimates import (
    RESAMPLES,
    Estimate,
    Places,
    Retrieval,
    Table,
    confusion,
    estimate,
    interval,
    kappa,
    prf,
    resamples,
    spread,
)

LEVELS = 5
pairs = st.lists(st.tuples(st.integers(0, LEVELS - 1), st.integers(0, LEVELS - 1)), min_size=1, max_size=40)
some_pairs = st.lists(st.none() | st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=2, max_size=15)


def turned(table: Table) -> Table:
    """*table* with label and coder in each other's place."""
    return tuple(zip(*table, strict=True))


# counting


def test_a_table_counts_each_pair_in_its_cell() -> None:
    """Rows are what was labelled, columns what was coded; what was not judged is not counted."""
    assert confusion([(0, 0), (0, 1), (1, 1), (1, 1), None, (2, 0)], 3) == ((1, 1, 0), (0, 2, 0), (1, 0, 0))
    assert confusion([], 2) == ((0, 0), (0, 0))


def test_precision_recall_and_f1_by_hand() -> None:
    """Of 8 labelled and 10 coded, 6 are both: 6/10, 6/8, and 12/18."""
    told = prf(((80, 4), (2, 6)))

    assert told == Retrieval(labelled=8, coded=10, both=6)
    assert (told.precision, told.recall) == (0.6, 0.75)
    assert told.f1 == pytest.approx(2 / 3)


def test_any_class_of_a_table_can_be_looked_at() -> None:
    """The class in the middle: 5 labelled, 6 coded, 4 both."""
    assert prf(((3, 1, 0), (1, 4, 0), (0, 1, 2)), 1) == Retrieval(labelled=5, coded=6, both=4)


@pytest.mark.parametrize(
    ("table", "precision", "recall", "f1"),
    [
        (((9, 0), (0, 0)), None, None, None),
        (((9, 3), (0, 0)), 0.0, None, None),
        (((9, 0), (3, 0)), None, 0.0, 0.0),
        (((9, 2), (3, 0)), 0.0, 0.0, 0.0),
        (((0, 0), (0, 4)), 1.0, 1.0, 1.0),
    ],
    ids=["nothing", "false alarms only", "all missed", "nothing right", "all"],
)
def test_what_is_not_defined_is_none(table: Table, precision: float | None, recall: float | None, f1: float | None) -> None:
    """Nothing coded has no precision, nothing to find no recall and no F1; missing everything is 0."""
    told = prf(table)

    assert (told.precision, told.recall, told.f1) == (precision, recall, f1)


@given(pairs)
def test_f1_is_the_harmonic_mean_of_precision_and_recall(found: list[tuple[int, int]]) -> None:
    """Wherever both are there and not both 0."""
    for place in range(LEVELS):
        told = prf(confusion(found, LEVELS), place)
        if told.precision and told.recall:
            assert told.f1 == pytest.approx(2 * told.precision * told.recall / (told.precision + told.recall))


# kappa


@pytest.mark.parametrize(
    ("table", "value"),
    [
        (((20, 5), (10, 15)), 0.4),
        (((45, 15), (25, 15)), 0.1304),
        (((25, 35), (5, 35)), 0.2593),
        (((0, 5), (5, 0)), -1.0),
        (((1, 1), (1, 1)), 0.0),
        (((44, 5, 1), (7, 20, 3), (9, 5, 6)), 0.4915),
    ],
)
def test_kappa_by_hand(table: Table, value: float) -> None:
    """The 20-5-10-15 of textbooks; two that agree on 60 of 100 with other margins; three classes: (0.70 - 0.41) / (1 - 0.41)."""
    assert kappa(table) == pytest.approx(value, abs=5e-5)


def test_weighted_kappa_by_hand() -> None:
    """Six misses by one and one by two cost 10; by chance 1092/30 would be lost: 1 - 10 * 30 / 1092."""
    table = ((10, 2, 0), (1, 8, 1), (1, 2, 5))

    assert kappa(table, ordered=True) == pytest.approx(1 - 300 / 1092)
    assert kappa(table) == pytest.approx((23 / 30 - 312 / 900) / (1 - 312 / 900))


@pytest.mark.parametrize("table", [((0, 0), (0, 0)), ((7, 0), (0, 0)), ((0, 0), (0, 7))])
def test_where_everything_is_one_class_kappa_is_not_defined(table: Table) -> None:
    """Chance alone would agree on everything."""
    assert (kappa(table), kappa(table, ordered=True)) == (None, None)


@given(pairs)
def test_kappa_of_identical_judgements_is_one(found: list[tuple[int, int]]) -> None:
    """Exactly, whatever the margins, where it is defined at all."""
    table = confusion([(labelled, labelled) for labelled, _ in found], LEVELS)

    for ordered in (False, True):
        assert kappa(table, ordered=ordered) == (1.0 if len({labelled for labelled, _ in found}) > 1 else None)


@given(pairs)
def test_kappa_is_between_minus_one_and_one(found: list[tuple[int, int]]) -> None:
    """Plain and weighted."""
    for ordered in (False, True):
        value = kappa(confusion(found, LEVELS), ordered=ordered)
        assert value is None or -1 - 1e-9 <= value <= 1


@given(pairs, st.randoms(use_true_random=False))
def test_kappa_knows_neither_who_judged_first_nor_the_order_of_the_replies(found: list[tuple[int, int]], chance: Random) -> None:
    """Both judges are alike to it, and a shuffled file gives the same."""
    table = confusion(found, LEVELS)
    chance.shuffle(found)

    for ordered in (False, True):
        assert kappa(turned(table), ordered=ordered) == kappa(table, ordered=ordered) == kappa(confusion(found, LEVELS), ordered=ordered)


@given(pairs)
def test_plain_kappa_knows_no_order_of_the_classes(found: list[tuple[int, int]]) -> None:
    """Other names for the kinds change nothing."""
    renamed = [((labelled + 2) % LEVELS, (coded + 2) % LEVELS) for labelled, coded in found]

    assert kappa(confusion(renamed, LEVELS)) == kappa(confusion(found, LEVELS))


@given(pairs)
def test_quadratic_kappa_is_the_concordance_of_the_levels(found: list[tuple[int, int]]) -> None:
    """Fleiss and Cohen (1973): one minus the mean squared difference over what independent levels would have."""
    one, other = zip(*found, strict=True)
    apart = pvariance(one) + pvariance(other) + (mean(one) - mean(other)) ** 2
    value = kappa(confusion(found, LEVELS), ordered=True)

    assert (value is None) == (apart == 0)
    if value is not None:
        assert value == pytest.approx(1 - mean((a - b) ** 2 for a, b in found) / apart, abs=1e-9)


@given(pairs)
def test_two_classes_are_weighted_alike(found: list[tuple[int, int]]) -> None:
    """With a yes and a no there is nothing to weight."""
    table = confusion([(labelled % 2, coded % 2) for labelled, coded in found], 2)

    assert kappa(table) == kappa(table, ordered=True)


# how sure the numbers are


def test_resamples_draw_as_many_replies_as_there_are() -> None:
    """Each table has as many counts as there are replies, and only in cells that were there."""
    (tables,) = resamples([[(0, 0)] * 6 + [(1, 0)] * 4], [2])

    assert len(tables) == RESAMPLES
    assert {sum(map(sum, table)) for table in tables} == {10}
    assert {(table[0][1], table[1][1]) for table in tables} == {(0, 0)}
    assert mean(table[1][0] for table in tables) == pytest.approx(4, abs=0.2)


def test_all_columns_are_of_the_same_draw() -> None:
    """Two codes that always come together come together in each resample."""
    together: list[Places] = [(0, 0), (1, 1), (1, 0), (0, 0), (1, 1)]
    one, other, third = resamples([together, together, [None, *together[1:]]], [2, 2, 2])

    assert one == other
    assert {sum(map(sum, table)) for table in third} > {4, 5}


@settings(deadline=None, max_examples=5)
@given(some_pairs, st.randoms(use_true_random=False))
def test_resamples_are_the_same_each_time_and_in_any_order_of_the_replies(found: list[Places], chance: Random) -> None:
    """A run can be repeated, and how the files are sorted says nothing."""
    once = resamples([found], [2])
    chance.shuffle(found)

    assert resamples([found], [2]) == once


@pytest.mark.parametrize("found", [[], [(1, 1)]])
def test_one_reply_cannot_be_drawn_from(found: list[Places]) -> None:
    """There is nothing to learn from taking the same one again."""
    assert resamples([found], [2]) == [[]]


def test_an_interval_holds_the_middle_95_percent() -> None:
    """The percentiles of 0 to 1000 are known."""
    assert interval([float(number) for number in range(1001)]) == pytest.approx((25, 975))


@pytest.mark.parametrize(("lacking", "there"), [(0, True), (50, True), (51, False), (1000, False)])
def test_an_interval_needs_numbers(lacking: int, there: bool) -> None:
    """When more than one resample in twenty does not define the number, nobody knows where it lies."""
    values: list[float | None] = [None] * lacking + [0.5] * (1000 - lacking)

    assert interval(values) == ((0.5, 0.5) if there else None)
    assert interval([]) is None


def test_an_estimate_is_the_number_of_the_table_with_its_interval() -> None:
    """An accuracy of 0.8 over 100 replies: about 0.8 ± 0.08, as the normal approximation has it."""
    found = [*[(0, 0)] * 40, *[(1, 1)] * 40, *[(0, 1)] * 20]
    (others,) = resamples([found], [2])

    told = estimate(lambda table: (table[0][0] + table[1][1]) / 100, confusion(found, 2), others)

    assert told.value == 0.8
    assert told.interval == pytest.approx((0.72, 0.88), abs=0.015)
    assert estimate(kappa, confusion(found, 2), []) == Estimate(kappa(confusion(found, 2)), None)


@settings(deadline=None, max_examples=10)
@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=20, max_size=60))
def test_an_interval_is_in_order_and_around_its_number(found: list[tuple[int, int]]) -> None:
    """F1 of a sample lies within what its resamples have."""
    told = estimate(lambda table: prf(table).f1, confusion(found, 2), resamples([found], [2])[0])

    if told.interval is not None:
        assert told.value is not None
        assert 0 <= told.interval[0] <= told.value <= told.interval[1] <= 1


def test_a_spread_is_the_distance_of_the_outermost() -> None:
    """One alone is not apart from anything."""
    assert spread([0.9, None, 0.6, 0.75]) == pytest.approx(0.3)
    assert [spread(values) for values in ([], [None], [0.5], [0.5, None])] == [None] * 4
    assert all(spread([a, b]) == spread([b, a]) == abs(a - b) for a, b in product((0.0, 0.25, 1.0), repeat=2))
