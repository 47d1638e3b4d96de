"""The form of address, told from what is said."""

from __future__ import annotations

import pytest

from roleplay.language.address import address_of


@pytest.mark.parametrize(
    ("replies", "language", "form"),
    [
        (["Мама, ты устала.", "Мне жаль."], "ru", "ty"),
        (["Что ты чувствуешь, когда я молчу?"], "ru", "ty"),
        (["Понимаешь, мне грустно."], "ru", "ty"),
        (["Как вы себя чувствуете?"], "ru", "vy"),
        (["Расскажите, что было дальше.", "Вам тяжело."], "ru", "vy"),
        (["Садитесь, пожалуйста."], "ru", "vy"),
        (["Вы с папой молчите.", "Ты обиделась?", "Тебе больно, я слышу тебя."], "ru", "ty"),
        (["Îți e greu, nu-i așa?"], "ro", "tu"),
        (["Te ascult. Vrei să-mi spui mai mult?"], "ro", "tu"),
        (["Înţeleg că eşti obosită."], "ro", "tu"),
        (["Cum vă simțiți?"], "ro", "dumneavoastra"),
        (["Ce aveti pe suflet? Spuneti-mi."], "ro", "dumneavoastra"),
        (["Dumneata ce crezi?"], "ro", "dumneavoastra"),
        (["Как вы?"], None, "vy"),
        (["Tu ce zici?"], None, "tu"),
    ],
)
def test_the_form_of_address_is_told_from_the_words(replies: list[str], language: str | None, form: str) -> None:
    """Pronouns, verbs, both spellings; what prevails counts."""
    assert address_of(replies, language) == form


@pytest.mark.parametrize(
    ("replies", "language"),
    [
        ([], None),
        (["", "…", "123"], "ru"),
        (["Мне грустно, когда все молчат."], "ru"),
        (["Лишь мышь шуршит в кабинете."], "ru"),
        (["Эти дети спят. Летите не летите"], "ro"),
        (["Ты пришла.", "Вы пришли."], "ru"),
        (["Va fi bine. Părinții și toți frații vin."], "ro"),
        (["How are you? Tell me what you need."], "en"),
        (["How are you? Tell me what you need."], None),
    ],
)
def test_where_there_is_no_telling_nothing_is_told(replies: list[str], language: str | None) -> None:
    """Nouns that look like verbs, words of another language, as much of the one as of the other."""
    assert address_of(replies, language) is None
