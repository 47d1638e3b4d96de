"""What a talk is to be: what flags and settings say of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from roleplay.cli.context import Context, message_language, nearest
from roleplay.errors import Unusable
from roleplay.persona import Persona

__all__ = ["Choices", "choices_of", "scenario_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a talk is to be, before it begins."""

    persona: str
    scenario: str | None = None
    language: str
    gender: str | None = None
    difficulty: str = "normal"
    about: str | None = None
    feedback: str = "turn"
    seed: int | None = None
    save: Path | None = None
    name: str | None = None
    address: str | None = None
    changed: bool = False
    model: str = "offline"
    base_url: str | None = None


def choices_of(room: Context, given: dict[str, object]) -> Choices:
    """What flags and settings say; what neither says stays open."""

    def chosen(flag: str, key: str) -> str | None:
        return given[flag] if given[flag] is not None else room.settings.get(key)  # type: ignore[return-value]

    persona = chosen("persona", "persona")
    scenario = given["scenario"] or (room.settings.get("scenario") if given["persona"] in (None, room.settings.get("persona")) else None)
    model = chosen("model", "model") or "offline"
    settled = room.settings.get("base_url") if model == room.settings.get("model") or model.startswith("openai:") else None
    return Choices(
        persona=persona or "",
        scenario=scenario,  # type: ignore[arg-type]
        language=chosen("language", "language") or message_language(room.settings),
        gender=chosen("gender", "gender"),
        difficulty=chosen("difficulty", "difficulty") or "normal",
        about=given["about"],  # type: ignore[arg-type]
        feedback=chosen("feedback", "feedback") or "turn",
        seed=given["seed"],  # type: ignore[arg-type]
        save=given["save"],  # type: ignore[arg-type]
        name=room.settings.get("name"),
        address=room.settings.get("address"),
        changed=bool(given["changed"]),
        model=model,
        base_url=given["base_url"] or settled,  # type: ignore[arg-type]
    )


def scenario_of(persona: Persona, name: str | None) -> str:
    """The scenario called *name* (``-`` or ``_``), the first one when None. Raises `Unusable` with a did-you-mean."""
    if name is None:
        return next(iter(persona.scenarios))
    for scenario in persona.scenarios:
        if scenario.replace("-", "_") == name.replace("-", "_"):
            return scenario
    raise Unusable(
        "{persona} has no scenario {name}{near}; it has: {all}",
        persona=persona.id,
        name=name,
        near=nearest(name, persona.scenarios),
        all=", ".join(persona.scenarios),
    )
