"""How a sentence sounds, whatever its words."""

from __future__ import annotations

from typing import Any

import pytest

from roleplay.actors.gate.tone import TONES, toned
from roleplay.dialogue import LANGUAGES
from roleplay.language.pack import load
from roleplay.mood import Standing
from roleplay.persona import Reaction
from tests.actors.gate.moments import ANGRY, GUARDED, SOFT, moment

SAID = {
    "en": {
        "sweet": "You're such a treasure, my love, take the whole day to rest.",
        "yields": "I treated you badly, it was my fault and I'm ashamed of it.",
        "meets": "It sounds as though you felt so alone and worn out that evening.",
        "helps": "As a computer program I was designed to answer your questions.",
    },
    "ro": {
        "sweet": "Ești comoara mea, odihnește-te, sufletul meu, cât vrei.",
        "yields": "M-am purtat urât cu tine, e vina mea și mi-e rușine.",
        "meets": "Trebuie să-ți fi fost foarte greu și te-ai simțit singură.",
        "helps": "Sunt un program de calculator creat ca să răspund la întrebări.",
    },
    "ru": {
        "sweet": "Ты моё сокровище, отдохни, солнце, сколько захочешь.",
        "yields": "Я плохо с тобой обошлась, это моя вина, и мне стыдно.",
        "meets": "Похоже, тебе было очень одиноко и тяжело в тот вечер.",
        "helps": "Я компьютерная программа, создана, чтобы отвечать на вопросы.",
    },
}
HEARD_IN = {"sweet": (ANGRY,), "yields": (ANGRY, GUARDED), "meets": (ANGRY, GUARDED), "helps": (ANGRY, GUARDED)}


def tones(sentence: str, language: str, standing: Standing, **given: Any) -> set[str]:
    """What *sentence* sounds like that it must not."""
    return {verdict.rule.removeprefix("sounds: ") for verdict in toned(sentence, moment(language, standing, **given))}


@pytest.mark.parametrize("tone", TONES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_j3_a_tone_is_heard_in_the_moods_that_have_it_not(language: str, tone: str) -> None:
    """J3: sweetness in a rage, giving in and meeting feelings before the mood yields, a voice of service; all of it may be when it has."""
    said = SAID[language][tone]
    for standing in (ANGRY, GUARDED, SOFT):
        assert (tone in tones(said, language, standing)) is (standing in HEARD_IN[tone]), standing
    assert not tones(said, language, GUARDED, reaction=Reaction.DISCLOSING)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "You forgot. You'd remember if it mattered."),
        ("en", "…"),
        ("en", "It hurts."),
        ("ro", "Ești obosită?"),
        ("ro", "Ai uitat. Dacă era important, nu uitai."),
        ("ru", "Забыла. Было бы важно, не забыла бы."),
    ],
)
def test_a_reproach_and_a_silence_have_none(language: str, sentence: str) -> None:
    """Nor has a text without words."""
    assert not tones(sentence, language, ANGRY)
    assert not tones("", language, ANGRY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_ones_own_are_weighed_like_those_that_ship(language: str) -> None:
    """A moment brings its word data along."""
    pack = load(language)
    assert tones(SAID[language]["meets"], language, ANGRY, pack=pack) == tones(SAID[language]["meets"], language, ANGRY)
