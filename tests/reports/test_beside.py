"""People and coders who contradict a score."""

from __future__ import annotations

from dataclasses import replace

from roleplay.reports.beside import differing, told_beside
from roleplay.reports.scored import Scored
from roleplay.scoring import Outcome, Reason, Verdict
from tests.reports.held import held, said

LISTENING, BLAME = (3, "listening"), (3, "blame_avoidance")


def rated(levels: dict[str, tuple[int, ...]], value: float | None = 0.5) -> Scored:
    """A talk whose second reply got *value* for listening from the scorer and *levels* from people."""
    return replace(held(said("a", "b"), {1: (1.0, 1.0), 3: (value, 1.0)}), ratings={LISTENING: levels})


def marked(value: float | None, by: str = "rules") -> Scored:
    """The same, contradicted by another coder."""
    scored = held(said("a"), {1: (0.5, 1.0)})
    exchange, codes, (one, other) = scored.assessed[0]
    outcome = Outcome.NO_OPPORTUNITY if value is None else Outcome.SCORED
    found = replace(one, marked={by: Verdict(outcome=outcome, reason=Reason("close"), value=value)})
    return replace(scored, assessed=((exchange, codes, (found, other)),))


def test_a_rating_more_than_one_step_away_contradicts_a_score() -> None:
    """One step is no contradiction; the furthest of several raters counts."""
    assert list(differing(rated({"Ana": (3,), "Ion": (1,)}))) == []
    (found,) = differing(rated({"Ana": (3,), "Ion": (0,)}))

    assert (found.score.turn, found.score.scorer, found.apart) == (3, "listening", 0.5)


def test_a_rating_contradicts_no_score_that_was_not_given() -> None:
    """Where the scorer saw no chance there is no number to be away from."""
    assert list(differing(rated({"Ana": (0,)}, None))) == []


def test_another_coder_contradicts_a_score_by_its_value_or_by_seeing_no_chance() -> None:
    """No chance at all is as far away as can be."""
    assert [each.apart for each in differing(marked(0.0))] == [0.5]
    assert [each.apart for each in differing(marked(None))] == [1.0]


def test_d11_what_people_gave_is_told_and_not_who_they_are() -> None:
    """D11: levels in order, of people and of hands alike; other coders are told by what they are."""
    scored = rated({"Ana": (3,), "room": (2, 0)})
    score = scored.scores[3][0]

    assert told_beside(scored, score, "en") == "people, from 0 to 4: 0, 2, 3"
    assert told_beside(scored, scored.scores[1][0], "en") is None
    for value, by, text in ((0.0, "rules", "by the rules: 0%"), (None, "x", "by another coder: no opportunity")):
        other = marked(value, by)
        assert told_beside(other, other.scores[1][0], "en") == text
