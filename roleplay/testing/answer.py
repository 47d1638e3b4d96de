"""What is asked of the provider that stands in for a real one, and the pieces that an answer is made of."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import Any

__all__ = ["SAYS", "Answer", "Cut", "Request"]

SAYS = "You never ring, and then you ring. What is it this time?"


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: the *path*, the *headers* with small letters, and the *body*."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def text(self) -> str:
        """All messages of it, one after the other."""
        return "\n".join(str(message["content"]) for message in self.body.get("messages", ()))


class Cut(Exception):
    """The connection is to be dropped."""


@dataclass(frozen=True)
class Answer:
    """A way to answer one *request*: the *number* of times this model was asked, this one included, and the *argument* in its name."""

    writer: asyncio.StreamWriter
    request: Request
    argument: str
    number: int

    async def whole(self, status: int, body: str | bytes, *headers: str, kind: str = "application/json") -> None:
        """Send all of *body*."""
        data = body if isinstance(body, bytes) else body.encode()
        await self.raw(_head(status, f"content-type: {kind}", f"content-length: {len(data)}", *headers) + data)

    async def reply(self, text: str) -> None:
        """Say *text* in one piece."""
        said = len(text.split())
        choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        usage = {"prompt_tokens": 20, "completion_tokens": said, "total_tokens": 20 + said}
        made = {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": self.request.body["model"],
            "choices": [choice],
            "usage": usage,
        }
        await self.whole(200, json.dumps(made, ensure_ascii=False))

    async def error(self, status: int, code: str, *headers: str, message: str = "no") -> None:
        """Send an error in the protocol's form."""
        await self.whole(status, json.dumps({"error": {"message": message, "type": code, "code": code}}), *headers)

    async def begin(self, kind: str = "text/event-stream") -> None:
        """Begin to stream."""
        await self.raw(_head(200, f"content-type: {kind}", "transfer-encoding: chunked"))

    async def piece(self, data: str | bytes) -> None:
        """Send a part of the stream."""
        raw = data if isinstance(data, bytes) else data.encode()
        await self.raw(f"{len(raw):x}\r\n".encode() + raw + b"\r\n")

    async def event(self, delta: dict[str, Any], finish: str | None = None, **more: Any) -> None:
        """Send an event with a *delta*."""
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        made = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": self.request.body["model"], "choices": [choice]}
        await self.piece(f"data: {json.dumps(made | more, ensure_ascii=False)}\n\n")

    async def speak(self, text: str) -> None:
        """Stream *text* word by word."""
        for number, word in enumerate(text.split(" ")):
            await self.event({"content": (" " if number else "") + word})

    async def finish(self, reason: str | None = "stop", *, done: bool = True) -> None:
        """End the stream in order."""
        if reason is not None:
            await self.event({}, reason)
        said = len(SAYS.split())
        await self.event({}, None, choices=[], usage={"prompt_tokens": 20, "completion_tokens": said, "total_tokens": 20 + said})
        if done:
            await self.piece("data: [DONE]\n\n")
        await self.raw(b"0\r\n\r\n")

    async def raw(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.writer.write(data)
        await self.writer.drain()


def _head(status: int, *headers: str) -> bytes:
    return "".join(f"{line}\r\n" for line in (f"HTTP/1.1 {status} Status", *headers, "")).encode()
