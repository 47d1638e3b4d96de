"""The bytes of a file as text: a mark at the beginning is believed, UTF-8 is tried, anything else is a guess that is said aloud or refused."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from roleplay.errors import TranscriptInvalid
from roleplay.record import Remark

__all__ = ["decoded", "long_text"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ROMANIAN = frozenset("ăâîşţĂÂÎŞŢ„”“‘’«»–—…\xa0")
_HIGH = re.compile(rb"[\x80-\xff]+")
_CONTROLS = [chr(code) for code in range(32) if chr(code) not in "\t\n\r\f"]
_SAMPLE = 200_000  # bytes; enough to tell a code page


def decoded(data: bytes, name: str, encoding: str | None = None) -> tuple[str, list[Remark]]:
    """*data* as text with the newlines of Unix, and what is to be said about how it was read.

    *encoding* is what the user says it is. Raises `TranscriptInvalid` when the bytes are no text, or of no single encoding.
    """
    if encoding is not None:
        return _unix(_strictly(data, encoding, name)), []
    for mark, marked in _MARKS:
        if data.startswith(mark):
            return _unix(_strictly(data, marked, name)), []
    if (wide := _unmarked_utf16(data)) is not None:
        return _unix(_strictly(data, wide, name)), [Remark(1, "read as {encoding}, which is a guess", {"encoding": wide.upper()})]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        codec = _guess(data, name)
        remark = Remark(1, "read as {encoding}, which is a guess; if letters look wrong, add --encoding", {"encoding": codec})
        return _unix(data.decode(codec)), [remark]
    if sum(map(text[:_SAMPLE].count, _CONTROLS)) > 8 + min(len(text), _SAMPLE) // 10:
        raise TranscriptInvalid("{name} is no text file; export the conversation as text, VTT, SRT, JSON or CSV", name=name)
    return _unix(text), []


def long_text(path: Path, head: bytes) -> bool:
    """Whether the file at *path*, which begins with *head*, is UTF-8 that can be read line by line. Raises `OSError`."""
    if any(head.startswith(mark) for mark, _ in _MARKS[1:]) or b"\n" not in head or _unmarked_utf16(head) is not None:
        return False
    if sum(map(head.decode("utf-8", "replace").count, _CONTROLS)) > 8 + len(head) // 10:
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while piece := file.read(65_536):
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _strictly(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        raise TranscriptInvalid("{name} cannot be read as {encoding}; save it as UTF-8 and try again", name=name, encoding=codec) from None


def _unix(text: str) -> str:
    text = text.replace("\r\n", "\n")
    return text if "\n" in text else text.replace("\r", "\n")


def _unmarked_utf16(data: bytes) -> str | None:
    sample = data[:_SAMPLE]
    if len(sample) < 4:
        return None
    for codec, odd in (("utf-16-le", 1), ("utf-16-be", 0)):
        zeros = sample[odd::2].count(0)
        if zeros > len(sample) * 0.15 and not sample[1 - odd :: 2].count(0):
            return codec
    return None


def _guess(data: bytes, name: str) -> str:
    lines = [line for line in data.split(b"\n") if not line.isascii()]
    odd = [line for line in lines if not _is_utf8(line)]
    if len(odd) < len(lines):
        number = data.split(b"\n").index(odd[0]) + 1
        raise TranscriptInvalid(
            "{name} mixes encodings: line {line} is not UTF-8 while others are; save it as UTF-8 and try again", name=name, line=number
        )
    runs = _HIGH.findall(data[:_SAMPLE])
    count = sum(map(len, runs))
    together = sum(len(run) for run in runs if len(run) > 1)
    for codec, fits in (("cp1251", together >= count * 0.6 and _russian(runs)), ("cp1250", together < count * 0.6 and _romanian(runs))):
        if fits and _decodes(data, codec):
            return codec
    raise TranscriptInvalid(
        "{name} is not UTF-8, and its encoding cannot be told; save it as UTF-8, or add --encoding (perhaps {guess})",
        name=name,
        guess="koi8-r, cp866" if together >= count * 0.6 else "cp1252, iso-8859-2",
    )


def _is_utf8(line: bytes) -> bool:
    return _decodes(line, "utf-8")


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _russian(runs: list[bytes]) -> bool:
    """Whether the runs are Cyrillic words in CP1251: letters, and most of them small (in KOI8-R the cases are the other way round)."""
    text = b"".join(runs).decode("cp1251", "replace")
    letters = sum("а" <= letter.lower() <= "я" or letter in "ёЁ" for letter in text)
    return letters >= len(text) * 0.8 and sum(letter.islower() for letter in text) >= letters * 0.6


def _romanian(runs: list[bytes]) -> bool:
    text = b"".join(runs).decode("cp1250", "replace")
    return sum(letter in _ROMANIAN for letter in text) >= len(text) * 0.8
