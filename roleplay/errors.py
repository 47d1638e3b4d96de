"""Everything that can go wrong, as one tree.

::

    RoleplayError
    ├── Unusable            what was asked for is not there or not understood     exit 2
    ├── RequestRefused      a client of `roleplay serve` asked in vain            exit 2
    ├── Misconfigured       settings or credentials                               exit 3
    │   └── KeyRefused          a provider does not accept the key
    ├── StorageFailed       a file could not be written, read, or is in use       exit 4
    │   └── InUse
    ├── ProviderFailed      a chat model did not answer usably                    exit 5
    │   ├── Unreachable         no connection: no such name, refused, no trust, cut
    │   ├── Busy                too many requests, or a fault on the other side
    │   ├── QuotaSpent          the account has nothing left; asking again is of no use
    │   ├── TimedOut            no whole reply within the time for a turn
    │   ├── ReplyUnreadable     what came is no reply of a chat model
    │   └── BudgetSpent         the tokens or the money that may be spent are used up
    └── BadInput            a file that was given is not what it should be        exit 6
        ├── NotationInvalid     YAML: file, line, fault
        ├── TranscriptInvalid   a transcript that holds no conversation
        ├── TranscriptTooNew    written by a newer version
        ├── CardInvalid         a character card that cannot be read or used
        ├── LabelsInvalid       labelled replies, ratings: file, line, fault
        └── PluginInvalid       a persona or scorer that cannot be used

Every error carries one line for the user that says what happened and one way out.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

__all__ = [
    "BadInput",
    "BudgetSpent",
    "Busy",
    "CardInvalid",
    "InUse",
    "KeyRefused",
    "LabelsInvalid",
    "Misconfigured",
    "NotationInvalid",
    "PluginInvalid",
    "ProviderFailed",
    "QuotaSpent",
    "ReplyUnreadable",
    "RequestRefused",
    "RoleplayError",
    "Sentence",
    "StorageFailed",
    "TimedOut",
    "TranscriptInvalid",
    "TranscriptTooNew",
    "Unreachable",
    "Unusable",
    "mark",
]


def mark(text: str) -> str:
    """Mark *text* for translation without translating it; it is worded when the reader's language is known."""
    return text


class Sentence(str):
    """A text for the user that still knows its gettext id, *message*, and what fills its slots, *values*, which may be sentences themselves.

    It reads as English; `roleplay.wording.worded` says it in another language.

    >>> Sentence("has {count} lines, needs {least}", count=3, least=5)
    'has 3 lines, needs 5'
    """

    __slots__ = ("message", "values")
    message: str
    values: dict[str, object]

    def __new__(cls, message: str, /, **values: object) -> Self:
        """The sentence *message* with its slots filled."""
        made = super().__new__(cls, message.format(**values) if values else message)
        made.message, made.values = message, values
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return _sentence, (self.message, self.values)

    @classmethod
    def joined(cls, parts: Iterable[str], sign: str = "; ") -> Sentence:
        """*parts* one after the other, with *sign* between them."""
        listed = list(parts)
        return cls(sign.join(f"{{part{number}}}" for number in range(len(listed))), **{f"part{n}": part for n, part in enumerate(listed)})


def _sentence(message: str, values: dict[str, object]) -> Sentence:
    return Sentence(message, **values)


class RoleplayError(Exception):
    """Base of all errors; *message* is an English gettext id, *values* fill its slots, *exit_code* the process's."""

    exit_code = 1

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return self.message.format(**self.values) if self.values else self.message

    def __reduce__(self) -> tuple[object, ...]:  # else it is called with one message, which not every error can be made of
        return _again, (type(self), self.args), self.__dict__


def _again(kind: type[RoleplayError], arguments: tuple[object, ...]) -> RoleplayError:
    """An error as it was in the process it comes from, but for its state."""
    return kind.__new__(kind, *arguments)


class Unusable(RoleplayError):
    """What was asked for is not there, or not understood."""

    exit_code = 2


class RequestRefused(RoleplayError):
    """A client of `roleplay serve` asked for what cannot be done: *status* and *code* are the protocol's, *param* is what is wrong in it."""

    exit_code = 2

    def __init__(
        self, message: str, *, status: int = 400, code: str = "invalid_request", param: str | None = None, **values: object
    ) -> None:
        super().__init__(message, **values)
        self.status, self.code, self.param = status, code, param


class Misconfigured(RoleplayError):
    """A setting or a credential is missing or wrong."""

    exit_code = 3


class KeyRefused(Misconfigured):
    """A provider does not accept the key; its own words are kept out, because they may repeat the key."""


class StorageFailed(RoleplayError):
    """A file could not be written or read."""

    exit_code = 4


class InUse(StorageFailed):
    """Another process is writing this transcript."""


class ProviderFailed(RoleplayError):
    """A chat model did not answer usably."""

    exit_code = 5


class Unreachable(ProviderFailed):
    """There is no connection to the provider, or it broke."""


class Busy(ProviderFailed):
    """The provider cannot answer now; *wait* is how many seconds it asks for, None if it does not say."""

    def __init__(self, message: str, *, wait: float | None = None, **values: object) -> None:
        super().__init__(message, **values)
        self.wait = wait


class QuotaSpent(ProviderFailed):
    """The account has nothing left; asking again is of no use."""


class TimedOut(ProviderFailed):
    """There was no whole reply within the time for a turn."""


class ReplyUnreadable(ProviderFailed):
    """What came is no reply of a chat model."""


class BudgetSpent(ProviderFailed):
    """The tokens or the money that may be spent are used up; nothing more was sent."""


class BadInput(RoleplayError):
    """A file that was given is not what it should be."""

    exit_code = 6


class NotationInvalid(BadInput):
    """A YAML file is not written as it must be; *faults* lists all that was found, with lines."""

    def __init__(self, path: str, faults: list[str]) -> None:
        super().__init__("{path}: {faults}", path=path, faults=Sentence.joined(faults))
        self.path = path
        self.faults = faults


class TranscriptInvalid(BadInput):
    """A file holds no conversation that can be read."""


class TranscriptTooNew(BadInput):
    """A transcript was written by a newer version."""


class CardInvalid(BadInput):
    """A character card cannot be read or used."""


class LabelsInvalid(BadInput):
    """A file of labelled replies or of ratings is not written as it must be."""


class PluginInvalid(BadInput):
    """A persona or a scorer cannot be used; *faults* lists all that was found."""

    def __init__(self, name: str, faults: list[str]) -> None:
        super().__init__("{name}: {faults}", name=name, faults=Sentence.joined(faults))
        self.name = name
        self.faults = faults
