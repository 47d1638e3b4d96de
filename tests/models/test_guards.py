"""What is put around a model, each guard alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.dialogue import Status
from roleplay.errors import Busy, ProviderFailed, ReplyUnreadable, TimedOut, Unreachable
from roleplay.models.guards import Bounded, Retried, Thoughtless, Timed, guarded
from roleplay.models.limits import Budget, Budgeted
from roleplay.models.reply import Ending, Message, Pieces, Reply
from roleplay.models.scripted import Scripted
from roleplay.models.thoughts import without_thoughts

HELLO = [Message("user", "Hello.")]
WHOLE = Ending(status=Status.COMPLETE, finish="stop")


class Failing:
    """Fails as often as there are *errors*, then says yes."""

    name = "failing"

    def __init__(self, *errors: ProviderFailed) -> None:
        self.errors = list(errors)
        self.asked = 0

    def stream(self, messages: Sequence[Message]) -> Reply:
        """Fail, or say yes."""
        return Reply(self._pieces())

    def _pieces(self) -> Pieces:
        self.asked += 1
        if self.errors:
            raise self.errors.pop(0)
        yield "yes"
        yield WHOLE


class Stuck:
    """Says nothing until it is closed, or with *words* those first."""

    name = "stuck"

    def __init__(self, *words: str) -> None:
        self.words, self.closed = words, Event()

    def stream(self, messages: Sequence[Message]) -> Reply:
        """Wait."""
        return Reply(self._pieces(), self.closed.set)

    def _pieces(self) -> Pieces:
        yield from self.words
        self.closed.wait(30)


def ended(reply: Reply) -> tuple[str, Ending]:
    """The text and the ending of *reply*."""
    text = "".join(reply)
    assert reply.ending is not None
    return text, reply.ending


def test_p3_each_further_try_is_told() -> None:
    """What failed, how long is waited, and which try it is; the wait doubles where the provider says nothing."""
    told: list[tuple[str, float, int]] = []
    model = Failing(Unreachable("a"), Busy("b"), Busy("c", wait=0.001))
    retried = Retried(model, 4, lambda error, seconds, number: told.append((str(error), seconds, number)), first=0.001)
    assert ended(retried.stream(HELLO))[1].attempts == 4
    assert told == [("a", 0.001, 2), ("b", 0.002, 3), ("c", 0.001, 4)]


@pytest.mark.parametrize("error", [ReplyUnreadable("x"), TimedOut("x"), Busy("x", wait=3600), ProviderFailed("x")])
def test_what_would_fail_again_is_not_tried_again(error: ProviderFailed) -> None:
    """What cannot be read, what was too late, and what asks for too long."""
    model = Failing(error)
    with pytest.raises(ProviderFailed):
        list(Retried(model).stream(HELLO))
    assert model.asked == 1


def test_a_wait_ends_when_nobody_wants_the_reply_any_more() -> None:
    """And nothing is sent after it."""
    model = Failing(Busy("x", wait=20), Busy("x"))
    reply: Reply
    reply = Retried(model, 3, lambda *_: reply.close()).stream(HELLO)
    with pytest.raises(Busy):
        list(reply)
    assert model.asked == 1


def test_p7_what_never_answers_is_let_go_of() -> None:
    """Nothing said is an error, something said is kept; either way the model is closed."""
    silent, speaking = Stuck(), Stuck("You", " never")
    with pytest.raises(TimedOut):
        list(Timed(silent, 0.05).stream(HELLO))
    said, ending = ended(Timed(speaking, 0.3).stream(HELLO))
    assert (said, ending.status) == ("You never", Status.INTERRUPTED)
    assert silent.closed.is_set()
    assert speaking.closed.is_set()


def test_p20_a_reply_that_is_left_is_closed() -> None:
    """As Ctrl-C leaves it: in the middle."""
    model = Stuck("You")
    words = iter(Timed(model, 30).stream(HELLO))
    next(words)
    words.close()  # type: ignore[attr-defined]  # a generator
    assert model.closed.wait(5)


def test_p16_a_reply_is_bounded() -> None:
    """To the letter."""
    said, ending = ended(Bounded(Scripted(otherwise="one two three"), 6).stream(HELLO))
    assert (said, ending.status) == ("one tw", Status.TRUNCATED)


def test_p16_thoughts_without_end_are_bounded_too() -> None:
    """Though nothing of them is told."""
    thinking = Scripted({"Hello": ["<think>", *["hm " * 1000] * 100, WHOLE]})
    said, ending = ended(guarded(thinking, chars=100).stream(HELLO))
    assert (said, ending.status) == ("", Status.TRUNCATED)


@given(st.data())
def test_p15_thoughts_are_left_out_wherever_the_pieces_break(data: st.DataObject) -> None:
    """Tags in capitals, in two pieces, two thoughts in one reply."""
    text = data.draw(
        st.sampled_from(
            ["<think>a</think>Yes.", "<THINK>a\nb</Think>  Yes.", "Yes<think>a < b</think>.", "<think>a</think>Ye<think></think>s."]
        )
    )
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    said = [piece for piece in without_thoughts(iter([*pieces, WHOLE])) if isinstance(piece, str)]
    assert "".join(said) == "Yes."


@given(st.lists(st.text("<think>/ab", max_size=4)))
def test_p15_what_is_no_thought_is_told_in_full(pieces: list[str]) -> None:
    """Angle brackets are letters."""
    text = "".join(pieces)
    if "think>" not in text:
        said = "".join(piece for piece in without_thoughts(iter([*pieces, WHOLE])) if isinstance(piece, str))
        assert said.strip() == text.strip()


def test_p15_a_thought_that_only_ends_is_a_thought() -> None:
    """P15: as servers send it that open the thought themselves. What was said before it is found out cannot be taken back; from then on it is known."""
    thinking: list[str | Ending] = ["be hard ", "on them", "</thi", "nk>\n\nGood ", "morning.", WHOLE]
    model = Thoughtless(Scripted({"whole": ["be hard</think>Good morning.", WHOLE], "none": ["Good morning.", WHOLE], "Hello": thinking}))
    assert [ended(model.stream(HELLO))[0] for _ in range(2)] == ["be hard on them\n\nGood morning.", "Good morning."]
    assert ended(model.stream([Message("user", "none")]))[0] == "Good morning."
    assert ended(Thoughtless(model.model).stream([Message("user", "whole")]))[0] == "Good morning."


@pytest.mark.parametrize(
    "guard",
    [
        Thoughtless,
        Retried,
        lambda model: Timed(model, 1),
        lambda model: Budgeted(model, Budget(9)),
        lambda model: guarded(model, budget=Budget(9)),
    ],
)
def test_a_guard_has_the_name_of_what_it_guards(guard: Callable[[Scripted], Timed]) -> None:
    """In transcripts there is the model, not what is around it."""
    assert guard(Scripted(name="x")).name == "x"


def test_a_thought_and_nothing_else_is_no_answer() -> None:
    """Refused where it ended of itself, truncated where it was cut."""
    for status, expected in ((Status.COMPLETE, Status.REFUSED), (Status.TRUNCATED, Status.TRUNCATED)):
        model = Thoughtless(Scripted({"Hello": ["<think>hm</think> ", Ending(status=status)]}))
        said, ending = ended(model.stream(HELLO))
        assert (said.strip(), ending.status) == ("", expected)
