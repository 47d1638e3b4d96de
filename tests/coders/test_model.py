"""A model as a coder: what it is asked, what of its answer counts, and what happens when it is no answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from itertools import count

import pytest

from roleplay.assessment import assess, scorecard
from roleplay.coders.model import ModelCoder, questions_of
from roleplay.coders.rules import RuleCoder
from roleplay.codes import Answer, Code, Coding, IMessage, Weight
from roleplay.dialogue import Exchange, Speaker, Transcript, Turn
from roleplay.errors import BudgetSpent, Busy, KeyRefused, ProviderFailed, ReplyUnreadable, Unreachable
from roleplay.models.limits import Budget, Budgeted
from roleplay.models.scripted import Scripted
from roleplay.scoring import Outcome, Reason, Skill, scored
from roleplay.testing.coding import CodingModel, Material, answer
from tests.builders import header
from tests.gradings import Asked, skill

HEARD = "You never come. I sit here alone, evening after evening."
REPLY = "You sit there alone. I am sad when you wait. What is the evening like?"
CODES = [
    ("reflection", "You sit there alone"),
    ("i_message", "I am sad when you wait"),
    ("open_question", "What is the evening like?"),
]


@cache
def rules(language: str = "en") -> RuleCoder:
    """The rule coder, made once."""
    return RuleCoder(language)


def exchange(text: str = REPLY, heard: str = HEARD, index: int = 1) -> Exchange:
    """*text* in answer to *heard*."""
    turn = Turn(index=index - 1, speaker=Speaker.PERSONA, text=heard)
    return Exchange(heard=turn, reply=Turn(index=index, speaker=Speaker.TRAINEE, text=text), before=(turn,))


def good(found: Material) -> str:
    """The codes of `REPLY`."""
    return answer(found.key, CODES, i_message="full", weight="heavy")


def coded(model: CodingModel, text: str = REPLY, questions: Mapping[str, str] | None = None, language: str = "en") -> Coding:
    """What *model* makes of *text*."""
    return ModelCoder(model, rules(language), questions).code(exchange(text))


def test_one_request_codes_everything() -> None:
    """All codes with exact spans, the weight of what was heard, and from them the listening level by the same rule as ever."""
    model = CodingModel(otherwise=good)
    coding = coded(model)
    assert [(str(mark.code), REPLY[mark.start : mark.end]) for mark in coding.marks] == CODES
    assert (coding.blame, coding.i_message, coding.weight, coding.listening_level) == (0, IMessage.FULL, Weight.HEAVY, 3)
    assert (coding.coder, coding.marks[0].rule, coding.failure) == ("coding", "coding", None)
    assert len(model.requests) == 1


def test_the_rules_code_it_too_and_stay_apart() -> None:
    """For comparison, not for an average."""
    coding = coded(CodingModel(otherwise=good))
    assert coding.others == {"rules": rules().code(exchange())}


def test_j4_each_code_quotes_the_reply_or_is_dropped_and_counted() -> None:
    """What is quoted from what was heard, or put better than it was said, is no evidence; the model is told once."""
    model = CodingModel(
        otherwise=lambda found: answer(found.key, [CODES[0], ("care", "evening after evening"), ("advice", "you sit there alone")])
    )
    coding = coded(model)
    assert [mark.code for mark in coding.marks] == [Code.REFLECTION]
    assert (coding.dropped, coding.failure) == (2, None)
    told = model.requests[1][-1].text
    assert len(model.requests) == 2
    assert "evening after evening" in told and "letter for letter" in told


BROKEN: dict[str, Callable[[Material], str]] = {
    "prose": lambda found: "I would give this reply a solid 8 out of 10.",
    "prose around it": lambda found: "Sure! " + good(found),
    "two objects": lambda found: good(found) + good(found),
    "eleven of ten": lambda found: json.dumps(json.loads(good(found)) | {"blame": 11}),
    "a strength above 1": lambda found: good(found).replace('"strength": 1', '"strength": 11'),
    "NaN": lambda found: good(found).replace('"strength": 1', '"strength": NaN'),
    "true for a number": lambda found: json.dumps(json.loads(good(found)) | {"blame": True}),
    "a key missing": lambda found: json.dumps({key: value for key, value in json.loads(good(found)).items() if key != "weight"}),
    "a key too many": lambda found: json.dumps(json.loads(good(found)) | {"score": 10}),
    "a key twice": lambda found: good(found)[:-1] + ', "blame": 0}',
    "no such code": lambda found: good(found).replace("reflection", "brilliance"),
    "another key": lambda found: answer("0" * 16, CODES, i_message="full"),
    "blame without words": lambda found: answer(found.key, [("blame", "you idiot")], blame=2),
    "words without blame": lambda found: answer(found.key, [("blame", "You sit there")]),
    "a full I-message that blames": lambda found: answer(found.key, [*CODES, ("blame", "you wait")], blame=1, i_message="full"),
    "a pseudo one that does not": lambda found: answer(found.key, [("pseudo_i_message", "I am sad")], i_message="pseudo"),
    "a list": lambda found: "[]",
    "codes that are none": lambda found: json.dumps(json.loads(good(found)) | {"codes": {"reflection": True}}),
    "nested for ever": lambda found: "[" * 100_000,
    "nothing": lambda found: " ",
}


@pytest.mark.parametrize("name", BROKEN)
def test_j5_broken_output_is_mended_once(name: str) -> None:
    """The model is told what is wrong; its second answer counts, in full."""
    tries = count()
    model = CodingModel(otherwise=lambda found: good(found) if next(tries) else BROKEN[name](found))
    coding = coded(model)
    assert (coding.failure, coding.listening_level, coding.dropped, len(model.requests)) == (None, 3, 0, 2)


@pytest.mark.parametrize("name", BROKEN)
def test_j5_broken_twice_has_failed_and_has_no_number(name: str) -> None:
    """Outcome failed with the reason for every skill, never a default."""
    model = CodingModel(otherwise=BROKEN[name])
    transcript = Transcript(header=header(language="en"), turns=(exchange().heard, exchange().reply))  # type: ignore[arg-type]
    never = skill("listening", Asked(lambda *_: scored(1.0, Reason("close"))))
    card = scorecard(transcript, ModelCoder(model, rules()), [never])
    (score,) = card.scores
    assert (score.verdict.outcome, score.verdict.value, score.verdict.reason.key) == (Outcome.FAILED, None, "not_coded")
    assert (card.summary["listening"].value, card.summary["listening"].failed) == (None, 1)
    assert card.coding is not None
    assert (card.coding.failed, len(model.requests)) == ([1], 2)


def test_an_answer_in_a_code_fence_is_an_answer() -> None:
    """Small models cannot do without."""
    assert coded(CodingModel(otherwise=lambda found: f"```json\n{good(found)}\n```")).listening_level == 3


def test_a_worse_second_answer_does_not_spoil_a_usable_first_one() -> None:
    """What could be quoted at first stays."""
    tries = count()
    first = [*CODES, ("care", "not there")]
    coding = coded(CodingModel(otherwise=lambda found: "Sorry!" if next(tries) else answer(found.key, first, i_message="full")))
    assert (coding.failure, coding.dropped, coding.listening_level) == (None, 1, 3)


def test_a_phrase_said_twice_can_be_marked_twice() -> None:
    """Each in its own place; a third time it is the first place again."""
    model = CodingModel(otherwise=lambda found: answer(found.key, [("acknowledgement", "I see")] * 2))
    assert [mark.start for mark in coded(model, "I see. And then? I see.").marks] == [0, 17]


@pytest.mark.parametrize(
    ("text", "why"), [("", "nothing was said"), ("…", "no letters"), ("(falls silent)", "a stage direction is coded"), ("😀", "a picture")]
)
def test_silence_needs_no_model(text: str, why: str) -> None:
    """There is nothing to code, and nothing is sent."""
    model = CodingModel()
    coding = coded(model, text)
    assert (coding.failure, len(model.requests)) == (None, int("direction" in why))
    assert coding.coder == "coding"


def test_a_reply_that_is_longer_than_a_model_is_given_fails() -> None:
    """It is not cut off silently."""
    model = CodingModel()
    coding = coded(model, "word " * 5000)
    assert isinstance(coding.failure, ReplyUnreadable)
    assert model.requests == []


def test_danger_is_believed_whoever_sees_it() -> None:
    """Also where the model sees none, or gives no answer at all."""
    text = "I want to die. What is the evening like?"
    for model in (CodingModel(), CodingModel(otherwise=Busy("x"))):
        assert Code.DANGER in coded(model, text)


def test_questions_ride_in_the_same_request() -> None:
    """Each is answered; a yes has its words, a yes without them counts as no and is counted."""
    asked = {"thanks.specific": "Does the reply thank for something specific?", "thanks.early": "Is it early?"}
    model = CodingModel(
        otherwise=lambda found: answer(found.key, CODES, {"thanks.specific": "You sit there", "thanks.early": None}, i_message="full")
    )
    coding = coded(model, questions=asked)
    assert coding.answers == {
        "thanks.specific": Answer(yes=True, quote="You sit there", start=0, end=13),
        "thanks.early": Answer(yes=False),
    }
    assert "thanks.specific: Does the reply thank" in model.requests[0][0].text
    assert len(model.requests) == 1

    liar = CodingModel(otherwise=lambda found: answer(found.key, [], {"thanks.specific": "thank you", "thanks.early": None}))
    coding = coded(liar, questions=asked)
    assert (coding.answers["thanks.specific"].yes, coding.dropped) == (False, 1)


def test_a_question_that_is_not_answered_is_a_fault() -> None:
    """No answer is not a no."""
    model = CodingModel(otherwise=good)
    assert isinstance(coded(model, questions={"a.b": "Is it?"}).failure, ReplyUnreadable)


def test_the_version_tells_of_the_questions() -> None:
    """Scores kept under one version are not taken for those of another."""
    versions = {ModelCoder(CodingModel(), rules(), asked).version for asked in ({}, {"a.b": "Is it?"}, {"a.b": "Is it so?"})}
    assert len(versions) == 3


def test_questions_are_told_apart_by_scorer() -> None:
    """Two scorers may use one name."""
    skills: list[Skill] = [skill("a", questions={"q": "Is it?"}), skill("b", questions={"q": "Was it?"})]
    assert questions_of(skills) == {"a.q": "Is it?", "b.q": "Was it?"}


def test_codings_come_in_order_however_the_answers_come() -> None:
    """Many are under way at once; a failure among them cancels none of the others."""
    turns = [Turn(index=n, speaker=Speaker.TRAINEE if n % 2 else Speaker.PERSONA, text=f"Line {n} of a talk.") for n in range(80)]
    model = CodingModel({"Line 7 ": ProviderFailed("no"), "Line 33 ": lambda found: "no"})
    coder = ModelCoder(model, rules(), at_once=10)
    done = list(assess(Transcript(header=header(language="en"), turns=tuple(turns)), coder, []))
    assert [found.reply.index for found, *_ in done] == list(range(1, 80, 2))
    assert [found.reply.index for found, coding, _ in done if coding.failure is not None] == [7, 33]


def test_p21_a_spent_budget_asks_nothing_more() -> None:
    """What was coded until then stays."""
    model = CodingModel()
    coder = ModelCoder(Budgeted(model, Budget(4000)), rules(), at_once=1)
    done = list(coder.codings(exchange(f"Line {n}.", index=2 * n + 1) for n in range(10)))
    failed = [coding for _, coding in done if coding.failure is not None]
    assert len(model.requests) == 10 - len(failed) == 4
    assert all(isinstance(coding.failure, BudgetSpent) for coding in failed)
    assert isinstance(coder.fault, BudgetSpent)


@pytest.mark.parametrize("error", [KeyRefused("no"), Unreachable("nobody")])
def test_who_cannot_answer_is_not_asked_again(error: ProviderFailed) -> None:
    """A refused key is refused for the next one too; so is a server that never answered."""
    model = CodingModel(otherwise=error)
    coder = ModelCoder(model, rules(), at_once=1)
    done = list(coder.codings(exchange(f"Line {n}.", index=2 * n + 1) for n in range(5)))
    assert [coding.failure for _, coding in done] == [error] * 5
    assert len(model.requests) == 1


def test_a_connection_that_breaks_once_breaks_once() -> None:
    """Who has answered before is asked again."""
    model = CodingModel({"Line 2": Unreachable("broke")})
    coder = ModelCoder(model, rules(), at_once=1)
    done = list(coder.codings(exchange(f"Line {n}.", index=2 * n + 1) for n in range(5)))
    assert [coding.failure is None for _, coding in done] == [True, True, False, True, True]
    assert coder.fault is None


def test_any_chat_model_can_code() -> None:
    """Also one that knows nothing of schemas and says something else."""
    coder = ModelCoder(Scripted(otherwise="It hurts."), rules())
    assert isinstance(coder.code(exchange()).failure, ReplyUnreadable)
