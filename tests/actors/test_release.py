"""A model's words let out sentence by sentence: what fails is asked for once more, what was shown stays, the turn is marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from roleplay.actors.release import Released
from roleplay.dialogue import LANGUAGES, Status
from roleplay.errors import TimedOut
from roleplay.models.reply import Ending, Message, Reply
from roleplay.models.scripted import Scripted
from tests.actors.gate.moments import ANGRY, moment

CALL = [Message("system", "x"), Message("user", "Well?")]
AGAIN, GO_ON = "Say it again as Mum", "Go on from exactly there"
HELP = "I'd be happy to help you with that."
GOOD = "You never ring."
METHOD = "Tie the noose to the beam."
WHOLE = Ending(status=Status.COMPLETE, finish="stop")


def released(*tries: Any, seconds: float = 60, **meta: object) -> tuple[Released, Scripted]:
    """A speech whose model says the first of *tries*, then the second, as it is asked for again or to go on."""
    first, *more = tries
    model = Scripted(dict.fromkeys((AGAIN, GO_ON), more[0]) if more else {}, otherwise=first)
    return Released(model, CALL, moment(standing=ANGRY), lambda: "(written)", meta=meta, seconds=seconds), model


def told(speech: Released) -> tuple[str, Status, object, object]:
    """All that came: the words, the status, what broke character and what came of it."""
    words = "".join(speech)
    return words, speech.status, speech.meta.get("out_of_character"), speech.meta.get("then")


class Streamed(Scripted):
    """Says what it is handed, piece by piece."""

    def __init__(self, pieces: Iterator[str | Ending]) -> None:
        super().__init__()
        self._once = pieces

    def stream(self, messages: Sequence[Message]) -> Reply:
        """The pieces, whatever is asked."""
        return Reply(self._once)


def test_what_is_in_character_is_let_out_as_it_is() -> None:
    """Nothing is marked, and it is asked for once."""
    speech, model = released(f"{GOOD}  And then?")
    assert told(speech) == (f"{GOOD}  And then?", Status.COMPLETE, None, None)
    assert len(model.asked) == 1


def test_a_sentence_waits_for_its_end_and_for_no_more() -> None:
    """The first one is there before the model has gone on."""
    seen: list[str] = []

    def pieces() -> Iterator[str | Ending]:
        yield f"{GOOD} A"
        assert seen == [f"{GOOD} "]
        yield "nd then."
        yield WHOLE

    speech = Released(Streamed(pieces()), CALL, moment(), lambda: "")
    for number, sentence in enumerate(speech, 1):
        seen.append(sentence)
        assert len(seen) == number
    assert seen == [f"{GOOD} ", "And then."]


def test_j3_a_first_sentence_out_of_character_is_asked_for_again_once() -> None:
    """J3: with the reason; none of it is shown, and the turn is marked for scorers."""
    speech, model = released(f"{HELP} {GOOD}", GOOD)
    assert told(speech) == (GOOD, Status.COMPLETE, ["assistant"], "mended")
    first, second = model.asked
    assert second[:-1] == first[:-1]
    assert "spoke like an assistant" in second[-1].text
    assert second[-1].text.startswith("Well?")
    assert HELP not in second[-1].text


def test_j3_after_a_second_failure_a_written_line_speaks_and_says_so() -> None:
    """J3: two requests, no third."""
    speech, model = released(HELP, HELP)
    assert told(speech) == ("(written)", Status.COMPLETE, ["assistant", "assistant"], "written")
    assert len(model.asked) == 2


def test_what_was_shown_stays_and_is_gone_on_from() -> None:
    """The model is given its own words and asked to go on."""
    speech, model = released(f"{GOOD} {HELP}", "Never.")
    assert told(speech) == (f"{GOOD} Never.", Status.COMPLETE, ["assistant"], "mended")
    assert [(message.role, message.text) for message in model.asked[1][-2:-1]] == [("assistant", GOOD)]


def test_what_was_shown_stays_if_going_on_fails_too() -> None:
    """The rest is left out and the line is called truncated."""
    speech, _ = released(f"{GOOD} {HELP}", HELP)
    assert told(speech) == (f"{GOOD} ", Status.TRUNCATED, ["assistant", "assistant"], "cut")


@pytest.mark.parametrize(("before", "status"), [("", Status.REFUSED), (f"{GOOD} ", Status.TRUNCATED)])
def test_c4_method_details_are_withheld_and_not_asked_for_again(before: str, status: Status) -> None:
    """C4: marked; not a word of them is in what is kept."""
    speech, model = released(f"{before}{METHOD} {GOOD}", GOOD)
    assert told(speech) == (before, status, ["method"], "withheld")
    assert "noose" not in str(speech.meta)
    assert len(model.asked) == 1


def test_c4_details_in_a_second_try_are_withheld_too() -> None:
    """C4: no written line goes over them."""
    speech, _ = released(HELP, METHOD)
    assert told(speech) == ("", Status.REFUSED, ["assistant", "method"], "withheld")


def test_c5_helpline_talk_is_not_shown_as_the_personas_words() -> None:
    """C5: not a word of it."""
    speech, _ = released("If you are in crisis, please call 988. You are not alone.", GOOD)
    assert told(speech) == (GOOD, Status.COMPLETE, ["hotline"], "mended")


@pytest.mark.parametrize("fault", [TimedOut("late"), [HELP, Ending(status=Status.INTERRUPTED, fault=TimedOut("late"))]])
def test_a_provider_that_fails_at_the_second_try_ends_nothing(fault: object) -> None:
    """The written line speaks; why is in the turn."""
    speech, _ = released(HELP, fault)
    words, _, _, then = told(speech)
    assert (words, then) == ("(written)", "written")


def test_a_provider_that_fails_at_the_first_try_is_heard() -> None:
    """As without a gate: before a word it is an error, after one a status."""
    with pytest.raises(TimedOut):
        list(released(TimedOut("late"))[0])
    speech, _ = released([f"{GOOD} And", Ending(status=Status.INTERRUPTED, fault=TimedOut("late"))])
    assert told(speech)[:2] == (f"{GOOD} And", Status.INTERRUPTED)
    assert speech.meta["fault"] == "late"


def test_there_is_one_time_for_the_turn() -> None:
    """When it is used up, nothing is asked again."""
    speech, model = released(HELP, GOOD, seconds=0.5)
    assert told(speech)[3] == "written"
    assert len(model.asked) == 1


def test_a_model_that_is_let_go_of_is_closed() -> None:
    """At the first sentence that fails: nobody pays for what is not shown."""
    closed: list[bool] = []

    class Endless(Scripted):
        def stream(self, messages: Sequence[Message]) -> Reply:
            return Reply(super().stream(messages).pieces, lambda: closed.append(True))

    speech = Released(Endless(otherwise=HELP + " And more." * 50), CALL, moment(), lambda: "x")
    list(speech)
    assert len(closed) == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_j1_attempts_to_break_out_are_kept_with_the_turn(language: str) -> None:
    """J1: whatever else the turn keeps."""
    model = Scripted(otherwise="…")
    speech = Released(model, CALL, moment(language), lambda: "x", meta={"break_out": 2})
    assert told(speech)[0] == "…"
    assert speech.meta["break_out"] == 2
