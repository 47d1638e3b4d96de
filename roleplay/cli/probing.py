"""What a model at an address can do, found out by asking it: a short reply, JSON by a schema, and a word at the beginning of a long text."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from random import choice

from roleplay.cli.context import Context, message_language, tell
from roleplay.dialogue import Status
from roleplay.errors import KeyRefused, ProviderFailed
from roleplay.inert import inert
from roleplay.jsonline import whole
from roleplay.models.guards import guarded
from roleplay.models.openai import OpenAIModel
from roleplay.models.opening import opened
from roleplay.models.reply import ChatModel, Message, Reply, filled
from roleplay.wording import error_text

__all__ = ["Check", "probed"]

PATIENCE = 60.0  # seconds for each of the replies that are asked for
ASKED = "Count from one to ten in words, separated by commas. Nothing else."
FORTY_TWO = 'Answer with this JSON object and nothing else, no code fence: {"answer": 42}'
SCHEMA: Mapping[str, object] = {
    "title": "answer",
    "type": "object",
    "properties": {"answer": {"type": "integer"}},
    "required": ["answer"],
    "additionalProperties": False,
}
LINES, TOKENS = 600, 6000  # of the long text; Ollama's usual context holds 4,096
WORDS = ("amber", "harbour", "lantern", "meadow", "thimble", "walnut")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: whether it is *ok*, and what was seen."""

    what: str
    ok: bool
    detail: str


def probed(room: Context, name: str, base_url: str | None) -> list[Check]:
    """What works of the model called *name*. Raises `RoleplayError` if there is no reply at all."""
    found = opened(name, base_url=base_url, environment=os.environ, local_only=room.local_only, shipped_only=room.shipped_only)
    if isinstance(found.model, OpenAIModel):
        found.model.client()  # to load the SDK is no time of the model's
    model = guarded(found.model, seconds=PATIENCE, attempts=1, chars=20_000)
    return [*_reply(model), _schema(model, found.model), _context(model)]


def _reply(model: ChatModel) -> list[Check]:
    reply = model.stream([Message("user", ASKED)])
    began, times, text = time.monotonic(), list[float](), ""
    for piece in reply:
        times.append(time.monotonic() - began)
        text += piece
    ending = reply.ending
    status = ending.status if ending is not None else Status.UNKNOWN_END
    usage = ending.usage if ending is not None else None
    spread = (
        tell(
            "pieces: {n}; the first after {first} s, the last after {last} s",
            n=len(times),
            first=f"{times[0]:.2f}",
            last=f"{times[-1]:.2f}",
        )
        if times
        else "-"
    )
    return [
        Check("reply", bool(text.strip()), _shown(text)),
        Check("stream", len(times) > 1, spread),
        Check(
            "finish reason", status is Status.COMPLETE and bool(ending and ending.finish), f"{ending.finish if ending else None} ({status})"
        ),
        Check("usage", usage is not None, "-" if usage is None else tell("{sent} tokens sent, {got} got", sent=usage.sent, got=usage.got)),
        Check("model", bool(ending and ending.model), (ending.model if ending else None) or "-"),
    ]


def _schema(model: ChatModel, bare: ChatModel) -> Check:
    """Whether it fills a schema, as a coder has to; the *bare* model knows whether its server takes schemas."""
    text, fault = _said(filled(model, [Message("user", FORTY_TWO)], SCHEMA))
    if fault is not None:
        return Check("schema", False, fault)
    try:
        ok = whole(text) == {"answer": 42}
    except ValueError:
        ok = False
    if not ok:
        return Check("schema", False, tell("it answers {text}, and cannot be a coder", text=_shown(text)))
    return Check("schema", True, tell("JSON, held to a schema") if getattr(bare, "schemas", False) else tell("JSON, without a schema"))


def _context(model: ChatModel) -> Check:
    """Whether it reads a long text from the beginning; a server that cuts off silently does not."""
    word = choice(WORDS)
    filler = "\n".join(f"Line {number} of the list says nothing of any use." for number in range(LINES))
    reply = model.stream(
        [Message("user", f"The word is {word}.\n{filler}\nWhat is the word in the very first line? Answer with that word alone.")]
    )
    text, fault = _said(reply)
    if fault is not None:
        return Check("context", False, fault)
    read = reply.ending.usage.sent if reply.ending is not None and reply.ending.usage is not None else None
    if word in text.lower():
        return Check("context", True, tell("at least about {tokens} tokens", tokens=TOKENS))
    counted = "" if read is None else tell(" ({read} were counted)", read=read)
    return Check(
        "context",
        False,
        tell("the beginning of about {tokens} tokens is not known{counted}: raise num_ctx", tokens=TOKENS, counted=counted),
    )


def _said(reply: Reply) -> tuple[str, str | None]:
    """The text of *reply*, and what was wrong with it."""
    try:
        return "".join(reply), None
    except (ProviderFailed, KeyRefused) as error:
        return "", error_text(error, message_language())


def _shown(text: str) -> str:
    return inert(text, lines=False)[:60] or "-"
