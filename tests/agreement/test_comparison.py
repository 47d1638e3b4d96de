"""A coder beside human labels, language by language."""

from __future__ import annotations

import json
from random import Random

import pytest

from roleplay.agreement.comparison import Agreement, Comparison, agreements, parity, to_json
from roleplay.agreement.judgement import Item
from roleplay.codes import LISTENING, Code, IMessage
from tests.labelled import item, judgement

NUMBERS = ["n", "positives", "coded", "precision", "recall", "f1", "f1_interval", "kappa", "kappa_interval", "kappa_weights"]


def items(language: str = "en") -> list[Item]:
    """Forty replies: twelve reflections, of which nine are found, and three more where there is none; blame by degrees."""
    yes, no = judgement(Code.REFLECTION), judgement()
    found = [(yes, yes)] * 9 + [(yes, no)] * 3 + [(no, yes)] * 3 + [(no, no)] * 15
    blamed = [(2, 2)] * 5 + [(1, 2)] * 3 + [(1, 0)] * 2
    pairs = [*found, *((judgement(blame=labelled), judgement(blame=coded)) for labelled, coded in blamed)]
    return [item(label, coded, language=language) for label, coded in pairs]


def comparison(language: str, found: list[Item]) -> Comparison:
    """The comparison of *found*, made by rules."""
    return Comparison(language=language, coder="rules", version=f"1+{language}", items=tuple(found), agreements=agreements(found))


def by_name(found: list[Item]) -> dict[str, Agreement]:
    """The agreements of *found* by the name of their measure."""
    return {one.measure.name: one for one in agreements(found)}


def test_every_measure_that_was_labelled_is_there_with_its_numbers() -> None:
    """9 of 12 labelled and of 12 coded reflections; kappa of 34 of 40; blame by hand."""
    found = by_name(items())

    assert list(found) == ["blame", "blame_level", "i_message", "i_message_kind", *map(str, LISTENING), "listening_level"]
    assert found["reflection"].f1.value == 0.75
    assert found["reflection"].kappa.value == pytest.approx((34 / 40 - 928 / 1600) / (1 - 928 / 1600))
    assert found["blame_level"].table == ((30, 0, 0), (2, 0, 3), (0, 0, 5))
    assert found["blame_level"].kappa.value == pytest.approx(1 - 5 * 40 / (30 * 8 * 4 + 5 * 32 + 5 * 8 + 5 * 32 * 4))
    assert found["blame_level"].f1.value is None
    assert {one.count for one in found.values()} == {40}


def test_the_number_for_comparing_languages_is_f1_of_codes_and_kappa_of_the_rest() -> None:
    """Levels and kinds have no F1 of their own."""
    found = by_name(items())

    assert found["reflection"].headline is found["reflection"].f1
    assert found["blame_level"].headline is found["blame_level"].kappa


def test_intervals_are_there_where_there_is_enough_to_tell() -> None:
    """A code that nobody labelled has neither number nor interval."""
    found = by_name(items())

    assert found["reflection"].f1.interval is not None
    assert found["reflection"].f1.interval[0] < 0.75 < found["reflection"].f1.interval[1]
    assert (found["advice"].f1.value, found["advice"].f1.interval) == (None, None)
    assert (found["advice"].kappa.value, found["advice"].kappa.interval) == (None, None)


def test_the_order_of_the_replies_makes_no_difference() -> None:
    """Not even to the intervals."""
    shuffled = items()
    Random(3).shuffle(shuffled)

    assert agreements(shuffled) == agreements(items())


def test_a_code_that_only_some_replies_are_labelled_for_is_counted_in_those() -> None:
    """The others say nothing about it."""
    looked = (*LISTENING, Code.CARE)
    some = [item(judgement(Code.CARE, looked=looked), judgement(Code.CARE, looked=looked))] * 3

    found = by_name([*items(), *some])

    assert (found["care"].count, found["care"].f1.value) == (3, 1.0)
    assert found["reflection"].count == 43
    assert "ownership" not in found


def test_languages_stand_side_by_side() -> None:
    """Each measure that any of them has, in the order of the measures."""
    care = item(judgement(Code.CARE, looked=(*LISTENING, Code.CARE)), judgement(looked=(*LISTENING, Code.CARE)), language="ru")
    found = {measure.name: ones for measure, ones in parity([comparison("en", items()), comparison("ru", [care])]).items()}

    assert list(found["reflection"]) == ["en", "ru"]
    assert list(found["care"]) == ["ru"]
    assert list(found)[-2:] == ["care", "listening_level"]


def test_data_has_a_form_that_does_not_change() -> None:
    """Every key in this order, numbers with four digits, null where there is none."""
    found = to_json([comparison("en", items()), comparison("ru", items("ru")[:12])])

    assert list(found) == ["schema", "method", "languages", "parity"]
    assert found["method"] == {"bootstrap": "percentile", "confidence": 0.95, "resamples": 1000, "seed": "agreement"}
    english = found["languages"]["en"]
    assert list(english) == ["coder", "n", "codes", "confusion"]
    assert (english["coder"], english["n"]) == ({"name": "rules", "version": "1+en"}, 40)
    assert {tuple(numbers) for numbers in english["codes"].values()} == {tuple(NUMBERS)}
    assert english["codes"]["reflection"] | {"f1_interval": 0, "kappa_interval": 0} == {
        "n": 40,
        "positives": 12,
        "coded": 12,
        "precision": 0.75,
        "recall": 0.75,
        "f1": 0.75,
        "f1_interval": 0,
        "kappa": 0.6429,
        "kappa_interval": 0,
        "kappa_weights": None,
    }
    assert english["codes"]["listening_level"] == dict.fromkeys(NUMBERS) | {"n": 40, "kappa_weights": "quadratic"}
    assert list(english["confusion"]) == ["blame_level", "i_message_kind", "listening_level"]
    assert english["confusion"]["blame_level"] == {"classes": [0, 1, 2], "counts": [[30, 0, 0], [2, 0, 3], [0, 0, 5]]}
    assert english["confusion"]["i_message_kind"]["classes"] == [str(kind) for kind in IMessage]


def test_parity_has_every_language_and_how_far_they_are_apart() -> None:
    """Of twelve Russian replies all are reflections, of which nine are found."""
    found = to_json([comparison("en", items()), comparison("ru", items("ru")[:12])])["parity"]

    assert found["reflection"] == {
        "f1": {"en": 0.75, "ru": 0.8571},
        "f1_spread": 0.1071,
        "kappa": {"en": 0.6429, "ru": 0.0},
        "kappa_spread": 0.6429,
    }
    assert (found["advice"]["f1"], found["advice"]["f1_spread"]) == ({"en": None, "ru": None}, None)


def test_data_is_valid_json_and_the_same_each_time() -> None:
    """No value in it is something that JSON has no word for."""
    once, again = (json.dumps(to_json([comparison("ro", items("ro"))]), allow_nan=False) for _ in range(2))

    assert once == again
