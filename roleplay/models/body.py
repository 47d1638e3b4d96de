"""The body of an answer over HTTP as it comes: what form it has, how it begins, and the events in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from roleplay.models.faults import unreadable

__all__ = ["MAX_EVENT", "events", "form_of", "start", "tree"]

MAX_EVENT = 1_000_000  # bytes of one event, or of a reply that is not streamed
_FIELDS = (b"data:", b":", b"event:", b"id:", b"retry:")  # what an event begins with
_FORMS: dict[str, Literal["json", "events"]] = {"application/json": "json", "text/event-stream": "events"}


def form_of(begins: bytes, kind: str) -> Literal["json", "events"] | None:
    """What a body is that *begins* so: some servers stream under another type than they should. Else what its type, *kind*, says; None if neither tells."""
    if begins.lstrip().startswith((b"{", b"[")):
        return "json"
    if begins.lstrip().startswith(_FIELDS):
        return "events"
    return _FORMS.get(kind.partition(";")[0].strip().lower())


def start(chunks: Iterable[bytes], limit: int = 2000) -> bytes:
    """The beginning of the body."""
    body = b""
    for chunk in chunks:
        body += chunk
        if len(body) >= limit:
            break
    return body[:limit]


def events(chunks: Iterable[bytes], host: str) -> Iterator[str]:
    """The data of server-sent events; comments and other fields are left out. Raises `ReplyUnreadable`."""
    rest = b""
    data: list[str] = []
    for chunk in chunks:
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > MAX_EVENT:
            raise unreadable(rest[:1000].decode("utf-8", "replace"), host)
        for line in (line.removesuffix(b"\r") for line in lines):
            if line.startswith(b"data:"):
                data.append(_text(line[5:].removeprefix(b" "), host))
            elif not line and data:
                yield "\n".join(data)
                data = []
    if rest.startswith(b"data:"):  # the last line of a server that saves the end of it
        data.append(_text(rest[5:].strip(), host))
    if data:
        yield "\n".join(data)


def tree(data: str | bytes, host: str) -> Any:
    """The JSON in *data*. Raises `ReplyUnreadable` with its beginning."""
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        raise unreadable(data if isinstance(data, str) else data[:1000].decode("utf-8", "replace"), host) from None


def _text(raw: bytes, host: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        raise unreadable(raw[:1000].decode("utf-8", "replace"), host) from None
