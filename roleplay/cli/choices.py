"""What a talk is to be: what flags and settings say of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from roleplay.cli.context import Context, message_language, nearest
from roleplay.errors import Unusable
from roleplay.persona import Persona

__all__ = ["Asked", "Choices", "choices_of", "scenario_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line says; None where it says nothing."""

    persona: str | None = None
    scenario: str | None = None
    language: str | None = None
    gender: str | None = None
    difficulty: str | None = None
    about: str | None = None
    model: str | None = None
    base_url: str | None = None
    coder: str | None = None
    feedback: str | None = None
    seed: int | None = None
    speed: float | None = None
    save: Path | None = None
    origin: str | None = None
    turn: int | None = None
    voice: str | None = None
    changed: bool = False
    as_is: bool = False
    form: str = "text"


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
    as_is: bool = False
    model: str = "offline"
    base_url: str | None = None
    coder: str = "rules"
    partner: str | None = None
    spoken: str | None = None
    voice: str | None = None
    """The persona and the language that were asked for by name, and whose place in an imported talk is taken."""


def choices_of(room: Context, asked: Asked) -> Choices:
    """What flags and settings say; what neither says stays open."""
    settled = room.settings.get

    def chosen(flag: str | None, key: str) -> str | None:
        return flag if flag is not None else settled(key)

    model = chosen(asked.model, "model") or "offline"
    kept_persona = asked.persona in (None, settled("persona"))
    kept_model = model == settled("model") or model.startswith("openai:")
    return Choices(
        persona=chosen(asked.persona, "persona") or "",
        scenario=asked.scenario or (settled("scenario") if kept_persona else None),
        language=chosen(asked.language, "language") or message_language(room.settings),
        gender=chosen(asked.gender, "gender"),
        difficulty=chosen(asked.difficulty, "difficulty") or "normal",
        about=asked.about,
        feedback=chosen(asked.feedback, "feedback") or "turn",
        seed=asked.seed,
        save=asked.save,
        name=settled("name"),
        address=settled("address"),
        changed=asked.changed,
        as_is=asked.as_is,
        model=model,
        base_url=asked.base_url or (settled("base_url") if kept_model else None),
        coder=asked.coder or "rules",
        partner=asked.persona,
        spoken=asked.language,
        voice=asked.voice,
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
