"""No exception of a library below gets past the models: each becomes one of ours."""

from __future__ import annotations

import inspect
import json
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from types import ModuleType
from typing import Any

import httpx2
import openai
import pytest

from roleplay.errors import Busy, KeyRefused, Misconfigured, ProviderFailed, QuotaSpent, RoleplayError, TimedOut, Unreachable
from roleplay.models.faults import at_status, excerpt, of_openai, without_keys

REQUEST = httpx2.Request("POST", "http://model.example/v1/chat/completions")
GIVEN: dict[str, Any] = {
    "message": "sk-secret is wrong",
    "request": REQUEST,
    "response": httpx2.Response(500, request=REQUEST),
    "body": None,
    "completion": None,
    "code": None,
}


def every(kind: type[Exception]) -> Iterator[type[Exception]]:
    """*kind* and all that is made from it."""
    yield kind
    for each in kind.__subclasses__():
        yield from every(each)


def public(module: ModuleType) -> Iterator[type[Exception]]:
    """The exceptions that *module* offers by name, and all that is made from them."""
    for each in list(vars(module).values()):
        if inspect.isclass(each) and issubclass(each, Exception) and not issubclass(each, Warning):
            yield from every(each)


FOREIGN = sorted({*public(openai), *public(httpx2)}, key=lambda kind: kind.__name__)


def made(kind: type[Exception]) -> Exception:
    """An exception of *kind*, whatever it wants to be made from."""
    error = kind.__new__(kind)
    names = inspect.signature(kind.__init__).parameters
    wanted = {
        name: GIVEN.get(name, "x")
        for name, each in names.items()
        if name != "self" and each.kind not in (each.VAR_POSITIONAL, each.VAR_KEYWORD)
    }
    for name, value in {**GIVEN, **wanted}.items():
        try:
            setattr(error, name, value)
        except (AttributeError, TypeError):
            continue
    error.args = ("sk-secret is wrong",)
    if isinstance(error, openai.APIStatusError):
        error.status_code = 500
    return error


def test_the_trees_are_whole() -> None:
    """Both libraries' exceptions are found."""
    names = {kind.__name__ for kind in FOREIGN}
    assert {
        "RateLimitError",
        "APITimeoutError",
        "ReadTimeout",
        "RemoteProtocolError",
        "DecodingError",
        "InvalidURL",
        "TooManyRedirects",
    } <= names
    assert len(FOREIGN) > 40


@pytest.mark.parametrize("kind", FOREIGN)
def test_every_foreign_exception_is_one_of_ours(kind: type[Exception]) -> None:
    """With an exit code of a provider or of settings, and on one line."""
    found = of_openai(made(kind), host="model.example", model="x")
    assert isinstance(found, ProviderFailed | Misconfigured)
    assert found.exit_code in (3, 5)
    assert "\n" not in str(found)


@pytest.mark.parametrize(
    "error",
    [UnicodeDecodeError("utf-8", b"x", 0, 1, "no"), json.JSONDecodeError("no", "x", 0), ValueError("x"), KeyError("x"), RecursionError()],
)
def test_what_reading_raises_is_one_of_ours(error: Exception) -> None:
    """And not taken for a fault of the program."""
    assert isinstance(of_openai(error, host="h", model="x"), ProviderFailed)


def test_our_own_errors_stay_as_they_are() -> None:
    """Nothing is mapped twice."""
    error = QuotaSpent("x")
    assert of_openai(error, host="h", model="x") is error


def test_p6_trust_is_told_apart() -> None:
    """A certificate that is not accepted, behind two other exceptions."""
    error = openai.APIConnectionError(request=REQUEST)
    error.__cause__ = httpx2.ConnectError("x")
    error.__cause__.__cause__ = ssl.SSLCertVerificationError("self-signed")
    assert "certificate" in str(of_openai(error, host="h", model="x"))
    proxied = openai.APIConnectionError(request=REQUEST)
    proxied.__cause__ = httpx2.ProxyError("x")
    assert "NO_PROXY" in str(of_openai(proxied, host="h", model="x"))


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, None, KeyRefused),
        (200, {"code": "invalid_api_key", "message": "x"}, KeyRefused),
        (402, None, QuotaSpent),
        (429, {"error": {"type": "insufficient_quota"}}, QuotaSpent),
        (429, {"error": {"message": "insufficient_quota: pay"}}, QuotaSpent),
        (429, "slow down", Busy),
        (408, None, Busy),
        (529, None, Busy),
        (200, {"type": "overloaded_error"}, Busy),
        (307, None, ProviderFailed),
    ],
)
def test_an_answer_means_what_it_says(status: int, body: object, kind: type[RoleplayError]) -> None:
    """By status first, then by the code in the body, in each form that there is."""
    assert type(at_status(status, {}, body, host="h", model="x")) is kind


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"retry-after": "2"}, 2.0),
        ({"retry-after": "-5"}, 0.0),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "1e400"}, 1e9),
    ],
)
def test_p3_the_wait_is_read_in_every_form(headers: dict[str, str], wait: float | None) -> None:
    """Seconds, milliseconds, and what nobody understands."""
    error = at_status(429, headers, None, host="h", model="x")
    assert isinstance(error, Busy)
    assert error.wait == wait


@pytest.mark.parametrize(
    "told",
    [
        {"code": "context_length_exceeded", "message": "x"},
        {"code": 400, "type": "too_many_prompt_tokens", "message": "x"},
        {"message": "The total length of all messages is too long."},
        {"message": "This model's maximum context length is 4096 tokens."},
        {"message": "the request exceeds the available context size: context window is 8192"},
    ],
)
def test_p17_a_talk_that_is_too_long_is_known_in_every_wording(told: dict[str, object]) -> None:
    """P17: by the code, the type or the words; the status may stand where the code should."""
    assert "longer than x can take in" in str(at_status(400, {}, {"error": told}, host="h", model="x"))


def test_p2_no_key_is_left_in_what_a_library_says() -> None:
    """P2: in any form that keys have."""
    for key in ("sk-proj-abcdef123456", "Bearer abc", "gsk-abcdef123", "xai-abcdef12"):
        assert key not in without_keys(f"Incorrect API key provided: {key}.")
    assert without_keys("a risk-averse task") == "a risk-averse task"


def test_p5_a_wait_until_a_date_is_read() -> None:
    """As HTTP writes dates."""
    error = at_status(429, {"retry-after": format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)}, None, host="h", model="x")
    assert isinstance(error, Busy)
    assert 3590 < (error.wait or 0) <= 3600


def test_j8_what_a_provider_says_is_inert_and_short() -> None:
    """No escape sequences, no lines, 200 characters."""
    assert excerpt("a\x1b[31m\n\nb" + "c" * 5000).startswith("a␛[31m b")
    assert len(excerpt("c" * 5000)) == 200


def test_time_and_connection_are_told_apart() -> None:
    """As the SDK and as its HTTP library raise them."""
    for late in (openai.APITimeoutError(request=REQUEST), httpx2.ReadTimeout("x")):
        assert isinstance(of_openai(late, host="h", model="x"), TimedOut)
    assert isinstance(of_openai(httpx2.RemoteProtocolError("x"), host="h", model="x"), Unreachable)
