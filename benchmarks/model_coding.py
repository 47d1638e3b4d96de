"""Coding by a model against the bare SDK: 2,000 calls of 200 ms on loopback, 50 at once; wall time, processor time and memory a call.

Each measurement is a process of its own, ours and the floor by turns. The floor is 50 threads on the SDK's low-level ``post`` with the same
messages and nothing else. Ours fences, reads every answer strictly and finds every quote; ``calls`` are given what the rules say, as in
practice, where they have spoken before; ``score`` lets the rules code as well, as ``roleplay score`` does.
"""

from __future__ import annotations

import asyncio
import json
import re
import resource
import statistics
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice

from benchmarks.measure import report
from fitting.replies import replies
from roleplay.coders.model import ModelCoder
from roleplay.coders.rubric import asked
from roleplay.coders.rules import RuleCoder
from roleplay.codes import Coding
from roleplay.dialogue import Exchange, Speaker, Turn
from roleplay.models.endpoint import endpoint
from roleplay.models.guards import guarded
from roleplay.models.limits import Capacity, Shared
from roleplay.models.openai import OpenAIModel
from roleplay.testing.coding import answer, material

CALLS, AT_ONCE, SECONDS, ROUNDS, WARM = 2000, 50, 0.2, 3, 200
IDEAL = CALLS / AT_ONCE * SECONDS
WALL, CPU, MEMORY = 1.10, 2.5e-3, 8e3


def exchanges(count: int, start: int = 0) -> Iterator[Exchange]:
    """So many exchanges, each with words of its own as far as our labelled replies go."""
    for number, each in enumerate(islice(cycle(replies("en")), start, start + count)):
        heard = Turn(index=2 * number, speaker=Speaker.PERSONA, text=each.context)
        yield Exchange(heard=heard, reply=Turn(index=2 * number + 1, speaker=Speaker.TRAINEE, text=each.reply), before=(heard,))


Code = Callable[[Iterable[Exchange]], Callable[[], None]]
"""Makes exchanges ready, and gives what codes them."""


def _coder(url: str) -> ModelCoder:
    """The model coder with all its guards."""
    model = guarded(OpenAIModel(endpoint("openai:m", base_url=url, environment={"OPENAI_API_KEY": "x"})), chars=24_000)
    return ModelCoder(Shared(model, Capacity(AT_ONCE)), RuleCoder("en"), at_once=AT_ONCE)


def score(url: str) -> Code:
    """Rules and model."""
    coder = _coder(url)

    def ready(found: Iterable[Exchange]) -> Callable[[], None]:
        every = list(found)
        return lambda: _none_failed(coding for _, coding in coder.codings(every))

    return ready


def calls(url: str) -> Code:
    """The model alone; the rules have coded before."""
    coder, pool = _coder(url), ThreadPoolExecutor(AT_ONCE)

    def ready(found: Iterable[Exchange]) -> Callable[[], None]:
        every = [(each, coder.rules.code(each)) for each in found]
        return lambda: _none_failed(pool.map(lambda pair: coder.code(*pair), every))

    return ready


def bare(url: str) -> Code:
    """The SDK alone, with plain dictionaries."""
    from openai import OpenAI

    client, pool = OpenAI(api_key="x", base_url=url, max_retries=0), ThreadPoolExecutor(AT_ONCE)

    def post(found: Exchange) -> None:
        messages = [{"role": message.role, "content": message.text} for message in asked(found, "en", {})[1]]
        client.post("/chat/completions", body={"model": "m", "messages": messages}, cast_to=object)

    def ready(found: Iterable[Exchange]) -> Callable[[], None]:
        every = list(found)
        return lambda: deque(pool.map(post, every), maxlen=0).clear()

    return ready


KINDS = {"calls": calls, "score": score, "bare": bare}
Numbers = tuple[float, float, float]


def _none_failed(codings: Iterable[Coding]) -> None:
    for coding in codings:
        assert coding.failure is None, coding.failure


def measured(code: Code) -> tuple[float, float, float]:
    """Seconds of wall time, and a call's seconds of processor time and bytes of memory, after `WARM` calls to make everything ready."""
    code(exchanges(WARM))()
    run = code(exchanges(CALLS, WARM))
    peak, began, used = _peak(), time.perf_counter(), time.process_time()
    run()
    wall, cpu = time.perf_counter() - began, time.process_time() - used
    return wall, cpu / CALLS, (_peak() - peak) / CALLS


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024.0


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Read requests and answer each after 200 ms with a code of its reply."""
    while True:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, OSError):
            writer.close()
            return
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        body = json.loads(await reader.readexactly(int(length[1]) if length else 0))
        due = asyncio.get_running_loop().time() + SECONDS
        found = material(body["messages"][1]["content"])
        said = answer(found.key, [("care", found.reply.strip()[:20])], weight="heavy")
        choice = {"index": 0, "message": {"role": "assistant", "content": said}, "finish_reason": "stop"}
        usage = {"prompt_tokens": 1500, "completion_tokens": 90, "total_tokens": 1590}
        data = json.dumps({"id": "1", "model": "m", "choices": [choice], "usage": usage}).encode()
        await asyncio.sleep(due - asyncio.get_running_loop().time())
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b" % (len(data), data))


async def _serve() -> None:
    server = await asyncio.start_server(_answer, "127.0.0.1", 0, backlog=500)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", flush=True)
    await asyncio.to_thread(sys.stdin.read)


def _alone(*arguments: str) -> tuple[float, float, float]:
    """One measurement in a process of its own."""
    done = subprocess.run([sys.executable, "-m", "benchmarks.model_coding", *arguments], check=True, stdout=subprocess.PIPE, text=True)
    wall, cpu, memory = json.loads(done.stdout)
    return wall, cpu, memory


def main() -> bool:
    """Measure `ROUNDS` of each, by turns."""
    command = [sys.executable, "-m", "benchmarks.model_coding", "serve"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        rounds = [{kind: _alone(kind, url) for kind in KINDS} for _ in range(ROUNDS)]
        server.stdin.close()
    good = [_told(kind, *([each[which] for each in rounds] for which in (kind, "bare"))) for kind in ("calls", "score")]
    return all(good)


def _told(kind: str, mine: list[Numbers], floor: list[Numbers]) -> bool:
    """Print what was measured of *kind* beside its *floor*."""
    name = f"{CALLS:,} {'calls of a model coder' if kind == 'calls' else 'replies scored by rules and a model'}, {AT_ONCE} at once"
    walls, cpus, memories = ([[each[n] for each in one] for one in (mine, floor)] for n in range(3))
    times, spent, taken = (statistics.median(each[0]) for each in (walls, cpus, memories))
    times /= IDEAL
    good = report(f"{name}, wall time", *walls, unit="s", limit=f"at most {WALL:.2f} times {IDEAL:g} s ({times:.2f})", ok=times <= WALL)
    good &= report(f"{name}, processor time a call", *cpus, limit=f"at most {CPU * 1e3:g} ms", ok=spent <= CPU)
    print(
        f"{name}, memory a call: {taken / 1e3:.1f} kB ({min(memories[0]) / 1e3:.1f} to {max(memories[0]) / 1e3:.1f}), floor "
        f"{statistics.median(memories[1]) / 1e3:.1f} kB; wanted at most {MEMORY / 1e3:g} kB: {'met' if taken <= MEMORY else 'NOT MET'}"
    )
    return good and taken <= MEMORY


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["serve"]:
            asyncio.run(_serve())
        case [kind, address]:
            print(json.dumps(measured(KINDS[kind](address))))
        case _:
            sys.exit(0 if main() else 1)
