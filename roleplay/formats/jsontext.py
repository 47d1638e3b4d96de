"""The text of a JSON file being read on: a piece of it at a time is in memory."""

from __future__ import annotations

import codecs
import json
import re
from typing import Any, BinaryIO

from roleplay.jsonline import part

__all__ = ["JsonText"]

CHUNK = 65_536  # bytes
SMALL = 16_384  # characters; a value that is longer is not read as a whole
LONGEST = 1_100_000  # characters of a text that are kept: more than may be in a turn
_BLANKS = " \t\r\n"
_LETTERS = re.compile(r'(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*')
_ESCAPE = 6  # the longest sign of a text


class JsonText:
    """*file* from its byte *begin* on, which is UTF-8. What is not as it should be raises `ValueError`."""

    def __init__(self, file: BinaryIO, begin: int = 0) -> None:
        file.seek(begin)
        self._file, self._decoder = file, codecs.getincrementaldecoder("utf-8")()
        self._text, self._at, self._ended = "", 0, False
        self._bytes, self._counted = begin, 0  # up to which sign of the text they are counted

    @property
    def place(self) -> int:
        """How many bytes lie behind."""
        self._bytes += len(self._text[self._counted : self._at].encode())
        self._counted = self._at
        return self._bytes

    def next(self) -> str:
        """The next sign that is no blank, not taken; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _BLANKS:
                    return self._text[self._at]
                self._at += 1
            if not self._more():
                return ""

    def take(self, sign: str) -> None:
        """Leave *sign* behind. Raises `ValueError` if another one comes."""
        if self.next() != sign:
            raise ValueError(f"{sign} is missing")
        self._at += 1

    def small(self, depth: int) -> tuple[Any] | None:
        """The value that comes, in *depth* others; None, and nothing is taken, where it is long or not as it should be."""
        self.next()
        while len(self._text) - self._at < SMALL and self._more():
            pass
        while True:
            try:
                value, end = part(self._text, self._at, depth)
            except ValueError:
                return None
            if end == len(self._text) and self._more():  # a number may go on
                continue
            if end - self._at > SMALL:
                return None
            self._at = end
            return (value,)

    def long(self) -> str:
        """The text that comes, however long; only `LONGEST` characters of it."""
        self.take('"')
        kept, length = [], 0
        while True:
            found = _LETTERS.match(self._text, self._at)
            assert found is not None
            if length < LONGEST:
                kept.append(found[0])
            length += len(found[0])
            self._at = found.end()
            if self._text[self._at : self._at + 1] == '"':
                break
            if len(self._text) - self._at >= _ESCAPE or not self._more():
                raise ValueError("a text does not end")
        self._at += 1
        whole: str = json.loads(f'"{"".join(kept)}"')
        return whole[:LONGEST]

    def _more(self) -> bool:
        """Read on; what lies behind is dropped."""
        if self._ended:
            return False
        data = self._file.read(CHUNK)
        piece = self._decoder.decode(data, final=not data)
        self._ended = not data
        self._bytes = self.place
        self._text, self._at, self._counted = self._text[self._at :] + piece, 0, 0
        return not self._ended
