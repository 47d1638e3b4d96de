"""Whether a sentence is in the language of the talk."""

from __future__ import annotations

import pytest

from roleplay.actors.gate.breach import Breach
from tests.actors.gate.moments import breach


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("ru", "I have been waiting for you."),
        ("ru", "Я чекаю на тебе, і ніхто не їде."),
        ("ro", "I have been waiting for you all this time."),
        ("ro", "Я ждала тебя весь вечер."),
        ("en", "Te-am așteptat toată ziua și nu ai mai venit la mine."),
        ("en", "Ich habe den ganzen Tag auf dich gewartet."),
        ("en", "你好,我是妈妈"),
    ],
)
def test_j3_another_language_is_out_of_character(language: str, sentence: str) -> None:
    """J3: by script, by letters, by common words."""
    assert breach(sentence, language=language) is Breach.LANGUAGE


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("ru", "Ok."), ("ru", "Купи себе iPhone и живи спокойно."), ("ro", "No, bine."), ("en", "Oh, Аня."), ("en", "Ta."), ("ro", "Sorry.")],
)
def test_a_borrowed_word_is_no_other_language(language: str, sentence: str) -> None:
    """Names, brands and what everybody says."""
    assert breach(sentence, language=language) is None
