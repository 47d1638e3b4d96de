"""What one judge, a person or a coder, says of one reply, and what of it can be compared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from roleplay.codes import LISTENING, Code, Coding, IMessage, Weight

__all__ = ["MAY_BE_LABELLED", "MEASURES", "Item", "Judgement", "Labelled", "Measure", "judged"]

MAY_BE_LABELLED = (Code.OWNERSHIP, Code.CARE)
"""Codes that labels may leave out; the `LISTENING` codes are always labelled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """*codes* holds the codes that were looked for, each with whether it was found.

    *blame* is 0, 1 or 2; *listening_level* 0 to 4; *weight* is None where nobody weighed the turn that was heard.
    """

    blame: int
    i_message: IMessage
    listening_level: int
    codes: Mapping[Code, bool]
    weight: Weight | None = None

    def to_json(self) -> dict[str, int | str]:
        """The flat form of the contract: a code found is 1, one looked for in vain 0."""
        flat: dict[str, int | str] = {"blame": self.blame, "i_message": str(self.i_message)}
        flat |= {str(code): int(self.codes[code]) for code in (*LISTENING, *MAY_BE_LABELLED) if code in self.codes}
        flat["listening_level"] = self.listening_level
        return flat if self.weight is None else flat | {"weight": str(self.weight)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A *reply* to the words *heard*, and what a person found in it."""

    id: str
    language: str
    heard: str
    reply: str
    label: Judgement


def judged(coding: Coding, label: Judgement) -> Judgement:
    """What *coding* says of everything that *label* speaks of."""
    return Judgement(
        blame=coding.blame,
        i_message=coding.i_message,
        listening_level=coding.listening_level,
        codes={code: code in coding for code in label.codes},
        weight=None if label.weight is None else coding.weight,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Something that is compared: *place* gives the place of a judgement among *classes*, None where it was not judged.

    Of two *classes* the second is that a code is there; *ordered* ones are compared by how far they are apart.
    """

    name: str
    classes: tuple[int | str, ...]
    place: Callable[[Judgement], int | None]
    ordered: bool = False

    def places(self, item: Item) -> tuple[int, int] | None:
        """The places of label and coding, None where it was not judged."""
        labelled, coded = self.place(item.labelled.label), self.place(item.coded)
        return None if labelled is None or coded is None else (labelled, coded)

    @property
    def binary(self) -> bool:
        """Whether it is a code, which is there or not."""
        return self.classes == _ABSENT_OR_PRESENT


_ABSENT_OR_PRESENT = (0, 1)
_KINDS = tuple(IMessage)
_WEIGHTS = (Weight.GREETING, Weight.LIGHT, Weight.QUESTION, Weight.HEAVY)


def _code(code: Code) -> Measure:
    def place(judgement: Judgement) -> int | None:
        return int(judgement.codes[code]) if code in judgement.codes else None

    return Measure(name=str(code), classes=_ABSENT_OR_PRESENT, place=place)


MEASURES = (
    Measure(name="blame", classes=_ABSENT_OR_PRESENT, place=lambda judgement: int(judgement.blame > 0)),
    Measure(name="blame_level", classes=(0, 1, 2), place=lambda judgement: judgement.blame, ordered=True),
    Measure(
        name="i_message",
        classes=_ABSENT_OR_PRESENT,
        place=lambda judgement: int(judgement.i_message in (IMessage.FULL, IMessage.PARTIAL)),
    ),
    Measure(name="i_message_kind", classes=_KINDS, place=lambda judgement: _KINDS.index(judgement.i_message)),
    *map(_code, (*LISTENING, *MAY_BE_LABELLED)),
    Measure(name="listening_level", classes=(0, 1, 2, 3, 4), place=lambda judgement: judgement.listening_level, ordered=True),
    Measure(
        name="weight",
        classes=_WEIGHTS,
        place=lambda judgement: None if judgement.weight is None else _WEIGHTS.index(judgement.weight),
    ),
)


@dataclass(frozen=True, slots=True)
class Item:
    """A labelled reply, and what the coder found in it."""

    labelled: Labelled
    coded: Judgement

    def to_json(self) -> dict[str, Any]:
        """The item in the contract's form."""
        labelled = self.labelled
        return {"id": labelled.id, "lang": labelled.language, "label": labelled.label.to_json(), "coded": self.coded.to_json()}

    @property
    def differences(self) -> list[tuple[Measure, int, int]]:
        """What label and coder differ in, with both places; a code that is there or not is left out where its degree or kind says more."""
        found = []
        for measure in MEASURES:
            places = measure.places(self)
            if places is not None and places[0] != places[1] and measure.name not in ("blame", "i_message"):
                found.append((measure, *places))
        return found
