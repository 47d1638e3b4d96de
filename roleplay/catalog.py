"""Personas and scorers read from their folders into values.

A persona folder holds ``persona.yaml``, ``prompt.j2`` and ``lines.<lang>.yaml``; a scorer folder is read by `roleplay.skills`. All faults
of a file are found in one reading and raised together as `PluginInvalid`, each with its line.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from roleplay.dialogue import LANGUAGES
from roleplay.errors import PluginInvalid, Sentence
from roleplay.notation import Entry
from roleplay.persona import DIFFICULTIES, Band, Effect, Fact, Lines, Persona, Reaction, Scenario, Scene, Voice
from roleplay.skills import load_skill, opened, sources_in, texts_by_language
from roleplay.variants import fault as variant_fault
from roleplay.variants import needs

__all__ = ["load_persona", "load_skill", "load_voice"]

BEHAVIOURS = (
    "blame",
    "dismissal_or_argument",
    "pseudo_i_message",
    "advice",
    "own_story",
    "rushed",
    "silence",
    "neutral",
    "reflection",
    "feeling_ack",
    "open_question",
    "closed_question",
    "i_message",
    "ownership",
    "apology",
    "care",
    "gratitude",
    "boundary",
    "acknowledgement",
)


def load_persona(folder: Path, languages: tuple[str, ...] | None = None) -> Persona:
    """Read the persona in *folder*, with the voices of *languages* (all of its own when None). Raises `PluginInvalid`.

    >>> from roleplay.plugins import discover
    >>> father = load_persona(discover("personas", shipped_only=True).found["absent_father"].folder, ("en",))
    >>> father.languages, list(father.scenarios)
    (('en', 'ro', 'ru'), ['first-contact', 'why-now', 'he-declines'])
    """
    path = folder / "persona.yaml"
    faults: list[str] = []
    entry = Entry(opened(path, folder.name), faults)
    entry.choice("schema", ("1",))
    spoken = entry.texts("languages", least=1)
    persona = Persona(
        id=entry.text("id"),
        version=entry.text("version"),
        languages=spoken,
        genders=_genders(entry.entry("genders"), spoken),
        addresses=texts_by_language(entry.entry("addresses"), spoken),
        temperament=_temperament(entry.entry("temperament")),
        yields_after=_yields(entry.entry("yields_after")),
        scenarios=_scenarios(entry.entry("scenarios")),
        sources=sources_in(entry, spoken),
        hash=_hash(folder),
    )
    entry.finish()
    for language in spoken:
        if language not in LANGUAGES:
            entry.fault("languages", Sentence("{said} is not one of {options}", said=repr(language), options=", ".join(LANGUAGES)))
    if faults:
        raise PluginInvalid(str(path), faults)
    wanted = spoken if languages is None else tuple(language for language in languages if language in spoken)
    return replace(persona, voices={language: load_voice(folder, persona, language) for language in wanted})


def load_voice(folder: Path, persona: Persona, language: str) -> Voice:
    """Read what *persona* says in *language*. Raises `PluginInvalid`."""
    path = folder / f"lines.{language}.yaml"
    faults: list[str] = []
    entry = Entry(opened(path, folder.name), faults)
    entry.choice("schema", ("1",))
    entry.choice("persona", (persona.id,))
    entry.choice("language", (language,))
    vocatives = entry.entry("vocatives", required=False)
    voice = Voice(
        language=language,
        name=_told(entry, "name"),
        title=_told(entry, "title"),
        who=_told(entry, "who"),
        hidden_need=_told(entry, "hidden_need"),
        triggers=_told(entry, "triggers"),
        softens=_told(entry, "softens"),
        vocatives={gender: vocatives.texts(gender, required=False) for gender in ("m", "f")},
        reactions=_reactions(entry.entry("reactions")),
        scenes=_scenes(entry.entry("scenarios"), persona),
        phrases=_said(entry, "phrases"),
        memories=_said(entry, "memories"),
    )
    vocatives.finish()
    entry.finish()
    if faults:
        raise PluginInvalid(str(path), faults)
    return voice


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*")):
        if path.suffix in (".yaml", ".j2") and path.is_file():
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _genders(entry: Entry, languages: tuple[str, ...]) -> dict[str, str]:
    genders = {language: entry.choice(language, ("f", "m")) for language in languages}
    entry.finish()
    return genders


def _temperament(entry: Entry) -> dict[str, Effect]:
    temperament = {}
    for behaviour in BEHAVIOURS:
        if behaviour in entry.keys:
            effect = entry.entry(behaviour)
            temperament[behaviour] = Effect(tension=effect.number("tension", -0.5, 0.5, 0.0), trust=effect.number("trust", -0.5, 0.5, 0.0))
            effect.finish()
    entry.finish()
    return temperament


def _yields(entry: Entry) -> dict[str, int]:
    yields = {difficulty: int(entry.number(difficulty, 1, 20)) for difficulty in DIFFICULTIES}
    entry.finish()
    return yields


def _scenarios(entry: Entry) -> dict[str, Scenario]:
    scenarios = {}
    for name in entry.keys:
        scene = entry.entry(name)
        scenarios[name] = Scenario(
            id=name,
            tension=scene.number("tension", 0, 1),
            trust=scene.number("trust", 0, 1),
            good_end=scene.choice("good_end", ("warms", "declines"), "warms"),
        )
        scene.finish()
    if not scenarios:
        entry.fault("", Sentence("needs at least one scenario"))
    return scenarios


def _said(entry: Entry, key: str, *, least: int = 0, required: bool = False) -> tuple[str, ...]:
    """The lines to say at *key*, each without a fault in its notation."""
    node = entry.take(key, required=False)
    for item in node.value if node is not None and isinstance(node.value, list) else ():
        wrong = variant_fault(item.value) if isinstance(item.value, str) else None
        if wrong:
            entry.fault(key, wrong, item.line)
    return entry.texts(key, least=least, required=required)


def _told(entry: Entry, key: str) -> str:
    """A text about the persona: it may vary with gender, but nothing is filled in."""
    text = entry.text(key)
    wrong = variant_fault(text)
    slots = sorted(needs(text) & {"you", "quote"})
    if wrong or slots:
        entry.fault(key, wrong or Sentence("{slot} is filled only in what is said", slot=f"{{{slots[0]}}}"))
    return text


def _banded(entry: Entry) -> Lines:
    lines = {band: _said(entry, band) for band in Band if band in entry.keys}
    entry.finish()
    return lines


def _reactions(entry: Entry) -> Mapping[Reaction, Lines]:
    reactions = {reaction: _banded(entry.entry(reaction)) for reaction in Reaction if reaction in entry.keys}
    entry.finish()
    return reactions


def _scenes(entry: Entry, persona: Persona) -> dict[str, Scene]:
    scenes = {}
    for name in persona.scenarios:
        scene = entry.entry(name)
        scenes[name] = Scene(
            title=_told(scene, "title"),
            situation=_told(scene, "situation"),
            task=_told(scene, "task"),
            good_end=_told(scene, "good_end"),
            openings=_said(scene, "openings", least=1, required=True),
            lines=_banded(scene.entry("lines")),
            facts=_facts(scene),
            reactions=_reactions(scene.entry("reactions", required=False)),
        )
        scene.finish()
    entry.finish()
    return scenes


def _facts(scene: Entry) -> tuple[Fact, ...]:
    facts = []
    for item in scene.entries("facts", required=False):
        says = _said(item, "says", least=1, required=True)
        asks = item.texts("asks", least=1)
        facts.append(Fact(id=item.text("id"), asks=asks, says=says, hidden=item.flag("hidden"), wished=item.flag("wished")))
        item.finish()
    return tuple(facts)
