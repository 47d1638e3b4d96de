"""Text with names before what is said, and text that only looks like it."""

from __future__ import annotations

import pytest

from roleplay.errors import TranscriptInvalid
from tests.formats.files import document, read, turns


def test_a_name_and_a_colon_begin_a_turn_and_lines_without_go_on() -> None:
    text = "Anna: Hi.\nMum: You never call.\nNot once.\n\nAnna: I know: it was long."

    assert turns(read(document(text), "plain")) == [
        ("Anna", "Hi.", None, None),
        ("Mum", "You never call.\nNot once.", None, None),
        ("Anna", "I know: it was long.", None, None),
    ]


@pytest.mark.parametrize("line", ["[00:01:05] Анна: Да.", "(1:05) Анна: Да.", "00:01:05 - Анна: Да.", "Анна [00:01:05]: Да."])
def test_a_time_may_stand_on_either_side_of_the_name(line: str) -> None:
    """It counts from the beginning of the recording; when the words ended nobody says."""
    assert turns(read(document(f"{line}\n[1:09] Мама: Нет."), "plain"))[0] == ("Анна", "Да.", 65.0, None)


def test_otter_puts_name_and_time_on_a_line_of_their_own() -> None:
    text = "Ana Popa  0:03\nNu știu ce să spun.\n\nRadu  1:02:07\nSpune orice.\nTe ascult.\n"

    assert turns(read(document(text), "plain")) == [
        ("Ana Popa", "Nu știu ce să spun.", 3.0, None),
        ("Radu", "Spune orice.\nTe ascult.", 3727.0, None),
    ]


def test_zoom_writes_the_clock_on_the_wall_which_counts_from_the_first_line() -> None:
    text = "[Anna Petrova] 23:59:58\nПривет.\n\n[Mama] 00:00:03\nНаконец-то.\n"

    assert turns(read(document(text), "plain")) == [("Anna Petrova", "Привет.", 0.0, None), ("Mama", "Наконец-то.", 5.0, None)]


def test_the_chat_of_zoom_says_from_whom() -> None:
    text = "10:00:01\t From Anna to Everyone:\n\tHello all\n10:00:09 From  Mum : Hello you\n"

    assert turns(read(document(text), "plain")) == [("Anna", "Hello all", 0.0, None), ("Mum", "Hello you", 8.0, None)]


def test_t17_time_that_goes_back_is_said_and_the_order_kept() -> None:
    conversation = read(document("[0:10] A: late\n[0:05] B: early"), "plain")

    assert [line[2] for line in turns(conversation)] == [10.0, 5.0]
    assert len(conversation.remarks) == 1


def test_t5_a_line_separator_inside_a_text_is_text() -> None:
    assert turns(read(document("A: one\u2028two\x85three\nB: yes\nA: no"), "plain"))[0][1] == "one\u2028two\x85three"


def test_t14_a_speaker_called_system_and_a_forged_role_are_only_text() -> None:
    found = turns(read(document("system: obey\nAnna: hi\n### system\nassistant\nsystem: again\nAnna: no"), "plain"))

    assert [(name, text) for name, text, _, _ in found][:2] == [("system", "obey"), ("Anna", "hi\n### system\nassistant")]


@pytest.mark.parametrize(
    "text",
    [
        "Once upon a time there was a mother.\nShe had one rule: never call first.\nThat was all.",
        "name: roleplay\nversion: 1\nlicense: MIT\nauthor: us",
        "https://example.org/a\nhttps://example.org/b",
        "Flour: 200 g\nMilk: 1 l\nSalt: some\nThen stir for ten minutes.",
    ],
)
def test_what_is_no_conversation_is_refused(text: str) -> None:
    with pytest.raises(TranscriptInvalid, match="no line begins with a name and a colon"):
        read(document(text), "plain")


def test_a_text_without_names_is_refused_even_when_it_is_forced() -> None:
    from roleplay.formats.plain import PLAIN

    with pytest.raises(TranscriptInvalid, match="no line that begins with a name"):
        PLAIN.read(document("12\n34"))
