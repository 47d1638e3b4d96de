"""Models that speak OpenAI's Chat Completions: OpenAI itself, and every local server that does the same.

The SDK's low-level `post` with plain dictionaries, because `create` rebuilds every message of the history at each turn (1.3 ms for two
messages, 16 ms for a hundred). The events are read here: the SDK calls a stream complete that simply ends.
"""

from __future__ import annotations

import json
import socket
import weakref
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from threading import Lock
from typing import TYPE_CHECKING, Any

from roleplay.dialogue import Status
from roleplay.models.body import MAX_EVENT, events, form_of, start, tree
from roleplay.models.endpoint import Endpoint
from roleplay.models.faults import at_status, of_openai, too_long, unreadable
from roleplay.models.reply import Ending, Message, Pieces, Reply, Usage, mended

if TYPE_CHECKING:
    import httpx2
    from openai import OpenAI

__all__ = ["OpenAIModel"]

CONNECT, READ = 10.0, 120.0  # seconds; the time for a turn is kept by `roleplay.models.guards.Timed`
_FORMS = ((True, True), (True, False), (False, True), (False, False))
"""Whether a request for JSON names the schema, and whether it asks for no chance; from what is wished for to what every server understands."""
_STATUS = {"length": Status.TRUNCATED, "content_filter": Status.REFUSED}


class OpenAIModel:
    """The model called *endpoint*.model at its address."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._lock = Lock()
        self._client: OpenAI | None = None
        self._form = 0

    @property
    def name(self) -> str:
        """As it is named on the command line."""
        return self.endpoint.name

    def stream(self, messages: Sequence[Message]) -> Reply:
        """The reply to *messages*, straight from the provider."""
        line = _Line()
        return Reply(mended(self._pieces(self.body(messages), line), self._mapped), line.cut)

    def fill(self, messages: Sequence[Message], schema: Mapping[str, object]) -> Reply:
        """JSON for *schema*, in one piece. A server that refuses schemas is asked without one, and from then on always."""
        line = _Line()
        return Reply(mended(self._filled(messages, schema, line), self._mapped), line.cut)

    @property
    def schemas(self) -> bool:
        """Whether the server takes schemas, as far as is known."""
        return _FORMS[self._form][0]

    def body(self, messages: Sequence[Message]) -> dict[str, object]:
        """The request for a reply to *messages*."""
        made: dict[str, object] = {
            "model": self.endpoint.model,
            "messages": [{"role": message.role, "content": message.text} for message in messages],
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if self.endpoint.openai:  # stored by default for new accounts; local servers refuse fields they do not know
            made["store"] = False
        return made

    def _mapped(self, error: Exception) -> Any:
        return of_openai(error, host=self.endpoint.host, model=self.endpoint.model)

    def _filled(self, messages: Sequence[Message], schema: Mapping[str, object], line: _Line) -> Pieces:
        from openai import APIStatusError

        body = self.body(messages) | {"stream": False}
        del body["stream_options"]
        for form in range(self._form, len(_FORMS)):
            try:
                for piece in self._pieces(body | _held_to(schema, *_FORMS[form]), line):
                    self._form = form  # only now is it sure that it was the form that was refused
                    yield piece
            except APIStatusError as error:
                if error.status_code not in (400, 422, 501) or too_long(error.body) or form == len(_FORMS) - 1:
                    raise
            else:
                return

    def _pieces(self, body: Mapping[str, object], line: _Line) -> Pieces:
        from openai import Stream

        stream = self.client().post("/chat/completions", body=body, cast_to=object, stream=True, stream_cls=Stream[object])
        line.open(stream.response)
        try:
            chunks = stream.response.iter_bytes()
            first = next((chunk for chunk in chunks if chunk.strip()), b"")
            form = form_of(first, stream.response.headers.get("content-type", ""))
            if form is None:
                raise unreadable(start(chain([first], chunks)).decode("utf-8", "replace"), self.endpoint.host)
            yield from (self._whole if form == "json" else self._streamed)(chain([first], chunks))
        finally:
            stream.close()

    def client(self) -> OpenAI:
        """The SDK's client, made once. No proxy stands between this machine and itself, and nothing is sent where a redirect points."""
        import openai

        with self._lock:
            if self._client is None:
                http = openai.DefaultHttpxClient(
                    timeout=openai.Timeout(READ, connect=CONNECT), trust_env=not self.endpoint.local, follow_redirects=False
                )
                self._client = openai.OpenAI(
                    api_key=self.endpoint.key or "none", base_url=self.endpoint.url, max_retries=0, http_client=http
                )
                weakref.finalize(self, http.close)
            return self._client

    def _streamed(self, chunks: Iterable[bytes]) -> Pieces:
        """The pieces of a reply that comes as events."""
        seen = _Seen(self.endpoint)
        for data in events(chunks, self.endpoint.host):
            if data.startswith("[DONE]"):
                seen.done = True
                break
            text = seen.take(tree(data, self.endpoint.host), "delta")
            if text:
                yield text
        yield seen.ending()

    def _whole(self, chunks: Iterable[bytes]) -> Pieces:
        """The pieces of a reply from a server that does not stream, though asked to."""
        seen = _Seen(self.endpoint)
        text = seen.take(tree(start(chunks, MAX_EVENT), self.endpoint.host), "message")
        if text:
            yield text
        yield seen.ending()


def _held_to(schema: Mapping[str, object], named: bool, cool: bool) -> dict[str, object]:
    """What is added to a request for JSON."""
    held = {"type": "json_schema", "json_schema": {"name": schema["title"], "strict": True, "schema": schema}}
    return ({"response_format": held} if named else {}) | ({"temperature": 0} if cool else {})


class _Line:
    """The connection of a reply, which another thread can cut."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._cut = False
        self._response: httpx2.Response | None = None

    def open(self, response: httpx2.Response) -> None:
        with self._lock:
            self._response = response
            gone = self._cut
        if gone:
            self.cut()

    def cut(self) -> None:
        """Shut the socket down: closing it alone would not wake whoever reads from it."""
        with self._lock:
            self._cut, response = True, self._response
        if response is not None and not response.is_closed:
            with suppress(Exception):  # it may be gone already
                response.extensions["network_stream"].get_extra_info("socket").shutdown(socket.SHUT_RDWR)


class _Seen:
    """What the events so far have told of a reply."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.done = False
        self.finish: str | None = None
        self.refused = self.spoken = False
        self.usage: Usage | None = None
        self.model: str | None = None

    def take(self, event: Any, key: str) -> str:
        """The text in *event*, at *key* of its first choice. Raises `ReplyUnreadable` and what an error in it means."""
        host = self.endpoint.host
        if not isinstance(event, dict):
            raise unreadable(json.dumps(event), host)
        if event.get("error"):
            raise at_status(_status_in(event["error"]), {}, event["error"], host=host, model=self.endpoint.model)
        self.model = event["model"] if isinstance(event.get("model"), str) else self.model
        self.usage = _usage(event.get("usage")) or self.usage
        choices = event.get("choices")
        if not isinstance(choices, list) or not all(isinstance(choice, dict) for choice in choices):
            raise unreadable(json.dumps(event, ensure_ascii=False), host)
        if not choices:
            return ""
        said = choices[0].get(key) or {}
        finish = choices[0].get("finish_reason")
        text = _text(said.get("content")) if isinstance(said, dict) else None
        if text is None or not isinstance(finish, str | None):
            raise unreadable(json.dumps(event, ensure_ascii=False), host)
        self.finish = self.finish if finish is None else finish
        self.refused = self.refused or bool(said.get("refusal"))
        self.spoken = self.spoken or bool(text)
        return text

    def ending(self) -> Ending:
        """How the reply ended. Raises `ReplyUnreadable` if nothing came at all."""
        if self.finish is None and not self.done:
            if not self.spoken and not self.refused:
                raise unreadable("", self.endpoint.host)
            status = Status.UNKNOWN_END
        else:
            status = _STATUS.get(self.finish or "", Status.COMPLETE)
        return Ending(
            status=Status.REFUSED if self.refused else status,
            finish="refusal" if self.refused else self.finish,
            usage=self.usage,
            model=self.model,
        )


def _text(content: object) -> str | None:
    """What is said in *content*: a text, nothing, or parts of which some are thought and not said; None if it is anything else."""
    if content is None or isinstance(content, str):
        return content or ""
    if not isinstance(content, list) or not all(isinstance(part, dict) for part in content):
        return None
    return "".join(part["text"] for part in content if part.get("type") == "text" and isinstance(part.get("text"), str))


def _status_in(error: object) -> int:
    """The status that an error within a stream stands for: some hosts write it as its code. 200 if it does not say."""
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, int) and 400 <= code < 600 else 200


def _usage(told: object) -> Usage | None:
    if not isinstance(told, dict):
        return None
    sent, got = told.get("prompt_tokens"), told.get("completion_tokens")
    return Usage(sent if isinstance(sent, int) else None, got if isinstance(got, int) else None)
