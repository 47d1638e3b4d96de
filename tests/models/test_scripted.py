"""The scripted model: what is said depends on what is asked, and on nothing else."""

from __future__ import annotations

import pytest

from roleplay.dialogue import Status
from roleplay.errors import QuotaSpent
from roleplay.models.reply import Ending, Message
from roleplay.models.scripted import Scripted


def test_the_order_of_asking_does_not_matter() -> None:
    """Each question has its answer, and what has none the other one."""
    model = Scripted({"knee": "It hurts.", "Sunday": "You never came."}, otherwise="Well.")
    asked = ["About Sunday.", "Your knee?", "Hm.", "About Sunday."]
    assert ["".join(model.stream([Message("user", text)])) for text in asked] == [
        "You never came.",
        "It hurts.",
        "Well.",
        "You never came.",
    ]
    assert [messages[-1].text for messages in model.asked] == asked


def test_errors_and_endings_can_be_scripted() -> None:
    """For the tests of what is built on models."""
    model = Scripted({"a": QuotaSpent("none left"), "b": ["You ne", Ending(status=Status.INTERRUPTED)]})
    with pytest.raises(QuotaSpent):
        list(model.stream([Message("user", "a")]))
    reply = model.stream([Message("user", "b")])
    assert list(reply) == ["You ne"]
    assert reply.ending == Ending(status=Status.INTERRUPTED)
