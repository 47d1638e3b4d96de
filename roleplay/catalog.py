"""Personas and scorers read from their folders into values.

A persona folder holds ``persona.yaml``, ``prompt.j2`` and ``lines.<lang>.yaml``; a scorer folder ``scorer.yaml``, ``cases.yaml`` and
maybe a Python file. All faults of a file are found in one reading and raised together as `PluginInvalid`, each with its line.
"""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import replace
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from roleplay.codes import Code
from roleplay.dialogue import LANGUAGES
from roleplay.declared import Declared
from roleplay.errors import NotationInvalid, PluginInvalid
from roleplay.notation import Entry, Node, read
from roleplay.persona import DIFFICULTIES, Band, Effect, Fact, Lines, Persona, Reaction, Scenario, Scene, Source, Voice
from roleplay.scoring import Scorer, Skill
from roleplay.variants import fault as variant_fault

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
    """Read the persona in *folder*, with the voices of *languages* (all of its own when None). Raises `PluginInvalid`."""
    path = folder / "persona.yaml"
    faults: list[str] = []
    entry = Entry(_opened(path, folder.name), faults)
    entry.choice("schema", ("1",))
    spoken = entry.texts("languages", least=1)
    persona = Persona(
        id=entry.text("id"),
        version=entry.text("version"),
        languages=spoken,
        genders=_genders(entry.entry("genders"), spoken),
        addresses=_texts_by_language(entry.entry("addresses"), spoken),
        temperament=_temperament(entry.entry("temperament")),
        yields_after=_yields(entry.entry("yields_after")),
        scenarios=_scenarios(entry.entry("scenarios")),
        sources=_sources(entry, spoken),
        hash=_hash(folder),
    )
    entry.finish()
    for language in spoken:
        if language not in LANGUAGES:
            entry.fault("languages", f"{language!r} is not one of {', '.join(LANGUAGES)}")
    if faults:
        raise PluginInvalid(str(path), faults)
    wanted = spoken if languages is None else tuple(language for language in languages if language in spoken)
    return replace(persona, voices={language: load_voice(folder, persona, language) for language in wanted})


def load_voice(folder: Path, persona: Persona, language: str) -> Voice:
    """Read what *persona* says in *language*. Raises `PluginInvalid`."""
    path = folder / f"lines.{language}.yaml"
    faults: list[str] = []
    entry = Entry(_opened(path, folder.name), faults)
    entry.choice("schema", ("1",))
    entry.choice("persona", (persona.id,))
    entry.choice("language", (language,))
    vocatives = entry.entry("vocatives", required=False)
    voice = Voice(
        language=language,
        name=entry.text("name"),
        title=entry.text("title"),
        who=entry.text("who"),
        hidden_need=entry.text("hidden_need"),
        triggers=entry.text("triggers"),
        softens=entry.text("softens"),
        vocatives={gender: vocatives.texts(gender, required=False) for gender in ("m", "f")},
        reactions=_reactions(entry.entry("reactions")),
        scenes=_scenes(entry.entry("scenarios"), persona),
        phrases=entry.texts("phrases", required=False),
        memories=entry.texts("memories", required=False),
    )
    vocatives.finish()
    entry.finish()
    if faults:
        raise PluginInvalid(str(path), faults)
    return voice


def _opened(path: Path, name: str) -> Node:
    try:
        return read(path)
    except FileNotFoundError:
        raise PluginInvalid(name, [f"{path.name} is missing"]) from None
    except OSError as error:
        raise PluginInvalid(name, [f"{path.name} cannot be read ({error.strerror})"]) from None
    except NotationInvalid as error:
        raise PluginInvalid(error.path, error.faults) from None


def _hash(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*")):
        if path.suffix in (".yaml", ".j2"):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _texts_by_language(entry: Entry, languages: tuple[str, ...]) -> dict[str, str]:
    texts = {language: entry.text(language) for language in languages}
    entry.finish()
    return texts


def _genders(entry: Entry, languages: tuple[str, ...]) -> dict[str, str]:
    genders = {language: entry.choice(language, ("f", "m")) for language in languages}
    entry.finish()
    return genders


def _temperament(entry: Entry) -> dict[str, Effect]:
    temperament = {}
    for behaviour in BEHAVIOURS:
        if behaviour in entry.keys:
            effect = entry.entry(behaviour)
            temperament[behaviour] = Effect(
                tension=effect.number("tension", -0.5, 0.5, 0.0), trust=effect.number("trust", -0.5, 0.5, 0.0)
            )
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
        entry.fault("", "needs at least one scenario")
    return scenarios


def _sources(entry: Entry, languages: tuple[str, ...]) -> tuple[Source, ...]:
    sources = []
    for item in entry.entries("sources", required=False):
        passage = _texts_by_language(item.entry("passage"), languages)
        sources.append(Source(work=item.text("work"), passage=passage))
        item.finish()
    return tuple(sources)


def _said(entry: Entry, key: str, texts: tuple[str, ...]) -> tuple[str, ...]:
    for text in texts:
        wrong = variant_fault(text)
        if wrong:
            entry.fault(key, wrong)
    return texts


def _banded(entry: Entry) -> Lines:
    lines = {band: _said(entry, band, entry.texts(band, required=False)) for band in Band if band in entry.keys}
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
            title=scene.text("title"),
            situation=scene.text("situation"),
            task=scene.text("task"),
            good_end=scene.text("good_end"),
            openings=_said(scene, "openings", scene.texts("openings", least=1)),
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
        says = _said(item, "says", item.texts("says", least=1))
        facts.append(Fact(id=item.text("id"), asks=item.texts("asks", least=1), says=says, hidden=item.flag("hidden")))
        item.finish()
    return tuple(facts)


def load_skill(folder: Path) -> Skill:
    """Read the scorer in *folder* and make it ready. Raises `PluginInvalid`, also for whatever its Python file raises."""
    path = folder / "scorer.yaml"
    faults: list[str] = []
    entry = Entry(_opened(path, folder.name), faults)
    entry.choice("schema", ("1",))
    languages = entry.texts("languages", least=1)
    name = entry.text("id")
    dotted = entry.text("class", "")
    skill = Skill(
        id=name,
        version=entry.text("version"),
        languages=languages,
        titles=_texts_by_language(entry.entry("titles"), languages),
        about=_texts_by_language(entry.entry("about"), languages),
        next_step=_texts_by_language(entry.entry("next"), languages),
        reasons=_worded(entry.entry("reasons"), languages),
        suggestions=_worded(entry.entry("suggestions", required=False), languages),
        sources=_sources(entry, languages),
        scorer=_declared(entry) if not dotted else None,
        folder=folder,
    )
    entry.finish()
    if faults:
        raise PluginInvalid(str(path), faults)
    return skill if skill.scorer is not None else replace(skill, scorer=_made(folder, name, dotted))


def _worded(entry: Entry, languages: tuple[str, ...]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Texts by key and language: one text, a list (the first whose slots are filled counts), or either by form of address."""
    worded: dict[str, dict[str, tuple[str, ...]]] = {}
    for key in entry.keys:
        item = entry.entry(key)
        worded[key] = {}
        for language in languages:
            node = item.take(language)
            if node is None:
                continue
            if isinstance(node.value, dict):
                forms = item.entry(language)
                for form in forms.keys:
                    worded[key][f"{language}.{form}"] = _one_or_many(forms, form)
                forms.finish()
            else:
                worded[key][language] = _one_or_many(item, language)
        item.finish()
    return worded


def _one_or_many(entry: Entry, key: str) -> tuple[str, ...]:
    node = entry.take(key)
    if node is not None and isinstance(node.value, list):
        return entry.texts(key, least=1)
    return (entry.text(key),)


def _declared(entry: Entry) -> Declared:
    adds, costs = entry.entry("adds"), entry.entry("costs", required=False)
    declared = Declared(
        start=entry.number("start", 0, 1, 0.0),
        adds={code: adds.number(code, 0, 1) for code in adds.keys},
        costs={code: costs.number(code, 0, 1) for code in costs.keys},
        opportunity=entry.texts("opportunity", required=False),
    )
    entry.texts("questions", required=False)
    for each in (adds, costs):
        each.finish()
        for code in each.keys:
            if code not in tuple(Code):
                each.fault(code, "is not a code of the codebook")
    return declared


def _made(folder: Path, name: str, dotted: str) -> Scorer:
    """The object that ``module:Class`` names in a Python file beside ``scorer.yaml``."""
    module_name, _, class_name = dotted.partition(":")
    path = folder / f"{module_name}.py"
    if not module_name.isidentifier() or not path.is_file():
        raise PluginInvalid(name, [f"class: {dotted}: there is no {module_name}.py beside scorer.yaml"])
    spec = spec_from_file_location(f"roleplay_scorer_{name}", path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    try:
        with redirect_stdout(io.StringIO()):
            spec.loader.exec_module(module)
            scorer = getattr(module, class_name)()
    except (Exception, SystemExit) as error:  # a plugin may do anything
        raise PluginInvalid(name, [f"{path.name}: {type(error).__name__}: {error}"]) from None
    if not callable(getattr(scorer, "score", None)):
        raise PluginInvalid(name, [f"class: {dotted} has no method score(exchange, coding)"])
    return scorer  # type: ignore[no-any-return]  # checked to have the one method of the protocol
