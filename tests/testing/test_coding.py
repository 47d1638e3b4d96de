"""The model that codes as it is told."""

from __future__ import annotations

import json

import pytest

from roleplay.coders.rubric import asked
from roleplay.errors import QuotaSpent
from roleplay.models.reply import Message
from roleplay.testing.coding import CodingModel, answer, material
from roleplay.testing.server import Provider
from tests.coders.test_model import HEARD, REPLY, exchange
from tests.models.asking import at


def test_it_reads_the_material_of_a_request() -> None:
    """The key, what was heard and the reply."""
    key, messages = asked(exchange(), "en", {})
    found = material(messages[-1].text)
    assert (found.key, found.heard, found.reply) == (key, HEARD, REPLY)
    for text in ("", messages[-1].text * 2):
        with pytest.raises(ValueError, match="unpack"):
            material(text)


def test_it_answers_by_the_words_of_the_reply() -> None:
    """With what was written for them, or an error, or no codes at all."""
    key, messages = asked(exchange(), "en", {})
    model = CodingModel({"alone": lambda found: answer(found.key, [("care", "alone")]), "spent": QuotaSpent("x")})
    assert json.loads("".join(model.stream(messages)))["codes"][0]["code"] == "care"
    assert json.loads("".join(model.stream(asked(exchange("Hm."), "en", {})[1])))["codes"] == []
    with pytest.raises(QuotaSpent):
        list(model.stream(asked(exchange("spent"), "en", {})[1]))
    assert [found.reply for found in model.asked] == [REPLY, "Hm.", "spent"]
    assert key == model.asked[0].key


def test_the_provider_codes_too(provider: Provider) -> None:
    """What the name of the model says, where it is in the reply."""
    from roleplay.models.openai import OpenAIModel

    _, messages = asked(exchange(), "en", {})
    said = "".join(OpenAIModel(at(provider, 'codes:[["reflection", "alone"], ["care", "not there"]]')).fill(messages, {"title": "x"}))
    assert [code["quote"] for code in json.loads(said)["codes"]] == ["alone"]
    assert "".join(OpenAIModel(at(provider, "codes")).stream([Message("user", "Hello.")])) == "{}"
