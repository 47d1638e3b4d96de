"""Who speaks for a persona without seeing who the trainee is: an actor that is given pseudonyms, and whose own are put back into words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from roleplay.dialogue import Exchange, Status, Turn
from roleplay.redaction.pseudonyms import Redactor
from roleplay.session import Actor, Cue, Speech

__all__ = ["RedactedActor"]


class RedactedActor:
    """*actor*, given all that was said with the pseudonyms of *redactor*."""

    def __init__(self, actor: Actor, redactor: Redactor) -> None:
        self._actor, self._redactor = actor, redactor

    def speak(self, cue: Cue) -> str | Speech:
        """What *actor* says, with the words that its pseudonyms stand for."""
        said = self._actor.speak(self._cue(cue))
        return self._redactor.restored(said) if isinstance(said, str) else _Restored(said, self._redactor)

    def recall(self, turn: Turn, cue: Cue) -> None:
        """Take note of what was said before."""
        self._actor.recall(self._turn(turn), self._cue(cue))

    def _cue(self, cue: Cue) -> Cue:
        return replace(cue, said=self._turns(cue.said), exchange=None if cue.exchange is None else self._exchange(cue.exchange))

    def _exchange(self, exchange: Exchange) -> Exchange:
        heard = None if exchange.heard is None else self._turn(exchange.heard)
        return replace(exchange, heard=heard, reply=self._turn(exchange.reply), before=self._turns(exchange.before))

    def _turns(self, turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
        return tuple(map(self._turn, turns))

    def _turn(self, turn: Turn) -> Turn:
        name = None if turn.name is None else self._redactor.text(turn.name)
        return replace(turn, text=self._redactor.text(turn.text), name=name)


class _Restored:
    """*speech*, which comes sentence by sentence, with what its pseudonyms stand for."""

    def __init__(self, speech: Speech, redactor: Redactor) -> None:
        self._speech, self._redactor = speech, redactor
        self.status: Status = speech.status
        self.meta: Mapping[str, object] = speech.meta

    def __iter__(self) -> Iterator[str]:
        try:
            for sentence in self._speech:
                yield self._redactor.restored(sentence)
        finally:
            self.status, self.meta = self._speech.status, self._speech.meta

    def close(self) -> None:
        """Let go of the model."""
        self._speech.close()
