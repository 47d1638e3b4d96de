"""Ratings before a score is seen: what is due, what is left out, and what is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.agreement.ratings import hand
from roleplay.cli.ballot import Ballot
from roleplay.cli.manner import Manner
from roleplay.errors import Unusable
from roleplay.workshop.notebook import Notebook
from tests.cli.talks import write
from tests.gradings import skill

SKILLS = [skill("listening"), skill("pauses")]
BOTH = Manner(blind="Ana", raters=3, room="R")


@pytest.fixture(name="book")
def _book(tmp_path: Path) -> Notebook:
    """The book of a talk."""
    return Notebook(write(tmp_path / "talk.jsonl"), "T")


def due(ballot: Ballot, turn: int = 1) -> tuple[str, bool] | None:
    """What is due, by the name of the skill."""
    found = ballot.due(turn, SKILLS)
    return None if found is None else (found[0].id, found[1])


def test_skill_by_skill_one_rates_blind_and_then_the_room(book: Notebook) -> None:
    """Until each has rated the reply for every skill; each reply is rated for itself."""
    ballot, listening, pauses = Ballot(book, BOTH), *SKILLS
    assert due(ballot) == ("listening", False)
    ballot.rate(1, listening, 3)
    assert due(ballot) == ("listening", True)
    ballot.show_hands(1, listening, "0, 4")
    assert due(ballot) == ("pauses", False)
    ballot.rate(1, pauses, 0)
    ballot.show_hands(1, pauses, "0 0 2 0 0")
    assert (due(ballot), due(ballot, 3)) == (None, ("listening", False))
    assert [(each.rater, each.value) for each in book.ratings(1, "listening")] == [("Ana", 3), (hand("R", 1), 0), (hand("R", 2), 4)]


@pytest.mark.parametrize(("manner", "first"), [(Manner(blind="Ana"), False), (Manner(raters=3, room="R"), True)])
def test_only_who_rates_is_asked(book: Notebook, manner: Manner, first: bool) -> None:
    """One person, or the room."""
    assert due(Ballot(book, manner)) == ("listening", first)


def test_what_is_left_out_is_not_asked_for_again_before_it_is_opened(book: Notebook) -> None:
    """The one who rates blind and the room leave out each for themselves; to rate anew asks for all of it."""
    ballot, listening, pauses = Ballot(book, BOTH), *SKILLS
    ballot.leave_out(1, listening, by_room=False)
    assert due(ballot) == ("listening", True)
    ballot.leave_out(1, listening, by_room=True)
    ballot.rate(1, pauses, 2)
    assert due(ballot) == ("pauses", True)
    ballot.open_again(1, SKILLS)
    assert due(ballot) == ("listening", False)


def test_what_is_no_count_of_hands_is_not_kept(book: Notebook) -> None:
    """And is asked for again."""
    ballot = Ballot(book, Manner(raters=3, room="R"))
    with pytest.raises(Unusable, match="more than 3 hands"):
        ballot.show_hands(1, SKILLS[0], "1 1 1 1 1")
    assert due(ballot) == ("listening", True)
