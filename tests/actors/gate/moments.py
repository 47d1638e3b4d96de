"""Moments to judge a sentence at."""

from __future__ import annotations

from typing import Any

from roleplay.actors.gate.breach import Breach
from roleplay.actors.gate.judging import judge
from roleplay.actors.gate.moment import Moment
from roleplay.dialogue import Mood, Speaker, Turn
from roleplay.mood import Standing

__all__ = ["ANGRY", "GUARDED", "SOFT", "breach", "moment"]

ANGRY = Standing(mood=Mood(tension=0.9, trust=0.1))
GUARDED = Standing(mood=Mood(tension=0.5, trust=0.3))
SOFT = Standing(mood=Mood(tension=0.2, trust=0.7), yielded=True)
_NAMES = {"en": "Mum", "ro": "Mama", "ru": "Мама"}
_ADDRESSES = {"en": "you", "ro": "tu", "ru": "ty"}


def moment(language: str = "en", standing: Standing = GUARDED, heard: str = "", own: str = "", **given: Any) -> Moment:
    """A mother who speaks to her daughter, who has just said what was *heard*; *own* is what the mother said before."""
    spoken = ((Speaker.PERSONA, own), (Speaker.TRAINEE, heard))
    said = tuple(Turn(index=index, speaker=speaker, text=text) for index, (speaker, text) in enumerate(spoken) if text)
    here: dict[str, Any] = {
        "name": _NAMES[language], "speaks": "f", "listens": "f", "address": _ADDRESSES[language], "said": said
    }  # fmt: skip
    return Moment(language=language, standing=standing, **here | given)


def breach(sentence: str, so_far: str = "", language: str = "en", standing: Standing = GUARDED, **given: Any) -> Breach | None:
    """What is wrong with *sentence*."""
    verdict = judge(sentence, so_far, moment(language, standing, **given))
    return verdict.breach if verdict else None
