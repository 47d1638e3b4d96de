"""An idea for the next reply, made from the partner's last words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from roleplay.codes import Coding
from roleplay.dialogue import LANGUAGES, Exchange, Speaker, Turn
from roleplay.hint import hint
from roleplay.plugins import discover
from roleplay.scoring import Skill
from roleplay.skills import load_skill
from tests.builders import header, turn


class Coder:
    """Gives back the words that were heard, and remembers the exchange."""

    name, version = "test", "1"

    def __init__(self, **material: str) -> None:
        self.made = material
        self.asked: list[Exchange] = []

    def code(self, exchange: Exchange) -> Coding:
        """Never asked: there is no reply yet."""
        raise NotImplementedError

    def material(self, exchange: Exchange, coding: Coding) -> dict[str, str]:
        """What a wording can be made from."""
        self.asked.append(exchange)
        return self.made


def skills() -> Sequence[Skill]:
    """Those that ship."""
    return [load_skill(found.folder) for found in discover("scorers", shipped_only=True).found.values()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_hint_in_every_language(language: str) -> None:
    """Also where nothing can be made of what was heard; no slot stays empty."""
    trainee = replace(header().trainee, address={"en": "you", "ro": "tu", "ru": "ty"}[language])
    text = hint([turn(0)], Coder(), skills(), header(language=language, trainee=trainee), language)
    assert text
    assert "{" not in text


def test_a_hint_is_made_for_the_last_words_that_were_heard() -> None:
    """Not for the trainee's own, and not for what was said before."""
    coder = Coder()
    turns = [turn(0), turn(1), Turn(index=2, speaker=Speaker.PERSONA, text="Nobody calls."), turn(3)]
    hint(turns, coder, skills(), header(), "ru")
    assert [(exchange.heard, exchange.reply.text) for exchange in coder.asked] == [(turns[2], "")]


def test_before_a_word_was_said_there_is_none() -> None:
    """Nothing was heard."""
    assert hint([], Coder(), skills(), header(), "ru") is None


def test_without_the_listening_skill_there_is_none() -> None:
    """Whoever removed it gets no idea from it."""
    assert hint([turn(0)], Coder(), [skill for skill in skills() if skill.id != "listening"], header(), "ru") is None
