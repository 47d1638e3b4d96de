"""A small persona written to a folder: all that a persona must have, and little of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from roleplay.persona import COMMON, Band, Reaction

__all__ = ["fact", "lines_file", "persona_file", "scene", "write"]

TEMPLATE = (
    "You are {{ name }}. {{ who }}\n{% if about %}{{ about }}{% endif %}\n{% for fact in facts %}- {{ fact }}\n{% endfor %}{{ mood }}\n"
)


def persona_file(**changes: Any) -> dict[str, Any]:
    """What ``persona.yaml`` holds, with *changes*; a change to None takes the key out."""
    return _changed(
        {
            "schema": 1,
            "id": "neighbour",
            "version": "1",
            "languages": ["en"],
            "genders": {"en": "m"},
            "addresses": {"en": "you"},
            "temperament": {
                "blame": {"tension": 0.12, "trust": -0.1},
                "reflection": {"tension": -0.05, "trust": 0.08},
                "feeling_ack": {"tension": -0.06, "trust": 0.09},
            },
            "yields_after": {"easy": 2, "normal": 3, "hard": 5},
            "scenarios": {"the-hedge": {"tension": 0.5, "trust": 0.3}},
        },
        changes,
    )


def lines_file(**changes: Any) -> dict[str, Any]:
    """What ``lines.en.yaml`` holds, with *changes*; a change to None takes the key out."""
    return _changed(
        {
            "schema": 1,
            "persona": "neighbour",
            "language": "en",
            "name": "Ned",
            "title": "The neighbour",
            "who": "Ned from next door.",
            "hidden_need": "Company.",
            "triggers": "Being hurried.",
            "softens": "Being asked in.",
            "vocatives": {"m": ["lad"], "f": ["lass"]},
            "reactions": {str(reaction): _reaction(reaction) for reaction in Reaction},
            "scenarios": {"the-hedge": scene()},
        },
        changes,
    )


def scene(**changes: Any) -> dict[str, Any]:
    """What a scenario of ``lines.en.yaml`` holds, with *changes*."""
    return _changed(
        {
            "title": "The hedge",
            "situation": "You meet at the hedge.",
            "task": "Hear him out.",
            "good_end": "He goes in and waves.",
            "openings": [f"Opening {number}." for number in range(5)],
            "lines": {band: [f"Topic {band} {number}." for number in range(5)] for band in ("hot", "guarded", "soft")},
            "facts": [fact(f"fact_{number}", f"word{number}") for number in range(8)],
        },
        changes,
    )


def fact(identity: str, *asks: str, hidden: bool = False, wished: bool = False) -> dict[str, Any]:
    """Something of the scenario that can be asked about, and if it is *wished* also be wished for."""
    says = [f"First of {identity}.", f"Second of {identity}."]
    return {"id": identity, "asks": list(asks), "says": says, "hidden": str(hidden).lower(), "wished": str(wished).lower()}


def write(
    folder: Path, *, persona: dict[str, Any] | None = None, lines: dict[str, Any] | None = None, template: str | None = TEMPLATE
) -> Path:
    """Write the persona to *folder* and give the folder back."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in (("persona.yaml", persona or persona_file()), ("lines.en.yaml", lines or lines_file())):
        (folder / name).write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), "utf-8")
    if template is not None:
        (folder / "prompt.j2").write_text(template, "utf-8")
    return folder


def _reaction(reaction: Reaction) -> dict[str, list[str]]:
    if reaction is Reaction.FALLING_SILENT:
        return {"any": [f"(is silent, {number})" for number in range(5)]}
    if reaction in COMMON:
        return {
            str(band): [f"{reaction.capitalize()} {band} {number}." for number in range(4)] for band in (Band.HOT, Band.GUARDED, Band.SOFT)
        }
    return {"any": [f"{reaction.capitalize()} {number}." for number in range(8)]}


def _changed(value: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {key: item for key, item in (value | changes).items() if item is not None}
