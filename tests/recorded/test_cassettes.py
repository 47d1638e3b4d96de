"""What is in the cassettes that ship: nothing but what was made up for them (D3), and what must be (D8)."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from roleplay.redaction.marks import marks
from roleplay.testing.cassettes import HEADERS, HOST, MODEL
from tests.recorded.conftest import CASSETTES
from tests.recorded.talks import TALKS

FILES = sorted(CASSETTES.rglob("*.yaml"))
CASSETTE = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
SECRET = re.compile(
    r"\b(?:sk|gsk|xai|key|pk|ghp|hf|AIza|AKIA|eyJ)[-_][\w-]{6,}|Bearer\s|\bAIza[\w-]{20,}|\b(?:org|proj|user|req|chatcmpl|gen|cmpl|fp|batch|file|resp|msg)[-_]\w{6,}"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}|\b[0-9a-f]{24,}\b|set-cookie|__cf|session(?:id|_id)?=",
    re.IGNORECASE,
)
PACKED = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")
MADE_UP = {message.text for talk in TALKS.values() for message in talk}


def texts(tree: Any) -> Iterator[str]:
    """All texts in *tree*, keys too; JSON and base64 within a text are opened."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from (*texts(key), *texts(value))
    elif isinstance(tree, list):
        for value in tree:
            yield from texts(value)
    elif isinstance(tree, bytes):
        yield tree.decode("utf-8", "replace")
    elif tree is not None:
        yield str(tree)
        yield from _opened(str(tree))


def _opened(text: str) -> Iterator[str]:
    if text.lstrip().startswith(("{", "[{", '["')):
        yield from texts(json.loads(text))
    for found in PACKED.findall(text):
        try:
            yield base64.b64decode(found, validate=True).decode("utf-8", "replace")
        except binascii.Error:
            continue


def interactions(path: Path) -> list[dict[str, Any]]:
    """What is in the cassette, read by a safe loader."""
    found: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))["interactions"]
    return found


def test_there_are_cassettes_and_each_has_its_test() -> None:
    """One for each test, and no test of it is gone."""
    assert len(FILES) >= 6
    for path in FILES:
        module = Path(__file__).with_name(f"test_{path.parent.name}.py")
        assert f"def {path.stem.partition('[')[0]}(" in module.read_text("utf-8"), path


def test_the_search_finds_what_it_looks_for() -> None:
    """D3: in the open, in JSON within a text, in base64."""
    hidden = base64.b64encode(b"the key is sk-abcdefghijklmnop").decode()
    for tree in (
        {"a": ["sk-abcdef123456"]},
        {"a": '{"b": "org-abcdef123"}'},
        {"a": hidden},
        {"set-cookie": "x"},
        {"id": "chatcmpl-9abcdef"},
    ):
        assert any(SECRET.search(text) for text in texts(tree)), tree
    assert list(marks("write to ana.pop@example.com or +373 69 123 456"))


@CASSETTE
def test_d3_no_key_no_id_and_nothing_personal_is_in_a_cassette(path: Path) -> None:
    """D3: the file as it is, and all that is in it decoded; phones, mails, numbers of people and of accounts, links."""
    tree = interactions(path)
    for text in (path.read_text("utf-8"), *texts(tree)):
        assert not SECRET.search(text), text
    for text in texts([each["response"] for each in tree]):
        assert not list(marks(text)), text


@CASSETTE
def test_d3_only_what_was_made_up_is_said_in_a_cassette(path: Path) -> None:
    """D3: each message of a request is one of ours; hosts, headers and models are placeholders."""
    for each in interactions(path):
        asked, came = each["request"], each["response"]
        assert urlsplit(asked["uri"]).hostname in (HOST, "api.openai.com")
        assert {name.lower() for name in (*asked["headers"], *came["headers"])} <= set(HEADERS)
        assert asked["json"]["model"] == MODEL
        assert {message["content"] for message in asked["json"]["messages"]} <= MADE_UP


@CASSETTE
def test_d8_openai_is_told_to_store_nothing_in_every_cassette(path: Path) -> None:
    """D8: and nobody else is sent a field that it may not know."""
    for each in interactions(path):
        ours = urlsplit(each["request"]["uri"]).hostname == "api.openai.com"
        assert each["request"]["json"].get("store", "absent") == (False if ours else "absent")
