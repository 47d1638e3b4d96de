"""A model's words let out sentence by sentence, as the gate finds them in character; what is not is asked for once more.

What was shown stays. A first sentence that fails is asked for again, a later one is continued from what was shown, each once. If that
fails too, the written lines speak where nothing was shown, and where something was it ends there. The turn's *meta* tells of it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing

from roleplay.actors.direction import correction
from roleplay.actors.gate.breach import Breach
from roleplay.actors.gate.judging import judge
from roleplay.actors.gate.moment import Moment
from roleplay.actors.gate.sentences import sentences
from roleplay.dialogue import Status
from roleplay.errors import RoleplayError
from roleplay.models.guards import Timed
from roleplay.models.reply import ChatModel, Ending, Message, Reply

__all__ = ["TRIES", "Released"]

TRIES = 2
_LEAST = 1.0  # seconds without which it is not worth to ask again


class Released:
    """The reply of *model* to *messages*, as far as it is in character at *moment*; a `roleplay.session.Speech`.

    *written* gives a line to say where nothing of the model can be shown; *seconds* is the time for the whole turn, *meta* what the turn
    keeps beside that of the model.
    """

    def __init__(
        self,
        model: ChatModel,
        messages: Sequence[Message],
        moment: Moment,
        written: Callable[[], str],
        *,
        meta: Mapping[str, object] | None = None,
        seconds: float = 60,
    ) -> None:
        self._model, self._messages, self._moment, self._written = model, list(messages), moment, written
        self._end = time.monotonic() + seconds
        self._reply: Reply = model.stream(self._messages)
        self._shown = ""
        self._broke: list[Breach] = []
        self._fault: RoleplayError | None = None
        self._kept = dict(meta or {})
        self.status = Status.INTERRUPTED
        self.meta: Mapping[str, object] = {"model": model.name, **self._kept}

    def __iter__(self) -> Iterator[str]:
        yield from self._let_out()
        while self._broke and self._may_ask():
            failed = len(self._broke)
            self._reply = Timed(self._model, self._left).stream(self._again())
            try:
                yield from self._let_out()
            except RoleplayError as fault:
                self._fault = fault
                break
            if len(self._broke) == failed:
                return self._close("mended")
        if not self._broke:
            return self._close(None)
        if Breach.METHOD in self._broke:
            return self._close("withheld")
        if self._shown:
            return self._close("cut")
        line = self._written()
        yield line
        return self._close("written")

    def close(self) -> None:
        """Let go of the model."""
        self._reply.close()

    def _let_out(self) -> Iterator[str]:
        """The sentences of the reply under way, up to one that breaks character; that is noted."""
        with closing(sentences(self._reply)) as come:
            for sentence in come:
                verdict = judge(sentence, self._shown, self._moment)
                if verdict is not None:
                    self._broke.append(verdict.breach)
                    self._reply.close()
                    return
                self._shown += sentence
                yield sentence

    def _may_ask(self) -> bool:
        return len(self._broke) < TRIES and Breach.METHOD not in self._broke and self._left > _LEAST

    @property
    def _left(self) -> float:
        return self._end - time.monotonic()

    def _again(self) -> list[Message]:
        """What is asked once more, with the reason."""
        why = correction(self._broke[-1], self._moment, begun=bool(self._shown))
        if self._shown:
            return [*self._messages, Message("assistant", self._shown.rstrip()), Message("user", why)]
        *before, last = self._messages
        return [*before, Message(last.role, f"{last.text}\n\n{why}")]

    def _close(self, then: str | None) -> None:
        """Tell how the turn ended; *then* is what came of a breach."""
        ending = self._reply.ending
        if then in (None, "mended"):
            self.status = Status.UNKNOWN_END if ending is None else ending.status
        elif then == "written":
            self.status = Status.COMPLETE
        else:
            self.status = Status.TRUNCATED if self._shown else Status.REFUSED
        told = _told(self._model.name, ending, self._fault)
        if self._broke:
            told |= {"out_of_character": [str(breach) for breach in self._broke], "then": then}
        self.meta = {**told, **self._kept}


def _told(model: str, ending: Ending | None, fault: RoleplayError | None) -> dict[str, object]:
    """What a turn keeps of how it was made."""
    made: dict[str, object] = {"model": model}
    if ending is not None:
        if ending.model and ending.model != model.partition(":")[2]:
            made["answered_by"] = ending.model
        made["attempts"] = ending.attempts
        if ending.finish:
            made["finish"] = ending.finish
        if ending.usage is not None:
            made["usage"] = {"sent": ending.usage.sent, "got": ending.usage.got}
        fault = ending.fault or fault
    if fault is not None:
        made["fault"] = str(fault)
    return made
