"""Which turns of a long talk are shown."""

from __future__ import annotations

from roleplay.reports.passage import BARE
from roleplay.reports.stretches import MOST, stretches, telling, worth_showing
from roleplay.reports.talk import html, talk
from roleplay.reports.turns import Teller
from tests.reports.held import held, said


def test_a_talk_that_can_be_read_is_shown_whole() -> None:
    """In one stretch, nothing left out."""
    scored = held(said("a", "b"))

    (one,) = stretches(Teller(scored, "en", BARE), worth_showing(scored))
    assert (one.skipped, [each.number for each in one.turns]) == (None, [0, 1, 2, 3])


def test_a_turn_is_shown_with_what_it_answers_and_what_is_left_out_is_said() -> None:
    """How many turns are missing, before, between and after."""
    found = stretches(Teller(held(said("a", "b", "c", "d")), "en", BARE), {3, 5})

    assert [(each.skipped, [turn.number for turn in each.turns]) for each in found] == [
        ("2 turns are not shown", [2, 3, 4, 5]),
        ("2 turns are not shown", []),
    ]
    found = stretches(Teller(held(said("a", "b", "c")), "en", BARE), {1, 5})
    assert [(each.skipped, len(each.turns)) for each in found] == [(None, 2), ("2 turns are not shown", 2)]


def test_a_reply_that_tells_much_comes_first() -> None:
    """The best, the weakest, the one that moved the mood most, then those furthest from the rest."""
    scored = held(
        said("a", "b", "c", "d", moods=[(0.5, 0.2), (0.5, 0.2), (0.9, 0.1), (0.9, 0.1)]),
        {1: (0.5, 0.5), 3: (0.5, 0.5), 5: (1.0, 1.0), 7: (0.0, 0.0)},
    )

    assert telling(scored, 3) == [5, 7, 3]
    assert len(telling(scored, 9)) == 4


def test_t6_of_a_talk_too_long_to_read_a_page_shows_a_sample() -> None:
    """T6: the page stays small, says what is missing, and its picture leads only to turns that are there."""
    count = 4000
    scored = held(said(*["I hear you."] * count), {2 * place + 1: (place % 5 / 4, 1.0) for place in range(count)})
    told = talk(scored, "en")
    page = html(told, "en")

    assert len(told.turns) < MOST
    assert len(page) < 1_000_000
    assert {0, 1, 2 * count - 2, 2 * count - 1} <= {each.number for each in told.turns}
    assert told.sheet is not None
    shown = {each.anchor for each in told.turns}
    assert all(column.anchor is None or column.anchor in shown for column in told.sheet.columns)
    assert "turns are not shown" in page
