"""WhatsApp, of both systems and of every country."""

from __future__ import annotations

import pytest

from roleplay.errors import TranscriptInvalid
from roleplay.formats.whatsapp import WHATSAPP
from tests.formats.files import document, lines, read


def test_android_of_europe() -> None:
    text = "31/12/2025, 23:59 - Mama: La mulți ani!\n01/01/2026, 00:01 - Ana: Mulțumesc.\nȘi ție.\n"
    conversation = read(document(text), "whatsapp")

    assert lines(conversation) == [("Mama", "La mulți ani!", 0.0, None), ("Ana", "Mulțumesc.\nȘi ție.", 120.0, None)]
    assert (conversation.started_at, conversation.remarks) == ("2025-12-31T23:59:00", ())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("31.12.25, 21:00 - ", "01.01.26, 21:00 - "),
        ("12/31/25, 9:00 PM - ", "1/1/26, 9:00 PM - "),
        ("12/31/25, 9:00\u202fPM - ", "1/1/26, 9:00\u202fPM - "),
        ("2025/12/31, 21:00 - ", "2026/01/01, 21:00 - "),
        ("2025-12-31, 9:00 p. m. - ", "2026-01-01, 9:00 p. m. - "),
        ("[31.12.2025, 21:00:00] ", "[01.01.2026, 21:00:00] "),
        ("\u200e[12/31/25, 9:00:00 PM] ", "[1/1/26, 9:00:00 PM] "),
        ("[2025-31-12 21:00:00] ", "[2026-01-01 21:00:00] "),
        ("31-12-25 21.00 - ", "01-01-26 21.00 - "),
    ],
)
def test_t15_every_order_of_the_date(first: str, second: str) -> None:
    conversation = read(document(f"{first}Аня: Да\n{second}Мама: Нет: никогда\n"), "whatsapp")

    assert lines(conversation) == [("Аня", "Да", 0.0, None), ("Мама", "Нет: никогда", 86400.0, None)]
    assert (conversation.started_at, conversation.remarks) == ("2025-12-31T21:00:00", ())


def test_t15_an_order_that_cannot_be_told_is_said_aloud_if_it_matters() -> None:
    within_a_day = read(document("03/04/25, 10:00 - A: x\n03/04/25, 10:05 - B: y\n"), "whatsapp")
    across = read(document("03/04/25, 10:00 - A: x\n04/05/25, 10:05 - B: y\n"), "whatsapp")

    assert (lines(within_a_day)[1][2], within_a_day.remarks) == (300.0, ())
    assert [remark.values for remark in across.remarks] == [{"order": "DMY"}]


def test_pictures_and_notices_are_left_out_and_counted() -> None:
    text = (
        "01.02.26, 10:00 - Сообщения и звонки защищены сквозным шифрованием.\n"
        "01.02.26, 10:00 - Аня: <Без медиафайлов>\n"
        "01.02.26, 10:01 - Аня: Мам?\n"
        "01.02.26, 10:02 - Мама: <Media omitted>\n"
        "01.02.26, 10:02 - Мама: Данное сообщение удалено.\n"
        "01.02.26, 10:03 - Мама: IMG-1.jpg (файл добавлен)\n"
        '01.02.26, 10:04 - Аня изменила тему с "а: б" на "в"\n'
        "01.02.26, 10:05 - Мама: Слушаю\n"
    )
    conversation = read(document(text), "whatsapp")

    assert lines(conversation) == [("Аня", "Мам?", 0.0, None), ("Мама", "Слушаю", 240.0, None)]
    assert [remark.values for remark in conversation.remarks] == [{"count": 6}]


def test_the_notices_of_ios_bear_a_name_and_a_mark() -> None:
    text = (
        "[01.02.26, 10:00:00] Ana: \u200eMessages are encrypted\n[01.02.26, 10:00:05] ~\u202fAna: Bună\n[01.02.26, 10:00:09] Radu: Salut\n"
    )

    assert [line[:3] for line in lines(read(document(text), "whatsapp"))] == [("Ana", "Bună", 0.0), ("Radu", "Salut", 4.0)]


def test_a_date_that_is_none_gives_no_time() -> None:
    conversation = read(document("45/45/25, 10:00 - A: x\n01/01/25, 10:00 - B: y\n"), "whatsapp")

    assert lines(conversation) == [("A", "x", None, None), ("B", "y", 0.0, None)]


def test_an_export_of_pictures_alone_is_refused() -> None:
    with pytest.raises(TranscriptInvalid, match="only pictures"):
        read(document("01/01/25, 10:00 - A: <Media omitted>\n"), "whatsapp")
    with pytest.raises(TranscriptInvalid, match="no messages"):
        WHATSAPP.read(document("hello"))
