"""Where a talk took a turn."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roleplay.scoring import Reason, Score, Verdict, no_opportunity, scored
from roleplay.workshop.turningpoints import LEAST, Levels, largest, leading, size


def score(value: float | None, scorer: str = "listening") -> Score:
    """A score of *value*, or no opportunity."""
    verdict: Verdict = no_opportunity(Reason("x")) if value is None else scored(value, Reason("x"))
    return Score(scorer=scorer, version="1", turn=1, verdict=verdict)


@given(st.lists(st.floats(0, 1), max_size=60))
def test_the_largest_changes_are_turning_points(changes: list[float]) -> None:
    """In order; a tenth of all, at least three where there are so many; none is smaller than one that is left out."""
    found = largest(enumerate(changes))
    assert found == sorted(set(found))
    assert all(changes[place] >= LEAST for place in found)
    assert len(found) == min(max(3, len(changes) // 10), sum(change >= LEAST for change in changes))
    left = [change for place, change in enumerate(changes) if place not in found]
    assert not found or not left or min(changes[place] for place in found) >= max(left) or max(left) < LEAST


def test_a_long_talk_has_as_many_as_a_room_can_look_at() -> None:
    """Forty of thousands."""
    assert len(largest((place, 0.5) for place in range(5000))) == 40


def test_a_skill_two_levels_away_is_a_turn() -> None:
    """From where it was seen last, however long ago; the first time is none."""
    levels = Levels()
    told = [bool(levels.jumps([score(value)])) for value in (0.75, None, 0.5, None, 0.0, 0.25, 1.0)]
    assert told == [False, False, False, False, True, False, True]


def test_each_skill_is_looked_at() -> None:
    """One of them is enough."""
    levels = Levels()
    assert not levels.jumps([score(1.0), score(0.5, "pauses")])
    assert levels.jumps([score(1.0), score(0.0, "pauses")])


@given(st.lists(st.sampled_from([0.0, 0.5, 0.75, 1.0]), max_size=60))
def test_of_jumps_that_are_alike_all_are_turning_points_or_none(sizes: list[float]) -> None:
    """Not the first of them; as many as there would be of the largest, and those that are as large."""
    found = leading(enumerate(sizes))
    assert set(largest(enumerate(sizes))) <= set(found)
    assert found == [place for place, each in enumerate(sizes) if found and each >= min(sizes[place] for place in found)]


def test_the_more_skills_jump_the_larger_the_turn() -> None:
    """Each with as much as it jumped, up or down."""
    assert size({"a": (0.0, 1.0), "b": (1.0, 0.25)}) == 1.75
    assert size({}) == 0
