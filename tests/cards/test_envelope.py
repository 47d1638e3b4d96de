"""The files that hold a card: read with limits, and never extracted."""

from __future__ import annotations

import contextlib
import io
import json
import stat
import struct
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.cards import envelope
from roleplay.cards.envelope import embedded, unpacked
from roleplay.errors import CardInvalid
from tests.cards.made import archive, card, chunk, picture


def refused(data: bytes, words: str) -> None:
    """*data* is refused in one line with *words*."""
    with pytest.raises(CardInvalid, match=words):
        unpacked(data, "x.card")


def test_the_three_kinds_of_files_are_read() -> None:
    """JSON, with a byte order mark too; PNG; CHARX."""
    text = json.dumps(card())
    assert unpacked(text.encode(), "a.json") == unpacked(text.encode("utf-8-sig"), "a.json") == card()
    assert unpacked(picture(chara=card()), "a.png") == card()
    assert unpacked(archive(), "a.charx")["spec"] == "chara_card_v3"


def test_of_two_cards_in_a_picture_the_newer_counts() -> None:
    """Whatever their order."""
    new = card("chara_card_v3")
    assert unpacked(picture(chara=card(), ccv3=new), "a.png") == unpacked(picture(ccv3=new, chara=card()), "a.png") == new


def test_a_picture_written_is_a_picture_read() -> None:
    """Into a plain one, or into one that has a card already, which goes."""
    made = embedded({"chara": json.dumps(card(name="Old")).encode()})
    again = embedded({"chara": json.dumps(card(name="New")).encode()}, made)
    assert unpacked(made, "a.png")["data"]["name"] == "Old"
    assert unpacked(again, "a.png")["data"]["name"] == "New"
    assert again.count(b"chara\0") == 1
    with pytest.raises(CardInvalid, match="no PNG"):
        embedded({}, b"GIF89a")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../card", "outside"),
        ("/etc/passwd", "outside"),
        ("a/../../b", "outside"),
        ("..\\b", "outside"),
        ("C:/x", "outside"),
        ("\\\\host\\x", "outside"),
    ],
)
def test_g21_an_archive_that_would_write_elsewhere_is_refused(name: str, words: str) -> None:
    """G21: nothing is extracted here, and still it is refused, because others would."""
    refused(archive({name: b"x"}), words)


def test_g21_links_bombs_and_crowds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """G21: a link, a file that unpacks to far more than it holds, too many files, no card at all."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        link = zipfile.ZipInfo("card.json")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        opened.writestr(link, "/etc/passwd")
    refused(made.getvalue(), "holds a link")
    refused(archive({"bomb": b"\0" * 30_000_000}), "far more than it holds")
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as opened:
        opened.writestr("other.json", "{}")
    refused(empty.getvalue(), r"without card\.json")
    monkeypatch.setattr(envelope, "MAX_MEMBERS", 2)
    refused(archive({"a": b"", "b": b""}), "more than 2 files")


def test_g21_an_encrypted_archive_is_refused() -> None:
    """G21: by the flag of its files."""
    data = bytearray(archive())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(mark) + place
        data[at] |= 1
    refused(bytes(data), "encrypted")


def test_g21_a_chunk_that_lies_about_its_length_is_refused() -> None:
    """G21: nothing is reserved for a length that is only said; a wrong checksum and no base64 are told too."""
    whole = picture(chara=card())
    at = whole.index(b"tEXt") - 4
    refused(whole[:at] + struct.pack(">I", 2**31 - 1) + whole[at + 4 :], "breaks off")
    refused(whole[: at + 30], "breaks off")
    refused(whole[: at + 40] + b"!" + whole[at + 41 :], "checksum")
    refused(b"\x89PNG\r\n\x1a\n" + chunk(b"tEXt", b"chara\0%%%") + chunk(b"IEND", b""), "base64")
    refused(picture(), "without a card")


def test_g21_sizes_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """G21: of the file, and of the card in it, in every kind of file."""
    monkeypatch.setattr(envelope, "MAX_CARD", 200)
    for data in (json.dumps(card()).encode(), picture(chara=card()), archive()):
        refused(data, "larger than")
    monkeypatch.setattr(envelope, "MAX_BYTES", 10)
    refused(b" " * 11, "which no card needs")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"a": 1, "a": 2}', '{"a": NaN}', "[" * 5000])
def test_g10_what_is_no_json_object_is_refused(text: str) -> None:
    """Broken, doubled, endless or of another kind."""
    refused(text.encode(), "no card that can be read")


@given(st.binary(max_size=300), st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"]))
def test_no_bytes_bring_it_down(data: bytes, head: bytes) -> None:
    """Anything at all is a card or a refusal."""
    with contextlib.suppress(CardInvalid):
        assert isinstance(unpacked(head + data, "x"), dict)
