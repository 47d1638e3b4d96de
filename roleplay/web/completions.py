"""OpenAI’s Chat Completions as bytes: a request understood, a reply, its pieces and a refusal worded. Nothing here knows of personas or of HTTP."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from roleplay.dialogue import Speaker, Status
from roleplay.errors import RequestRefused, mark
from roleplay.jsonline import mended, whole
from roleplay.models.reply import Usage

__all__ = ["Asked", "Said", "asked", "chunk", "completion", "event", "refusal", "usage_of"]

MAX_MESSAGES = 4000
Said = tuple[Speaker, str]
"""A message of a talk: who said it, and the text."""

_FINISH = {Status.TRUNCATED: "length", Status.REFUSED: "content_filter"}
_KINDS = {401: "authentication_error", 404: "invalid_request_error", 429: "insufficient_quota"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a client wants: the next words of *model* after the messages *said*, as a *stream*, with *usage* at its end; *seed* chooses lines."""

    model: str
    said: tuple[Said, ...]
    stream: bool = False
    usage: bool = False
    seed: int | None = None


def asked(body: bytes) -> Asked:
    """The request in *body*. What a persona has no use for (a system prompt, a temperature, tools) is passed over. Raises `RequestRefused`."""
    try:
        tree = whole(body.decode("utf-8-sig"))
    except ValueError as error:
        raise RequestRefused(mark("the request is not JSON: {reason}"), code="invalid_json", reason=str(error)[:200]) from None
    if not isinstance(tree, dict):
        raise RequestRefused(mark("the request must be a JSON object"), code="invalid_json")
    tree = mended(tree)
    model, messages, seed, options = tree.get("model"), tree.get("messages"), tree.get("seed"), tree.get("stream_options")
    if not isinstance(model, str) or not model:
        raise RequestRefused(mark("model must be a text"), param="model")
    if not isinstance(messages, list) or len(messages) > MAX_MESSAGES:
        raise RequestRefused(mark("messages must be a list, of {limit} at most"), param="messages", limit=MAX_MESSAGES)
    if tree.get("n") not in (None, 1):
        raise RequestRefused(mark("one reply is given at a time: n must be 1"), param="n")
    if seed is not None and (isinstance(seed, bool) or not isinstance(seed, int)):
        raise RequestRefused(mark("seed must be a whole number"), param="seed")
    said = tuple(each for number, message in enumerate(messages) if (each := _said(message, f"messages[{number}]")) is not None)
    if said and said[-1][0] is not Speaker.TRAINEE:
        raise RequestRefused(mark("the last message must be one of the user"), param="messages")
    return Asked(
        model=model,
        said=said,
        stream=tree.get("stream") is True,
        usage=isinstance(options, dict) and options.get("include_usage") is True,
        seed=None if seed is None else seed % 2**63,
    )


def _said(message: object, place: str) -> Said | None:
    """What is said in *message*, None for a message of the system: roles come from the structure alone, never from the text."""
    role = message.get("role") if isinstance(message, dict) else None
    if role in ("system", "developer"):
        return None
    if not isinstance(message, dict) or role not in ("user", "assistant"):
        raise RequestRefused(mark("{place}: the role must be system, user or assistant"), param=place, place=place)
    content = message.get("content")
    parts = content if isinstance(content, list) else [{"type": "text", "text": "" if content is None else content}]
    texts = [part.get("text") if isinstance(part, dict) and part.get("type") == "text" else None for part in parts]
    if not all(isinstance(text, str) for text in texts):
        raise RequestRefused(mark("{place}: only text can be said here"), param=place, place=place)
    return (Speaker.TRAINEE if role == "user" else Speaker.PERSONA), "".join(str(text) for text in texts)


def completion(model: str, ident: str, text: str, status: Status, usage: Mapping[str, int] | None, more: Mapping[str, object]) -> bytes:
    """The whole reply; *more* is what the protocol does not know, under the key ``roleplay``."""
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": _FINISH.get(status, "stop"), "logprobs": None}
    return _bytes(_frame("chat.completion", model, ident) | {"choices": [choice], "usage": usage, "roleplay": more})


def chunk(model: str, ident: str, delta: Mapping[str, str], status: Status | None = None, **more: Any) -> dict[str, Any]:
    """A piece of a streamed reply; the one with a *status* is the last."""
    finish = None if status is None else _FINISH.get(status, "stop")
    return _frame("chat.completion.chunk", model, ident) | {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **more}


def event(tree: Mapping[str, Any] | str) -> bytes:
    """*tree* as an event of a stream."""
    return b"data: " + (tree.encode() if isinstance(tree, str) else _bytes(tree)) + b"\n\n"


def usage_of(usage: Usage | None, *, offline: bool) -> dict[str, int] | None:
    """*usage* in the protocol's words. Offline no token is used, which is 0; None where the provider does not say."""
    sent, got = (0, 0) if offline else (usage.sent, usage.got) if usage is not None else (None, None)
    return None if sent is None or got is None else {"prompt_tokens": sent, "completion_tokens": got, "total_tokens": sent + got}


def refusal(message: str, status: int, code: str, param: str | None = None) -> dict[str, Any]:
    """An error in the protocol's form."""
    kind = _KINDS.get(status, "server_error" if status >= 500 else "invalid_request_error")
    return {"error": {"message": message, "type": kind, "param": param, "code": code}}


def _frame(kind: str, model: str, ident: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{ident}", "object": kind, "created": int(time.time()), "model": model}


def _bytes(tree: Mapping[str, Any]) -> bytes:
    return json.dumps(tree, ensure_ascii=False).encode()
