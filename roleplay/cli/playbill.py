"""Who plays in a talk, and in what: names of the persona and the scenario that a transcript tells of."""

from __future__ import annotations

from roleplay.cli.context import Context, message_language, note, tell
from roleplay.dialogue import Header, Speaker
from roleplay.errors import RoleplayError
from roleplay.variants import render
from roleplay.wording import error_text

__all__ = ["callers", "playbill"]


def playbill(room: Context, header: Header, language: str) -> tuple[str, str | None] | None:
    """What the persona of a talk is called in *language*, and the title of the situation if there is one.

    None where that is not known: for a talk with nobody of ours, a persona that is not there or cannot be read, which is said on standard
    error, and one that does not speak *language*.
    """
    if not header.persona:
        return None
    try:
        persona = room.persona(header.persona, (language,))
    except RoleplayError as error:
        room.miss(header.persona)
        if room.has(header.persona):
            reason = error_text(error, message_language())
            note(tell("persona {name} is left out: {reason} (see: roleplay doctor)", name=header.persona, reason=reason))
        return None
    voice = persona.voices.get(language)
    if voice is None:  # one of the user's own
        return None
    gender = persona.genders[language]
    scene = voice.scenes.get(header.scenario or "")
    title = render(scene.title, listener=header.trainee.gender, speaker=gender) if scene else None
    return render(voice.name, listener=None, speaker=gender), title


def callers(header: Header, persona: str | None) -> dict[Speaker, str]:
    """What those are called who have no name of their own in a talk: the *persona*, if that is known, and the trainee."""
    return {Speaker.PERSONA: persona or header.persona or tell("Partner"), Speaker.TRAINEE: header.trainee.name or tell("You")}
