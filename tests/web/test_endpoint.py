"""The application alone, without a server: what it answers when something goes wrong."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Message

from roleplay.dialogue import Header, Status
from roleplay.errors import Busy, RoleplayError, StorageFailed, TimedOut
from roleplay.store import Store
from roleplay.web.endpoint import Endpoint
from roleplay.web.talks import Stage, Talks
from tests.web.test_talks import CODER, PERSONA, STAGE, header

Answer = tuple[int, dict[str, str], bytes]


class Speaking:
    """An actor whose words are what it was given: texts, and an error at the end if there is one."""

    def __init__(self, *words: str | Exception) -> None:
        self.words = words
        self.status, self.meta = Status.COMPLETE, {"model": "test"}

    def __iter__(self) -> Iterator[str]:
        for word in self.words:
            if isinstance(word, Exception):
                raise word
            yield word

    def close(self) -> None:
        """Nothing is open."""

    def speak(self, _: object) -> Any:
        """Itself."""
        return self

    def recall(self, *_: object) -> None:
        """Nothing to remember."""


def asked(
    folder: Path, actor: Speaking | None, *, stream: bool = False, stage: Callable[[str], Stage] | None = None
) -> tuple[Answer, list[Exception]]:
    """What is answered to a greeting, and the faults that were told."""
    faults: list[Exception] = []

    def cast(_: Header) -> Any:
        return actor

    made = Stage(model=STAGE.model, persona=PERSONA, coder=CODER, header=header, cast=cast)
    endpoint = Endpoint(Talks(Store(folder)), [STAGE.model], stage or (lambda _: made), language="en", fault=faults.append)
    body = json.dumps({"model": STAGE.model, "messages": [{"role": "user", "content": "Hello."}], "stream": stream}).encode()
    return asyncio.run(_called(endpoint, body)), faults


async def _called(endpoint: Endpoint, body: bytes) -> Answer:
    sent: list[Message] = []
    given = [{"type": "http.request", "body": body}]

    async def receive() -> Message:
        if given:
            return given.pop()
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "POST", "path": "/v1/chat/completions", "raw_path": b"", "query_string": b"", "root_path": "",
        "headers": [(b"host", b"h")], "http_version": "1.1", "scheme": "http", "asgi": {"version": "3.0", "spec_version": "2.4"},
    }  # fmt: skip
    await endpoint.app(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Busy("later", wait=7), 503, "provider_busy"),
        (TimedOut("late"), 504, "provider_timed_out"),
        (StorageFailed("full"), 500, "not_kept"),
        (ZeroDivisionError("x"), 500, "internal_error"),
    ],
)
def test_what_goes_wrong_before_a_word_has_a_status(tmp_path: Path, error: Exception, status: int, code: str) -> None:
    """In the protocol’s form, not to be tried again by itself; a fault of ours is told, and to the client only that it is one."""
    (found, headers, body), faults = asked(tmp_path, Speaking(error))
    told = json.loads(body)["error"]
    assert (found, told["code"], headers["x-should-retry"]) == (status, code, "false")
    assert headers.get("retry-after") == ("7" if isinstance(error, Busy) else None)
    assert faults == ([] if isinstance(error, RoleplayError) else [error])
    assert "division" not in told["message"]


@pytest.mark.parametrize(("error", "code"), [(TimedOut("late"), "provider_timed_out"), (ZeroDivisionError("x"), "internal_error")])
def test_what_goes_wrong_after_a_word_is_told_in_the_stream(tmp_path: Path, error: Exception, code: str) -> None:
    """As an error among the events; what was said is kept as interrupted, and there is no ``[DONE]``."""
    (found, _, body), faults = asked(tmp_path, Speaking("You ", error), stream=True)
    events = [json.loads(block.removeprefix("data: ")) for block in body.decode().strip().split("\n\n")]
    assert found == 200
    assert events[0]["choices"][0]["delta"]["content"] == "You "
    assert events[-1]["error"]["code"] == code
    assert len(faults) == (not isinstance(error, RoleplayError))
    (path,) = (tmp_path / "sessions").glob("*.jsonl")
    assert '"text":"You","start":null,"end":null,"status":"interrupted"' in path.read_text("utf-8").replace(": ", ":").replace(", ", ",")


def test_a_line_that_broke_off_is_no_reply(tmp_path: Path) -> None:
    """Where it is not streamed: the transcript that holds what came is named."""
    actor = Speaking("You never ring.")
    actor.status = Status.INTERRUPTED
    (found, _, body), _ = asked(tmp_path, actor)
    assert found == 502
    assert next((tmp_path / "sessions").glob("*.jsonl")).stem in json.loads(body)["error"]["message"]


def test_a_reply_that_is_empty_is_a_reply(tmp_path: Path) -> None:
    """A model that refuses says nothing; the reason tells so."""
    actor = Speaking()
    actor.status = Status.REFUSED
    (found, _, body), _ = asked(tmp_path, actor)
    choice = json.loads(body)["choices"][0]
    assert (found, choice["message"]["content"], choice["finish_reason"]) == (200, "", "content_filter")


def test_a_persona_that_cannot_be_made_stops_nothing(tmp_path: Path) -> None:
    """Its fault is told, the request is answered."""

    def stage(_: str) -> Stage:
        raise KeyError("x")

    (found, _, _), faults = asked(tmp_path, None, stage=stage)
    assert (found, len(faults)) == (500, 1)
