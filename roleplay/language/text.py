"""Text as written, cut into sentences, clauses and words that keep their exact offsets, each with a normal form.

The normal form makes one of what people type in many ways: case, ё/е, ş/ș, ţ/ț, Romanian without diacritics, decomposed letters,
curly apostrophes, stretched letters. The text itself is never changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["MAX_CHARS", "Sentence", "Text", "Token", "analyse", "fold"]

MAX_CHARS = 20_000

_WORD = re.compile(r"[^\W\d_][\w\u0300-\u036f]*(?:['’ʼ‑-][^\W_][\w\u0300-\u036f]*)*|\d+(?:[.,:]\d+)*|[.!?…]+|[,;:–—()\n]|\s-\s|[«»„“”\"]")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "‑": "-"})
_STRETCHED = re.compile(r"(.)\1{2,}")
_OPENING, _CLOSING = "«„“", "»”"


@dataclass(frozen=True, slots=True)
class Token:
    """A word: ``text[start:end]``, its normal *form*, the numbers of its sentence and clause, whether it stands in quotation marks."""

    form: str
    start: int
    end: int
    sentence: int
    clause: int
    quoted: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words ``tokens[first:last]`` and how the sentence is closed: ``?``, ``!``, ``.``, ``…`` or nothing."""

    first: int
    last: int
    start: int
    end: int
    mark: str


@dataclass(frozen=True, slots=True)
class Text:
    """A text with its words and sentences."""

    raw: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The offsets from word *first* to word *last*, both included."""
        return self.tokens[first].start, self.tokens[last].end


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """The normal form of a word.

    >>> fold("Întotdeauna"), fold("Ещё"), fold("Don’t"), fold("йод")
    ('intotdeauna', 'еще', "don't", 'йод')
    """
    word = unicodedata.normalize("NFC", word.translate(_APOSTROPHES)).casefold()
    if word.isascii():
        return word
    kept = []
    for letter in word:
        base = unicodedata.normalize("NFD", letter)
        kept.append(letter if letter == "й" else base[0] if len(base) > 1 else letter)
    return "".join(c for c in kept if not unicodedata.combining(c))


def forms(word: str) -> tuple[str, ...]:
    """The normal forms a stretched word may stand for: ``nooo`` is ``noo`` or ``no``."""
    folded = fold(word)
    if not _STRETCHED.search(folded):
        return (folded,)
    return (_STRETCHED.sub(r"\1", folded), _STRETCHED.sub(r"\1\1", folded))


def analyse(raw: str, splits: Mapping[str, tuple[str, ...]], *, clitics: str = "", conjunctions: frozenset[str] = frozenset()) -> Text:
    """Cut *raw* into sentences, clauses and words.

    *splits* maps a normal form to the words it stands for (``im`` to ``i 'm``); *clitics* is ``hyphen`` where a hyphen joins words
    (Romanian ``n-ai``) and ``apostrophe`` where an apostrophe does (English ``you're``). *conjunctions* begin a clause.
    """
    return _Cutter(raw[:MAX_CHARS], splits, clitics, conjunctions).cut(raw)


class _Cutter:
    def __init__(self, raw: str, splits: Mapping[str, tuple[str, ...]], clitics: str, conjunctions: frozenset[str]) -> None:
        self.raw, self.splits, self.clitics, self.conjunctions = raw, splits, clitics, conjunctions
        self.tokens: list[Token] = []
        self.sentences: list[Sentence] = []
        self.clause = self.first = 0
        self.quoted = False

    def cut(self, raw: str) -> Text:
        for match in _WORD.finditer(self.raw):
            piece = match.group()
            if piece[0].isalnum():
                self._word(piece, match.start())
            elif piece[0] in ".!?…\n":
                self._close(piece, match.end())
            elif piece in '«»„“”"':
                self.quoted = (piece in _OPENING and not (piece == "“" and self.quoted)) or (piece == '"' and not self.quoted)
            else:
                self.clause += 1
        self._close("", len(self.raw))
        return Text(raw, tuple(self.tokens), tuple(self.sentences))

    def _close(self, mark: str, end: int) -> None:
        if self.first == len(self.tokens):
            if self.sentences and mark.strip() and "?" in mark and not self.sentences[-1].mark:
                last = self.sentences[-1]
                self.sentences[-1] = Sentence(last.first, last.last, last.start, end, "?")
            return
        kind = "?" if "?" in mark else "!" if "!" in mark else "…" if "…" in mark or ".." in mark else mark[:1].strip()
        start = self.tokens[self.first].start
        self.sentences.append(Sentence(self.first, len(self.tokens), start, end, kind))
        self.first = len(self.tokens)
        self.clause += 1

    def _word(self, piece: str, at: int) -> None:
        whole = fold(piece)
        if whole in self.splits:
            for part in self.splits[whole]:
                self._add(part, at, at + len(piece))
            return
        for part, start in self._parts(piece, at):
            self._add(forms(part)[0] if len(part) < 3 else fold(part), start, start + len(part))

    def _parts(self, piece: str, at: int) -> list[tuple[str, int]]:
        if self.clitics == "hyphen" and "-" in piece:
            parts, start = [], at
            for part in piece.split("-"):
                parts.append((part, start))
                start += len(part) + 1
            return [(part, start) for part, start in parts if part]
        if self.clitics == "apostrophe":
            plain = piece.translate(_APOSTROPHES)
            cut = re.fullmatch(r"(.+?)(n't|'(?:re|ve|ll|d|m|s))", plain, re.IGNORECASE)
            if cut:
                return [(piece[: cut.end(1)], at), (piece[cut.end(1) :], at + cut.end(1))]
        return [(piece, at)]

    def _add(self, form: str, start: int, end: int) -> None:
        if form in self.conjunctions and len(self.tokens) > self.first:
            self.clause += 1
        self.tokens.append(Token(form, start, end, len(self.sentences), self.clause, self.quoted))
