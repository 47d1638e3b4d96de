"""A provider that behaves as it is told, well or badly: an HTTP server on loopback that speaks Chat Completions, written on bare sockets.

The name of the model chooses the behaviour (`roleplay.testing.behaviours`); what comes after a colon, as in ``say:Good morning.`` or
``limited:0.1``, is its argument. `Provider.requests` holds what was asked. ``Provider(behaviours={"sulks": mine})`` behaves as you write
it: a coroutine that is given a `roleplay.testing.answer.Answer`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Self

from roleplay.testing.answer import Answer, Cut, Request
from roleplay.testing.behaviours import BEHAVIOURS, Behaviour, say

__all__ = ["Provider"]


@dataclass
class Provider:
    """A server within ``with``, in a thread of its own. *url* is what to give as ``--base-url``; *arrived* is set once a request is there,
    *left* once somebody has gone while an answer was being sent.

    *behaviours* are those by the name of the model; any other name speaks as it should.
    """

    requests: list[Request] = field(default_factory=list)
    url: str = ""
    arrived: Event = field(default_factory=Event)
    left: Event = field(default_factory=Event)
    behaviours: Mapping[str, Behaviour] = field(default_factory=lambda: BEHAVIOURS)

    def __enter__(self) -> Self:
        ready = Event()
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    @property
    def asked(self) -> list[str]:
        """The models that were asked for, in order."""
        return [str(request.body.get("model")) for request in self.requests]

    def _run(self, ready: Event) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve(ready))

    async def _serve(self, ready: Event) -> None:
        self._stop = asyncio.Event()
        self._talks: set[asyncio.Task[None]] = set()
        server = await asyncio.start_server(self._spawn, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        ready.set()
        await self._stop.wait()
        server.close()
        for talk in self._talks:
            talk.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)

    def _spawn(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk = asyncio.get_running_loop().create_task(self._talk(reader, writer))
        self._talks.add(talk)
        talk.add_done_callback(self._talks.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError, asyncio.IncompleteReadError, Cut):
                while (request := await _read(reader)) is not None:
                    self.requests.append(request)
                    self.arrived.set()
                    name, _, argument = str(request.body.get("model", "")).partition(":")
                    number = self.asked.count(str(request.body.get("model")))
                    await self._answer(name, Answer(writer, request, argument, number))
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _answer(self, name: str, answer: Answer) -> None:
        try:
            await self.behaviours.get(name, say)(answer)
        except OSError:
            self.left.set()
            raise


async def _read(reader: asyncio.StreamReader) -> Request | None:
    """The next request, None where the connection ends."""
    first = await reader.readline()
    if not first:
        return None
    headers: dict[str, str] = {}
    while line := (await reader.readline()).strip():
        name, _, value = line.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Request(first.split()[1].decode(), headers, json.loads(body or b"{}"))
