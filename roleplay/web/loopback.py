"""A web server on this machine: a socket that only this machine reaches, and a run that ends in good order within two seconds."""

from __future__ import annotations

import errno
import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from roleplay.errors import Misconfigured

if TYPE_CHECKING:
    from starlette.types import ASGIApp

__all__ = ["ADDRESS", "listening", "serve"]

ADDRESS = "127.0.0.1"
MAX_HEAD = 16_384  # bytes of a request line with all headers that are held while more is awaited
MAX_CONNECTIONS = 100
GRACE = 1  # seconds for what is under way when the server stops
_SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def listening(port: int) -> socket.socket:
    """A socket on *port* of the loopback address, 0 for any that is free. Raises `Misconfigured` if it is taken or not allowed."""
    found = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":  # elsewhere it would let two servers share a port
            found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((ADDRESS, port))
        found.listen(MAX_CONNECTIONS)
    except OSError as error:
        found.close()
        if error.errno == errno.EADDRINUSE:
            raise Misconfigured(
                "port {port} is taken by another program; choose one with --port, or any with --port 0", port=port
            ) from None
        raise Misconfigured("port {port} cannot be used: {reason}", port=port, reason=error.strerror) from None
    return found


def serve(app: ASGIApp, socket_: socket.socket, *, stopping: Callable[[], None]) -> int:
    """Serve *app* until a signal says stop, the number of which is given back; *stopping* is called first, to let go of what is under way."""
    import uvicorn

    heard: list[int] = []

    class Server(uvicorn.Server):
        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            def stop(number: int, _: object) -> None:
                heard.append(number)
                self.force_exit = self.should_exit  # the second time in a hurry
                self.should_exit = True

            before = {number: signal.signal(number, stop) for number in _SIGNALS}
            try:
                yield
            finally:
                for number, handler in before.items():
                    signal.signal(number, handler)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            stopping()
            await super().shutdown(sockets)

    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=MAX_CONNECTIONS,
        timeout_graceful_shutdown=GRACE,
        h11_max_incomplete_event_size=MAX_HEAD,
    )
    Server(config).run(sockets=[socket_])
    return heard[0] if heard else 0
