"""A character card as a value: what it says, and the whole of it as it came.

Card text is data. Its macros (``{{char}}``, ``{{user}}``, ``{{random:a,b}}`` …) are replaced here, by a pattern and in one pass; no
template engine ever sees it, and what would be notation in our written lines becomes plain signs. ``creator_notes`` are for people and
reach no prompt; ``system_prompt`` and ``post_history_instructions`` are shown, never obeyed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from roleplay.errors import CardInvalid, Sentence

__all__ = ["OURS", "SPECS", "Card", "parsed", "plain"]

OURS = "roleplay/persona"
"""The key below ``extensions`` that holds a persona of ours."""
SPECS = {"chara_card_v2": (2, 0), "chara_card_v3": (3, 0)}
MAX_TEXT = 20_000
_TEXTS = (
    "name",
    "description",
    "personality",
    "scenario",
    "first_mes",
    "system_prompt",
    "post_history_instructions",
    "creator_notes",
    "nickname",
)
_MACRO = re.compile(r"\{\{([^{}]*)\}\}|<(user|bot|char)>", re.IGNORECASE)
_LONELY = re.compile(r"\s*,\s*\{\{user\}\}(?=\s*[.!?…,;:]|\s*$)", re.IGNORECASE)
_YOU = {"en": "you", "ro": "tu", "ru": "вы"}
_PLAIN = str.maketrans({"[": "(", "]": ")", "{": "(", "}": ")", "<": "‹", ">": "›", "|": "/"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card says; *raw* is the whole of it, *remarks* what is worth knowing about it."""

    name: str
    description: str = ""
    personality: str = ""
    scenario: str = ""
    greetings: tuple[str, ...] = ()
    instructions: tuple[str, ...] = ()
    notes: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def ours(self) -> Mapping[str, Any] | None:
        """The persona of ours in the card, None if it has none."""
        found = self.raw.get("data", {}).get("extensions", {}).get(OURS)
        return found if isinstance(found, dict) else None


def parsed(raw: dict[str, Any], name: str) -> Card:
    """The card in *raw*, of the file called *name*. Raises `CardInvalid` with what is missing or wrong."""
    spec, data = raw.get("spec"), raw.get("data")
    if spec not in SPECS or not isinstance(data, dict):
        raise CardInvalid("{name} is no character card: its spec must be chara_card_v2 or chara_card_v3, with data", name=name)
    wrong = [key for key in _TEXTS if key in data and not isinstance(data[key], str)]
    wrong += [key for key in ("extensions",) if key in data and not isinstance(data[key], dict)]
    others = data.get("alternate_greetings", [])
    if not isinstance(others, list) or not all(isinstance(each, str) for each in others):
        wrong.append("alternate_greetings")
    if wrong or not str(data.get("name", "")).strip():
        raise CardInvalid(
            "{name} is no whole character card: missing or of a wrong kind: {keys}", name=name, keys=", ".join(wrong) or "name"
        )
    text = {key: str(data.get(key, "")).strip()[:MAX_TEXT] for key in _TEXTS}
    greetings = [text["first_mes"], *(each.strip()[:MAX_TEXT] for each in others)]
    return Card(
        name=" ".join((text["nickname"] or text["name"]).split())[:80],
        description=text["description"],
        personality=text["personality"],
        scenario=text["scenario"],
        greetings=tuple(dict.fromkeys(each for each in greetings if each)),
        instructions=tuple(each for each in (text["system_prompt"], text["post_history_instructions"]) if each),
        notes=text["creator_notes"],
        raw=raw,
        remarks=tuple(_remarks(str(spec), raw)),
    )


def _remarks(spec: str, raw: Mapping[str, Any]) -> list[str]:
    said: list[str] = []
    version, book = str(raw.get("spec_version", "")), raw["data"].get("character_book")
    numbers = tuple(int(part) for part in re.findall(r"\d{1,4}", version)[:2])
    if numbers > SPECS[spec]:
        said.append(
            Sentence("the card is of a newer version ({version}); what is known of it is read, the rest is kept", version=version[:20])
        )
    if isinstance(book, dict) and isinstance(book.get("entries"), list) and book["entries"]:
        said.append(Sentence("its lorebook ({count} entries) is kept and not used", count=len(book["entries"])))
    return said


def plain(text: str, name: str, language: str) -> str:
    """*text* of a card as words: macros replaced, nothing that our lines would take for notation, nothing invisible.

    >>> plain("{{char}} looks at {{user}}. {{random:Well,So}}?", "Ann", "en")
    'Ann looks at you. Well?'
    """
    without = _LONELY.sub("", text)
    filled = _MACRO.sub(lambda match: _filled(match[1] if match[1] is not None else match[2], name, language), without)
    visible = "".join(
        " " if c.isspace() else c for c in filled if c.isspace() or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn")
    )
    return " ".join(visible.translate(_PLAIN).split())


def _filled(macro: str, name: str, language: str) -> str:
    word, _, rest = macro.strip().partition(":")
    match word.strip().casefold():
        case "char" | "bot":
            return name
        case "user":
            return _YOU.get(language, "you")
        case "random" | "pick":
            return rest.split(",")[0].strip()
        case "roll" | "hidden_key" | "comment" | "reverse" | "original":
            return ""
        case _:
            return "" if word.startswith("//") else macro.strip()
