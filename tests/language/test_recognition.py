"""The language of a text is told where it is clear, and only there."""

from __future__ import annotations

import pytest

from roleplay.language.recognition import recognised


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (["Ты опять не позвонила.", "Я сижу одна."], "ru"),
        (["Iar nu m-ai sunat de o săptămână, mamă."], "ro"),
        (["Iar nu m-ai sunat de o saptamana, mama."], "ro"),
        (["Ştiţi că aşa vă spune toată lumea."], "ro"),
        (["You never call, and I sit here alone."], "en"),
        (["Ok."], None),
        (["", "…", "12:30"], None),
        (["Bonjour, comment allez-vous, je suis vraiment enchanté"], None),
        (["Привет Hello друг friend мир world"], None),
        ([], None),
    ],
)
def test_a_language_is_recognised_or_left_open(texts: list[str], language: str | None) -> None:
    """By its letters, or by the words that are known, with and without diacritics, with cedillas too; a mixture is nobody's."""
    assert recognised(texts) == language


def test_a_long_talk_is_told_by_its_beginning() -> None:
    """Not every one of a million turns is looked at."""
    told = iter(["Я сижу тут одна. " * 10] * 10_000)
    assert recognised(told) == "ru"
    assert next(told, None) is not None
