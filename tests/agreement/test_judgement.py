"""What one judge says of a reply, and what of it can be compared."""

from __future__ import annotations

from typing import Any

from roleplay.agreement.judgement import MAY_BE_LABELLED, MEASURES, judged
from roleplay.codes import LISTENING, Code, Coding, IMessage, Mark, Weight
from tests.labelled import item, judgement

FLAT = ["blame", "i_message", *map(str, LISTENING), "listening_level"]


def names(label_changes: dict[str, Any], coded_changes: dict[str, Any]) -> list[str]:
    """The measures in which a label and a coding with these changes differ."""
    found = item(judgement(**label_changes), judgement(**coded_changes))
    return [measure.name for measure, _, _ in found.differences]


def test_a_judgement_is_flat_and_in_the_order_of_the_contract() -> None:
    """Every listening code is there as 0 or 1, whether it was found or not."""
    flat = judgement(Code.ADVICE, blame=1, i_message=IMessage.PARTIAL, listening_level=2).to_json()

    assert list(flat) == FLAT
    assert (flat["blame"], flat["i_message"], flat["advice"], flat["reflection"], flat["listening_level"]) == (1, "partial", 1, 0, 2)
    assert type(flat["i_message"]) is str


def test_what_labels_may_leave_out_is_there_only_when_it_was_labelled() -> None:
    """Ownership, care and the weight of the turn that was heard."""
    flat = judgement(Code.CARE, looked=(*LISTENING, *MAY_BE_LABELLED), weight=Weight.HEAVY).to_json()

    assert list(flat) == [*FLAT[:-1], "ownership", "care", "listening_level", "weight"]
    assert (flat["ownership"], flat["care"], flat["weight"]) == (0, 1, "heavy")


def test_a_coding_is_judged_by_what_was_labelled() -> None:
    """Marks of codes that nobody labelled are not compared."""
    marks = tuple(Mark(code=code, quote="a", start=0, end=1) for code in (Code.REFLECTION, Code.CARE, Code.APOLOGY))
    coding = Coding(coder="rules", version="1", marks=marks, blame=1, i_message=IMessage.FULL, listening_level=3, weight=Weight.HEAVY)

    plain = judged(coding, judgement())
    whole = judged(coding, judgement(looked=(*LISTENING, Code.CARE), weight=Weight.LIGHT))

    assert plain == judgement(Code.REFLECTION, blame=1, i_message=IMessage.FULL, listening_level=3)
    assert (whole.codes[Code.CARE], whole.weight) == (True, Weight.HEAVY)


def test_an_item_has_the_form_of_the_contract() -> None:
    """Label and coding in the same flat form, and nothing else."""
    said = item(judgement(blame=2), judgement(Code.ADVICE)).to_json()

    assert list(said) == ["id", "lang", "label", "coded"]
    assert (said["id"], said["lang"]) == ("en-1", "en")
    assert list(said["label"]) == list(said["coded"]) == FLAT
    assert (said["label"]["blame"], said["coded"]["advice"]) == (2, 1)


def test_every_code_is_compared_and_nothing_twice() -> None:
    """In the order in which the numbers are shown."""
    assert [measure.name for measure in MEASURES] == [
        "blame",
        "blame_level",
        "i_message",
        "i_message_kind",
        *map(str, LISTENING),
        "ownership",
        "care",
        "listening_level",
        "weight",
    ]


def test_blame_is_there_from_the_first_degree_and_an_i_message_when_it_is_meant() -> None:
    """A hint is blame; a pseudo I-message is none."""
    by_name = {measure.name: measure for measure in MEASURES}

    assert [by_name["blame"].place(judgement(blame=degree)) for degree in (0, 1, 2)] == [0, 1, 1]
    assert [by_name["i_message"].place(judgement(i_message=kind)) for kind in IMessage] == [1, 1, 0, 0]
    assert [by_name["i_message_kind"].place(judgement(i_message=kind)) for kind in IMessage] == [0, 1, 2, 3]


def test_levels_have_an_order_and_kinds_have_none() -> None:
    """Only what has an order is weighted by how far it is apart."""
    assert [measure.name for measure in MEASURES if measure.ordered] == ["blame_level", "listening_level"]
    assert [measure.name for measure in MEASURES if not measure.binary] == ["blame_level", "i_message_kind", "listening_level", "weight"]


def test_what_one_of_the_two_did_not_judge_is_not_compared() -> None:
    """A code that was not labelled has no place, and is no difference."""
    care = next(measure for measure in MEASURES if measure.name == "care")

    assert care.places(item(judgement(), judgement(Code.CARE, looked=(*LISTENING, Code.CARE)))) is None
    assert care.places(item(*[judgement(Code.CARE, looked=(*LISTENING, Code.CARE))] * 2)) == (1, 1)
    assert names({}, {"weight": Weight.HEAVY}) == []


def test_a_difference_is_told_once_by_what_says_most() -> None:
    """The degree of blame rather than that there is any, the kind of an I-message rather than that it is one."""
    assert names({"blame": 2}, {"blame": 0, "listening_level": 1}) == ["blame_level", "listening_level"]
    assert names({"blame": 1}, {"blame": 2}) == ["blame_level"]
    assert names({"i_message": IMessage.FULL}, {"i_message": IMessage.NONE}) == ["i_message_kind"]
    assert names({}, {}) == []
