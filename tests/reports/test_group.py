"""The report of a group, as values and as pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from roleplay.dialogue import LANGUAGES, Trainee
from roleplay.redaction.pseudonyms import Redactor, people
from roleplay.reports.group import Group, group
from roleplay.reports.group_page import handout_html, html
from roleplay.reports.handout import Handout
from roleplay.reports.participants import Given, participants
from roleplay.reports.passage import BARE, Veil
from roleplay.reports.scored import Scored
from roleplay.reports.stretches import MOST
from tests.reports.held import held, reworded, said
from tests.reports.pages import Tags
from tests.reports.test_talk_page import hostile

MOODS = [(0.5, 0.2), (0.9, 0.1), (0.6, 0.3)]


def attempt(
    name: str | None, *values: float, when: str = "2026-11-01", moods: list[tuple[float, float]] | None = None, **header: Any
) -> Scored:
    """A talk of the trainee called *name*, one reply for each of *values*, which is what listening got."""
    turns = said(*[f"reply {place}" for place in range(len(values))], moods=MOODS if moods is None else moods)
    scores = {2 * place + 1: (value,) for place, value in enumerate(values)}
    return held(turns, scores, trainee=Trainee(name=name), started_at=f"{when}T10:00:00Z", **{"id": f"{name}{when}"} | header)


def told(*talks: Scored, language: str = "en", veil: Veil = BARE, named: bool = True) -> Group:
    """The report of *talks*."""
    found = [Given(each, f"{place}.jsonl") for place, each in enumerate(talks)]
    return group(participants(found, language, named=named), language, veil, ("A note.",))


def three() -> list[Scored]:
    """Two people, one of whom held two talks."""
    return [attempt("Ana", 0.25, 0.75), attempt("Ion", 0.5), attempt("Ana", 1.0, 0.75, 1.0, when="2026-11-09")]


def test_each_participant_is_shown_by_skill_with_spread_and_chances() -> None:
    """Over all replies of all talks; a skill that had no chance says so."""
    ana, ion = told(*three()).people

    assert (ana.label, ana.held, ion.held) == ("Ana", "2 talks, 5 replies", "1 talk, 1 reply")
    listening, blame = ana.skills
    assert (listening.value, listening.at, listening.low, listening.high, listening.count) == ("75%", 75.0, 75.0, 100.0, 5)
    assert (blame.value, blame.at, blame.count) == ("–", None, 0)


def test_the_group_is_shown_by_the_means_of_its_participants() -> None:
    """Who spoke more does not count more."""
    listening, blame = told(*three()).skills

    assert (listening.value, listening.count, listening.ticks) == ("62%", 2, (50.0, 75.0))
    assert blame.count == 0


def test_what_changed_from_the_first_talk_to_the_last_is_shown() -> None:
    """For those who held more than one; as a line, in points, and with what was compared where it was not the same."""
    found = told(*three(), attempt("Ion", 0.25, when="2026-11-09"))
    (slope,) = found.slopes
    ana, ion = found.people

    assert slope.lines == (("p1", "Ana", "0,40 100,10"), ("p2", "Ion", "0,40 100,58"))
    assert slope.mean == "0,40 100,34"
    assert slope.text == "1 of 2 higher, +8 points on average"
    assert [(each.text, each.look) for each in (*ana.changes, *ion.changes)] == [("+42", "good"), ("−25", "poor")]
    assert ana.versus == "1. Mum: The call, 2026-11-01 → 2. Mum: The call, 2026-11-09"
    assert told(attempt("Ana", 0.5)).slopes == ()


def test_moments_are_chosen_by_what_they_did_to_the_mood() -> None:
    """Those that closed the partner up and those that opened it, the largest change first; each leads to its turn."""
    found = told(attempt("Ana", 0.0, 1.0, 0.5), attempt("Ion", 0.0, 0.0, moods=[(0.5, 0.2), (0.55, 0.2)]))

    assert [(each.title, each.anchor, each.landed) for each in found.closed] == [("Ana", "p1t1-1", "tension 50% → 90%, trust 20% → 10%")]
    assert [each.anchor for each in found.opened] == ["p1t1-3"]
    assert found.closed[0].label == "Mum: The call, 2026-11-01, turn 1"


def test_without_a_mood_no_moment_is_chosen_and_the_page_says_why() -> None:
    """It is not made up; where there was one and it hardly moved, that is said."""
    bare, calm = told(attempt("Ana", 0.0, 1.0, moods=[])), told(attempt("Ana", 0.0, 1.0, moods=[(0.5, 0.2), (0.5, 0.2)]))

    assert (bare.closed, bare.opened, bare.moody, calm.moody) == ((), (), False, True)
    assert "No mood was recorded" in Tags(html(bare, "en")).text
    assert "No reply moved a partner much." in Tags(html(calm, "en")).text


def test_scores_that_people_contradict_are_shown_the_furthest_first() -> None:
    """With what they gave; without ratings the page says that there is nothing to compare."""
    scored = replace(attempt("Ana", 0.25, 1.0), ratings={(1, "listening"): {"x": (4,)}, (3, "listening"): {"x": (0,), "y": (4,)}})
    found, silent = told(scored), told(attempt("Ana", 0.5))

    assert [each.anchor for each in found.differences] == ["p1t1-3", "p1t1-1"]
    assert found.differences[0].row is not None
    assert found.differences[0].row.others == "people, from 0 to 4: 0, 4"
    assert (found.compared, silent.compared) == (True, False)
    assert "nothing to compare the scores with" in Tags(html(silent, "en")).text
    agreed = told(replace(attempt("Ana", 1.0), ratings={(1, "listening"): {"x": (4,)}}))
    assert "Nobody is more than one step" in Tags(html(agreed, "en")).text


def test_a_handout_has_the_best_and_the_weakest_reply_and_the_next_step() -> None:
    """Of the last talk; and the reply that moved the partner most, unless it is one of these."""
    ana, ion = told(*three()).people

    assert [(each.title, each.anchor) for each in ana.moments] == [
        ("Best reply", "p1t2-1"),
        ("Weakest reply", "p1t2-3"),
        ("What moved the partner most", "p1t1-1"),
    ]
    assert [each.title for each in ion.moments] == ["Best reply"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_t11_pages_of_a_group_run_nothing_and_every_link_finds_its_turn(language: str) -> None:
    """T11: also with hostile names, and with a talk that has no name at all."""
    found = told(hostile(), *three(), attempt(None, 0.5), language=language)
    tags = Tags(html(found, language))

    assert tags.runs_and_asks_for_nothing()
    assert tags.well_ordered()
    assert len(tags.ids) == len(set(tags.ids))
    for moments in (found.closed, found.opened, *(each.moments for each in found.people)):
        assert {each.anchor for each in moments} <= set(tags.ids)


def test_a_large_group_is_shown_without_all_its_turns() -> None:
    """Those that are spoken of are there all the same, each once, and every link leads somewhere."""
    many = [attempt(f"P{place}", *[0.5, 1.0, 0.0] * 10) for place in range(MOST // 60 + 1)]
    found = told(*many)
    tags = Tags(html(found, "en"))

    assert not found.whole
    assert tags.runs_and_asks_for_nothing()
    assert len(tags.ids) == len(set(tags.ids))
    assert {each.anchor for person in found.people for each in person.moments} <= set(tags.ids)
    assert sum(len(stretch.turns) for talk in found.talks for stretch in talk.stretches) < 60


def html_of_many(count: int) -> str:
    """A page in Russian, whose letters take two bytes, of *count* participants with long replies and two talks each."""
    text = "Я слышу, что тебе было одиноко и что ты ждала звонка всю неделю. Мне жаль, что так вышло. " * 2
    talks = []
    for person in range(count):
        for when in ("2026-11-01", "2026-11-09"):
            scored = attempt(f"Участница {person}", *[(person + place) % 5 / 4 for place in range(12)], when=when, language="ru")
            talks.append(reworded(scored, text))
    return html(told(*talks, language="ru"), "ru")


def test_two_hundred_participants_stay_under_two_megabytes() -> None:
    """`python -m benchmarks group_page` measures it with real replies and all skills."""
    assert len(html_of_many(200).encode()) < 2_000_000


def test_d11_a_group_is_numbered_and_nobody_is_named() -> None:
    """D11: no name in labels, texts, titles or links; a handout holds nothing of anybody else."""
    talks = [attempt("Ana Petrova", 0.5, 1.0), attempt("Ion Rusu", 0.5, 1.0)]
    veil = Redactor([name for each in talks for name in people(each.transcript.header, each.transcript.turns)])
    found = told(*talks, veil=veil, named=False)
    page = html(found, "en")

    assert [each.label for each in found.people] == ["Participant 1", "Participant 2"]
    assert not any(word in page for word in ("Ana", "Petrova", "Ion", "Rusu"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_handout_is_a_page_of_its_own(language: str) -> None:
    """Its label heads it, and its links find their turns."""
    found = told(attempt("Ana", 0.25, 0.75), language=language)
    one: Handout = found.people[0]
    tags = Tags(handout_html(one, found.talks, found.notes, language))

    assert tags.runs_and_asks_for_nothing()
    assert tags.well_ordered()
    assert {each.anchor for each in one.moments} <= set(tags.ids)
    assert "A note." in tags.text


@pytest.mark.parametrize("language", ["ro", "ru"])
def test_a_group_is_told_in_the_language_asked_for(language: str) -> None:
    """No text of ours stays English."""
    english = {text.strip() for text in Tags(html(told(*three()), "en")).texts if any(map(str.isalpha, text))}
    other = {text.strip() for text in Tags(html(told(*three(), language=language), language)).texts}

    theirs = ("reply ", "eply ", "Ana", "Ion", "Mum", "Participant ")
    assert {text for text in english & other if not text.startswith(theirs)} <= {"You never call, and I sit here alone.", "A note.", "r"}
