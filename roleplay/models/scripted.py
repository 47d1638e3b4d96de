"""A model that says what it was told to say: for tests of what is built on models, without a network and without chance.

``--model scripted:FILE`` reads a YAML file of words and what is said to them, ``knee: It hurts.``, one to a line; ``otherwise`` is
said to the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from roleplay.dialogue import Status
from roleplay.errors import NotationInvalid, RoleplayError, Unusable, mark
from roleplay.models.kind import Opened
from roleplay.models.reply import Ending, Message, Pieces, Reply, Usage
from roleplay.notation import read

__all__ = ["SCRIPTED", "Files", "Scripted"]


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


class Files:
    """The kind of models that are files: ``scripted:FILE``."""

    rest = "FILE"
    key = None

    def place(self, base_url: str | None, environment: Mapping[str, str]) -> str:
        """Here."""
        return mark("here; says what a YAML file tells it to, for trying things out")

    def open(self, name: str, *, base_url: str | None, environment: Mapping[str, str], local_only: bool) -> Opened:
        """The model in the file. Raises `Unusable` if there is none, `NotationInvalid` if it is not words and texts."""
        path = Path(name.partition(":")[2])
        try:
            node = read(path)
        except OSError as error:
            raise Unusable("{path} cannot be read: {reason}", path=path, reason=error.strerror) from None
        told = node.value if isinstance(node.value, dict) else {"": node}
        faults = [
            f"line {each.line}: {key or 'the document'}: must be text" for key, each in told.items() if not isinstance(each.value, str)
        ]
        if faults:
            raise NotationInvalid(str(path), faults)
        answers = {key: str(each.value) for key, each in told.items()}
        otherwise = answers.pop("otherwise", "Hm.")
        return Opened(Scripted(answers, otherwise=otherwise, name=name), None, local=True)


SCRIPTED = Files()
