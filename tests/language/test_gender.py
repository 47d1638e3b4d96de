"""Lines that suit a man or a woman only."""

from __future__ import annotations

import pytest

from roleplay.language.gender import gendered


@pytest.mark.parametrize(
    ("language", "line", "whose", "gender", "word"),
    [
        ("ru", "Ты опять не позвонил.", "listener", "m", "позвонил"),
        ("ru", "А ты всё забыла!", "listener", "f", "забыла"),
        ("ru", "Ты рад?", "listener", "m", "рад"),
        ("ru", "Я устала.", "speaker", "f", "устала"),
        ("ru", "Ты бы сказал.", "listener", "m", "сказал"),
        ("ro", "Ești obosit?", "listener", "m", "obosit"),
        ("ro", "Erai foarte supărat.", "listener", "m", "supărat"),
    ],
)
def test_words_of_one_gender_are_found(language: str, line: str, whose: str, gender: str, word: str) -> None:
    """With who is meant."""
    assert list(gendered(line, language)) == [(whose, gender, word)]


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("ru", "Ты опять не [позвонил|позвонила]."),
        ("ru", "Я <устал|устала>."),
        ("ru", "Он сказал, и ты знаешь."),
        ("ru", "Ты и он сказал."),
        ("ru", "Вы сказали."),
        ("ru", "Ты стол накрой."),
        ("ru", "Мы с тобой были."),
        ("ro", "Ești [obosit|obosită]?"),
        ("ro", "Ai fi văzut."),
        ("ro", "Ești de vină."),
        ("en", "You are tired."),
    ],
)
def test_what_suits_everybody_is_left_alone(language: str, line: str) -> None:
    """Variants, other persons, plurals, nouns that look like verbs."""
    assert list(gendered(line, language)) == []
