"""Personas as models behind OpenAI’s Chat Completions: a Starlette application over the talks of a server."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from roleplay.dialogue import LANGUAGES, Speaker, Status
from roleplay.errors import (
    BudgetSpent,
    Busy,
    InUse,
    KeyRefused,
    Misconfigured,
    ProviderFailed,
    QuotaSpent,
    RequestRefused,
    RoleplayError,
    TimedOut,
    Unusable,
    mark,
)
from roleplay.models.reply import Usage
from roleplay.web.completions import Asked, asked, chunk, completion, event, refusal, usage_of
from roleplay.web.line import PAUSED, Line
from roleplay.web.talks import Stage, Talk, Talks
from roleplay.wording import error_text, say

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import Receive, Scope, Send

__all__ = ["MAX_BODY", "Endpoint"]

MAX_BODY = 4_000_000  # bytes of a request
_WAIT = 0.8  # seconds for lines under way to be kept when the server stops
_STATUSES: tuple[tuple[type[RoleplayError], int, str], ...] = (
    (Unusable, 404, "model_not_found"),
    (KeyRefused, 502, "provider_key_refused"),
    (Misconfigured, 500, "misconfigured"),
    (QuotaSpent, 429, "insufficient_quota"),
    (BudgetSpent, 429, "insufficient_quota"),
    (Busy, 503, "provider_busy"),
    (TimedOut, 504, "provider_timed_out"),
    (ProviderFailed, 502, "provider_failed"),
    (InUse, 409, "in_use"),
)
_REFUSALS = {
    401: (
        mark("the token is missing or wrong: send the one that the server showed at its start as Authorization: Bearer …"),
        "invalid_api_key",
    ),
    404: (mark("there is nothing at this address; there are GET /v1/models and POST /v1/chat/completions"), "not_found"),
    405: (mark("this address does not take that method"), "method_not_allowed"),
    408: (mark("the request did not arrive in time"), "too_late"),
    413: (mark("the request is too large"), "too_large"),
    421: (mark("this server answers for this machine only"), "misdirected"),
    431: (mark("the headers are too large"), "too_large"),
    500: (mark("this is a fault in roleplay; the transcript is kept as far as it went"), "internal_error"),
}


class Endpoint:
    """Answers for the personas called *models*, each made by *stage* when it is first asked for. *language* is that of messages about errors.

    *fault* hears of what should not happen.
    """

    def __init__(
        self, talks: Talks, models: Sequence[str], stage: Callable[[str], Stage], *, language: str, fault: Callable[[Exception], None]
    ) -> None:
        self._talks, self._models, self._stage, self._language, self._fault = talks, models, stage, language, fault
        self._since = int(time.time())
        self._lines: set[Line] = set()
        self._cards = {say(PAUSED, language) for language in LANGUAGES}
        self.app = Starlette(
            routes=[
                Route("/v1/models", self._list, methods=["GET"]),
                Route("/v1/models/{name:path}", self._one, methods=["GET"]),
                Route("/v1/chat/completions", self._complete, methods=["POST"]),
            ],
            exception_handlers={HTTPException: self._http_fault, RoleplayError: self._our_fault},
            max_body_size=MAX_BODY,
        )

    async def refuse(self, scope: Scope, receive: Receive, send: Send, status: int) -> None:
        """Answer with *status* and no more than that."""
        await self._refusal(status)(scope, receive, send)

    def stop(self) -> None:
        """Let go of the lines under way and see them kept. No talk ends with that: its client can go on with the next server."""
        lines = list(self._lines)
        for line in lines:
            line.close()
        end = time.monotonic() + _WAIT
        for line in lines:
            line.wait(max(0.0, end - time.monotonic()))

    async def _list(self, _: Request) -> Response:
        return JSONResponse({"object": "list", "data": [self._model(name) for name in self._models]})

    async def _one(self, request: Request) -> Response:
        return JSONResponse(self._model((await asyncio.to_thread(self._stage, request.path_params["name"])).model))

    async def _complete(self, request: Request) -> Response:
        try:
            wanted = asked(await request.body())
            stage = await asyncio.to_thread(self._stage, wanted.model)
            said = [each for each in wanted.said if not (each[0] is Speaker.PERSONA and each[1].strip() in self._cards)]
            talk = await asyncio.to_thread(self._talks.taken_up, stage, said, wanted.seed)
            return await self._answered(wanted, stage, talk)
        except (RoleplayError, HTTPException):
            raise
        except ClientDisconnect:  # nobody is left to hear it
            return self._refusal(408)
        except Exception as error:  # no client sees a traceback, and no talk is stopped by another
            self._fault(error)
            return self._refusal(500)

    async def _answered(self, wanted: Asked, stage: Stage, talk: Talk) -> Response:
        line = Line(self._talks, talk, stage.model, wanted.seed)
        self._lines.add(line)
        words = line.pieces()
        try:
            first = await anext(words, "")
            if wanted.stream:
                return StreamingResponse(self._events(wanted, stage, line, first, words), media_type="text/event-stream")
            text = first + "".join([piece async for piece in words])
        except BaseException:
            self._lines.discard(line)
            raise
        self._lines.discard(line)
        status, told = _told(line)
        if status is Status.INTERRUPTED:
            raise ProviderFailed("the line broke off; what came is kept in the transcript {id}", id=talk.session.header.id)
        turn = line.turn.index if line.turn is not None else len(talk.session.turns)
        usage = _usage(line, offline=talk.session.header.model == "offline")
        body = completion(stage.model, f"{talk.session.header.id}-{turn}", text.strip(), status, usage, told)
        return Response(body, media_type="application/json")

    async def _events(self, wanted: Asked, stage: Stage, line: Line, first: str, words: AsyncIterator[str]) -> AsyncIterator[bytes]:
        header = line.talk.session.header
        ident = f"{header.id}-{len(line.talk.session.turns)}"
        try:
            yield event(chunk(stage.model, ident, {"role": "assistant", "content": first}))
            async for piece in words:
                yield event(chunk(stage.model, ident, {"content": piece}))
            status, told = _told(line)
            if status is Status.INTERRUPTED:
                raise ProviderFailed("the line broke off; what came is kept in the transcript {id}", id=header.id)
            yield event(chunk(stage.model, ident, {}, status, roleplay=told))
            if wanted.usage:
                yield event(chunk(stage.model, ident, {}) | {"choices": [], "usage": _usage(line, offline=header.model == "offline")})
            yield event("[DONE]")
        except RoleplayError as error:
            _, code = _status(error)
            yield event(refusal(error_text(error, self._language), 502, code))
        except Exception as error:  # as in `_complete`
            self._fault(error)
            yield event(refusal(say(_REFUSALS[500][0], self._language), 500, _REFUSALS[500][1]))
        finally:
            line.close()
            self._lines.discard(line)

    def _model(self, name: str) -> dict[str, object]:
        return {"id": name, "object": "model", "created": self._since, "owned_by": "roleplay"}

    def _our_fault(self, _: Request, error: Exception) -> Response:
        assert isinstance(error, RoleplayError)
        status, code = _status(error)
        param = error.param if isinstance(error, RequestRefused) else "model" if isinstance(error, Unusable) else None
        wait = {"retry-after": f"{error.wait:.0f}"} if isinstance(error, Busy) and error.wait is not None else {}
        body = refusal(error_text(error, self._language), status, code, param)
        return JSONResponse(body, status, {"x-should-retry": "false", **wait})  # whoever asks again by itself would be a turn of the talk

    def _http_fault(self, _: Request, error: Exception) -> Response:
        return self._refusal(error.status_code if isinstance(error, HTTPException) else 500)

    def _refusal(self, status: int) -> Response:
        message, code = _REFUSALS.get(status, (mark("the request is not understood"), "bad_request"))
        headers = {"x-should-retry": "false"} | ({"www-authenticate": "Bearer"} if status == 401 else {})
        return JSONResponse(refusal(say(message, self._language), status, code), status, headers)


def _status(error: RoleplayError) -> tuple[int, str]:
    if isinstance(error, RequestRefused):
        return error.status, error.code
    return next(((status, code) for kind, status, code in _STATUSES if isinstance(error, kind)), (500, "not_kept"))


def _told(line: Line) -> tuple[Status, Mapping[str, object]]:
    """How whole the line is, and what the protocol has no place for: the transcript, the mood, how the talk ended."""
    session, turn = line.talk.session, line.turn
    status = Status.COMPLETE if turn is None else turn.status
    mood = session.standing.mood
    return status, {
        "transcript": session.header.id,
        "mood": {"tension": mood.tension, "trust": mood.trust},
        "status": str(status),
        "ending": session.over,
        "paused": line.paused,
    }


def _usage(line: Line, *, offline: bool) -> dict[str, int] | None:
    told = line.turn.meta.get("usage") if line.turn is not None else None
    usage = Usage(told.get("sent"), told.get("got")) if isinstance(told, Mapping) else None
    return usage_of(usage, offline=offline or line.turn is None)
