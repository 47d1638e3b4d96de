"""Bytes become text: believed, tried, guessed aloud, or refused; never mojibake in silence (T1)."""

from __future__ import annotations

import pytest

from roleplay.errors import TranscriptInvalid
from roleplay.formats.encoding import decoded

RUSSIAN = "Мама: Ты опять не позвонил.\nАня: Мне жаль, что ты ждала.\n"
ROMANIAN = "Mama: Iar n-ai sunat, și aștept de două zile în bucătărie.\nAna: Îmi pare rău că ai așteptat.\n".replace("ș", "ş").replace(
    "ț", "ţ"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_t1_a_mark_at_the_beginning_is_believed_and_dropped(encoding: str) -> None:
    assert decoded(RUSSIAN.encode(encoding), "x") == (RUSSIAN, [])


@pytest.mark.parametrize(("text", "encoding"), [(RUSSIAN, "cp1251"), (ROMANIAN, "cp1250"), ("Ann: Hi\nMum: No\n", "utf-16-le")])
def test_t1_a_guess_is_said_aloud(text: str, encoding: str) -> None:
    read, remarks = decoded(text.encode(encoding), "x")

    assert read == text
    assert [str(remark.values["encoding"]).lower() for remark in remarks] == [encoding]


@pytest.mark.parametrize("encoding", ["koi8-r", "cp866", "iso-8859-5"])
def test_t1_an_encoding_that_cannot_be_told_is_refused_with_a_hint(encoding: str) -> None:
    with pytest.raises(TranscriptInvalid, match="add --encoding"):
        decoded(RUSSIAN.encode(encoding), "x")
    assert decoded(RUSSIAN.encode(encoding), "x", encoding)[0] == RUSSIAN


def test_t1_two_encodings_in_one_file_are_refused_with_the_line() -> None:
    with pytest.raises(TranscriptInvalid, match="line 2 is not UTF-8"):
        decoded("Аня: раз\n".encode() + "Мама: два\n".encode("cp1251"), "x")


@pytest.mark.parametrize("encoding", ["utf-8", "no-such", "hex"])
def test_an_encoding_that_is_wrong_is_refused(encoding: str) -> None:
    with pytest.raises(TranscriptInvalid, match="cannot be read as"):
        decoded(b"\xff\xfa", "x", encoding)


def test_newlines_of_windows_and_of_old_macs_become_those_of_unix() -> None:
    assert decoded(b"a\r\nb\r\n", "x")[0] == "a\nb\n"
    assert decoded(b"a\rb", "x")[0] == "a\nb"
    assert decoded(b"a\rb\n", "x")[0] == "a\rb\n"


def test_a_picture_is_no_text() -> None:
    with pytest.raises(TranscriptInvalid, match="no text file"):
        decoded(bytes(range(32)) * 20, "x")
