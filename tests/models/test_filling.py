"""A model that is asked for JSON: held to a schema where the server takes one, asked without where it does not."""

from __future__ import annotations

import json

import pytest

from roleplay.dialogue import Status
from roleplay.errors import ProviderFailed, RoleplayError
from roleplay.models.endpoint import endpoint
from roleplay.models.guards import guarded
from roleplay.models.openai import OpenAIModel
from roleplay.models.reply import SchemaModel, filled
from roleplay.models.scripted import Scripted
from roleplay.testing.server import Provider
from tests.models.asking import HELLO, at

SCHEMA = {"title": "greeting", "type": "object", "properties": {}, "required": [], "additionalProperties": False}


def said(model: SchemaModel) -> str:
    """What *model* fills the schema with."""
    return "".join(model.fill(HELLO, SCHEMA))


def test_a_request_for_json_names_the_schema(provider: Provider) -> None:
    """In one piece, without chance, and the usage and the ending are told like those of any reply."""
    reply = OpenAIModel(at(provider, "say:{}")).fill(HELLO, SCHEMA)
    assert "".join(reply) == "{}"
    assert reply.ending is not None
    assert (reply.ending.status, reply.ending.finish) == (Status.COMPLETE, "stop")
    assert reply.ending.usage is not None
    body = provider.requests[0].body
    assert body["response_format"] == {"type": "json_schema", "json_schema": {"name": "greeting", "strict": True, "schema": SCHEMA}}
    assert (body["stream"], body["temperature"], "stream_options" in body) == (False, 0, False)


@pytest.mark.parametrize(("refused", "asked"), [("response_format", 3), ("temperature", 2), ("response_format,temperature", 4)])
def test_a_server_that_takes_no_schema_is_asked_without(provider: Provider, refused: str, asked: int) -> None:
    """Once found out, it is remembered."""
    model = OpenAIModel(at(provider, f"refuses:{refused}"))
    assert said(model) == "{}"
    assert len(provider.requests) == asked
    assert said(model) == "{}"
    assert len(provider.requests) == asked + 1
    assert model.schemas == ("response_format" not in refused)


def test_a_guarded_model_remembers_it_too(provider: Provider) -> None:
    """Guards let go of a reply once they know how it ended."""
    bare = OpenAIModel(at(provider, "refuses:response_format"))
    model = guarded(bare)
    for _ in range(3):
        assert "".join(filled(model, HELLO, SCHEMA)) == "{}"
    assert (len(provider.requests), bare.schemas) == (5, False)


def test_p17_what_is_too_long_is_not_the_fault_of_the_schema(provider: Provider) -> None:
    """One request, and the next one names the schema again."""
    model = OpenAIModel(at(provider, "long"))
    with pytest.raises(ProviderFailed, match="longer"):
        said(model)
    assert (len(provider.requests), model.schemas) == (1, True)


def test_a_request_that_is_refused_in_every_form_is_refused(provider: Provider) -> None:
    """And nothing is learned from it."""
    model = OpenAIModel(at(provider, "refuses:messages"))
    with pytest.raises(ProviderFailed, match="status 400"):
        said(model)
    assert (len(provider.requests), model.schemas) == (4, True)


@pytest.mark.parametrize("name", ["key", "quota", "html", "drops", "body:[]", "status:503", "refuses:messages"])
def test_p_faults_are_the_same_for_json(provider: Provider, name: str) -> None:
    """An error of ours, nothing foreign, with all guards."""
    with pytest.raises(RoleplayError) as caught:
        said(guarded(OpenAIModel(at(provider, name)), attempts=1))  # type: ignore[arg-type]
    assert caught.value.__cause__ is None


def test_d8_json_is_not_stored_either() -> None:
    """At OpenAI, which keeps what it is not told to forget."""
    model = OpenAIModel(endpoint("openai:x", base_url=None, environment={"OPENAI_API_KEY": "x"}))
    assert model.body(HELLO)["store"] is False


def test_a_model_without_schemas_is_simply_asked() -> None:
    """What it says is checked in any case."""
    model = Scripted({"Hello": json.dumps({"a": 1})})
    assert not isinstance(model, SchemaModel)
    assert json.loads("".join(filled(model, HELLO, SCHEMA))) == {"a": 1}
    assert "".join(filled(guarded(model), HELLO, SCHEMA)) == '{"a": 1}'
