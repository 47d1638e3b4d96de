"""Files of labelled replies, JSON Lines: what people found in a reply, by the codebook.

A label that cannot be read makes its file useless as a measure, so the first fault refuses the file with its line. Keys nobody knows are
ignored; a byte order mark, Windows line ends and empty lines do no harm.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from roleplay.agreement.judgement import MAY_BE_LABELLED, Judgement, Labelled
from roleplay.codes import LISTENING, IMessage, Weight
from roleplay.dialogue import LANGUAGES
from roleplay.errors import LabelsInvalid, StorageFailed
from roleplay.jsonline import MAX_LINE, lines, load, mended

__all__ = ["parse", "read"]


def read(path: Path) -> list[Labelled]:
    """The labelled replies in *path*. Raises `StorageFailed` if it cannot be opened, `LabelsInvalid` with the line that is wrong."""
    try:
        with path.open("rb") as file:
            return parse(lines(file), path.name)
    except OSError as error:
        raise StorageFailed("{path} cannot be read: {reason}", path=path, reason=error.strerror) from None


def parse(lines: Iterable[bytes], name: str) -> list[Labelled]:
    """The labelled replies in *lines*; *name* is used in the messages. Raises `LabelsInvalid`."""
    found: list[Labelled] = []
    seen: dict[tuple[str, str], int] = {}
    for number, line in enumerate(lines, 1):
        text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not text.strip():
            continue
        labelled = _Line(name, number, text).labelled()
        first = seen.setdefault((labelled.language, labelled.id), number)
        if first != number:
            raise LabelsInvalid("{path}: line {line}: {id} is on line {first} already", path=name, line=number, id=labelled.id, first=first)
        found.append(labelled)
    if not found:
        raise LabelsInvalid("{path} holds no labelled replies", path=name)
    return found


class _Line:
    """One line being read. Raises `LabelsInvalid` for the first thing that is wrong with it."""

    def __init__(self, name: str, number: int, line: bytes) -> None:
        self.at = {"path": name, "line": number}
        if len(line) > MAX_LINE:
            raise LabelsInvalid("{path}: line {line} is longer than {limit} bytes", **self.at, limit=MAX_LINE)
        value = load(line)
        if value is None:
            raise LabelsInvalid("{path}: line {line} is no JSON object", **self.at)
        self.value = mended(value)

    def labelled(self) -> Labelled:
        """The labelled reply of this line."""
        language = self.text("lang")
        if language not in LANGUAGES:
            raise LabelsInvalid(
                "{path}: line {line}: there is no word data for the language {language}, only for {known}",
                **self.at,
                language=_shown(language),
                known=", ".join(LANGUAGES),
            )
        return Labelled(
            id=self.text("id"),
            language=language,
            heard=self.text("context") if self.value.get("context") is not None else "",
            reply=self.text("reply"),
            label=self.judgement(),
        )

    def judgement(self) -> Judgement:
        """The labels of this line."""
        listening = self.there("listening")
        if not isinstance(listening, dict):
            raise LabelsInvalid("{path}: line {line}: {key} must be an object", **self.at, key="listening")
        self.value |= {f"listening.{key}": value for key, value in listening.items()}
        codes = [*LISTENING, *(code for code in MAY_BE_LABELLED if code in listening)]
        return Judgement(
            blame=self.degree("blame", 2),
            i_message=IMessage(self.word("i_message", tuple(IMessage))),
            listening_level=self.degree("listening_level", 4),
            codes={code: bool(self.degree(f"listening.{code}", 1)) for code in codes},
            weight=Weight(self.word("weight", tuple(Weight))) if self.value.get("weight") is not None else None,
        )

    def degree(self, key: str, highest: int) -> int:
        """A whole number from 0 to *highest*; what is 0 or 1 may also be false or true."""
        value = self.there(key)
        if not isinstance(value, int) or (isinstance(value, bool) and highest > 1) or not 0 <= value <= highest:
            raise self.none_of(key, value, map(str, range(highest + 1)))
        return int(value)

    def word(self, key: str, known: tuple[str, ...]) -> str:
        """One of the words *known*."""
        value = self.there(key)
        if value not in known:
            raise self.none_of(key, value, known)
        return str(value)

    def text(self, key: str) -> str:
        """A text, which may be empty."""
        value = self.there(key)
        if not isinstance(value, str):
            raise LabelsInvalid("{path}: line {line}: {key} must be a text, not {value}", **self.at, key=key, value=_shown(value))
        return value

    def there(self, key: str) -> object:
        """What *key* holds."""
        if key not in self.value:
            raise LabelsInvalid("{path}: line {line}: {key} is missing", **self.at, key=key)
        return self.value[key]

    def none_of(self, key: str, value: object, known: Iterable[str]) -> LabelsInvalid:
        """The *value* of *key* is none of those *known*."""
        return LabelsInvalid(
            "{path}: line {line}: {key} must be one of {known}, not {value}",
            **self.at,
            key=key,
            known=", ".join(known),
            value=_shown(value),
        )


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:40] + "…"
