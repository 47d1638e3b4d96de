"""What a scorer may return, and what becomes of one that goes wrong."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.codes import Code, Mark
from roleplay.scoring import Evidence, Outcome, Reason, Verdict, grade, no_opportunity, scored
from tests.gradings import Asked, coding, exchange

TEXT = "Я слышу тебя."


def outcome_of(answer: Any) -> Verdict:
    """What grading makes of a scorer that returns *answer*, or raises it."""

    def give(*_: object) -> Any:
        if isinstance(answer, BaseException):
            raise answer
        return answer

    return grade(Asked(give), exchange(TEXT), coding())


def failed(answer: Any) -> str:
    """The error of a scorer that returns *answer*, which must have failed without a number."""
    verdict = outcome_of(answer)
    assert (verdict.outcome, verdict.value, verdict.evidence) == (Outcome.FAILED, None, ())
    assert verdict.reason.key == "failed"
    return str(verdict.reason.values["error"])


def verdict(**changes: Any) -> Verdict:
    """A right verdict, with *changes* that may be wrong."""
    right: dict[str, Any] = {"outcome": Outcome.SCORED, "value": 0.5, "reason": Reason("close")}
    return Verdict(**right | changes)


def test_a_right_verdict_is_given_back_as_it_is() -> None:
    """Grading adds nothing to what a scorer says."""
    said = scored(0.75, Reason("quick", {"seconds": 1.2}), (Mark(code=Code.CARE, quote="слышу", start=2, end=7),), Reason("wait"))

    assert outcome_of(said) is said
    assert said.evidence == (Evidence(quote="слышу", start=2, end=7, code="care"),)


@pytest.mark.parametrize("value", [0, 1, 0.0, 1.0, 0.333, -0.0])
def test_every_number_from_0_to_1_is_a_value(value: float) -> None:
    """Whole numbers too."""
    assert outcome_of(scored(value, Reason("close"))).value == value


def test_no_opportunity_is_no_number() -> None:
    """It has a reason and nothing else."""
    said = no_opportunity(Reason("greeting"))

    assert outcome_of(said) is said
    assert (said.outcome, said.value, said.evidence, said.suggestion) == (Outcome.NO_OPPORTUNITY, None, (), None)


@pytest.mark.parametrize("value", [math.nan, 1e309, -math.inf, 1.0001, -0.1, 10**400, True, False, "0.5", None, 0.5j, [0.5]], ids=repr)
def test_g17_a_value_that_is_no_number_from_0_to_1_is_a_failure(value: Any) -> None:
    """NaN, infinity, what is out of range, truth values and texts are never passed on as a score."""
    failed(verdict(value=value))


@settings(deadline=None, max_examples=100)
@given(st.floats())
def test_g17_only_numbers_from_0_to_1_ever_come_out(value: float) -> None:
    """Whatever number a scorer makes up, a scored verdict holds a finite one in range."""
    said = outcome_of(verdict(value=value))

    assert (said.outcome is Outcome.SCORED) == (0 <= value <= 1)


def test_g17_the_failure_says_which_value() -> None:
    """The author of the scorer can find the fault."""
    assert failed(verdict(value=1.5)) == "the value 1.5 is not a number from 0 to 1"


@pytest.mark.parametrize("answer", [None, 0.5, {"outcome": "scored"}, SimpleNamespace(outcome=Outcome.SCORED, value=0.5)], ids=repr)
def test_g17_only_a_verdict_is_a_verdict(answer: Any) -> None:
    """Nothing that merely looks like one is taken."""
    assert failed(answer) == f"it returned {type(answer).__name__}, not a Verdict"


@pytest.mark.parametrize("outcome", ["scored", "great", None])
def test_g17_there_are_three_outcomes(outcome: Any) -> None:
    """A text in the place of an outcome is refused, even one that reads the same."""
    assert failed(verdict(outcome=outcome, value=None)) == f"{outcome!r} is no Outcome"


@pytest.mark.parametrize("outcome", [Outcome.NO_OPPORTUNITY, Outcome.FAILED])
def test_g17_a_value_without_a_score_is_a_failure(outcome: Outcome) -> None:
    """The three outcomes are never mixed into one number."""
    assert failed(verdict(outcome=outcome)) == f"{outcome} with a value"


@pytest.mark.parametrize("reason", ["close", None, ("close", {}), Reason("close", {"x": object()})], ids=repr)
def test_g17_what_could_not_be_worded_later_is_a_failure_now(reason: Any) -> None:
    """A reason and a suggestion are keys with texts and numbers."""
    failed(verdict(reason=reason))
    if reason is not None:
        failed(verdict(suggestion=reason))


@pytest.mark.parametrize(("key", "values"), [(None, {}), (["close"], {}), ("close", None), ("close", ["x"])])
def test_g17_a_reason_of_wrong_parts_is_a_failure(key: Any, values: Any) -> None:
    """Its key is a text, its values a mapping."""
    failed(verdict(reason=Reason(key, values)))


@pytest.mark.parametrize(
    ("quote", "start", "end"),
    [
        ("слышал", 2, 8),
        ("слышу", 0, 5),
        ("слышу", -11, -6),
        ("", 3, 3),
        ("тебя.", 8, None),
        (None, 2, 7),
        ("слышу", None, 7),
        ("слышу", 2.0, 7),
        ("тебя.", 8, 99),
    ],
)
def test_g17_evidence_that_is_not_in_the_reply_is_a_failure(quote: Any, start: Any, end: Any) -> None:
    """A quote stands where its offsets say, word for word; offsets count from the beginning."""
    failed(verdict(evidence=(Evidence(quote=quote, start=start, end=end, code="care"),)))


@pytest.mark.parametrize("evidence", [None, 3, ("слышу",), (Evidence(quote="слышу", start=2, end=7, code=3),)])  # type: ignore[arg-type]
def test_g17_evidence_of_another_make_is_a_failure(evidence: Any) -> None:
    """Only `Evidence` is evidence, and its code is a text."""
    failed(verdict(evidence=evidence))


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("wrong\n\x1bword"), "ValueError: wrong \x1bword"),
        (RecursionError(), "RecursionError"),
        (MemoryError("all gone"), "MemoryError: all gone"),
        (SystemExit(3), "SystemExit: 3"),
        (GeneratorExit(), "GeneratorExit"),
    ],
)
def test_g16_g17_whatever_a_scorer_raises_is_its_failure(error: BaseException, told: str) -> None:
    """Leaving the program is no way out for a plugin either; the error is told on one line."""
    assert failed(error) == told


def test_g17_a_scorer_cannot_fill_the_screen_with_its_error() -> None:
    """At most 200 characters are told."""
    assert failed(ValueError("а" * 5000)) == "ValueError: " + "а" * 188


def test_g17_an_error_that_cannot_be_told_is_told_by_its_name() -> None:
    """The text of an error is the plugin's code as well, and may raise."""

    class Broken(Exception):
        def __str__(self) -> str:
            raise ValueError

    assert failed(Broken()) == "Broken"


def test_interrupting_is_left_to_the_user() -> None:
    """Ctrl-C while a scorer runs ends the program as everywhere."""
    with pytest.raises(KeyboardInterrupt):
        outcome_of(KeyboardInterrupt())


def test_g16_what_a_scorer_prints_stays_out_of_the_data(capsys: pytest.CaptureFixture[str]) -> None:
    """Standard output is data, also while a verdict's own code runs during the check."""

    class Loud(Mapping[str, object]):
        def __getitem__(self, key: str) -> object:
            raise KeyError(key)

        def __iter__(self) -> Any:
            print("looked at")
            return iter(())

        def __len__(self) -> int:
            return 0

    def chatter(*_: object) -> Verdict:
        print("scoring")
        sys.stdout.write("scoring")
        return verdict(reason=Reason("close", Loud()))

    said = grade(Asked(chatter), exchange(TEXT), coding())

    assert said.value == 0.5
    assert capsys.readouterr().out == ""


def test_g16_standard_output_is_back_after_a_failure(capsys: pytest.CaptureFixture[str]) -> None:
    """Also after a scorer that raised."""
    outcome_of(SystemExit())
    print("data")

    assert capsys.readouterr().out == "data\n"
