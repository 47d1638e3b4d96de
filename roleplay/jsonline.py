"""One line of JSON, strictly: no NaN, no infinity, no key twice, no depth that could exhaust a stack, nothing that UTF-8 cannot hold."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from roleplay.errors import Sentence

__all__ = ["MAX_DEPTH", "MAX_LINE", "dump", "lines", "load", "mended", "part", "whole"]

MAX_LINE = 8_000_000  # a reply of a million bytes fits even when every one of them needs an escape of six
MAX_DEPTH = 50

_HALF = re.compile("[\ud800-\udfff]")


def lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of *file*; of one that is longer than `MAX_LINE` only its beginning, so that it need not fit into memory."""
    while line := file.readline(MAX_LINE + 1):
        yield line
        if len(line) > MAX_LINE:
            while line and not line.endswith(b"\n"):
                line = file.readline(65_536)


def load(line: bytes) -> dict[str, Any] | None:
    """The object that *line* holds, None if it holds none."""
    try:
        value = json.loads(line.decode("utf-8"), parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) and not _too_deep(value) else None


def dump(value: dict[str, Any]) -> bytes:
    """*value* on one line, newline included. Half a surrogate pair, which no file can hold, becomes U+FFFD."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _HALF.sub("\ufffd", text).encode() + b"\n"


def whole(text: str) -> Any:
    """The JSON value that a whole file is. Raises `ValueError` with what is wrong, a `Sentence`, and the line where that is known."""
    try:
        value = json.loads(text, parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise ValueError(Sentence("line {line}, sign {column}: this is no JSON", line=error.lineno, column=error.colno)) from None
    except RecursionError:
        raise ValueError(Sentence("it is nested too deeply")) from None
    if _too_deep(value):
        raise ValueError(Sentence("it is nested too deeply"))
    return value


def part(text: str, at: int, depth: int = 0) -> tuple[Any, int]:
    """The JSON value that begins at *at* in *text*, in *depth* others, and where it ends. Raises `ValueError`, also where the text ends too early."""
    try:
        value, end = _STRICT.raw_decode(text, at)
    except RecursionError:
        raise ValueError(Sentence("it is nested too deeply")) from None
    brackets = text.count("[", at, end) + text.count("{", at, end)
    if brackets >= MAX_DEPTH - depth and _too_deep(value, depth):
        raise ValueError(Sentence("it is nested too deeply"))
    return value, end


def mended(value: dict[str, Any]) -> dict[str, Any]:
    """*value* with U+FFFD for every half of a surrogate pair."""
    text = json.dumps(value, ensure_ascii=False)
    return json.loads(_HALF.sub("\ufffd", text)) if _HALF.search(text) else value


def _refuse(word: str) -> None:
    raise ValueError(Sentence("{what} is no number of JSON", what=word))


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(Sentence("{what} is no number of JSON", what=text[:20]))
    return number


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError(Sentence("a key is there twice"))
    return found


def _too_deep(value: object, depth: int = 0) -> bool:
    level = [value]
    for _ in range(depth, MAX_DEPTH):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def _inside(value: object) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


_STRICT = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite, object_pairs_hook=_once)
