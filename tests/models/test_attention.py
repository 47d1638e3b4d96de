"""Whether a model reads all that it is sent."""

from __future__ import annotations

import pytest

from roleplay.dialogue import Status
from roleplay.models.attention import Attentive
from roleplay.models.reply import Ending, Message, Usage
from roleplay.models.scripted import Scripted


class Talk:
    """A talk that grows by a line of 100 letters at each turn, with a model that reads *most* tokens of four letters each."""

    def __init__(self, most: int, context: int | None = None) -> None:
        self.told: list[tuple[int, int | None]] = []
        self.most, self.messages = most, [Message("system", "x" * 400)]
        self.scripted = Scripted()
        self.model = Attentive(self.scripted, lambda due, read: self.told.append((due, read)), context)

    def turn(self) -> None:
        """One more."""
        self.messages.append(Message("user", "y" * 100))
        read = min(self.most, sum(len(message.text) for message in self.messages) // 4)
        self.scripted._answers = {"y": ["Hm.", Ending(status=Status.COMPLETE, usage=Usage(read, 1))]}
        assert "".join(self.model.stream(list(self.messages))) == "Hm."


def test_p18_a_talk_that_is_cut_off_silently_is_told_once() -> None:
    """When what was read falls behind what was sent."""
    talk = Talk(most=150)
    for _ in range(20):
        talk.turn()
    ((due, read),) = talk.told
    assert read == 150
    assert due > 150 / 0.7


def test_p18_a_talk_that_is_read_in_full_is_nothing_to_tell() -> None:
    """However long it gets."""
    talk = Talk(most=10_000)
    for _ in range(100):
        talk.turn()
    assert talk.told == []


@pytest.mark.parametrize(("context", "told"), [(200, 1), (100_000, 0)])
def test_p18_more_than_the_declared_context_is_told_before_it_is_sent(context: int, told: int) -> None:
    """By an estimate at first, then as the provider counts."""
    talk = Talk(10_000, context)
    for _ in range(20):
        talk.turn()
    assert len(talk.told) == told
    assert all(read is None and due > context for due, read in talk.told)


def test_p18_a_provider_that_does_not_count_tells_nothing() -> None:
    """There is nothing to compare."""
    told: list[object] = []
    model = Attentive(Scripted({"H": ["Hm.", Ending(status=Status.COMPLETE)]}), lambda *each: told.append(each))
    for length in (1, 100):
        list(model.stream([Message("user", "H" * length)]))
    assert told == []
