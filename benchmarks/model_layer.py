"""The model layer with all its guards against the bare SDK, on a provider on loopback: time per turn, first token, and a long history.

The floor is the SDK's low-level ``post`` and, for the record, its ``create``, in the same run and by turns.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any, cast

from benchmarks.measure import report
from roleplay.models.endpoint import endpoint
from roleplay.models.guards import guarded
from roleplay.models.openai import OpenAIModel
from roleplay.models.reply import Message

ROUNDS = 150
LIMIT = 1e-3  # seconds that may be added
SERVER = """
import sys
from roleplay.testing.server import Provider

with Provider() as provider:
    print(provider.url, flush=True)
    sys.stdin.read()
"""
LINE = "You never ring, and then you ring, and then it is about you. "

Turn = Callable[[], tuple[float, float]]
"""Takes one turn; seconds to the first token, and to the end."""


def history(count: int) -> list[Message]:
    """So many messages of a talk."""
    return [Message("user" if number % 2 == 0 else "assistant", LINE * 2) for number in range(count - 1)] + [Message("user", "Well?")]


def ours(url: str, messages: list[Message]) -> Turn:
    """A turn through the model layer."""
    model = guarded(OpenAIModel(endpoint("openai:say", base_url=url, environment={"OPENAI_API_KEY": "x"})))

    def turn() -> tuple[float, float]:
        began, first = time.perf_counter(), 0.0
        for _ in model.stream(messages):
            first = first or time.perf_counter() - began
        return first, time.perf_counter() - began

    return turn


def bare(url: str, messages: list[Message], *, low: bool) -> Turn:
    """A turn through the SDK alone, by its low-level ``post`` or by ``create``."""
    from openai import OpenAI, Stream
    from openai.types.chat import ChatCompletionChunk

    client = OpenAI(api_key="x", base_url=url, max_retries=0)
    plain = [{"role": message.role, "content": message.text} for message in messages]

    def opened() -> Stream[ChatCompletionChunk]:
        if low:
            body = {"model": "say", "messages": plain, "stream": True, "stream_options": {"include_usage": True}}
            return client.post(
                "/chat/completions", body=body, cast_to=ChatCompletionChunk, stream=True, stream_cls=Stream[ChatCompletionChunk]
            )
        return client.chat.completions.create(
            model="say",
            messages=cast("Any", plain),
            stream=True,
            stream_options={"include_usage": True},
        )

    def turn() -> tuple[float, float]:
        began, first = time.perf_counter(), 0.0
        for chunk in opened():
            if chunk.choices and chunk.choices[0].delta.content:
                first = first or time.perf_counter() - began
        return first, time.perf_counter() - began

    return turn


Times = list[tuple[float, float]]


def by_turns(one: Turn, other: Turn) -> tuple[Times, Times]:
    """Take *one* and *other* by turns, after a warm-up each; nothing else between, because a long history leaves litter for the next turn."""
    one(), other()
    rounds = [(one(), other()) for _ in range(ROUNDS)]
    return [a for a, _ in rounds], [b for _, b in rounds]


def against(name: str, mine: Turn, floor: Turn) -> bool:
    """What our turn adds to the one that is called *name*."""
    pairs = by_turns(mine, floor)
    met = []
    for which, what in enumerate(("first token", "a turn")):
        one, other = ([each[which] for each in times] for times in pairs)
        added = statistics.median(a - b for a, b in zip(one, other, strict=True))
        limit = f"at most 1 ms added ({added * 1e3:+.2f} ms)"
        met.append(report(f"{what}, 2 messages, against the SDK's {name}", one, other, limit=limit, ok=added <= LIMIT))
    return all(met)


def growth(name: str, long: Turn, short: Turn, most: float | None) -> bool:
    """How much longer a turn with a long history takes, at *most* if there is a limit."""
    one, other = ([each[1] for each in times] for times in by_turns(long, short))
    ratio = statistics.median(a / b for a, b in zip(one, other, strict=True))
    limit = "no limit" if most is None else f"at most {most:g} times"
    return report(f"{name}, 100 messages against 2", one, other, limit=limit, ok=most is None or ratio <= most)


def main() -> bool:
    """Measure `ROUNDS` turns of each."""
    with subprocess.Popen([sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        short, long = history(2), history(100)
        met = [
            against("post", ours(url, short), bare(url, short, low=True)),
            against("create", ours(url, short), bare(url, short, low=False)),
            growth("a turn", ours(url, long), ours(url, short), 2),
            growth("the SDK's create", bare(url, long, low=False), bare(url, short, low=False), None),
        ]
        server.stdin.close()
    return all(met)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
