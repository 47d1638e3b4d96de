"""A scorecard worded, as JSON, and read back."""

from __future__ import annotations

import json

import pytest

from roleplay.dialogue import Trainee
from roleplay.scorecard import Scorecard, summarise
from roleplay.scoreform import from_json, to_json, worded
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
