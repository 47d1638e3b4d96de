"""Whether a coder judges by order or by length."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from roleplay.authoring.cases import Case, Coder, cases_of
from roleplay.coders.model import ModelCoder
from roleplay.codes import Coding
from roleplay.dialogue import Exchange
from roleplay.plugins import discover
from roleplay.scoring import Reason, scored
from roleplay.skills import load_skill
from roleplay.testing.bias import padded, swapped
from roleplay.testing.coding import CodingModel, Material, answer
from tests.coders.test_model import HEARD, rules
from tests.gradings import Asked, skill

LEVEL = skill(
    "listening", Asked(lambda _, coding: scored(coding.listening_level / 4, Reason("close"))), questions={"a": "Is it?", "b": "Was it?"}
)
PAIRS = [Case(id="alone", language="en", heard=HEARD, better="You sit there alone. What is it like?", worse="What is it like?")]


class Habit:
    """Gives the first reply that it is shown more than all others."""

    def __init__(self, _: Mapping[str, str]) -> None:
        self.seen = 0

    def code(self, exchange: Exchange) -> Coding:
        """A level by the order."""
        self.seen += 1
        return Coding(coder="habit", version="1", listening_level=3 if self.seen == 1 else 2)


def by_length(found: Material) -> str:
    """A model that likes long replies."""
    codes = [("open_question", found.reply[:4])]
    codes += [("reflection", found.reply[:4]), ("feeling_ack", found.reply[:4])] if len(found.reply) > 60 else []
    return answer(found.key, codes, {"listening.a": None, "listening.b": None})


def honest(found: Material) -> str:
    """Marks what is there."""
    codes = [("reflection", "You sit there alone")] if "You sit there alone" in found.reply else []
    return answer(found.key, [*codes, ("open_question", "What is it like?")], {"listening.a": None, "listening.b": None})


def of(model: CodingModel) -> Coder:
    """A coder by *model* with the questions of the skill."""
    return ModelCoder(model, rules(), {"listening.a": "Is it?", "listening.b": "Was it?"})


def test_j9_a_coder_that_goes_by_the_order_is_found_out() -> None:
    """One that reads each exchange for itself is not."""
    (told,) = swapped(LEVEL, PAIRS, Habit)
    assert told.startswith("alone: 0.75 and 0.5 become 0.5 and 0.75")
    assert list(swapped(LEVEL, PAIRS, lambda _: of(CodingModel(otherwise=honest)))) == []


def test_j9_the_questions_are_asked_the_other_way_round_too() -> None:
    """A coder is made for each order."""
    made: list[list[str]] = []

    def coder(questions: Mapping[str, str]) -> Coder:
        made.append(list(questions))
        return of(CodingModel(otherwise=honest))

    assert list(swapped(LEVEL, PAIRS, coder)) == []
    assert made == [["listening.a", "listening.b"], ["listening.b", "listening.a"]]


def test_j9_a_coder_that_goes_by_the_length_is_found_out() -> None:
    """Words that say nothing must not raise a score."""
    (told,) = padded(LEVEL, PAIRS, lambda _: of(CodingModel(otherwise=by_length)))
    assert "0.5 becomes 1.0 with more words that say nothing" in told
    assert list(padded(LEVEL, PAIRS, lambda _: of(CodingModel(otherwise=honest)))) == []


@pytest.mark.parametrize("name", ["listening", "i_messages", "blame_avoidance"])
@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_j9_the_rules_do_not_go_by_the_order(name: str, language: str) -> None:
    """Over the pairs of the shipped scorers. How far they go by the length is measured: ``python -m benchmarks padding``."""
    folder = discover("scorers", (), shipped_only=True).found[name].folder
    loaded, cases = load_skill(folder), [case for case in cases_of(folder) if case.language == language]
    assert list(swapped(loaded, cases, lambda _: rules(language))) == []
