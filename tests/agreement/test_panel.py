"""People and scorers who rated the same replies: pairs, everybody together, and what to talk about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.agreement.estimates import kappa
from roleplay.agreement.panel import PEOPLE, ROOM, Panel, Rated, grouped, panels, to_json
from roleplay.agreement.ratings import Rating, hand


def rated(turn: int, value: float | None = None, *, room: Sequence[int] = (), **people: int) -> Rated:
    """A reply that *people* and the hands of a *room* rated and a scorer gave *value*."""
    given: dict[str, tuple[int, ...]] = {name: (level,) for name, level in people.items()}
    if room:
        given[ROOM] = tuple(room)
    return Rated(
        language="en",
        scorer="listening",
        transcript="T",
        turn=turn,
        people=given,
        value=value,
        outcome="scored" if value else "x",
        version="1",
    )


def panel(*found: Rated) -> Panel:
    """The one panel of *found*."""
    (made,) = panels(found)
    return made


def pairs(made: Panel) -> dict[tuple[str, str], Any]:
    """The pairs of a panel by their raters."""
    return {pair.raters: pair for pair in made.pairs}


def test_what_was_rated_is_grouped_by_reply_and_skill() -> None:
    """The last word of a person; the hands of a room together, in whatever room."""

    def said(rater: str, value: int, scorer: str = "pauses") -> Rating:
        return Rating(transcript="T", turn=1, rater=rater, scorer=scorer, value=value, at="1")

    found = grouped([said("Ana", 0), said("Ana", 3), said(hand("A", 1), 2), said(hand("A", 2), 2), said("Ion", 4, "listening")])
    assert found == {("T", 1, "pauses"): {"Ana": (3,), ROOM: (2, 2)}, ("T", 1, "listening"): {"Ion": (4,)}}


def test_each_person_is_a_pair_with_the_scorer_and_with_each_other() -> None:
    """All people together come first; the table has the scorer in its rows."""
    made = panel(rated(1, 0.0, Ana=0, Ion=1), rated(3, 1.0, Ana=4, Ion=4), rated(5, 0.6, Ana=3))
    found = pairs(made)

    assert list(found) == [("listening", PEOPLE), ("listening", "Ana"), ("listening", "Ion"), ("Ana", "Ion")]
    ana = found["listening", "Ana"]
    assert (ana.scorer, ana.count, ana.table[2][3], ana.table[4][4]) == (True, 3, 1, 1)
    assert ana.kappa.value == kappa(ana.table, ordered=True)
    assert (ana.within(0), ana.within(1)) == (pytest.approx(2 / 3), 1.0)
    assert ana.apart == pytest.approx(1 / 3)
    assert (found["Ana", "Ion"].count, made.shared, made.people) == (2, 2, ("Ana", "Ion"))


def test_one_person_alone_has_nobody_to_agree_with() -> None:
    """There is a pair with the scorer, and no alpha of people."""
    made = panel(rated(1, 0.5, Ana=2), rated(3, 1.0, Ana=1))
    assert (list(pairs(made)), made.shared, made.alpha.value) == ([("listening", "Ana")], 0, None)


def test_each_hand_of_a_room_is_compared() -> None:
    """With the score and with a person; and the hands among each other by alpha."""
    made = panel(rated(1, 0.5, room=(2, 2, 3), Ana=2), rated(3, 1.0, room=(4, 4)))
    found = pairs(made)
    assert (found["listening", ROOM].count, sum(map(sum, found["listening", ROOM].table))) == (2, 5)
    assert found["Ana", ROOM].table[2][2:4] == (2, 1)
    assert made.alpha.value is not None


def test_where_the_scorer_gave_no_value_only_people_are_compared() -> None:
    """No opportunity and failed are no numbers; how many there were is told."""
    made = panel(rated(1, None, Ana=2, Ion=3), rated(3, None, Ana=0, Ion=0))
    assert (list(pairs(made)), made.unscored) == ([("Ana", "Ion")], 2)


def test_languages_and_skills_are_apart() -> None:
    """Each has its own panel, in the order in which they come."""
    one = rated(1, 0.5, Ana=2)
    others = [Rated(language="ro", scorer="listening", transcript="R", turn=1, people={"Ana": (1,)})]
    assert [(each.language, each.scorer) for each in panels([one, *others])] == [("en", "listening"), ("ro", "listening")]


def test_what_is_wide_apart_is_to_be_talked_about() -> None:
    """Two levels or more between any two, the scorer among them, the widest first."""
    made = panel(rated(1, 0.5, Ana=2, Ion=3), rated(3, 1.0, Ana=2), rated(5, None, Ana=0, Ion=4), rated(7, None, room=(1, 3)))
    assert [each.turn for each in made.disagreements()] == [5, 3, 7]


@settings(deadline=None, max_examples=10)
@given(
    st.lists(st.tuples(st.none() | st.sampled_from([0.0, 0.25, 0.6, 1.0]), st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=8),
    st.data(),
)
def test_the_order_of_replies_makes_no_difference(found: list[tuple[float | None, int, int]], data: st.DataObject) -> None:
    """The numbers are the same, intervals included; and every number is in its range."""
    replies = [rated(2 * number + 1, value, Ana=one, Ion=other) for number, (value, one, other) in enumerate(found)]
    mixed = data.draw(st.permutations(replies))
    ((_, once),) = to_json(panels(replies))["languages"]["en"].items()
    ((_, again),) = to_json(panels(mixed))["languages"]["en"].items()
    assert once["pairs"] == again["pairs"]
    assert once["people"] == again["people"]
    for pair in once["pairs"]:
        assert 0 <= pair["same"] <= pair["within_1"] <= 1
        assert pair["kappa"] is None or -1 <= pair["kappa"] <= 1


def test_data_says_how_it_was_made() -> None:
    """Weights, metric, resamples; a pair with its kind; a disagreement with its words."""
    value = to_json(panels([rated(1, 1.0, Ana=0, Ion=4), rated(3, 0.5, Ana=2, Ion=2)]))
    assert (value["method"]["kappa"], value["method"]["alpha"]) == ("quadratic weights", "ordinal")
    found = value["languages"]["en"]["listening"]
    assert [pair["kind"] for pair in found["pairs"]] == ["scorer-people"] * 3 + ["people"]
    assert found["versions"] == ["1"]
    assert found["disagreements"] == [
        {"transcript": "T", "turn": 1, "people": {"Ana": [0], "Ion": [4]}, "score": 4.0, "heard": "", "reply": ""}
    ]
