"""Who is let in: requests that name this machine as their host and know the token. For everything else there is a refusal in JSON."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["Entrance"]

MAX_HEADERS = 16_384  # bytes
PATIENCE = 20.0  # seconds for a body to arrive
Refuse = Callable[["Scope", "Receive", "Send", int], Awaitable[None]]
"""Answers a request with a status."""


class Entrance:
    """Stands before *app*: what is asked of another host than *hosts* gets 421 (a name that was bent to this machine), without the *token* 401.

    Headers of more than `MAX_HEADERS` get 431; a body that does not arrive in time counts as lost. *refuse* words the refusal.
    """

    def __init__(self, app: ASGIApp, *, hosts: frozenset[str], token: str, refuse: Refuse) -> None:
        self._app, self._hosts, self._token, self._refuse = app, hosts, token, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or refuse it."""
        if scope["type"] != "http":
            return
        if (
            sum(len(name) + len(value) for name, value in scope["headers"]) > MAX_HEADERS
        ):  # the server below minds only what comes in pieces
            await self._refuse(scope, receive, send, 431)
            return
        told = [value.decode("latin-1").strip().lower() for name, value in scope["headers"] if name == b"host"]
        if len(told) != 1 or told[0] not in self._hosts:
            await self._refuse(scope, receive, send, 421)
        elif not self._known(scope):
            await self._refuse(scope, receive, send, 401)
        else:
            await self._app(scope, _in_time(receive), send)

    def _known(self, scope: Scope) -> bool:
        shown = [value for name, value in scope["headers"] if name == b"authorization"]
        kind, _, token = shown[0].partition(b" ") if len(shown) == 1 else (b"", b"", b"")
        return kind.lower() == b"bearer" and hmac.compare_digest(token.strip(), self._token.encode())


def _in_time(receive: Receive) -> Receive:
    """*receive* that gives up on a body which trickles in: the connection counts as lost then."""
    loop = asyncio.get_running_loop()
    end = loop.time() + PATIENCE
    whole = False

    async def received() -> Message:
        nonlocal whole
        if whole:
            return await receive()
        try:
            async with asyncio.timeout_at(end):
                message = await receive()
        except TimeoutError:
            return {"type": "http.disconnect"}
        whole = not message.get("more_body", False)
        return message

    return received
