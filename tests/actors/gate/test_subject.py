"""Russian gender where nobody says “я”."""

from __future__ import annotations

import pytest

from roleplay.actors.gate.breach import Breach
from tests.actors.gate.moments import breach


@pytest.mark.parametrize(
    ("speaks", "listens", "sentence"),
    [
        ("f", "f", "Да так, в магазин сходил, устал, теперь чай пью."),
        ("f", "f", "Проснулся рано, поел каши и опять лёг."),
        ("m", "m", "Ну, сказала же, что занята, чего звонишь."),
        ("m", "m", "Пришла, устала и легла."),
        ("f", "m", "Я ему сказал, что занята."),
        ("m", "m", "И что ты хотела?"),
    ],
)
def test_a_gender_that_nobody_here_has_is_wrong(speaks: str, listens: str, sentence: str) -> None:
    """Neither who speaks nor who listens, and nobody was named before."""
    assert breach(sentence, language="ru", speaks=speaks, listens=listens) is Breach.GENDER


@pytest.mark.parametrize(
    "sentence",
    [
        "Сходила в магазин, устала.",
        "Серёжа вчера приходил, посидел и ушёл.",
        "Чайник вскипел.",
        "Дождь лил с утра.",
        "Кто-то звонил и молчал.",
        "Скажи ему, чтоб не опаздывал.",
        "Был бы кто поважнее, не забыла бы.",
        "Обо мне и не думал никто.",
    ],
)
def test_what_is_said_of_a_third_person_or_of_a_thing_is_let_through(sentence: str) -> None:
    """A mother to her daughter: the subject stands in the clause, or is wished something of."""
    assert breach(sentence, language="ru") is None


def test_who_was_named_before_is_still_meant() -> None:
    """In what was heard, in the persona's last turn, and in this reply."""
    assert breach("Приболел, лежит.", language="ru") is Breach.GENDER
    assert breach("Приболел, лежит.", language="ru", heard="Как папа?") is None
    assert breach("Приболел, лежит.", language="ru", own="Отец твой дома.") is None
    assert breach("Приболел, лежит.", so_far="Отец твой дома. ", language="ru") is None


def test_what_may_be_said_of_the_listener_is_let_through() -> None:
    """A clause without a subject may speak of “you”; where nobody knows who listens, of either."""
    assert breach("Опять забыл позвонить.", language="ru", listens="m") is None
    assert breach("Опять забыл позвонить.", language="ru", listens=None) is None
    assert breach("Опять забыл позвонить.", language="ru", speaks=None, listens="f") is None
