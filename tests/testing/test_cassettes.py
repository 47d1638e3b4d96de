"""Cassettes as they are written and read."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from vcr import VCR
from vcr.filters import decode_response
from vcr.request import Request

from roleplay.testing.cassettes import HOST, MODEL, Readable, config, scrubbed_request, scrubbed_response

KEY = "sk-very-secret-0123456789"
TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs", "Cc"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs", "Cc"])), inner, max_size=3),
    max_leaves=8,
)

HOSTILE = """
interactions:
- request: {method: GET, uri: 'http://localhost/', body: null, headers: {}}
  response: !!python/object/apply:os.mkdir ['PLACE']
version: 1
"""


def response(body: bytes, **headers: str) -> dict[str, Any]:
    """A response of vcrpy."""
    return {
        "status": {"code": 200, "message": "OK"},
        "headers": {name: [value] for name, value in headers.items()},
        "body": {"string": body},
    }


def text(cassette: dict[str, Any]) -> str:
    """The cassette as it is on disk."""
    return Readable.serialize(cassette)


def one(request: str, answer: str) -> dict[str, Any]:
    """A cassette of one interaction."""
    asked = {"method": "POST", "uri": f"https://{HOST}/v1/chat/completions", "headers": {}, "body": request}
    return {"version": 1, "interactions": [{"request": asked, "response": response(b"") | {"body": {"string": answer}}}]}


def test_d3_a_request_keeps_nothing_of_who_asks() -> None:
    """D3: the host, the key, cookies and the name of the model go; OpenAI's own host stays, to see what it is told."""
    headers = {"Authorization": f"Bearer {KEY}", "Cookie": "a=b", "OpenAI-Organization": "org-abc", "Content-Type": "application/json"}
    asked = scrubbed_request(Request("POST", "http://10.0.0.7:8080/v1/chat/completions?x=1", b'{"model": "ours-7b", "n": 1}', headers))
    assert (asked.uri, asked.headers) == (f"https://{HOST}/v1/chat/completions?x=1", {"Content-Type": "application/json"})
    assert json.loads(asked.body) == {"model": MODEL, "n": 1}
    assert scrubbed_request(Request("POST", "http://api.openai.com/v1/x", b"", {})).uri == "https://api.openai.com/v1/x"


def test_d3_a_response_keeps_nothing_of_its_provider() -> None:
    """D3: cookies, ids, times and keys that it repeats, in JSON, in the events of a stream and in plain text."""
    told = {"id": "chatcmpl-9xyz", "created": 1700000000, "system_fingerprint": "fp_1", "error": {"message": f"wrong: {KEY}"}}
    stream = f"data: {json.dumps(told)}\n\n: comment\n\ndata: [DONE]\n\n".encode()
    for body in (json.dumps(told).encode(), stream, f"Incorrect: {KEY}".encode()):
        left = scrubbed_response(response(body, **{"Set-Cookie": "a=b", "X-Request-Id": "req_1", "Content-Type": "x"}))
        assert left["headers"] == {"content-type": ["x"]}
        assert not [word for word in ("9xyz", "1700000000", "fp_1", KEY) if word in str(left)]


def test_d3_what_is_packed_is_unpacked_before_it_is_looked_at() -> None:
    """D3: a compressed body is no hiding place; vcrpy unpacks it first, as it is told to."""
    assert config()["decode_compressed_response"]
    packed = decode_response(response(gzip.compress(f"Incorrect: {KEY}".encode()), **{"content-encoding": "gzip"}))
    assert KEY not in str(scrubbed_response(packed))


@given(TREES, TREES)
def test_what_is_written_is_what_is_read(request: Any, answer: Any) -> None:
    """Bodies of JSON come back as the same JSON, streams event by event."""
    stream = f"data: {json.dumps(answer)}\n\ndata: [DONE]\n\n"
    for body in (json.dumps(answer), stream):
        (came,) = Readable.deserialize(text(one(json.dumps(request), body)))["interactions"]
        assert json.loads(came["request"]["body"]) == request
        back = came["response"]["body"]["string"]
        assert back == stream if body == stream else json.loads(back) == answer


def test_a_diff_shows_what_was_said() -> None:
    """Words stand in the file as they are, a message to a line."""
    written = text(one('{"messages": [{"role": "user", "content": "Ты звонишь раз в год, îți pare?"}]}', "<h1>no</h1>"))
    assert "content: Ты звонишь раз в год, îți pare?\n" in written
    assert "text: <h1>no</h1>\n" in written


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system [exit 3]", "!!python/name:os.system", "!!python/object/new:os.system [x]", "!mine 7"]
)
def test_g23_a_hostile_cassette_runs_nothing(tag: str) -> None:
    """G23: anything but plain data is refused."""
    with pytest.raises(yaml.YAMLError, match="could not determine a constructor"):
        Readable.deserialize(f"version: 1\ninteractions:\n- request: {tag}\n")


@pytest.mark.parametrize("serializer", [None, Readable])
def test_g23_a_hostile_cassette_runs_nothing_when_it_is_used(tmp_path: Path, serializer: type[Readable] | None) -> None:
    """G23: neither by our reader nor by vcrpy's own."""
    place, cassette = tmp_path / "made", tmp_path / "hostile.yaml"
    cassette.write_text(HOSTILE.replace("PLACE", str(place)), "utf-8")
    player = VCR(record_mode="none")
    if serializer is not None:
        player.register_serializer("yaml", serializer)
    with pytest.raises(ValueError, match=r"os\.mkdir"), player.use_cassette(str(cassette)):
        pass
    assert not place.exists()
