"""A model that says what it was told to say: for tests of what is built on models, without a network and without chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from roleplay.dialogue import Status
from roleplay.errors import RoleplayError
from roleplay.models.reply import Ending, Message, Pieces, Reply, Usage

__all__ = ["Scripted"]


class Scripted:
    """Answers by what it is asked, so that the order of asking does not matter.

    *answers* maps words of the last message to what is said then: a text (streamed word by word), pieces with an ending, or an error that is
    raised. The first key that is found counts; *otherwise* is said where none is.

    >>> "".join(Scripted({"knee": "It hurts."}).stream([Message("user", "How is your knee?")]))
    'It hurts.'
    """

    def __init__(
        self,
        answers: Mapping[str, str | Sequence[str | Ending] | RoleplayError] | None = None,
        *,
        otherwise: str = "Hm.",
        name: str = "scripted",
    ) -> None:
        self._answers = answers or {}
        self._otherwise = otherwise
        self._name = name
        self.asked: list[tuple[Message, ...]] = []

    @property
    def name(self) -> str:
        """What it is called."""
        return self._name

    def stream(self, messages: Sequence[Message]) -> Reply:
        """What was written for the last of *messages*."""
        return Reply(self._pieces(tuple(messages)))

    def _pieces(self, messages: tuple[Message, ...]) -> Pieces:
        self.asked.append(messages)
        last = messages[-1].text if messages else ""
        answer = next((said for key, said in self._answers.items() if key in last), self._otherwise)
        if isinstance(answer, RoleplayError):
            raise answer
        if not isinstance(answer, str):
            yield from answer
            return
        words = answer.split(" ")
        yield from (word + " " for word in words[:-1])
        yield words[-1]
        sent = sum(len(message.text.split()) for message in messages)
        yield Ending(status=Status.COMPLETE, finish="stop", model=self._name, usage=Usage(sent, len(words)))
