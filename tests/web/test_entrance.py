"""Who is let in, byte by byte, by ``roleplay serve`` in a process of its own."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator

import openai
import pytest
from starlette.types import Message, Receive, Scope, Send

from roleplay.errors import Misconfigured
from roleplay.web import entrance, loopback
from tests.web.serving import MODEL, Served

GET = "GET /v1/models HTTP/1.1\r\n"


@pytest.fixture(scope="module", name="shared")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server."""
    with Served(tmp_path_factory.mktemp("served") / "home") as served:
        yield served


def status(served: Served, *headers: str, first: str = GET, token: str | None = None) -> int:
    """The status of an answer to these *headers*."""
    lines = [f"Authorization: Bearer {served.token if token is None else token}", "Connection: close", *headers]
    came = served.raw((first + "".join(f"{line}\r\n" for line in lines) + "\r\n").encode("latin-1"))
    return int(came.split(b" ", 2)[1]) if came else 0


def host(served: Served, name: str = "127.0.0.1") -> str:
    """The header that names the host."""
    return f"Host: {name}:{served.port}"


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_this_machine_is_let_in(shared: Served, name: str) -> None:
    """By both its names."""
    assert status(shared, host(shared, name)) == 200


def test_w1_it_listens_on_this_machine_only(shared: Served) -> None:
    """W1: there is no option for another address, and no other answers."""
    with loopback.listening(0) as found:
        assert found.getsockname()[0] == "127.0.0.1"
    with socket.socket() as line, pytest.raises(ConnectionRefusedError):
        line.connect(("127.0.0.2", shared.port))


def test_w2_w3_a_name_that_was_bent_to_this_machine_is_not_answered(shared: Served) -> None:
    """W2, W3: another host, another port, none, two, and one in the request line: 421 or 400, and no list of models."""
    good = host(shared)
    assert status(shared, "Host: evil.example") == 421
    assert status(shared, f"Host: evil.example:{shared.port}") == 421
    assert status(shared, f"Host: 127.0.0.1.evil.example:{shared.port}") == 421
    assert status(shared, "Host: 127.0.0.1:1") == 421
    assert status(shared, "Host:") in (400, 421)
    assert status(shared) in (400, 421)
    assert status(shared, good, "Host: evil.example") == 400
    assert status(shared, "Host: evil.example", first="GET http://127.0.0.1/v1/models HTTP/1.1\r\n") == 421
    assert status(shared, good, first="GET http://evil.example/v1/models HTTP/1.1\r\n") in (400, 404, 421)


def test_w4_a_page_elsewhere_gets_nothing(shared: Served) -> None:
    """W4: a browser asks first, without the token, and is given no leave; what it sends all the same has no token."""
    came = shared.raw(
        f"OPTIONS /v1/chat/completions HTTP/1.1\r\n{host(shared)}\r\nOrigin: https://evil.example\r\nConnection: close\r\n\r\n".encode()
    )
    assert came.startswith(b"HTTP/1.1 401 ")
    assert b"access-control" not in came.lower()
    assert status(shared, host(shared), "Sec-Fetch-Site: cross-site", token="") == 401


def test_w5_w6_nobody_is_answered_without_the_token(shared: Served) -> None:
    """W5, W6: none, a wrong one, a part of it, two of them, another scheme: 401, in the protocol’s form and without a second try."""
    good = host(shared)
    assert [status(shared, good, token=token) for token in ("", "x", shared.token[:-1], f"{shared.token}x", f" {shared.token} x")] == [
        401
    ] * 5
    assert status(shared, good, f"Authorization: Bearer {shared.token}") == 401
    for asked in (shared.client("wrong").models.list, lambda: shared.client("wrong").chat.completions.create(model=MODEL, messages=[])):
        with pytest.raises(openai.AuthenticationError, match="the token is missing or wrong") as caught:
            asked()
        assert caught.value.code == "invalid_api_key"
        assert shared.token not in str(caught.value)


def test_w7_a_body_that_is_too_large_is_not_read(shared: Served) -> None:
    """W7: 413 at once when it says its size, and when it does not as soon as it is too much."""
    post = "POST /v1/chat/completions HTTP/1.1\r\n"
    assert status(shared, host(shared), "Content-Length: 300000000", first=post) == 413
    head = (
        f"{post}{host(shared)}\r\nAuthorization: Bearer {shared.token}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n".encode()
    )
    piece = b"100000\r\n" + b" " * 0x100000 + b"\r\n"
    assert shared.raw(head + piece * 8 + b"0\r\n\r\n").split(b" ", 2)[1] == b"413"


def test_w8_headers_that_are_too_large_are_not_read(shared: Served) -> None:
    """W8: refused or closed, and others are served."""
    assert status(shared, host(shared), "X: " + "x" * 100_000) in (0, 400, 431)
    assert status(shared, host(shared), f"Cookie: {'x' * 20_000}") in (0, 400, 431)
    assert status(shared, host(shared)) == 200


@pytest.mark.parametrize(
    ("first", "wanted"),
    [
        ("GET / HTTP/1.1\r\n", 404),
        ("GET /v1/models/../../etc/passwd HTTP/1.1\r\n", 404),
        ("GET /v1/models/%2e%2e%2fx%00 HTTP/1.1\r\n", 404),
        ("GET /v1/chat/completions HTTP/1.1\r\n", 405),
        ("DELETE /v1/models HTTP/1.1\r\n", 405),
        ("nonsense\r\n", 400),
    ],
)
def test_w10_what_is_not_there_is_not_there(shared: Served, first: str, wanted: int) -> None:
    """W10: no path leads anywhere else."""
    assert status(shared, host(shared), first=first) == wanted


def test_w9_a_body_that_trickles_in_holds_nobody_up(shared: Served) -> None:
    """W9: while some connections say nothing more, others are served."""
    head = f"POST /v1/chat/completions HTTP/1.1\r\n{host(shared)}\r\nAuthorization: Bearer {shared.token}\r\nContent-Length: 10\r\n\r\n{{"
    lines = [socket.create_connection(("127.0.0.1", shared.port)) for _ in range(20)]
    for line in lines:
        line.sendall(head.encode())
    assert status(shared, host(shared)) == 200
    for line in lines:
        line.close()


def test_w9_a_body_that_does_not_arrive_in_time_counts_as_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """W9: each piece may be in time, all of them must be; once it is whole, a client may listen as long as it likes."""
    monkeypatch.setattr(entrance, "PATIENCE", 0.05)
    heard: list[Message] = []

    async def app(_: Scope, receive: Receive, __: Send) -> None:
        while not heard or heard[-1].get("more_body"):
            heard.append(await receive())

    async def trickle() -> Message:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b" ", "more_body": True}

    async def send(_: Message) -> None:
        raise AssertionError("nothing is to be refused")

    async def refuse(*_: object) -> None:
        raise AssertionError("nothing is to be refused")

    let_in = entrance.Entrance(app, hosts=frozenset({"h"}), token="t", refuse=refuse)
    scope = {"type": "http", "headers": [(b"host", b"h"), (b"authorization", b"Bearer t")]}
    asyncio.run(let_in(scope, trickle, send))
    assert heard[-1] == {"type": "http.disconnect"}
    assert 1 < len(heard) < 5


def test_a_port_that_cannot_be_had_is_told() -> None:
    """Taken, with the way out; not allowed, with the reason."""
    with loopback.listening(0) as taken, pytest.raises(Misconfigured, match="--port 0"):
        loopback.listening(taken.getsockname()[1])
