"""Whose talks are whose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from roleplay.dialogue import Trainee
from roleplay.reports.participants import Given, Participant, participants
from tests.reports.held import held, said


def given(
    file: str = "a.jsonl", folder: str | None = None, *, name: str | None = None, values: Sequence[float] = (), **header: Any
) -> Given:
    """A talk of the trainee called *name*; each of its replies got the next of *values* for listening."""
    turns = said(*["I hear you."] * max(1, len(values)))
    scores = {2 * place + 1: (value,) for place, value in enumerate(values)}
    changes: dict[str, Any] = {"id": file, "trainee": Trainee(name=name), **header}
    return Given(held(turns, scores, **changes), file, folder)


def files(found: list[Participant]) -> list[list[str]]:
    """The files of each participant."""
    return [[each.file for each in person.talks] for person in found]


def test_talks_of_one_name_are_one_participants_in_the_order_in_which_they_were_held() -> None:
    """However the name is written: a cedilla is a comma, case says nothing."""
    found = participants(
        [
            given("b.jsonl", name="Ștefan", started_at="2026-11-22T10:00:00Z"),
            given("c.jsonl", name="Ana"),
            given("a.jsonl", name="ştefan", started_at="2026-11-01T10:00:00Z"),
        ],
        "en",
        named=False,
    )

    assert files(found) == [["a.jsonl", "b.jsonl"], ["c.jsonl"]]
    assert [(each.number, each.label) for each in found] == [(1, "Participant 1"), (2, "Participant 2")]


def test_without_a_name_a_subfolder_says_whose_they_are() -> None:
    """A talk that says nothing is its own participant's: two unknown people are not one."""
    found = participants([given("a.jsonl", "ana"), given("b.jsonl"), given("c.jsonl", "ana"), given("d.jsonl")], "en", named=False)

    assert files(found) == [["a.jsonl", "c.jsonl"], ["b.jsonl"], ["d.jsonl"]]


def test_a_branch_belongs_to_what_it_branched_from() -> None:
    """Also when it is found first, and when it is the branch of a branch."""
    talks = [
        given("c.jsonl", id="C", parent="B", started_at="3"),
        given("b.jsonl", id="B", parent="A", started_at="2"),
        given("a.jsonl", id="A", started_at="1"),
        given("x.jsonl", id="X", parent="gone"),
    ]

    assert files(participants(talks, "en", named=False)) == [["a.jsonl", "b.jsonl", "c.jsonl"], ["x.jsonl"]]


def test_names_are_shown_only_where_they_are_asked_for() -> None:
    """A person without one stays a number."""
    found = participants([given("a.jsonl", name="Ana"), given("b.jsonl"), given("c.jsonl", "ion")], "ro", named=True)

    assert [each.label for each in found] == ["Ana", "Participant 2", "ion"]


def test_a_participants_values_are_those_of_all_talks() -> None:
    """A change is from the mean of the first to that of the last."""
    (one,) = participants(
        [given("b", name="A", values=(0.5, 1.0), started_at="2"), given("a", name="A", values=(0.25,), started_at="1")], "en", named=False
    )

    assert one.values("listening") == [0.25, 0.5, 1.0]
    assert one.change("listening") == (0.25, 0.75)
    assert one.values("pauses") == []
    assert one.change("pauses") is None


@pytest.mark.parametrize("values", [((0.5,),), ((0.5,), ()), ((), (0.5,))])
def test_there_is_no_change_without_a_chance_at_both_ends(values: tuple[tuple[float, ...], ...]) -> None:
    """With one talk, or where one of them gave no chance."""
    talks = [given(str(place), name="A", values=each, started_at=str(place)) for place, each in enumerate(values)]

    assert participants(talks, "en", named=False)[0].change("listening") is None
