"""A persona made one's own: what a user tells about the real person, and what the written lines can use of it.

A text such as ``name: Галина; calls me: Анечка; phrases: ну конечно | я так и знала; «Ты опять не позвонила на праздник»`` gives a name,
a form of address, pet phrases and sayings. What is in quotation marks is said word for word, so it is always grammatical; the rest is a
story that only a chat model could weave in, and is kept for it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from roleplay.persona import Persona

__all__ = ["About", "about", "made_own"]

MAX_CHARS = 2000
MAX_NAME = 40
_KEYS = {
    "name": "name",
    "имя": "name",
    "nume": "name",
    "calls me": "trainee",
    "зовет меня": "trainee",
    "зовёт меня": "trainee",
    "îmi spune": "trainee",
    "imi spune": "trainee",
    "îmi zice": "trainee",
    "imi zice": "trainee",
    "phrases": "phrases",
    "фразы": "phrases",
    "vorbe": "phrases",
    "story": "story",
    "что было": "story",
    "ce a fost": "story",
}
_QUOTED = re.compile(r"«([^«»]{2,200})»|“([^“”]{2,200})”|„([^„“”]{2,200})[“”]|\"([^\"]{2,200})\"")
_PART = re.compile(r"(?:«[^«»]*»|“[^“”]*”|„[^„“”]*[“”]|\"[^\"]*\"|[^;\n])+")
_PAIR = re.compile(r"^\s*([^\W\d_][\w ]{1,14}?)\s*[:=]\s*(.+)$", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a user told: the partner's *name*, how they call the *trainee*, *phrases*, *sayings*, and the *story* that is left."""

    name: str | None = None
    trainee: str | None = None
    phrases: tuple[str, ...] = ()
    sayings: tuple[str, ...] = ()
    story: str = ""


def about(text: str) -> About:
    """Read what a user told. Any text can be read; at worst it is all story.

    >>> about("name: Rita; calls me: Annie; phrases: well, well | honestly").phrases
    ('well, well', 'honestly')
    """
    found: dict[str, str] = {}
    rest: list[str] = []
    for part in _PART.findall(unicodedata.normalize("NFC", text[:MAX_CHARS])):
        pair = _PAIR.match(part)
        key = _KEYS.get(" ".join(pair[1].casefold().split())) if pair else None
        if pair and key and key != "story":
            found[key] = pair[2]
        else:
            rest.append(pair[2] if pair and key else part)
    story = " ".join(" ".join(rest).split())
    quoted = _plain(next(group for group in match.groups() if group) for match in _QUOTED.finditer(story))
    phrases = _plain(found.get("phrases", "").split("|"))
    return About(
        name=_name(found.get("name", "")),
        trainee=_name(found.get("trainee", "")),
        phrases=tuple(dict.fromkeys((*phrases, *(q for q in quoted if len(q.split()) <= 3)))),
        sayings=tuple(q for q in quoted if len(q.split()) > 3),
        story=" ".join(_QUOTED.sub(" ", story).split()).strip(" ,.;:"),
    )


def made_own(persona: Persona, language: str, told: About) -> Persona:
    """*persona* with what was *told* in its voice of *language*."""
    voice = persona.voices[language]
    own = replace(
        voice,
        name=told.name or voice.name,
        phrases=tuple(_sentence(p) for p in told.phrases) + voice.phrases,
        memories=tuple(_sentence(s) for s in told.sayings) + voice.memories,
    )
    return replace(persona, voices={**persona.voices, language: own})


def _plain(texts: Iterable[str]) -> tuple[str, ...]:
    """Words that stay words, each once: no notation of written lines, nothing invisible, no line breaks, no quotation marks around."""
    cleaned = (" ".join(re.sub(r"[\[\]{}<>|]", "", _visible(text)).split()).strip(' "«»“”„') for text in texts)
    return tuple(dict.fromkeys(text for text in cleaned if any(c.isalnum() for c in text)))


def _visible(text: str) -> str:
    return "".join(" " if c.isspace() else c for c in text if c.isspace() or not unicodedata.category(c).startswith("C"))


def _name(text: str) -> str | None:
    return next((name for name in _plain([text]) if len(name) <= MAX_NAME), None)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "…")) else text + "."
