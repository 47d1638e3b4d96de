"""What is asked once before a first talk, and remembered: language, gender, persona, scenario, difficulty."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from roleplay.cli.context import Context, message_language, speak, tell
from roleplay.cli.feedback import console
from roleplay.cli.practice import Choices, scenario_of
from roleplay.cli.prompt import choose
from roleplay.errors import PluginInvalid
from roleplay.inert import inert
from roleplay.variants import render

__all__ = ["ask_once", "choose_language", "choose_persona"]

LANGUAGE_NAMES = (("en", "English"), ("ro", "română"), ("ru", "русский"))


def ask_once(room: Context, choices: Choices, given: dict[str, Any]) -> Choices:
    """Ask for what neither flags nor settings say, and remember the answers. Raises KeyboardInterrupt and EOFError."""
    known = room.settings
    answers: dict[str, str | None] = {}
    if given.get("language") is None and known.get("language") is None:
        choices = replace(choices, language=choose_language(room))
        answers["language"] = choices.language
    speak(choices.language)
    if choices.gender is None:
        choices = replace(
            choices,
            gender=_choose(tell("How should the partner speak to you?"), (("f", tell("as to a woman")), ("m", tell("as to a man"))), "f"),
        )
        answers["gender"] = choices.gender
    if not choices.persona:
        choices = replace(choices, persona=choose_persona(room, choices.language))
    persona = room.persona(choices.persona, (choices.language,))
    if choices.scenario is None and choices.language in persona.voices:
        scenes = persona.voices[choices.language].scenes
        options = tuple((name, inert(scene.title)) for name, scene in scenes.items())
        choices = replace(choices, scenario=_choose(tell("Which situation?"), options, options[0][0]))
    if given.get("difficulty") is None and "difficulty" not in known.values:
        options = (("easy", tell("easy")), ("normal", tell("normal")), ("hard", tell("hard")))
        choices = replace(choices, difficulty=_choose(tell("How hard should it be?"), options, "normal"))
        answers["difficulty"] = choices.difficulty
    scenario_of(persona, choices.scenario)
    answers |= {"persona": choices.persona, "scenario": choices.scenario}
    fresh = {key: value for key, value in answers.items() if value is not None and known.values.get(key) != value}
    if fresh:
        known.saved(fresh)
    return choices


def choose_language(room: Context) -> str:
    """Ask for the language, the locale's as the default."""
    return _choose("English · română · русский", LANGUAGE_NAMES, message_language(room.settings))


def choose_persona(room: Context, language: str) -> str:
    """Ask for one of the personas that can be used."""
    options = []
    for name in room.shelf("personas").found:
        try:
            persona = room.persona(name, (language,))
        except PluginInvalid:
            continue
        if language in persona.voices:
            title = render(persona.voices[language].title, listener=None, speaker=persona.genders[language])
            options.append((name, inert(title)))
    options.sort(key=lambda item: ({"grumbling_parent": 0, "absent_father": 1, "difficult_client": 2}.get(item[0], 9), item[0]))
    return _choose(tell("Whom do you want to talk with?"), tuple(options), options[0][0])


def _choose(question: str, options: tuple[tuple[str, str], ...], default: str) -> str:
    screen = console()
    return choose(question, options, default, screen.print, tell("Please type one of the numbers."))
