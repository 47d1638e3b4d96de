"""A scorer without Python: what adds, what costs, and what makes an opportunity."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.codes import Answer, Code, Coding, Mark
from roleplay.declared import Declared
from roleplay.dialogue import Exchange, Speaker, Turn
from roleplay.scoring import Outcome, grade

REPLY = "Спасибо, мам. Расскажи, как ты?"


def exchange(text: str = REPLY) -> Exchange:
    """An exchange with the reply *text*."""
    return Exchange(heard=None, reply=Turn(index=1, speaker=Speaker.TRAINEE, text=text))


def coding(*codes: Code) -> Coding:
    """Codes on the first word of the reply."""
    return Coding(coder="test", version="1", marks=tuple(Mark(code=code, quote="Спасибо", start=0, end=7) for code in codes))


def thanks(**changes: object) -> Declared:
    """A scorer of gratitude."""
    given: dict[str, object] = {"start": 0.2, "adds": {"gratitude": 0.5, "care": 0.2}, "costs": {"blame": 0.4}}
    return Declared(**given | changes)  # type: ignore[arg-type]  # the test's own changes


@pytest.mark.parametrize(
    ("codes", "value", "reason"),
    [
        ((), 0.2, "plain"),
        ((Code.GRATITUDE,), 0.7, "gained"),
        ((Code.GRATITUDE, Code.CARE), 0.9, "gained"),
        ((Code.GRATITUDE, Code.GRATITUDE), 0.7, "gained"),
        ((Code.GRATITUDE, Code.BLAME), 0.3, "cost"),
        ((Code.BLAME,), 0.0, "cost"),
        ((Code.OPEN_QUESTION,), 0.2, "plain"),
    ],
)
def test_codes_add_and_cost(codes: tuple[Code, ...], value: float, reason: str) -> None:
    """The value is the start, plus what is added, minus what it costs, each code once, never below 0."""
    verdict = thanks().score(exchange(), coding(*codes))
    assert (verdict.outcome, verdict.value, verdict.reason.key) == (Outcome.SCORED, value, reason)


def test_a_value_never_exceeds_one() -> None:
    """More than full marks are full marks."""
    assert thanks(start=0.9).score(exchange(), coding(Code.GRATITUDE)).value == 1.0


def test_only_its_own_codes_are_evidence() -> None:
    """The evidence is what added or cost, word for word."""
    verdict = thanks().score(exchange(), coding(Code.GRATITUDE, Code.OPEN_QUESTION))
    assert [(item.quote, item.code) for item in verdict.evidence] == [("Спасибо", "gratitude")]
    assert grade(thanks(), exchange(), coding(Code.GRATITUDE)) == thanks().score(exchange(), coding(Code.GRATITUDE))


def test_a_better_wording_is_suggested_where_something_is_missing() -> None:
    """Gained without cost needs no suggestion; anything else does."""
    asked = [thanks().score(exchange(), coding(*codes)).suggestion for codes in ((Code.GRATITUDE,), (), (Code.GRATITUDE, Code.BLAME))]
    assert [each is not None for each in asked] == [False, True, True]


def test_without_an_opportunity_there_is_no_value() -> None:
    """With an opportunity declared, an exchange without any of its codes is none; so is silence, always."""
    choosy = thanks(opportunity=("care", "gratitude"))
    for verdict in (choosy.score(exchange(), coding(Code.BLAME)), thanks().score(exchange("  "), coding())):
        assert (verdict.outcome, verdict.value, verdict.reason.key) == (Outcome.NO_OPPORTUNITY, None, "no_opportunity")
    assert choosy.score(exchange(), coding(Code.CARE)).value == 0.4


def test_it_says_which_texts_it_needs() -> None:
    """The keys of its reasons: only what can come out."""
    assert thanks().reasons == ("no_opportunity", "plain", "gained", "cost")
    assert thanks(costs={}).reasons == ("no_opportunity", "plain", "gained")


amounts = st.dictionaries(st.sampled_from([str(code) for code in Code]), st.floats(0, 1), max_size=6)


@given(start=st.floats(0, 1), adds=amounts, costs=amounts, codes=st.lists(st.sampled_from(Code), max_size=6))
@settings(deadline=None, max_examples=200)
def test_every_value_is_from_zero_to_one(start: float, adds: dict[str, float], costs: dict[str, float], codes: list[Code]) -> None:
    """Whatever is declared, the verdict stands the check that every scorer's verdict must stand, under one of the declared reasons."""
    scorer = Declared(start=start, adds=adds, costs=costs)
    verdict = grade(scorer, exchange(), coding(*codes))
    assert verdict.outcome is Outcome.SCORED
    assert verdict.reason.key in scorer.reasons


def asked_of_a_model(**answers: Answer) -> Coding:
    """A coding with *answers* to the questions of the scorer ``thanks``."""
    return Coding(coder="test", version="1", answers={f"thanks.{name}": answer for name, answer in answers.items()})


def test_a_question_answered_with_yes_counts_like_a_code() -> None:
    """With its words as evidence; a no adds nothing, and so does a yes to a question of another scorer."""
    choosy = thanks(id="thanks", questions={"specific": "Is it specific?"}, adds={"specific": 0.5}, costs={}, opportunity=("specific",))
    verdict = choosy.score(exchange(), asked_of_a_model(specific=Answer(yes=True, quote="мам", start=9, end=12)))
    assert (verdict.value, verdict.reason.key) == (0.7, "gained")
    assert [(item.code, item.quote) for item in verdict.evidence] == [("specific", "мам")]
    assert grade(choosy, exchange(), asked_of_a_model(specific=Answer(yes=True, quote="мам", start=9, end=12))) == verdict
    for nothing in (asked_of_a_model(specific=Answer(yes=False)), coding(Code.GRATITUDE)):
        assert choosy.score(exchange(), nothing).outcome is Outcome.NO_OPPORTUNITY
