"""A transcript scored exchange by exchange."""

from __future__ import annotations

import tracemalloc
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from roleplay.assessment import assess, assess_exchange, scorecard
from roleplay.codes import Code, Coding
from roleplay.dialogue import Exchange, Speaker, Transcript, Turn
from roleplay.scoring import Outcome, Reason, Verdict, no_opportunity, scored
from tests.builders import header, talk, turn
from tests.gradings import Asked, coding, exchange, skill


@dataclass
class Counting:
    """A coder that marks danger in replies with that word, and remembers what it was asked."""

    coded: list[int] = field(default_factory=list)

    def code(self, exchange: Exchange) -> Coding:
        """The coding of *exchange*."""
        self.coded.append(exchange.reply.index)
        return coding(Code.DANGER) if "danger" in exchange.reply.text else coding()

    def material(self, exchange: Exchange, coding: Coding) -> dict[str, str]:
        """The words that were heard."""
        return {"heard": exchange.heard.text} if exchange.heard else {}


def half(*_: object) -> Verdict:
    """A score of one half."""
    return scored(0.5, Reason("close"))


def raising(error: BaseException) -> Any:
    """A scorer's answer that is no answer."""

    def answer(*_: object) -> Verdict:
        raise error

    return answer


LISTENING, PAUSES = skill("listening", Asked(half)), skill("pauses", Asked(half), version="2")


def test_every_reply_is_coded_once_and_asked_about_once_by_every_skill() -> None:
    """The partner's turns are heard and not scored."""
    coder = Counting()

    found = list(assess(Transcript(header=header(), turns=talk(4)), coder, [LISTENING, PAUSES]))

    assert coder.coded == [1, 3]
    places = [[(score.turn, score.scorer, score.version, score.verdict.value) for score in scores] for *_, scores in found]
    assert places == [[(n, "listening", "1", 0.5), (n, "pauses", "2", 0.5)] for n in (1, 3)]


def test_a_score_carries_what_its_suggestion_is_made_from() -> None:
    """The coder is asked for it once an exchange."""
    ((*_, scores),) = assess(Transcript(header=header(), turns=talk(2)), Counting(), [LISTENING, PAUSES])

    assert [score.material for score in scores] == [{"heard": talk(1)[0].text}] * 2


@pytest.mark.parametrize("turns", [(), talk(1), (turn(0, speaker=Speaker.OTHER),)])
def test_a_talk_without_a_reply_has_no_scores(turns: tuple[Turn, ...]) -> None:
    """And a summary that says so."""
    found = scorecard(Transcript(header=header(), turns=turns), Counting(), [LISTENING])

    assert found.scores == ()
    assert found.summary["listening"].value is None


def test_exchanges_come_as_they_are_reached() -> None:
    """Nothing is coded before it is asked for."""
    coder = Counting()
    coming = assess(Transcript(header=header(), turns=talk(6)), coder, [LISTENING])
    assert coder.coded == []

    next(coming)

    assert coder.coded == [1]


def test_t6_a_hundred_thousand_turns_are_scored_without_keeping_them() -> None:
    """Beside the turns that were handed in memory stays where it was, however long the talk."""

    @dataclass
    class Forgetful(Counting):
        def code(self, exchange: Exchange) -> Coding:
            return coding()

    transcript = Transcript(header=header(), turns=talk(100_000))
    tracemalloc.start()
    try:
        count = sum(len(scores) for *_, scores in assess(transcript, Forgetful(), [LISTENING]))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert count == 50_000
    assert peak < 1_000_000


def test_c2_a_turn_of_danger_is_not_scored() -> None:
    """No skill is even asked; the reply is no exercise."""
    never = skill("listening", Asked(raising(AssertionError("asked"))))

    ((*_, scores),) = assess(Transcript(header=header(), turns=(turn(0), turn(1, text="danger"))), Counting(), [never, PAUSES])

    verdicts = [score.verdict for score in scores]
    assert verdicts == [Verdict(outcome=Outcome.NO_OPPORTUNITY, reason=Reason("set_aside"))] * 2


@pytest.mark.parametrize(("meta", "outcome"), [(True, Outcome.NO_OPPORTUNITY), (False, Outcome.SCORED)])
def test_c2_a_turn_that_was_set_aside_stays_unscored(meta: bool, outcome: Outcome) -> None:
    """Also when it is scored again, by a coder that sees nothing in it."""
    (score,) = assess_exchange(exchange(set_aside=meta), coding(), [LISTENING], {})

    assert score.verdict.outcome is outcome


@pytest.mark.parametrize(
    "answer",
    [raising(ValueError("soup")), raising(SystemExit(0)), lambda *_: None, lambda *_: scored(float("nan"), Reason("close"))],
    ids=["raises", "exits", "nothing", "nan"],
)
def test_g17_a_failing_scorer_costs_only_its_own_score(answer: Any) -> None:
    """The others are scored as if it were not there, on every turn, and its summary has no number."""
    transcript = Transcript(header=header(), turns=talk(4))

    found = scorecard(transcript, Counting(), [skill("listening", Asked(answer)), PAUSES])

    assert [score.verdict.outcome for score in found.scores] == [Outcome.FAILED, Outcome.SCORED] * 2
    assert (found.summary["listening"].value, found.summary["listening"].failed) == (None, 2)
    assert (found.summary["pauses"].value, found.summary["pauses"].scored) == (0.5, 2)


def test_g17_a_scorer_that_fails_once_is_asked_again() -> None:
    """One bad exchange does not end the skill."""
    skittish = skill("listening", Asked(lambda e, _: None if e.reply.index == 1 else half()))

    found = scorecard(Transcript(header=header(), turns=talk(4)), Counting(), [skittish])

    assert [score.verdict.outcome for score in found.scores] == [Outcome.FAILED, Outcome.SCORED]


def test_interrupting_ends_the_scoring() -> None:
    """Ctrl-C is the user's."""
    interrupted = skill("listening", Asked(raising(KeyboardInterrupt())))

    with pytest.raises(KeyboardInterrupt):
        scorecard(Transcript(header=header(), turns=talk(2)), Counting(), [interrupted])


def test_a_scorecard_sums_up_the_skills_in_their_order() -> None:
    """No opportunity on one side does not hide the other."""
    mute = skill("listening", Asked(lambda *_: no_opportunity(Reason("greeting"))))

    found = scorecard(Transcript(header=header(), turns=talk(2)), Counting(), [PAUSES, mute])

    summary: Mapping[str, Any] = found.summary
    assert [(name, each.value, each.scored, each.no_opportunity) for name, each in summary.items()] == [
        ("pauses", 0.5, 1, 0),
        ("listening", None, 0, 1),
    ]
