"""Whether a model reads all that it is sent: some servers cut a long talk off at its beginning and say nothing of it (Ollama above ``num_ctx``)."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from roleplay.models.guard import Ask, Guard
from roleplay.models.reply import ChatModel, Ending, Pieces, Reply

__all__ = ["Attentive"]

CHARS_A_TOKEN = 3  # a cautious guess until the provider has counted
GROWN, READ = 1.2, 0.7  # a request this much longer than the shortest one must have at least this share of the tokens that are due

Told = Callable[[int, int | None], None]
"""Is told how many tokens are due, and how many were read; None where that is not known yet, because the request is still to be sent."""


class Attentive(Guard):
    """Tells once when fewer tokens were read than sent, by the rate of the shortest request, or when more will be sent than *context* holds."""

    def __init__(self, model: ChatModel, told: Told, context: int | None = None) -> None:
        super().__init__(model)
        self._told, self._context = told, context
        self._shortest: tuple[int, float] | None = None
        self._silent = False
        self._lock = Lock()

    def _guarded(self, ask: Ask) -> Reply:
        inner = ask()
        return Reply(self._pieces(inner, sum(len(message.text) for message in ask.messages)), inner.close)

    def _pieces(self, inner: Reply, letters: int) -> Pieces:
        rate = 1 / CHARS_A_TOKEN if self._shortest is None else self._shortest[1]
        if self._context is not None and letters * rate > self._context:
            self._say(round(letters * rate), None)
        for piece in inner.pieces:
            if isinstance(piece, Ending) and piece.usage is not None and piece.usage.sent and letters:
                self._look(letters, piece.usage.sent)
            yield piece

    def _look(self, letters: int, read: int) -> None:
        with self._lock:
            if self._shortest is None or letters < self._shortest[0]:
                self._shortest = letters, read / letters
                return
            shortest, rate = self._shortest
        if letters > GROWN * shortest and read < READ * rate * letters:
            self._say(round(rate * letters), read)

    def _say(self, due: int, read: int | None) -> None:
        with self._lock:
            said, self._silent = self._silent, True
        if not said:
            self._told(due, read)
