"""Scorers read from their folders: ``scorer.yaml``, and the Python file beside it if one is named.

Also what the reading of personas and scorers has in common.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from roleplay import API_VERSION, shipped
from roleplay.codes import Code
from roleplay.declared import Declared
from roleplay.errors import NotationInvalid, PluginInvalid, Sentence
from roleplay.notation import Entry, Node, read
from roleplay.persona import Source
from roleplay.plugins import other_interface
from roleplay.programmed import Programmed, made
from roleplay.scoring import Scorer, Skill

__all__ = ["load_skill", "opened", "sources_in", "texts_by_language"]

LONGEST_QUESTION = 300


def load_skill(folder: Path) -> Skill:
    """Read the scorer in *folder* and make it ready. Raises `PluginInvalid`, also for whatever its Python file raises.

    That file runs in a process of its own, unless it ships with the project.
    """
    path = folder / "scorer.yaml"
    faults: list[str] = []
    entry = Entry(opened(path, folder.name), faults)
    entry.choice("schema", ("1",))
    _same_interface(entry)
    languages = entry.texts("languages", least=1)
    name = entry.text("id")
    dotted = entry.text("class", "")
    questions = _questions(entry.entry("questions", required=False))
    skill = Skill(
        id=name,
        version=entry.text("version"),
        languages=languages,
        titles=texts_by_language(entry.entry("titles"), languages),
        about=texts_by_language(entry.entry("about"), languages),
        next_step=texts_by_language(entry.entry("next"), languages),
        reasons=_worded(entry.entry("reasons"), languages),
        suggestions=_worded(entry.entry("suggestions", required=False), languages),
        sources=sources_in(entry, languages),
        scorer=_declared(entry, name, questions) if not dotted else None,
        folder=folder,
        questions=questions,
    )
    entry.finish()
    if faults:
        raise PluginInvalid(str(path), faults)
    return skill if skill.scorer is not None else replace(skill, scorer=_scorer(folder, name, dotted))


def _same_interface(entry: Entry) -> None:
    """A fault if the file says that its class is made for another version of the plugin interface than this."""
    version = entry.text("api", str(API_VERSION))
    if version != str(API_VERSION):
        entry.fault("api", other_interface(version))


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


def _declared(entry: Entry, name: str, questions: Mapping[str, str]) -> Declared:
    adds, costs = entry.entry("adds"), entry.entry("costs", required=False)
    declared = Declared(
        start=entry.number("start", 0, 1, 0.0),
        adds={code: adds.number(code, 0, 1) for code in adds.keys},
        costs={code: costs.number(code, 0, 1) for code in costs.keys},
        opportunity=entry.texts("opportunity", required=False),
        id=name,
        questions=questions,
    )
    for each in (adds, costs):
        each.finish()
    for holder, codes in ((adds, declared.adds), (costs, declared.costs), (entry, declared.opportunity)):
        for code in codes:
            if code not in tuple(Code) and code not in declared.questions:
                key = code if holder is not entry else "opportunity"
                holder.fault(key, Sentence("{code} is not a code of the codebook, nor one of the questions", code=code))
    return declared


def _questions(entry: Entry) -> dict[str, str]:
    """Yes/no questions for a model by id: one line each, short, because all of them go into every request."""
    questions = {key: " ".join(entry.text(key).split()) for key in entry.keys}
    for key, text in questions.items():
        if key in tuple(Code):
            entry.fault(key, Sentence("{key} is a code of the codebook; call the question something else", key=key))
        if len(text) > LONGEST_QUESTION or not text.endswith("?"):
            entry.fault(
                key,
                Sentence(
                    "{key} must be a question of at most {most} characters, in English, with a question mark",
                    key=key,
                    most=LONGEST_QUESTION,
                ),
            )
    entry.finish()
    return questions


def _scorer(folder: Path, name: str, dotted: str) -> Scorer:
    """The object that *dotted* (``module:Class``) names in a Python file beside ``scorer.yaml``."""
    module = dotted.partition(":")[0]
    if not module.isidentifier() or not (folder / f"{module}.py").is_file():
        raise PluginInvalid(name, [Sentence("class: {what}: there is no {file} beside scorer.yaml", what=dotted, file=f"{module}.py")])
    return made(folder, name, dotted) if shipped.holds(folder) else Programmed(folder, name, dotted)


def opened(path: Path, name: str) -> Node:
    """The document at *path*, of the plugin called *name*. Raises `PluginInvalid`."""
    try:
        return read(path)
    except FileNotFoundError:
        raise PluginInvalid(name, [Sentence("{name} is missing", name=path.name)]) from None
    except OSError as error:
        raise PluginInvalid(name, [Sentence("{name} cannot be read ({reason})", name=path.name, reason=error.strerror)]) from None
    except NotationInvalid as error:
        raise PluginInvalid(error.path, error.faults) from None


def texts_by_language(entry: Entry, languages: tuple[str, ...]) -> dict[str, str]:
    """One text for each of *languages*."""
    texts = {language: entry.text(language) for language in languages}
    entry.finish()
    return texts


def sources_in(entry: Entry, languages: tuple[str, ...]) -> tuple[Source, ...]:
    """The passages a plugin rests on."""
    sources = []
    for item in entry.entries("sources", required=False):
        passage = texts_by_language(item.entry("passage"), languages)
        sources.append(Source(work=item.text("work"), passage=passage))
        item.finish()
    return tuple(sources)
