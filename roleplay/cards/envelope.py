"""The files that hold a character card: plain JSON, a PNG with the card in a text chunk, a CHARX archive. Bytes in, JSON out, with limits.

A PNG keeps a V2 card in the ``tEXt`` chunk ``chara`` and a V3 card in ``ccv3``, both base64 of UTF-8; the newer one counts. A CHARX is a zip with
``card.json``; nothing of it is ever extracted.
"""

from __future__ import annotations

import base64
import binascii
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from roleplay.errors import BadInput, CardInvalid, Sentence
from roleplay.jsonline import mended, whole

__all__ = ["MAX_BYTES", "MAX_CARD", "embedded", "unpacked"]

MAX_BYTES = 50_000_000
"""The largest file that is looked into; cards carry pictures."""
MAX_CARD = 4_000_000
"""The largest card, in bytes of JSON."""
MAX_MEMBERS, MAX_RATIO = 2_000, 100
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_KEYS = (b"ccv3", b"chara")


def unpacked(data: bytes, name: str) -> dict[str, Any]:
    """The card in *data*, the content of the file called *name*. Raises `CardInvalid`."""
    if len(data) > MAX_BYTES:
        raise CardInvalid("{name} is larger than {limit} MB, which no card needs", name=name, limit=MAX_BYTES // 1_000_000)
    if data.startswith(_SIGNATURE):
        text = _from_png(data, name)
    elif data.startswith(b"PK"):
        text = _from_archive(data, name)
    else:
        text = data
    return _card(text, name)


def embedded(cards: dict[str, bytes], image: bytes | None = None) -> bytes:
    """A PNG that holds *cards*, JSON by the key of its chunk (``chara``, ``ccv3``): *image*, or a plain one. Raises `CardInvalid`."""
    picture = image if image is not None else _plain()
    if not picture.startswith(_SIGNATURE):
        raise CardInvalid("{name} is no PNG picture", name="--image")
    kept = [(kind, body) for kind, body in _chunks(picture, "--image") if not (kind == b"tEXt" and body.partition(b"\0")[0] in _KEYS)]
    texts = [(b"tEXt", key.encode() + b"\0" + base64.b64encode(card)) for key, card in cards.items()]
    return _SIGNATURE + b"".join(_chunk(kind, body) for kind, body in (*kept[:-1], *texts, *kept[-1:]))


def _card(text: bytes, name: str) -> dict[str, Any]:
    if len(text) > MAX_CARD:
        raise CardInvalid("the card in {name} is larger than {limit} MB", name=name, limit=MAX_CARD // 1_000_000)
    try:
        value = whole(text.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise CardInvalid("{name} is neither a card’s JSON in UTF-8 nor a PNG or CHARX with one", name=name) from None
    except ValueError as error:
        raise CardInvalid("{name} holds no card that can be read: {reason}", name=name, reason=error.args[0]) from None
    if not isinstance(value, dict):
        raise CardInvalid("{name} holds no card that can be read: {reason}", name=name, reason=Sentence("no JSON object"))
    return mended(value)


def _from_png(data: bytes, name: str) -> bytes:
    found: dict[bytes, bytes] = {}
    for kind, body in _chunks(data, name):
        key, _, text = body.partition(b"\0")
        if kind == b"tEXt" and key in _KEYS:
            found.setdefault(key, text)
    for key in _KEYS:
        if key in found:
            if len(found[key]) > MAX_CARD * 4 // 3 + 4:
                raise CardInvalid("the card in {name} is larger than {limit} MB", name=name, limit=MAX_CARD // 1_000_000)
            try:
                return base64.b64decode(found[key], validate=True)
            except binascii.Error:
                raise CardInvalid("{name} holds no card that can be read: {reason}", name=name, reason=Sentence("no base64")) from None
    raise CardInvalid("{name} is a picture without a card in it", name=name)


def _chunks(data: bytes, name: str) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of a PNG. One that says to be longer than the file is refused before anything is made of it."""
    place = len(_SIGNATURE)
    while place < len(data):
        head = data[place : place + 8]
        length, kind = struct.unpack(">I4s", head) if len(head) == 8 else (len(data), b"")
        body = data[place + 8 : place + 8 + length]
        check = data[place + 8 + length : place + 12 + length]
        if len(body) != length or len(check) != 4:
            raise CardInvalid("{name} is a PNG that breaks off", name=name)
        if kind in (b"tEXt", b"IHDR") and struct.unpack(">I", check)[0] != zlib.crc32(kind + body):
            raise CardInvalid("{name} is a damaged PNG: a checksum does not fit", name=name)
        yield kind, body
        place += 12 + length
        if kind == b"IEND":
            return


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _plain(width: int = 256, height: int = 384) -> bytes:
    """A picture of one colour."""
    rows = (b"\0" + bytes((96, 112, 128)) * width) * height
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(kind, body) for kind, body in parts)


def _from_archive(data: bytes, name: str) -> bytes:
    """``card.json`` of a CHARX, read in memory; whatever else is in it is only looked at."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            _harmless(members, name)
            card = next((member for member in members if member.filename == "card.json"), None)
            if card is None:
                raise CardInvalid("{name} is an archive without card.json", name=name)
            with archive.open(card) as file:
                return file.read(MAX_CARD + 1)
    except BadInput:
        raise
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError, zlib.error) as error:
        reason = Sentence("it is damaged, or packed in a way that is not known here")
        raise CardInvalid("{name} is an archive that cannot be read: {reason}", name=name, reason=reason) from error


def _harmless(members: list[zipfile.ZipInfo], name: str) -> None:
    """Refuse an archive that would be dangerous to anybody who extracts it."""
    if len(members) > MAX_MEMBERS:
        raise CardInvalid("{name} is an archive of more than {most} files", name=name, most=MAX_MEMBERS)
    for member in members:
        parts = member.filename.replace("\\", "/").split("/")
        if member.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0] or "\0" in member.orig_filename:
            raise CardInvalid("{name} holds a file that would be written outside its folder: {file}", name=name, file=member.filename[:80])
        if (member.external_attr >> 16) & 0o170000 == 0o120000:
            raise CardInvalid("{name} holds a link: {file}", name=name, file=member.filename[:80])
        if member.flag_bits & 0x1:
            raise CardInvalid("{name} is encrypted", name=name)
        if member.file_size > 1_000_000 and member.file_size > MAX_RATIO * max(1, member.compress_size):
            raise CardInvalid("{name} unpacks to far more than it holds", name=name)
    if sum(member.file_size for member in members) > 10 * MAX_BYTES:
        raise CardInvalid("{name} unpacks to far more than it holds", name=name)
