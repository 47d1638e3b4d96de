"""A persona played by a chat model for ``personas check --model``: where the model falls out of character, and what the gate makes of it."""

from __future__ import annotations

from pathlib import Path

from roleplay.authoring.finding import Finding
from roleplay.authoring.rehearsal import Heard, live
from roleplay.catalog import load_persona
from roleplay.cli.choices import Choices
from roleplay.cli.context import Context, note, tell
from roleplay.cli.partner import cast
from roleplay.errors import PluginInvalid, Sentence

__all__ = ["auditioned"]


def auditioned(room: Context, folder: Path, choices: Choices, language: str | None) -> list[Finding]:
    """What is found when the model of *choices* plays the persona in *folder*, in *language* or in all of its own, in its first scenario.

    A sentence that was asked for again and then right is a note. Raises what `roleplay.cli.partner.cast` and models raise.
    """
    try:
        persona = load_persona(folder)
    except PluginInvalid:
        return []  # the check has told of it
    played_by, scenario = cast(room, choices, folder), next(iter(persona.scenarios))
    findings = []
    for spoken in persona.languages:
        if language in (None, spoken):
            note(tell("{persona} is played by {model} in {language} …", persona=persona.id, model=choices.model, language=spoken))
            findings += [_finding(each, spoken) for each in live(persona, scenario, spoken, played_by) if each.breaches]
    return findings


def _finding(heard: Heard, language: str) -> Finding:
    how = ", ".join(heard.breaches)
    where = f"{language}: {heard.reply[:60]}"
    if heard.then == "mended":
        return Finding(where, Sentence("out of character at first ({how}), then not: {text}", how=how, text=heard.text[:60]), note=True)
    return Finding(where, Sentence("out of character ({how}); said instead: {text}", how=how, text=heard.text[:60]))
