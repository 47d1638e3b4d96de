"""What ``personas check`` and ``scorers check`` look at, and what the testing kit runs: all of it at once, each fault with its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from roleplay import prompt
from roleplay.authoring.cases import Case, Coder, cases_of, compared, verdicts_of
from roleplay.authoring.finding import Finding, faults_of, placed
from roleplay.authoring.rehearsal import escapes, repeated, turns_to_yield
from roleplay.catalog import load_persona, load_skill, load_voice
from roleplay.codes import Code
from roleplay.declared import Declared
from roleplay.errors import PluginInvalid, Sentence
from roleplay.language.gender import gendered
from roleplay.persona import COMMON, DIFFICULTIES, Lines, Persona, Reaction, Scene, Voice
from roleplay.plugins import strays
from roleplay.scoring import Outcome, Verdict
from roleplay.variants import needs

__all__ = ["CARD", "check_persona", "check_skill"]

CARD = "card.json"
"""The character card that a persona came from, beside its files."""

LEAST = {reaction: 12 if reaction in COMMON else 5 for reaction in Reaction} | {Reaction.EVASION: 8}
LEAST_OPENINGS, LEAST_TOPIC, LEAST_FACTS = 5, 15, 8
LATE = 3  # replies beyond what is promised that a persona may take
MOVES = ("feeling_ack", "reflection", "blame")


def check_persona(folder: Path) -> list[Finding]:
    """Everything wrong with the persona in *folder*, in all its files, each fault with file and line; empty if nothing is."""
    return placed(folder, _outside(folder) or _of_persona(folder))


def _of_persona(folder: Path) -> list[Finding]:
    findings = [Finding("prompt.j2", what, line=line) for line, what in prompt.faults(folder / "prompt.j2")]
    try:
        persona = load_persona(folder, ())
    except PluginInvalid as error:
        return [*faults_of(error, "persona.yaml"), *findings]
    findings += [
        Finding("persona.yaml: temperament", Sentence("{name} moves nothing: add it", name=name))
        for name in MOVES
        if name not in persona.temperament
    ]
    voices = {}
    for language in persona.languages:
        name = f"lines.{language}.yaml"
        try:
            voice = load_voice(folder, persona, language)
        except PluginInvalid as error:
            findings += faults_of(error, name)
        else:
            voices[language] = voice
            spoken = (*_voice(voice), *_one_gender(voice, persona.genders[language]))
            said = _of_card(voice, spoken) if (folder / CARD).is_file() else spoken
            findings += [replace(found, where=f"{name}: {found.where}") for found in said]
    if any(not found.note for found in findings):
        return findings
    return [*findings, *_tried(replace(persona, voices=voices))]


def _of_card(voice: Voice, spoken: Iterable[Finding]) -> Iterator[Finding]:
    """What is said of a persona that came from a card. A chat model needs no more than that, so what its scenes lack is worth knowing and
    no fault.
    """
    for found in spoken:
        lacking = found.where.partition(".")[0] in voice.scenes
        yield replace(found, what=Sentence("{what} (only for the offline partner)", what=found.what), note=True) if lacking else found


def _tried(persona: Persona) -> Iterator[Finding]:
    """What comes out when the persona is tried out, in every scenario and language."""
    needed = [persona.yields_after[difficulty] for difficulty in DIFFICULTIES]
    if needed != sorted(needed):
        yield Finding("persona.yaml: yields_after", Sentence("must not fall from easy to hard"))
    for scenario in persona.scenarios:
        for difficulty, promised in persona.yields_after.items():
            where, turns = f"persona.yaml: {scenario}, {difficulty}", turns_to_yield(persona, scenario, difficulty)
            if turns is None:
                yield Finding(where, Sentence("never opens up to one who listens: listening has to calm it and make it trust more"))
            elif turns > promised + LATE:
                yield Finding(
                    where,
                    Sentence("opens up after {turns} replies that listen; yields_after says {promised}", turns=turns, promised=promised),
                )
            if turns_to_yield(persona, scenario, difficulty, codes=(Code.GRATITUDE, Code.CARE)) is not None:
                yield Finding(where, Sentence("opens up to flattery alone"))
        for language in persona.languages:
            where = f"lines.{language}.yaml: {scenario}"
            for line in dict.fromkeys(repeated(persona, scenario, language)):
                yield Finding(where, Sentence("says the same twice in one talk: {line}", line=line[:50]))
            for line in escapes(persona, scenario, language):
                yield Finding(where, Sentence("lets out what it hides, or notation, when pressed: {line}", line=line[:50]))


def _one_gender(voice: Voice, speaker: str) -> Iterator[Finding]:
    """Lines that suit a trainee, or a persona, of one gender only."""
    for where, line in _everything(voice):
        for whose, gender, word in gendered(line, voice.language):
            if whose == "listener":
                yield Finding(where, Sentence("{word} is said to a man or a woman only; write [he|she]: {line}", word=word, line=line[:50]))
            elif gender != speaker:
                yield Finding(
                    where, Sentence("{word} does not agree with the persona’s gender; write <he|she>: {line}", word=word, line=line[:50])
                )


def _everything(voice: Voice) -> Iterator[tuple[str, str]]:
    """Every line with where it stands."""
    for reaction, lines in voice.reactions.items():
        yield from ((str(reaction), line) for line in _all(lines))
    for name, scene in voice.scenes.items():
        for lines in (scene.lines, *scene.reactions.values()):
            yield from ((name, line) for line in _all(lines))
        yield from ((name, line) for line in scene.openings)
        yield from ((f"{name}.{fact.id}", line) for fact in scene.facts for line in fact.says)


def _outside(folder: Path) -> list[Finding]:
    return [Finding(name, Sentence("is a link that leads out of the folder: put a copy there")) for name in strays(folder)]


def _voice(voice: Voice) -> Iterator[Finding]:
    seen: dict[str, str] = {}
    for reaction, least in LEAST.items():
        lines = _all(voice.reactions.get(reaction, {}))
        always = [line for line in lines if "quote" not in needs(line)]
        if len(always) < least:
            yield Finding(str(reaction), Sentence("has {count} lines, needs {least}", count=len(always), least=least))
        yield from _twice(lines, str(reaction), seen)
    for name, scene in voice.scenes.items():
        yield from _scene(scene, name, seen)
    yield from _twice((*voice.phrases, *voice.memories), "phrases, memories", seen)
    for reactions in (voice.reactions, *(scene.reactions for scene in voice.scenes.values())):
        for line in _all(reactions.get(Reaction.FALLING_SILENT, {})):
            if not (line.startswith("(") and line.endswith(")")):
                yield Finding(str(Reaction.FALLING_SILENT), Sentence("is a stage direction, in parentheses: {line}", line=line[:50]))
    for line, where in seen.items():
        if "you" in needs(line) and not any(voice.vocatives.values()):
            yield Finding(where, Sentence("uses {slot} but there are no vocatives: {line}", slot="{you}", line=line[:50]))


def _scene(scene: Scene, name: str, seen: dict[str, str]) -> Iterator[Finding]:
    topic = _all(scene.lines)
    for what, number, least in (
        ("openings", len(scene.openings), LEAST_OPENINGS),
        ("lines", len(topic), LEAST_TOPIC),
        ("facts", len(scene.facts), LEAST_FACTS),
    ):
        if number < least:
            yield Finding(f"{name}.{what}", Sentence("has {count}, needs {least}", count=number, least=least))
    yield from _twice((*topic, *scene.openings), name, seen)
    for reaction, lines in scene.reactions.items():
        yield from _twice(_all(lines), f"{name}.{reaction}", seen)
    ids = set()
    for fact in scene.facts:
        yield from _twice(fact.says, f"{name}.{fact.id}", seen)
        if fact.id in ids:
            yield Finding(f"{name}.{fact.id}", Sentence("is a fact twice"))
        ids.add(fact.id)


def _all(lines: Lines) -> tuple[str, ...]:
    return tuple(line for shelf in lines.values() for line in shelf)


def _twice(lines: tuple[str, ...], where: str, seen: dict[str, str]) -> Iterator[Finding]:
    for line in lines:
        if line in seen:
            yield Finding(where, Sentence("is said in {where} already: {line}", where=seen[line], line=line[:50]))
        seen[line] = where


def check_skill(folder: Path, coders: dict[str, Coder]) -> list[Finding]:
    """Everything wrong with the scorer in *folder*: its file, and each case that does not come out as it says; each with file and line."""
    return placed(folder, _outside(folder) or _of_skill(folder, coders))


def _of_skill(folder: Path, coders: dict[str, Coder]) -> list[Finding]:
    try:
        skill = load_skill(folder)
        cases = cases_of(folder)
    except PluginInvalid as error:
        return faults_of(error, Path(error.name).name)
    reasons = set(skill.scorer.reasons) if isinstance(skill.scorer, Declared) else set()
    unshown = [language for language in skill.languages if not any(case.language == language for case in cases)]
    findings = [Finding("cases.yaml", Sentence("has no pair in {language}", language=language)) for language in unshown]
    for case in cases:
        if case.language in coders:
            verdicts = verdicts_of(skill, case, coders[case.language])
            reasons |= {verdict.reason.key for verdict in verdicts if verdict.outcome is not Outcome.FAILED}
            found = _compared(case, verdicts)
            if found is not None:
                findings.append(found)
    unworded = sorted(key for key in reasons if key not in skill.reasons)
    return [*findings, *(Finding("scorer.yaml: reasons", Sentence("{name} is missing", name=key)) for key in unworded)]


def _compared(case: Case, verdicts: tuple[Verdict, Verdict]) -> Finding | None:
    fault = compared(case, *verdicts)
    where = f"cases.yaml: {case.language}: {case.id}"
    if case.limit:
        return None if fault else Finding(where, Sentence("is a known limit no more: move it to the pairs"), note=True)
    return Finding(where, fault) if fault else None
