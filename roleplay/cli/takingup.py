"""What it takes to go on from a talk that was not held here: whose place one takes, with which persona, in which language."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from roleplay.cli.choices import Choices
from roleplay.cli.context import Context, nearest, speak, tell
from roleplay.dialogue import LANGUAGES, Speaker, Transcript, Turn
from roleplay.errors import Unusable
from roleplay.inert import inert
from roleplay.language.recognition import recognised

__all__ = ["taken_up"]


def taken_up(room: Context, path: Path, found: Transcript, choices: Choices) -> Transcript:
    """*found* with a language, a persona and a trainee: those that *choices* name, else its own, else on a terminal what is asked for.

    Raises `Unusable` with the option to add where one is not known.
    """
    header = found.header
    language = header.language if header.language in LANGUAGES else choices.spoken or recognised(turn.text for turn in found.turns)
    if language is None:
        raise Unusable("{path} does not say its language; add --lang", path=path.name)
    speak(choices.spoken or language)
    turns = _cast(found.turns, _place(path, found.turns, choices.voice))
    persona = choices.partner or header.persona or _persona(room, path, language)
    scenario = choices.scenario if choices.partner and choices.partner != header.persona else header.scenario
    changed = header.persona is not None and _plain(persona) != _plain(header.persona)
    header = replace(
        header,
        language=language,
        persona=room.find("personas", persona).name,
        scenario=scenario,
        persona_hash=None if changed else header.persona_hash,
        model=header.model if header.persona else choices.model,
        trainee=replace(header.trainee, gender=header.trainee.gender or choices.gender),
    )
    return replace(found, header=header, turns=turns)


def _plain(name: str) -> str:
    return name.replace("-", "_")


def _persona(room: Context, path: Path, language: str) -> str:
    if not _asks():
        raise Unusable("{path} names no persona to go on with; add one: roleplay practice PERSONA --from {path}", path=path.name)
    from roleplay.cli.questions import choose_persona

    return choose_persona(room, language)


def _place(path: Path, turns: Sequence[Turn], wished: str | None) -> str | None:
    """The name of the voice whose place is taken; None where the trainee speaks already, or nobody has a name."""
    names = list(dict.fromkeys(turn.name for turn in turns if turn.name))
    if wished is not None:
        name = next((name for name in names if name.casefold() == wished.casefold()), None)
        if name is None:
            raise Unusable(
                "nobody in {path} is called {name}{near}; there are: {all}",
                path=path.name,
                name=wished,
                near=nearest(wished, names),
                all=", ".join(names) or "-",
            )
        return name
    if any(turn.speaker is Speaker.TRAINEE for turn in turns) or not names:
        return None
    if not _asks():
        raise Unusable("{path} does not say whose place you take; add --as with one of: {all}", path=path.name, all=", ".join(names[:12]))
    from roleplay.cli.questions import pick

    return pick(tell("Whose place do you take?"), tuple((name, inert(name, lines=False)) for name in names[:20]), names[0])


def _cast(turns: tuple[Turn, ...], name: str | None) -> tuple[Turn, ...]:
    """*turns* with the voice called *name* as the trainee; of two voices the other one is the persona, in a group the others stay others."""
    if name is None:
        return turns
    others = {turn.name for turn in turns if turn.name != name}
    partner = Speaker.PERSONA if len(others) == 1 else Speaker.OTHER
    return tuple(
        replace(turn, speaker=Speaker.TRAINEE if turn.name == name else partner if turn.speaker is not Speaker.PERSONA else turn.speaker)
        for turn in turns
    )


def _asks() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()
