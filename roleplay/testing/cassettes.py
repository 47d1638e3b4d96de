"""Recorded exchanges with chat models, fit to be read in a diff and to be published: for pytest-recording on vcrpy.

::

    # conftest.py
    from roleplay.testing import cassettes

    def pytest_recording_configure(config, vcr):
        vcr.register_serializer("yaml", cassettes.Readable)

    @pytest.fixture
    def vcr_config():
        return cassettes.config()

Bodies are kept as the JSON they are, and streams event by event. Of headers only those in `HEADERS` stay; every host but OpenAI's becomes
`HOST`, every model's name in a request `MODEL`; keys that a provider repeats, its ids and times are blanked. Requests are told apart by all
that is left of them, body included. A stream that is cut cannot be recorded: for that there is `roleplay.testing.server`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from roleplay.models.faults import without_keys

__all__ = ["HEADERS", "HOST", "MODEL", "Readable", "config", "scrubbed_request", "scrubbed_response"]

HEADERS = ("content-type", "retry-after")
HOST = "provider.example"
MODEL = "a-model"
_OPENAI = "api.openai.com"
_BLANK: Mapping[str, Any] = {
    "id": "0",
    "created": 0,
    "system_fingerprint": None,
    "request_id": None,
    "obfuscation": "",
    "x_groq": None,
    "user": None,
    "transcript": "0",
}
"""What a provider tells of itself and of who asks, with what is put in its place."""


def config() -> dict[str, Any]:
    """What ``vcr_config`` is to return."""
    return {
        "match_on": ("method", "scheme", "host", "path", "query", "body"),
        "before_record_request": scrubbed_request,
        "before_record_response": scrubbed_response,
        "decode_compressed_response": True,
    }


def scrubbed_request(request: Any) -> Any:
    """*request* of vcrpy without a key, the real host, the model's name; as it is recorded and as it is looked for."""
    parts = urlsplit(request.uri)
    host = _OPENAI if parts.hostname == _OPENAI else HOST
    request.uri = urlunsplit(("https", host, parts.path, parts.query, ""))
    request.headers = {name: value for name, value in request.headers.items() if name.lower() in HEADERS}
    body = _tree(request.body)
    if isinstance(body, dict) and "model" in body:
        request.body = json.dumps(body | {"model": MODEL}, ensure_ascii=False)
    return request


def scrubbed_response(response: dict[str, Any]) -> dict[str, Any]:
    """*response* of vcrpy without what its provider tells of itself."""
    shown = {form: without_keys(body) if isinstance(body, str) else _blanked(body) for form, body in _shown(_body(response)).items()}
    if "events" in shown:
        trees = ((event, _tree(event)) for event in shown["events"])
        shown = {"events": [event if tree is None else json.dumps(_blanked(tree), ensure_ascii=False) for event, tree in trees]}
    headers = {name.lower(): value for name, value in response["headers"].items() if name.lower() in HEADERS}
    return {"status": response["status"], "headers": headers, "body": {"string": _hidden(shown).encode()}}


class Readable:
    """How a cassette is written and read: YAML by a safe loader, in which bodies are ``json``, ``events`` or ``text``."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        """*cassette* as text."""
        import yaml

        interactions = [
            {
                "request": {
                    "method": each["request"]["method"],
                    "uri": each["request"]["uri"],
                    "headers": dict(each["request"]["headers"]),
                    **_shown(each["request"]["body"] or ""),
                },
                "response": {
                    "status": each["response"]["status"],
                    "headers": each["response"]["headers"],
                    **_shown(_body(each["response"])),
                },
            }
            for each in cassette["interactions"]
        ]
        return yaml.safe_dump(
            {"version": cassette["version"], "interactions": interactions}, allow_unicode=True, sort_keys=False, width=10_000
        )

    @staticmethod
    def deserialize(text: str) -> dict[str, Any]:
        """The cassette in *text*. Raises ``yaml.YAMLError`` for any tag that is not plain data: nothing in a cassette is ever run."""
        import yaml

        document = yaml.safe_load(text)
        interactions = [
            {
                "request": {**_plain(each["request"]), "body": _hidden(each["request"])},
                "response": {**_plain(each["response"]), "body": {"string": _hidden(each["response"])}},
            }
            for each in document["interactions"]
        ]
        return {"version": document["version"], "interactions": interactions}


def _body(response: Mapping[str, Any]) -> Any:
    return (response.get("body") or {}).get("string") or ""


def _plain(part: Mapping[str, Any]) -> dict[str, Any]:
    """*part* without the forms that bodies are shown in."""
    return {key: value for key, value in part.items() if key not in ("json", "events", "text")}


def _tree(body: Any) -> Any:
    """The JSON in *body*, None if it is none."""
    try:
        return json.loads(body)
    except (ValueError, TypeError):  # bytes that are no UTF-8 included
        return None


def _shown(body: Any) -> dict[str, Any]:
    """*body* as a person reads it."""
    text = body.decode("utf-8") if isinstance(body, bytes) else str(body)
    tree = _tree(text)
    if tree is not None:
        return {"json": tree}
    blocks = [block for block in text.split("\n\n") if block.strip()]
    if not blocks or not all(block.lstrip().startswith(("data:", ":")) for block in blocks):
        return {"text": text}
    return {"events": [block.strip().removeprefix("data:").strip() for block in blocks if block.lstrip().startswith("data:")]}


def _hidden(shown: Mapping[str, Any]) -> str:
    """The body that is *shown*."""
    if "json" in shown:
        return json.dumps(shown["json"], ensure_ascii=False)
    if "events" in shown:
        return "".join(f"data: {event}\n\n" for event in shown["events"])
    return str(shown.get("text", ""))


def _blanked(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: _BLANK[key] if key in _BLANK else _blanked(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_blanked(value) for value in tree]
    return without_keys(tree) if isinstance(tree, str) else tree
