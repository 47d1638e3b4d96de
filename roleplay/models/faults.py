"""Everything that the OpenAI SDK and its HTTP library raise, as errors of our own, each with one line for the user.

Nothing of a refused key's message is passed on: providers repeat a part of the key in it.
"""

from __future__ import annotations

import math
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from roleplay.errors import (
    Busy,
    KeyRefused,
    Misconfigured,
    ProviderFailed,
    QuotaSpent,
    ReplyUnreadable,
    RoleplayError,
    TimedOut,
    Unreachable,
)
from roleplay.inert import inert

__all__ = ["LONGEST_WAIT", "at_status", "excerpt", "of_openai", "too_long", "unreadable", "without_keys"]

LONGEST_WAIT = 20.0  # seconds; a provider that asks for more is asked again by the user, not by the program
_SPENT = ("insufficient_quota", "billing_hard_limit_reached", "billing_not_active")
_TOO_LONG = (
    "context_length",
    "context length",
    "maximum context",
    "context window",
    "too many tokens",
    "too_many_prompt_tokens",
    "too long",
)
_KEY = re.compile(r"\b(?:sk|key|gsk|xai)-[\w*-]{6,}|Bearer \S+", re.IGNORECASE)


def of_openai(error: BaseException, *, host: str, model: str) -> RoleplayError:
    """What *error*, raised while *model* at *host* was asked, is for us."""
    import httpx2
    import openai

    if isinstance(error, RoleplayError):
        return error
    if isinstance(error, openai.APIStatusError):
        return at_status(error.status_code, error.response.headers, error.body, host=host, model=model)
    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        return TimedOut("{host} did not answer in time", host=host)
    if isinstance(error, httpx2.UnsupportedProtocol | httpx2.InvalidURL):
        return Misconfigured("{url} is no address of a model server; it begins with http:// or https://", url=host)
    if isinstance(error, openai.APIConnectionError | httpx2.TransportError | OSError):
        return _unreachable(error, host)
    if isinstance(error, openai.APIError) and error.body is not None:
        return at_status(200, {}, error.body, host=host, model=model)
    return unreadable(f"{type(error).__name__}: {error}", host)


def at_status(status: int, headers: Mapping[str, str], body: object, *, host: str, model: str) -> RoleplayError:
    """What an answer with *status* and the error *body* means; *status* is 200 for an error in the stream."""
    told = body.get("error", body) if isinstance(body, Mapping) else body
    code, said = _read(told)
    if status in (401, 403) or code in ("invalid_api_key", "invalid_authentication"):
        return KeyRefused("{host} does not accept the key (status {status}); look at OPENAI_API_KEY", host=host, status=status)
    if status == 402 or code in _SPENT or any(word in said for word in _SPENT):
        return QuotaSpent("the account at {host} has nothing left to spend; asking again is of no use", host=host)
    if status == 404:
        return ProviderFailed("{host} has no model {model}, or is no model server; see: roleplay models check", host=host, model=model)
    if status in (400, 413, 422) and too_long(body):
        return ProviderFailed(
            "the talk has become longer than {model} can take in; there is no answer, and nothing was left out silently", model=model
        )
    if status in (408, 409, 425, 429) or status >= 500 or code in ("rate_limit_exceeded", "server_error", "overloaded_error"):
        return _busy(status, _wait(headers), host)
    if status == 200:
        return unreadable(said or str(told), host)
    return ProviderFailed("{host} refused the request (status {status}): {said}", host=host, status=status, said=excerpt(said))


def too_long(body: object) -> bool:
    """Whether the error *body* says that more was sent than the model can take in."""
    said = " ".join(_read(body.get("error", body) if isinstance(body, Mapping) else body)).lower()
    return any(word in said for word in _TOO_LONG)


def unreadable(text: str, host: str) -> ReplyUnreadable:
    """What came is no reply; the user sees how it begins."""
    return ReplyUnreadable("what {host} sent is no reply of a chat model: {said}", host=host, said=excerpt(text) or "…")


def excerpt(text: str) -> str:
    """The first 200 characters of *text* on one line, inert."""
    return inert(" ".join(text[:1000].split()), lines=False)[:200]


def without_keys(text: str) -> str:
    """*text* without what looks like a key: providers and libraries repeat it in what they say."""
    return _KEY.sub("…", text)


def _read(told: object) -> tuple[str, str]:
    """The code and the message of an error object."""
    if isinstance(told, Mapping):
        code = next((told[key] for key in ("code", "type") if isinstance(told.get(key), str)), "")  # some hosts give the status as the code
        said = told.get("message")
        return code, (said if isinstance(said, str) else str(dict(told)))
    return "", "" if told is None else str(told)


def _busy(status: int, wait: float | None, host: str) -> Busy:
    if wait is not None and wait > LONGEST_WAIT:
        at = (datetime.now(UTC) + timedelta(seconds=min(wait, 86_400 * 7))).astimezone()
        return Busy("{host} asks to be left alone until {time}; go on then", wait=wait, host=host, time=f"{at:%H:%M}")
    if status == 429:
        return Busy("{host} has too many requests to answer now", wait=wait, host=host)
    return Busy("{host} has a fault of its own (status {status})", wait=wait, host=host, status=status)


def _wait(headers: Mapping[str, str]) -> float | None:
    """How many seconds the provider asks to wait, None if it does not say or nobody understands it."""
    with suppress(ValueError):
        if (ms := headers.get("retry-after-ms")) is not None:
            return _positive(float(ms) / 1000)
    value = headers.get("retry-after")
    if value is None:
        return None
    with suppress(ValueError):
        return _positive(float(value))
    with suppress(ValueError, TypeError):
        return _positive((parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    return None


def _positive(seconds: float) -> float | None:
    return max(0.0, min(seconds, 1e9)) if not math.isnan(seconds) else None


def _unreachable(error: BaseException, host: str) -> Unreachable:
    causes = list(_causes(error))
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return Unreachable("there is no host {host}, or no network to ask for it", host=host)
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return Unreachable(
            "{host} cannot be trusted: its certificate is not accepted here (behind a company’s proxy, its certificate must be in the system’s store)",
            host=host,
        )
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return Unreachable("nothing answers at {host}: is the model server running, and is the address right?", host=host)
    if any(type(cause).__name__ == "ProxyError" for cause in causes):
        return Unreachable("the proxy on the way to {host} does not let through; NO_PROXY names hosts that need none", host=host)
    return Unreachable("the connection to {host} broke", host=host)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__
