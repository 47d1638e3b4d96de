"""Declared names, in every case and in both scripts (D2)."""

from __future__ import annotations

import pytest

from roleplay.redaction.names import Names


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Анна", "Анна Анны Анне Анну Анной Анною Anna Anny Anne Annoi анной"),
        ("Павел", "Павел Павла Павлу Павлом Павле Pavla Pavlu Pavel"),
        ("Пётр", "Пётр Петр Петра Петру Петром"),
        ("Мария", "Мария Марии Марию Марией Maria Mariei Marie Mariya"),
        ("Дмитрий", "Дмитрий Дмитрия Дмитрию Дмитрием Dmitrii Dmitriy Dmitry"),
        ("Петрова", "Петрова Петровой Петрову Petrova Petrovoi"),
        ("Достоевский", "Достоевский Достоевского Достоевскому Достоевским Достоевская"),
        ("Игорь", "Игорь Игоря Игорю Игорем Igor"),
        ("Maria", "Maria Mariei Mario Мария Марии Марией"),
        ("Ștefan", "Ștefan Ştefan Stefan Ștefane Ștefanului Штефан Штефану Штефаном"),
        ("Radu", "Radu Radului Radule Раду"),
        ("Ana", "Ana Anei Ano Ана Аной"),
        ("Gheorghe", "Gheorghe Георге"),
        ("Popescu", "Popescu Popescului Попеску"),
        ("Kate", "Kate Kate's"),
        ("Саша", "Саш Саше Сашею Сашин Сашиному Sasha Sașa"),
        ("Юля", "Юль Юли Юлей Yulya Yulia Iulea"),
        ("Соловей", "Соловья Соловью Соловьём"),
        ("Юрий", "Юрия Юрием Yuri Yuriy Iurie"),
        ("Сергей", "Сергея Serghei Sergey"),
        ("Виктория", "Виктории Victoria Viktoriya"),
        ("Иван Николаевич Шевчук", "Ивану Николаевичем Шевчуку Șevciuc Shevchuk"),
        ("Andrei", "Andreiule Андрей Андрея"),
        ("Ileana", "Ilenei Ileano Илеана"),
        ("Ion", "Ioane Ionule Иону"),
        ("Alexandru", "Alexandre Alexandrului Александру"),
        ("Anca", "Ancăi Anco Анке"),
        ("Ciobanu", "Ciobanului Чобану"),
        ("Mircea", "Mircei Мирча Мирчи"),
        ("Doina", "Doinei Дойна Дойне"),
        ("Iurie", "Юрий Юрия"),
        ("Tatiana", "Tatianei Татьяна Татьяны Татиана"),
        ("Natalia", "Nataliei Наталья Натальи Наталии"),
        ("Anna", "Aнна Аnna ANNA Анну"),
    ],
)
def test_d2_a_name_is_found_in_every_form(name: str, words: str) -> None:
    names = Names([name])

    assert [word for word in words.split() if not list(names.find(word))] == []


@pytest.mark.parametrize("text", ["O'Brien", "O’Brien", "o'brien"])
def test_d2_nothing_is_left_of_a_name_with_a_prefix(text: str) -> None:
    (found,) = Names(["Kate O'Brien"]).find(f"No, {text}!")

    assert (found.start, found.end) == (4, 4 + len(text))


def test_d2_other_words_stay() -> None:
    names = Names(["Анна Петрова", "Radu", "Ion"])

    assert list(names.find("Мама, я не знаю, a fost rău, radar, the ration")) == []


def test_what_speakers_are_called_by_role_or_kin_is_no_name() -> None:
    assert dict(Names(["Мама", "Mum", "Speaker 1", "user"]).known) == {}


def test_a_russian_case_in_latin_letters_is_a_name_only_with_a_capital() -> None:
    """Ana's genitive would be "ani", and so are the years; her Romanian cases and small letters in her own name are sure."""
    text = "De trei ani n-o vad pe ana. I-am spus anei. U Ani."
    assert [text[found.start : found.end] for found in Names(["Ana"]).find(text)] == ["ana", "anei", "Ani"]


def test_what_is_sure_of_one_name_is_no_guess_at_another() -> None:
    """Of two people with kindred names each keeps the forms that are hers."""
    assert [found.key for found in Names(["Ana", "Ani"]).find("i-am spus lui ani")] == ["ana"]
