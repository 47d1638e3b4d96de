"""What a persona says next in a talk, piece by piece: made in a thread, kept when it ends, however it ends."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from threading import Event, Thread

from roleplay.codes import Code
from roleplay.dialogue import EndReason, Status, Turn
from roleplay.errors import mark
from roleplay.session import Speech
from roleplay.web.talks import Talk, Talks
from roleplay.wording import say

__all__ = ["PAUSED", "Line"]

PAUSED = mark(
    "Practice is paused: this seemed to be about you, not about the scene. This reply is not scored. If you are in danger or need someone now, contact your local emergency services or a person you trust. The next line goes on."
)
"""Said instead of the persona when a reply seems to speak of the trainee's own danger; it is no turn of the talk."""

_WORD = re.compile(r"\S+\s*")


class Line:
    """The next words in *talk*. Iterate `pieces`; after that *turn* is what was kept, None where practice is paused (*paused*)."""

    def __init__(self, talks: Talks, talk: Talk, model: str, seed: int | None) -> None:
        self.talk = talk
        self.turn: Turn | None = None
        self.paused = False
        self._talks, self._model, self._seed = talks, model, seed
        self._speech: Speech | None = None
        self._gone = Event()
        self._done = Event()

    async def pieces(self) -> AsyncIterator[str]:
        """The words as they come; who stops listening stops them, and what was said is kept. Raises `RoleplayError` if there is none."""
        loop = asyncio.get_running_loop()
        come: asyncio.Queue[str | BaseException | None] = asyncio.Queue()

        def put(piece: str | BaseException | None) -> None:
            with suppress(RuntimeError):  # the server has stopped
                loop.call_soon_threadsafe(come.put_nowait, piece)

        def speak() -> None:
            try:
                for piece in self._spoken():
                    put(piece)
                put(None)
            except BaseException as error:  # it belongs to whoever listens
                put(error)
            finally:
                self._done.set()

        Thread(target=speak, daemon=True).start()
        try:
            while (piece := await come.get()) is not None:
                if isinstance(piece, BaseException):
                    raise piece
                yield piece
        finally:
            self.close()

    def close(self) -> None:
        """Let go of what is still on its way."""
        self._gone.set()
        if self._speech is not None:
            self._speech.close()

    def wait(self, seconds: float) -> None:
        """Wait until all is kept, *seconds* at most."""
        self._done.wait(seconds)

    def _spoken(self) -> Iterator[str]:
        session, talks = self.talk.session, self._talks
        try:
            if session.steps and session.turns[-1:] == [session.steps[-1].exchange.reply] and Code.DANGER in session.steps[-1].coding:
                self.paused = True
                yield say(PAUSED, session.header.language or "en")
                return
            line = session.line()
            if isinstance(line, str):
                self.turn = session.say(line)
                yield from _WORD.findall(line)
            else:
                yield from self._relayed(line)
            if session.over:
                talks.end(self.talk, EndReason.PERSONA)
        finally:
            talks.known(self.talk, self._model, self._seed)

    def _relayed(self, speech: Speech) -> Iterator[str]:
        """The words of a model; what it has said when it is stopped is kept."""
        self._speech = speech
        if self._gone.is_set():
            speech.close()
        said, stopped = "", True
        try:
            for piece in speech:
                if self._gone.is_set():  # what comes now nobody hears
                    break
                said += piece
                yield piece
            stopped = self._gone.is_set()
        finally:
            if said.strip() or not stopped:
                status = Status.INTERRUPTED if stopped else speech.status
                self.turn = self.talk.session.say(said.strip(), status=status, meta=speech.meta)
