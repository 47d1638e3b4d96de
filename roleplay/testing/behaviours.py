"""What a provider may do, well or badly, each under the name of a model."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace

from roleplay.testing.answer import SAYS, Answer, Cut
from roleplay.testing.coding import answer as coded
from roleplay.testing.coding import material

__all__ = ["BEHAVIOURS", "Behaviour", "say"]

Behaviour = Callable[[Answer], Awaitable[None]]
"""A way to answer: it sends what it likes by the `Answer` it is given."""


async def say(answer: Answer) -> None:
    """Speak as one should: the argument, or `SAYS`; in one piece if that was asked for."""
    if answer.request.body.get("stream") is False:
        await answer.reply(answer.argument or SAYS)
        return
    await answer.begin()
    await answer.speak(answer.argument or SAYS)
    await answer.finish()


async def _lines(answer: Answer) -> None:
    """One line after the other, parted by ``|``; the last one for ever."""
    lines = answer.argument.split("|")
    await say(replace(answer, argument=lines[min(answer.number, len(lines)) - 1]))


async def _drip(answer: Answer) -> None:
    """Comments that keep the connection alive, and nothing else, for ever."""
    await answer.begin()
    while True:
        await answer.piece(": still here\n\n")
        await asyncio.sleep(0.02)


async def _silent(_: Answer) -> None:
    await asyncio.sleep(3600)


async def _slow(answer: Answer) -> None:
    """A first token that takes its time: as many seconds as are asked for."""
    await answer.begin()
    await asyncio.sleep(float(answer.argument or 0.2))
    await answer.speak(SAYS)
    await answer.finish()


async def _stalls(answer: Answer) -> None:
    """Some words, the argument if there is one, and then nothing more."""
    await answer.begin()
    await answer.speak(answer.argument or "You never ring,")
    await asyncio.sleep(3600)


async def _endless(answer: Answer) -> None:
    await answer.begin()
    while True:
        await answer.event({"content": "and another thing, "})


async def _thinks(answer: Answer) -> None:
    """Thinks in a field of its own before it speaks; with ``only`` as argument it does not speak at all."""
    await answer.begin()
    await answer.event({"reasoning_content": "be hard on them", "content": None})
    if answer.argument != "only":
        await answer.speak(SAYS)
    await answer.finish()


async def _cut(answer: Answer) -> None:
    """The connection is dropped in the middle."""
    await answer.begin()
    await answer.speak("You never ring,")
    raise Cut


async def _drops(answer: Answer) -> None:
    """Dropped before a word, every time; with an argument only so many times."""
    if answer.argument and answer.number > int(answer.argument):
        await say(replace(answer, argument=""))
        return
    raise Cut


async def _unfinished(answer: Answer) -> None:
    """A clean end without a finish reason and without ``[DONE]``; with ``done`` as argument only the reason lacks."""
    await answer.begin()
    await answer.speak(SAYS)
    await answer.finish(None, done=answer.argument == "done")


async def _finish(answer: Answer) -> None:
    """Another finish reason: ``length``, ``content_filter``, none at all."""
    await answer.begin()
    await answer.speak(SAYS)
    await answer.finish(answer.argument)


async def _refusal(answer: Answer) -> None:
    await answer.begin()
    await answer.event({"refusal": "I cannot help with that."})
    await answer.finish()


async def _empty(answer: Answer) -> None:
    await answer.begin()
    await answer.event({"content": None if answer.argument == "null" else ""})
    await answer.finish()


async def _html(answer: Answer) -> None:
    await answer.whole(200, "<!doctype html><h1>Please log in</h1>", kind="text/html")


async def _plain(answer: Answer) -> None:
    """A reply that is not streamed."""
    await answer.reply(SAYS)


async def _codes(answer: Answer) -> None:
    """The answer of a coder about the material of the request; the argument is a list of codes with their quotes, in JSON."""
    try:
        found = material(answer.request.text)
    except ValueError:
        await say(replace(answer, argument="{}"))
        return
    codes = [(code, quote) for code, quote in json.loads(answer.argument or "[]") if quote in found.reply]
    await say(replace(answer, argument=coded(found.key, codes)))


async def _able(answer: Answer) -> None:
    """Fills a schema, and knows the word that a long text begins with; the argument is how many letters it can take in."""
    read = answer.request.text[-int(answer.argument or 10**9) :]
    word = re.search(r"The word is (\w+)", read)
    asked = '"answer": 42' in read
    await say(replace(answer, argument='{"answer": 42}' if asked else word[1] if word else ""))


async def _refuses(answer: Answer) -> None:
    """Refuses requests with the fields that the argument names, with commas between, and codes like ``codes`` otherwise."""
    field = next((name for name in answer.argument.split(",") if name in answer.request.body), None)
    if field is not None:
        await answer.error(400, "unsupported_parameter", message=f"Unsupported parameter: {field}")
    else:
        await _codes(replace(answer, argument=""))


async def _body(answer: Answer) -> None:
    """Any JSON, or what is not quite JSON, as the whole answer."""
    await answer.whole(200, answer.argument)


async def _data(answer: Answer) -> None:
    """Any event after some words; ``bytes`` stands for some that are no UTF-8."""
    await answer.begin()
    await answer.speak("You never ring,")
    await answer.piece(b"data: " + (b"\xff\xfe" if answer.argument == "bytes" else answer.argument.encode()) + b"\n\n")
    await answer.finish()


async def _type(answer: Answer) -> None:
    """The right events under another content type."""
    await answer.begin(answer.argument)
    await answer.speak(SAYS)
    await answer.finish()


async def _limited(answer: Answer) -> None:
    """Too many requests at first; the argument is what to wait, in seconds."""
    if answer.number == 1:
        await answer.error(429, "rate_limit_exceeded", *([f"retry-after: {answer.argument}"] if answer.argument else []))
    else:
        await say(replace(answer, argument=""))


async def _quota(answer: Answer) -> None:
    await answer.error(429, "insufficient_quota", "retry-after: 0")


async def _key(answer: Answer) -> None:
    """The key is refused, and repeated."""
    await answer.error(
        int(answer.argument or 401), "invalid_api_key", message=f"Incorrect key: {answer.request.headers.get('authorization')}"
    )


async def _status(answer: Answer) -> None:
    """Any status; with ``+`` after it only the first time."""
    if answer.argument.endswith("+") and answer.number > 1:
        await say(replace(answer, argument=""))
    else:
        await answer.error(int(answer.argument.rstrip("+")), "some_error", message="something is wrong")


async def _long(answer: Answer) -> None:
    await answer.error(400, "context_length_exceeded", message="This model's maximum context length is 4096 tokens.")


async def _other(answer: Answer) -> None:
    """Another model answers than was asked for."""
    await answer.begin()
    for word in SAYS.split(" "):
        await answer.event({"content": f"{word} "}, model="other-model-2026")
    await answer.event({}, "stop", model="other-model-2026")
    await answer.piece("data: [DONE]\n\n")
    await answer.raw(b"0\r\n\r\n")


BEHAVIOURS: dict[str, Behaviour] = {
    "able": _able,
    "body": _body,
    "codes": _codes,
    "cut": _cut,
    "data": _data,
    "drip": _drip,
    "drops": _drops,
    "empty": _empty,
    "endless": _endless,
    "finish": _finish,
    "html": _html,
    "key": _key,
    "limited": _limited,
    "lines": _lines,
    "long": _long,
    "other": _other,
    "plain": _plain,
    "quota": _quota,
    "refusal": _refusal,
    "refuses": _refuses,
    "say": say,
    "silent": _silent,
    "slow": _slow,
    "stalls": _stalls,
    "status": _status,
    "thinks": _thinks,
    "type": _type,
    "unfinished": _unfinished,
}
"""What each name of a model does; any other name speaks as ``say`` does."""
