"""What is asked once before a first talk, and remembered: language, gender, persona, scenario, difficulty."""

from __future__ import annotations

from dataclasses import replace

from roleplay.cli.choices import Asked, Choices, scenario_of
from roleplay.cli.context import Context, message_language, speak, tell
from roleplay.cli.feedback import console
from roleplay.cli.prompt import choose
from roleplay.errors import PluginInvalid, Unusable
from roleplay.inert import inert
from roleplay.variants import render

__all__ = ["ask_once", "choose_difficulty", "choose_language", "choose_persona", "pick"]

LANGUAGE_NAMES = (("en", "English"), ("ro", "română"), ("ru", "русский"))
_FIRST = {"grumbling_parent": 0, "absent_father": 1, "difficult_client": 2}


def ask_once(room: Context, choices: Choices, asked: Asked) -> Choices:
    """Ask for what neither flags nor settings say, and remember the answers. Raises KeyboardInterrupt, EOFError, and `Unusable` for a
    persona that is none.
    """
    known = room.settings
    if choices.persona:
        room.find("personas", choices.persona)  # before anything is asked about it
    answers: dict[str, str | None] = {}
    if asked.language is None and known.get("language") is None:
        choices = replace(choices, language=choose_language(room))
        answers["language"] = choices.language
    speak(choices.language)
    if choices.gender is None:
        choices = replace(choices, gender=_choose_gender())
        answers["gender"] = choices.gender
    if not choices.persona:
        choices = replace(choices, persona=choose_persona(room, choices.language))
    if choices.scenario is None:
        choices = replace(choices, scenario=_choose_scenario(room, choices))
    if asked.difficulty is None and "difficulty" not in known.values:
        choices = replace(choices, difficulty=choose_difficulty())
        answers["difficulty"] = choices.difficulty
    answers |= {"persona": choices.persona, "scenario": choices.scenario}
    fresh = {key: value for key, value in answers.items() if value is not None and known.values.get(key) != value}
    if fresh and _possible(room, choices):
        known.saved(fresh)
    return choices


def choose_language(room: Context) -> str:
    """Ask for the language, the locale's as the default."""
    return pick("English · română · русский", LANGUAGE_NAMES, message_language(room.settings))


def choose_persona(room: Context, language: str) -> str:
    """Ask for one of the personas that can be used. Raises `Unusable` if there is none."""
    options = []
    for name in room.shelf("personas").found:
        try:
            persona = room.persona(name, (language,))
        except PluginInvalid:
            continue
        if language in persona.voices:
            title = render(persona.voices[language].title, listener=None, speaker=persona.genders[language])
            options.append((name, inert(title)))
    if not options:
        raise Unusable("there is no persona that can be used; see: roleplay doctor")
    options.sort(key=lambda item: (_FIRST.get(item[0], 9), item[0]))
    return pick(tell("Whom do you want to talk with?"), tuple(options), options[0][0])


def choose_difficulty() -> str:
    """Ask how hard it should be."""
    options = (("easy", tell("easy")), ("normal", tell("normal")), ("hard", tell("hard")))
    return pick(tell("How hard should it be?"), options, "normal")


def pick(question: str, options: tuple[tuple[str, str], ...], default: str) -> str:
    """Ask on the terminal for one of *options* (value, label)."""
    screen = console()
    return choose(question, options, default, screen.print, tell("Please type one of the numbers."))


def _choose_gender() -> str:
    return pick(tell("How should the partner speak to you?"), (("f", tell("as to a woman")), ("m", tell("as to a man"))), "f")


def _choose_scenario(room: Context, choices: Choices) -> str | None:
    """Ask for the situation; none where the persona does not speak the language, which is said later."""
    persona = room.persona(choices.persona, (choices.language,))
    if choices.language not in persona.voices:
        return None
    speaker = persona.genders[choices.language]
    scenes = persona.voices[choices.language].scenes
    options = tuple((name, inert(render(scene.title, listener=choices.gender, speaker=speaker))) for name, scene in scenes.items())
    return pick(tell("Which situation?"), options, options[0][0])


def _possible(room: Context, choices: Choices) -> bool:
    """Whether there is such a talk: what cannot be must not be remembered. Raises `Unusable` for names that are none."""
    persona = room.persona(choices.persona, (choices.language,))
    scenario_of(persona, choices.scenario)
    return choices.language in persona.voices
