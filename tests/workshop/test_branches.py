"""Talks that share their beginning: where they part, what stands beside what, and the tree of all of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roleplay.dialogue import Header
from roleplay.scorecard import Summary
from roleplay.scoring import Reason, Score, scored
from roleplay.workshop.branches import Attempt, beside, change, family, parting
from tests.builders import header, talk, turn


def summary(value: float | None) -> Summary:
    """A summary of *value*."""
    return Summary(value=value, scored=value is not None, no_opportunity=0, failed=0)


def test_two_talks_part_at_the_first_other_word() -> None:
    """Times and numbers do not count; another speaker or name does."""
    first = talk(6)
    assert parting(first, first) == 6
    assert parting(first, first[:3]) == 3
    assert parting(first, (*first[:2], turn(2, text="Else."))) == 2
    assert parting(first, (turn(0, start=4.0), *first[1:])) == 6
    assert parting(first, (turn(0, name="Ana"), *first[1:])) == 0


@given(st.integers(0, 8), st.integers(0, 4), st.integers(0, 4))
def test_what_is_shared_is_the_same_from_both_sides(shared: int, more: int, others: int) -> None:
    """And never longer than the shorter one."""
    one = (*talk(shared), *(turn(shared + n, text=f"a{n}") for n in range(more)))
    other = (*talk(shared), *(turn(shared + n, text=f"b{n}") for n in range(others)))
    assert parting(one, other) == parting(other, one) == shared


def attempt(count: int, shared: int) -> Attempt:
    """An attempt whose replies are all worth their number over ten."""
    turns = talk(count)
    scores = {
        each.index: (Score(scorer="listening", version="1", turn=each.index, verdict=scored(each.index / 10, Reason("x"))),)
        for each in turns
        if each.index % 2
    }
    return Attempt(header=header(), turns=turns, shared=shared, scores=scores, skills=("listening", "pauses"))


def test_replies_after_the_parting_stand_beside_each_other() -> None:
    """Those before it are in neither summary; who has fewer has nothing at the end."""
    one, other = attempt(8, 2), attempt(4, 2)
    assert [[each and each.reply.index for each in pair] for pair in beside(one, other)] == [[3, 3], [5, None], [7, None]]
    assert (one.card.summary["listening"].value, other.card.summary["listening"].value) == (0.5, 0.3)
    assert one.card.summary["pauses"].value is None
    first = one.replies[0]
    assert first.heard is not None
    assert first.heard.index == 2


def test_a_change_needs_two_values() -> None:
    """No opportunity is no zero."""
    assert change(summary(0.25), summary(1.0)) == 0.75
    assert change(summary(None), summary(1.0)) is change(summary(0.0), summary(None)) is None


def head(identity: str, parent: str | None = None, at: int | None = None) -> Header:
    """A header of a branch."""
    return header(id=identity, parent=parent, branch_turn=at)


def test_a_family_begins_with_its_oldest_ancestor() -> None:
    """Branches by the turn they part at; talks of other families are left out, and a parent that is gone ends the search."""
    talks = [head("D", "B", 7), head("A", "gone", 2), head("C", "A", 3), head("B", "A", 1), head("X")]
    root = family([(each, each.id.lower()) for each in talks], "D")
    assert root is not None
    assert [node.item for node in root.walk()] == ["a", "b", "d", "c"]
    assert family([(each, None) for each in talks], "none") is None


def test_talks_that_claim_each_other_are_shown_once() -> None:
    """A damaged header makes no endless tree."""
    root = family([(head("A", "B"), 1), (head("B", "A"), 2)], "A")
    assert root is not None
    assert sorted(node.item for node in root.walk()) == [1, 2]
    alone = family([(head("A", "A"), 1)], "A")
    assert alone is not None
    assert len(list(alone.walk())) == 1
