"""What ``personas check`` and ``scorers check`` look at, and what the testing kit runs: all of it at once, each fault with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from roleplay import prompt
from roleplay.catalog import load_persona, load_skill, load_voice
from roleplay.codes import Coding
from roleplay.declared import Declared
from roleplay.dialogue import Exchange, Speaker, Turn
from roleplay.errors import NotationInvalid, PluginInvalid
from roleplay.notation import Entry, read
from roleplay.persona import COMMON, Lines, Reaction, Scene, Voice
from roleplay.plugins import strays
from roleplay.scoring import Skill, Verdict, grade
from roleplay.variants import needs

__all__ = ["Case", "Finding", "cases_of", "check_persona", "check_skill"]

LEAST = {reaction: 12 if reaction in COMMON else 5 for reaction in Reaction} | {Reaction.EVASION: 8}
LEAST_OPENINGS, LEAST_TOPIC, LEAST_FACTS = 5, 15, 8
MOVES = ("feeling_ack", "reflection", "blame")


class Coder(Protocol):
    """Who marks the codes."""

    def code(self, exchange: Exchange) -> Coding:
        """The codes of *exchange*."""
        ...


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault: *where* it is, *what* it is. With *note*, no fault but something worth knowing."""

    where: str
    what: str
    note: bool = False


def check_persona(folder: Path) -> list[Finding]:
    """Everything wrong with the persona in *folder*, in all its files; empty if nothing is."""
    if outside := _outside(folder):
        return outside
    findings = [Finding("prompt.j2" + (f": line {line}" if line else ""), what) for line, what in prompt.faults(folder / "prompt.j2")]
    try:
        persona = load_persona(folder, ())
    except PluginInvalid as error:
        return [*_faults(error, "persona.yaml"), *findings]
    findings += [Finding("persona.yaml: temperament", f"{name} moves nothing: add it") for name in MOVES if name not in persona.temperament]
    for language in persona.languages:
        name = f"lines.{language}.yaml"
        try:
            voice = load_voice(folder, persona, language)
        except PluginInvalid as error:
            findings += _faults(error, name)
        else:
            findings += [Finding(f"{name}: {found.where}", found.what) for found in _voice(voice)]
    return findings


def _outside(folder: Path) -> list[Finding]:
    return [Finding(name, "is a link that leads out of the folder: put a copy there") for name in strays(folder)]


def _faults(error: PluginInvalid, name: str) -> list[Finding]:
    """One finding for each fault of the file called *name*."""
    return [Finding(name, fault.removeprefix(f"{name} ")) for fault in error.faults]


def _voice(voice: Voice) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for reaction, least in LEAST.items():
        lines = _all(voice.reactions.get(reaction, {}))
        always = [line for line in lines if "quote" not in needs(line)]
        if len(always) < least:
            yield Finding(str(reaction), f"has {len(always)} lines, needs {least}")
        yield from _twice(lines, str(reaction), seen)
    for name, scene in voice.scenes.items():
        yield from _scene(scene, name, seen)
    yield from _twice((*voice.phrases, *voice.memories), "phrases, memories", seen)
    for reactions in (voice.reactions, *(scene.reactions for scene in voice.scenes.values())):
        for line in _all(reactions.get(Reaction.FALLING_SILENT, {})):
            if not (line.startswith("(") and line.endswith(")")):
                yield Finding(str(Reaction.FALLING_SILENT), f"is a stage direction, in parentheses: {line[:50]}")
    for line, where in seen.items():
        if "you" in needs(line) and not any(voice.vocatives.values()):
            yield Finding(where, f"uses {{you}} but there are no vocatives: {line[:50]}")


def _scene(scene: Scene, name: str, seen: dict[str, str]) -> Iterator[Finding]:
    topic = _all(scene.lines)
    for what, number, least in (
        ("openings", len(scene.openings), LEAST_OPENINGS),
        ("lines", len(topic), LEAST_TOPIC),
        ("facts", len(scene.facts), LEAST_FACTS),
    ):
        if number < least:
            yield Finding(f"{name}.{what}", f"has {number} {what}, needs {least}")
    yield from _twice((*topic, *scene.openings), name, seen)
    for reaction, lines in scene.reactions.items():
        yield from _twice(_all(lines), f"{name}.{reaction}", seen)
    ids = set()
    for fact in scene.facts:
        yield from _twice(fact.says, f"{name}.{fact.id}", seen)
        if fact.id in ids:
            yield Finding(f"{name}.{fact.id}", "is a fact twice")
        ids.add(fact.id)


def _all(lines: Lines) -> tuple[str, ...]:
    return tuple(line for shelf in lines.values() for line in shelf)


def _twice(lines: tuple[str, ...], where: str, seen: dict[str, str]) -> Iterator[Finding]:
    for line in lines:
        if line in seen:
            yield Finding(where, f"is said in {seen[line]} already: {line[:50]}")
        seen[line] = where


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A minimal pair: of two replies to the same words the *better* must score higher.

    Or a known *limit*: a pair of which that is not true yet, or a single reply, *better*, that should score *should* and does not yet.
    """

    id: str
    language: str
    heard: str
    better: str
    worse: str = ""
    better_gap: float | None = None
    worse_gap: float | None = None
    should: float | None = None
    limit: bool = False


def cases_of(folder: Path) -> list[Case]:
    """The cases in ``cases.yaml`` of *folder*. Raises `PluginInvalid`."""
    path = folder / "cases.yaml"
    faults: list[str] = []
    try:
        entry = Entry(read(path), faults)
    except FileNotFoundError:
        raise PluginInvalid(folder.name, ["cases.yaml is missing"]) from None
    except NotationInvalid as error:
        raise PluginInvalid(error.path, error.faults) from None
    entry.choice("schema", ("1",))
    cases = []
    for kind in ("pairs", "limits"):
        group = entry.entry(kind, required=kind == "pairs")
        for language in group.keys:
            cases += [_case(item, language, kind == "limits") for item in group.entries(language)]
        group.finish()
    entry.finish()
    if faults:
        raise PluginInvalid(str(path), faults)
    return cases


def _case(item: Entry, language: str, limit: bool) -> Case:
    def gap(key: str) -> float | None:
        return item.number(key, -60, 600) if key in item.keys else None

    single = limit and "reply" in item.keys
    case = Case(
        id=item.text("id"),
        language=language,
        heard=item.text("heard"),
        better=item.text("reply" if single else "better"),
        worse="" if single else item.text("worse"),
        better_gap=gap("better_gap"),
        worse_gap=gap("worse_gap"),
        should=item.number("should", 0, 1) if single else None,
        limit=limit,
    )
    item.text("why", "")
    item.finish()
    return case


def check_skill(folder: Path, coders: dict[str, Coder]) -> list[Finding]:
    """Everything wrong with the scorer in *folder*: its file, and each case that does not come out as it says."""
    if outside := _outside(folder):
        return outside
    try:
        skill = load_skill(folder)
        cases = cases_of(folder)
    except PluginInvalid as error:
        return [Finding(error.name, fault) for fault in error.faults]
    findings = []
    if isinstance(skill.scorer, Declared):
        unworded = [key for key in skill.scorer.reasons if key not in skill.reasons]
        findings += [Finding("scorer.yaml: reasons", f"{key} is missing") for key in unworded]
    for language in skill.languages:
        if not any(case.language == language for case in cases):
            findings.append(Finding("cases.yaml", f"has no pair in {language}"))
    for case in cases:
        if case.language in coders:
            found = _run(skill, case, coders[case.language])
            if found is not None:
                findings.append(found)
    return findings


def _run(skill: Skill, case: Case, coder: Coder) -> Finding | None:
    where = f"cases.yaml: {case.language}: {case.id}"
    better = _verdict(skill, case, case.better, case.better_gap, coder)
    if case.should is not None:
        right = better.value is not None and abs(better.value - case.should) < 0.01
        told = ""
    else:
        worse = _verdict(skill, case, case.worse, case.worse_gap, coder)
        right = better.value is not None and worse.value is not None and better.value > worse.value
        told = f"better {_told(better)} is not above worse {_told(worse)}"
    if case.limit:
        return Finding(where, "is a known limit no more: move it to the pairs", note=True) if right else None
    return None if right else Finding(where, told)


def _told(verdict: Verdict) -> str:
    return str(verdict.outcome) if verdict.value is None else f"{verdict.value:g}"


def _verdict(skill: Skill, case: Case, text: str, gap: float | None, coder: Coder) -> Verdict:
    heard = Turn(index=0, speaker=Speaker.PERSONA, text=case.heard, start=0.0, end=60.0)
    start = None if gap is None else 60.0 + gap
    reply = Turn(index=1, speaker=Speaker.TRAINEE, text=text, start=start, end=None if start is None else start + 5.0)
    exchange = Exchange(heard=heard, reply=reply, before=(heard,))
    assert skill.scorer is not None
    return grade(skill.scorer, exchange, coder.code(exchange))
