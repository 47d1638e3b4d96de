"""Scores in order, and what they come to."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.scorecard import Scorecard, Summary, best_and_weakest, next_step, summarise
from roleplay.scoring import Outcome, Score
from tests.gradings import graded, none

SCORERS = ("listening", "pauses")


def card(*scores: Score, scorers: tuple[str, ...] = SCORERS) -> Scorecard:
    """A scorecard of *scores*."""
    return summarise(scores, scorers)


def test_scores_stand_by_turn_and_then_by_scorer() -> None:
    """In the order the scorers are given in, however the scores come."""
    scores = [graded(1, 0.1, "pauses"), graded(1, 0.2), graded(3, 0.3, "pauses"), none(3)]

    for given_ in permutations(scores):
        found = summarise(given_, SCORERS)
        assert [(score.turn, score.scorer) for score in found.scores] == [(1, "listening"), (1, "pauses"), (3, "listening"), (3, "pauses")]
        assert list(found.summary) == ["listening", "pauses"]


def test_a_summary_is_the_mean_of_what_was_scored_beside_the_counts() -> None:
    """No opportunity and failures are counted, and are no zeros in the mean."""
    found = card(graded(1, 1.0), graded(3, 0.0), graded(5, 0.5), none(7), none(9), none(11, Outcome.FAILED))

    assert found.summary["listening"] == Summary(value=0.5, scored=3, no_opportunity=2, failed=1)


def test_a_mean_of_zeros_is_zero_and_not_nothing() -> None:
    """Zero is a value."""
    assert card(graded(1, 0.0)).summary["listening"] == Summary(value=0.0, scored=1, no_opportunity=0, failed=0)


def test_without_a_score_the_mean_is_none() -> None:
    """Also for a scorer that was never asked."""
    found = card(none(1), none(3, Outcome.FAILED))

    assert found.summary["listening"] == Summary(value=None, scored=0, no_opportunity=1, failed=1)
    assert found.summary["pauses"] == Summary(value=None, scored=0, no_opportunity=0, failed=0)


def test_a_mean_has_four_digits() -> None:
    """More would say more than is known."""
    assert card(graded(1, 1.0), graded(3, 0.0), graded(5, 0.0)).summary["listening"].value == 0.3333


@settings(deadline=None, max_examples=50)
@given(st.lists(st.one_of(st.floats(0, 1), st.sampled_from([Outcome.NO_OPPORTUNITY, Outcome.FAILED])), max_size=20))
def test_every_score_is_counted_once(outcomes: list[float | Outcome]) -> None:
    """The three counts come to all scores, and a mean is never outside of 0 to 1."""
    scores = [none(turn, said) if isinstance(said, Outcome) else graded(turn, said) for turn, said in enumerate(outcomes)]
    found = summarise(scores, ("listening",)).summary["listening"]

    assert found.scored + found.no_opportunity + found.failed == len(outcomes)
    assert (found.value is None) == (found.scored == 0)
    assert found.value is None or 0 <= found.value <= 1


def test_the_best_and_the_weakest_turn_are_told_by_their_mean_over_the_skills() -> None:
    """Not by a single skill."""
    found = card(
        graded(1, 1.0), graded(1, 0.0, "pauses"), graded(3, 0.8), graded(3, 0.8, "pauses"), graded(5, 0.2), graded(5, 0.2, "pauses")
    )

    assert best_and_weakest(found) == (3, 5)


def test_the_best_and_the_weakest_turn_of_one_skill() -> None:
    """Then only its own values count."""
    found = card(graded(1, 1.0), graded(1, 0.0, "pauses"), graded(3, 0.8), graded(3, 0.8, "pauses"))

    assert best_and_weakest(found, "listening") == (1, 3)
    assert best_and_weakest(found, "pauses") == (3, 1)


def test_a_turn_of_one_grade_is_named_only_where_no_turn_has_more() -> None:
    """One skill's zero does not make a turn the weakest of the talk."""
    single, double = graded(1, 0.0), (graded(3, 0.5), graded(3, 0.5, "pauses"), graded(5, 0.9), graded(5, 0.9, "pauses"))

    assert best_and_weakest(card(single, *double)) == (5, 3)
    assert best_and_weakest(card(single, graded(3, 0.5, "pauses"))) == (3, 1)


def test_nothing_is_best_that_only_lacks_what_is_bad() -> None:
    """A reply without a word that could be quoted for it, well timed and without blame, does not stand before one that listened, nor alone."""
    calm = (graded(5, 1.0, "pauses", evidence=()), graded(5, 0.25, evidence=()))
    heard = (graded(1, 0.5), graded(1, 0.5, "pauses"), graded(3, 0.25), graded(3, 0.0, "pauses"))
    assert best_and_weakest(card(*heard, *calm)) == (1, 3)
    assert best_and_weakest(card(*calm)) == (None, None)
    assert best_and_weakest(card(*heard[:2], *calm)) == (1, None)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, (None, None)),
        ({1: 0.3}, (None, None)),
        ({1: 0.3, 3: 0.1}, (None, 3)),
        ({1: 0.7}, (1, None)),
        ({1: 0.5, 3: 0.5}, (1, None)),
        ({1: 0.2, 3: 0.9, 5: 0.9, 7: 0.2}, (3, 1)),
    ],
)
def test_the_best_and_the_weakest_are_never_the_same(values: dict[int, float], expected: tuple[int | None, int | None]) -> None:
    """With one turn, or all equal, there is no weakest; of equal turns the first one is named."""
    assert best_and_weakest(card(*(graded(turn, value) for turn, value in values.items()))) == expected


def test_turns_that_were_not_scored_are_neither() -> None:
    """A failure is no weak turn."""
    assert best_and_weakest(card(none(1, Outcome.FAILED), none(3), graded(5, 0.6))) == (5, None)


@pytest.mark.parametrize(
    ("listening", "pauses", "step"),
    [
        (0.3, 0.6, "listening"),
        (0.6, 0.3, "pauses"),
        (0.9, 0.84, "pauses"),
        (0.85, 0.9, None),
        (None, 0.5, "pauses"),
        (None, None, None),
        (0.0, None, "listening"),
        (0.5, 0.5, "listening"),
    ],
)
def test_the_next_step_is_the_weakest_skill_with_room_above(listening: float | None, pauses: float | None, step: str | None) -> None:
    """A skill that had no chance to show is not the weakest, and what went well needs no step."""
    values = {"listening": listening, "pauses": pauses}
    found = card(*(none(1, scorer=name) if value is None else graded(1, value, name) for name, value in values.items()))

    assert next_step(found) == step
