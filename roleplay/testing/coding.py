"""A model that codes as it is told, for tests of scorers and of what is built on a model coder."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from roleplay.dialogue import Status
from roleplay.errors import RoleplayError
from roleplay.models.reply import Ending, Message, Pieces, Reply, Usage

__all__ = ["CodingModel", "Material", "answer", "material"]

_FENCE = re.compile(r"^<<<material ([0-9a-f]{16})>>>\n(.*)\n<<<end \1>>>$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Material:
    """What a request is about: its *key*, what was *heard*, and the *reply*; *before* is what came before."""

    key: str
    heard: str | None
    reply: str
    before: Sequence[Mapping[str, str]] = ()


def material(text: str) -> Material:
    """The material within the fence of the request *text*. Raises `ValueError` if there is not exactly one."""
    (found,) = _FENCE.findall(text)
    data = json.loads(found[1])
    return Material(found[0], data["heard"], data["reply"], data["before"])


def answer(key: str, codes: Sequence[tuple[str, str]] = (), questions: Mapping[str, str | None] | None = None, **more: Any) -> str:
    """A whole answer about the material with *key*: each code with its quote, for each question its quote or None for no.

    >>> json.loads(answer("k", [("reflection", "You sit alone")]))["codes"]
    [{'code': 'reflection', 'quote': 'You sit alone', 'strength': 1}]
    """
    made: dict[str, Any] = {
        "key": key,
        "codes": [{"code": code, "quote": quote, "strength": 1} for code, quote in codes],
        "blame": 0,
        "i_message": "none",
        "weight": "light",
        "answered": True,
        "questions": [{"id": name, "yes": quote is not None, "quote": quote or ""} for name, quote in (questions or {}).items()],
    }
    return json.dumps(made | more, ensure_ascii=False)


Says = Callable[[Material], str] | RoleplayError


class CodingModel:
    """Codes by what is in the reply: *answers* maps words of it to what makes the answer, or to an error. Without any, nothing is marked.

    *asked* holds every material it was asked about, *requests* every request as it came.
    """

    def __init__(self, answers: Mapping[str, Says] | None = None, *, otherwise: Says | None = None, name: str = "coding") -> None:
        self._answers, self._name = answers or {}, name
        self._otherwise: Says = otherwise or (lambda found: answer(found.key))
        self.asked: list[Material] = []
        self.requests: list[tuple[Message, ...]] = []

    @property
    def name(self) -> str:
        """What it is called."""
        return self._name

    def stream(self, messages: Sequence[Message]) -> Reply:
        """The codes of the reply in the first request of *messages*."""
        return Reply(self._pieces(tuple(messages)))

    def _pieces(self, messages: tuple[Message, ...]) -> Pieces:
        self.requests.append(messages)
        found = material(next(message.text for message in messages if message.role == "user"))
        self.asked.append(found)
        says = next((said for words, said in self._answers.items() if words in found.reply), self._otherwise)
        if isinstance(says, RoleplayError):
            raise says
        yield says(found)
        yield Ending(status=Status.COMPLETE, finish="stop", usage=Usage(len(messages[0].text) // 4, 60))
