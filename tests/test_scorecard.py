"""Scores in order, and what they come to."""

from __future__ import annotations

import json
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.dialogue import Trainee
from roleplay.scorecard import Scorecard, Summary, best_and_weakest, from_json, next_step, summarise, to_json, worded
from roleplay.scoring import Evidence, Outcome, Reason, Score
from tests.builders import header
from tests.gradings import graded, none, skill

SCORERS = ("listening", "pauses")


class Rules:
    """A coder as far as a scorecard names it."""

    name, version = "rules", "2+ru.7"


RULES = Rules()


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


SKILL = skill(
    suggestions={"wait": {"en": ("Count to {n}.", "Wait."), "ro": ("Așteaptă.",), "ru.ty": ("Скажи тише.",), "ru.vy": ("Скажите тише.",)}}
)
QUICK = Reason("quick", {"seconds": 1.5})


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("After 1.5 s.", "Wait.")),
        ("ro", ("După 1,5 s.", "Așteaptă.")),
        ("ru", ("Через 1,5 с.", "Скажите тише.")),
        ("de", ("After 1.5 s.", None)),
    ],
)
def test_a_score_is_worded_in_each_language(language: str, told: tuple[str, str | None]) -> None:
    """The reason and the suggestion of one score, whatever language the talk was in."""
    score = graded(1, 0.2, reason=QUICK, suggestion=Reason("wait"))

    assert worded(score, SKILL, header(), language, "vy") == told


def test_a_suggestion_is_made_from_the_material_of_its_score() -> None:
    """Every score carries what its slots need."""
    given_ = graded(1, 0.2, suggestion=Reason("wait"))
    score = Score(scorer=given_.scorer, version="1", turn=1, verdict=given_.verdict, material={"n": "three"})

    assert worded(score, SKILL, header(), "en", None)[1] == "Count to three."


def test_a_scorecard_has_the_form_of_the_contract() -> None:
    """Every key is there, no other is, and in this order."""
    evidence = (Evidence(quote="Мне жаль", start=0, end=8, code="apology"),)
    scores = card(
        graded(1, 0.25, reason=QUICK, evidence=evidence, suggestion=Reason("wait")), none(1, scorer="pauses"), none(3, Outcome.FAILED)
    )
    talk = header(id="01JD", trainee=Trainee(gender="f", address="vy"))

    said = to_json(scores, [SKILL, skill("pauses")], talk, "talks/01JD.jsonl", "ru", RULES)

    assert json.dumps(said, ensure_ascii=False) == json.dumps(
        {
            "schema": 1,
            "transcript": {"id": "01JD", "path": "talks/01JD.jsonl", "persona": "grumbling_parent", "language": "ru"},
            "coder": {"name": "rules", "version": "2+ru.7"},
            "scores": [
                {
                    "scorer": "listening",
                    "version": "1",
                    "turn": 1,
                    "outcome": "scored",
                    "value": 0.25,
                    "evidence": [{"quote": "Мне жаль", "start": 0, "end": 8, "code": "apology"}],
                    "reason": "Через 1,5 с.",
                    "suggestion": "Скажите тише.",
                },
                {"scorer": "pauses", "version": "1", "turn": 1, "outcome": "no_opportunity", "reason": "Близко."},
                {"scorer": "listening", "version": "1", "turn": 3, "outcome": "failed", "reason": "Близко."},
            ],
            "summary": {
                "listening": {"value": 0.25, "scored": 1, "no_opportunity": 0, "failed": 1},
                "pauses": {"value": None, "scored": 0, "no_opportunity": 1, "failed": 0},
            },
        },
        ensure_ascii=False,
    )


def test_a_score_without_evidence_has_an_empty_list_and_no_suggestion() -> None:
    """A scored line always has the key; a suggestion is there only when there is one."""
    line = to_json(card(graded(1, 1.0, evidence=())), [skill(), skill("pauses")], header(), None, "en", RULES)["scores"][0]

    assert list(line) == ["scorer", "version", "turn", "outcome", "value", "evidence", "reason"]
    assert line["evidence"] == []


def test_what_is_not_known_of_a_transcript_is_null() -> None:
    """An import may lack a path, a persona and a language."""
    said = to_json(card(scorers=()), [], header(persona=None, language=None), None, "en", RULES)

    assert said["transcript"] == {"id": header().id, "path": None, "persona": None, "language": None}
    assert (said["scores"], said["summary"]) == ([], {})


def test_a_scorecard_is_always_valid_json() -> None:
    """No value in it is something that JSON has no word for."""
    said = to_json(card(graded(1, 1 / 3), none(3, Outcome.FAILED)), [skill(), skill("pauses")], header(), None, "ro", RULES)

    assert json.loads(json.dumps(said, allow_nan=False)) == said


def test_a_scorecard_can_be_read_back_but_for_what_words_its_reasons() -> None:
    """Values, evidence and summaries are those that were written."""
    evidence = (Evidence(quote="Мне жаль", start=0, end=8, code="apology"),)
    made = card(graded(1, 0.25, reason=QUICK, evidence=evidence), none(1, scorer="pauses"), none(3, Outcome.FAILED))
    said = to_json(made, [SKILL, skill("pauses")], header(), None, "ru", RULES)

    again = from_json(said["scores"], said["summary"])

    assert again.summary == made.summary
    assert [(s.turn, s.scorer, s.verdict.outcome, s.verdict.value, s.verdict.evidence) for s in again.scores] == [
        (s.turn, s.scorer, s.verdict.outcome, s.verdict.value, s.verdict.evidence) for s in made.scores
    ]
    assert again.scores[0].verdict.reason.key == "Через 1,5 с."
