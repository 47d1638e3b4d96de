"""Words for the user: the gettext catalogues of the program, and the texts that scorers bring along.

`say` gives a message in a language; `reason_text` and `suggestion_text` word what a scorer found, when it is known who reads it.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from roleplay.errors import RoleplayError, Sentence, mark
from roleplay.scoring import Outcome, Reason, Skill, Verdict
from roleplay.variants import render

__all__ = ["decimal", "error_text", "reason_text", "say", "say_many", "suggestion_text", "worded"]

_LOCALE = Path(__file__).with_name("locale")
_SLOT = re.compile(r"\{(\w+)\}")


@lru_cache(maxsize=8)
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("roleplay", _LOCALE, languages=[language], fallback=True)


def say(message: str, language: str, /, **values: object) -> str:
    """*message* (an English text, the gettext id) in *language*, with its ``{slots}`` filled."""
    told = {key: worded(_in_ours(value) if key == "reason" else value, language) for key, value in values.items()}
    return _fill(_catalogue(language).gettext(message) if message else "", told)


def worded(value: object, language: str) -> object:
    """*value* in *language* if it is a `Sentence`; any other value as it is."""
    return say(value.message, language, **value.values) if isinstance(value, Sentence) else value


def say_many(one: str, many: str, number: int, language: str, /, **values: object) -> str:
    """The right plural of a message for *number*, which fills the slot ``{n}``."""
    return _fill(_catalogue(language).ngettext(one, many, number), {"n": number, **values})


def error_text(error: RoleplayError, language: str) -> str:
    """What to tell the user about *error*."""
    return say(error.message, language, **error.values)


_SYSTEM = (
    mark("Permission denied"),
    mark("Operation not permitted"),
    mark("No such file or directory"),
    mark("File exists"),
    mark("Is a directory"),
    mark("Not a directory"),
    mark("No space left on device"),
    mark("Disk quota exceeded"),
    mark("Read-only file system"),
    mark("File name too long"),
    mark("Input/output error"),
    mark("Too many open files"),
    mark("Too many levels of symbolic links"),
    mark("Address already in use"),
)
"""What an operating system says when a file or a port cannot be had."""


def _in_ours(reason: object) -> object:
    """A *reason* of the operating system, which speaks English only, as a sentence of ours where we have it."""
    return Sentence(reason) if isinstance(reason, str) and reason in _SYSTEM else reason


_OWN_REASONS = {
    "failed": mark("The scorer failed: {error}"),
    "not_coded": mark("This reply could not be coded: {error}"),
    "set_aside": mark("Practice was paused here; this reply is not scored."),
}


def reason_text(skill: Skill, reason: Reason, language: str) -> str:
    """Why a verdict is what it is, in *language*: in the scorer's words, else in ours, else in its English ones."""
    texts = skill.reasons.get(reason.key, {})
    if not texts and reason.key in _OWN_REASONS:
        return say(_OWN_REASONS[reason.key], language, **_own_values(reason, language))
    found = texts.get(language) or texts.get("en") or (reason.key,)
    return _fill(found[0], {key: _number(value, language) for key, value in reason.values.items()})


def _own_values(reason: Reason, language: str) -> Mapping[str, object]:
    """The arguments of a reason of ours; one that holds the message of an error holds its arguments as well."""
    message = reason.values.get("_message")
    return reason.values if message is None else {"error": say(str(message), language, **reason.values)}


def suggestion_text(
    skill: Skill, verdict: Verdict, language: str, *, address: str | None, gender: str | None, material: Mapping[str, str], turn: int = 0
) -> str | None:
    """A better wording: the first text of the suggestion whose slots *material* can fill, and of those with the same slots each reply is told
    another one, by its *turn*; None if there is none.
    """
    if verdict.suggestion is None or verdict.outcome is not Outcome.SCORED:
        return None
    texts = skill.suggestions.get(verdict.suggestion.key, {})
    forms = [key for key in texts if key == language or key.startswith(f"{language}.")]
    chosen = f"{language}.{address}" if f"{language}.{address}" in forms else next(iter(forms), None)
    fitting = [text for text in texts[chosen] if _slots(text) <= material.keys()] if chosen else []
    if not fitting:
        return None
    alike = [text for text in fitting if _slots(text) == _slots(fitting[0])]
    plain = render(alike[turn // 2 % len(alike)].replace("{", "\0").replace("}", "\1"), listener=gender, speaker=None)
    return _fill(plain.replace("\0", "{").replace("\1", "}"), material)


def _slots(text: str) -> set[str]:
    return set(_SLOT.findall(text))


def decimal(digits: str, language: str) -> str:
    """The *digits* of a fraction as the language writes it: 1.5 s in English, 1,5 s in Romanian and Russian."""
    return digits.replace(".", ",") if language in ("ro", "ru") else digits


def _number(value: object, language: str) -> object:
    return decimal(str(value), language) if isinstance(value, float) else value


def _fill(text: str, values: Mapping[str, object]) -> str:
    return _SLOT.sub(lambda m: str(values[m[1]]) if m[1] in values else m[0], text)
