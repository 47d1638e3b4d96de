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
from typing import NamedTuple

__all__ = ["LONGEST", "MAX_CHARS", "REMEMBERED", "Cutter", "Sentence", "Text", "Token", "fold", "forms"]

MAX_CHARS = 20_000
REMEMBERED, LONGEST, MOST_RUNS = 100_000, 60, 3

_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"  # soft hyphens and what has no width
_IN_WORD = rf"[\w\u0300-\u036f{_UNSEEN}]*"
_PIECE = re.compile(rf"[^\W\d_]{_IN_WORD}(?:['’ʼ‘`´‑-][^\W_]{_IN_WORD})*|\d+(?:[.,:]\d+)*|[.!?…]+|[,;:–—()\n]|[^\S\n]-[^\S\n]|[«»„“”\"]")
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "‘": "'", "`": "'", "´": "'", "‑": "-"})
_INVISIBLE = re.compile(f"[{_UNSEEN}]")
_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")
_HYPHENATED = re.compile(r"[^-‑]+")
_CONTRACTED = re.compile(r"(.+?)(n't|'(?:re|ve|ll|d|m|s))", re.IGNORECASE)
_QUOTES, _OPENING = '«»„“”"', "«„“"


class Token(NamedTuple):
    """A word: ``text[start:end]``, its normal *form*, the numbers of its sentence and clause, whether it stands in quotation marks."""

    form: str
    start: int
    end: int
    sentence: int
    clause: int
    quoted: bool


class Sentence(NamedTuple):
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
    if word.isascii():
        return word.translate(_APOSTROPHES).lower()
    word = unicodedata.normalize("NFC", _INVISIBLE.sub("", word).translate(_APOSTROPHES)).casefold()
    kept = []
    for letter in word:
        base = unicodedata.normalize("NFD", letter)
        kept.append(letter if letter == "й" else base[0] if len(base) > 1 else letter)
    return "".join(c for c in kept if not unicodedata.combining(c))


def forms(word: str) -> tuple[str, ...]:
    """The normal forms that *word*, a normal form itself, may stand for if letters of it are stretched.

    >>> forms("nooo"), forms("soorrry"), forms("1000")
    (('no', 'noo'), ('soory', 'soorry'), ('1000',))
    """
    runs = list(_STRETCHED.finditer(word))
    if not runs:
        return (word,)
    if len(runs) > MOST_RUNS:
        return (_STRETCHED.sub(r"\1", word), _STRETCHED.sub(r"\1\1", word))
    found = [""]
    done = 0
    for run in runs:
        found = [each + word[done : run.start()] + run[1] * times for each in found for times in (1, 2)]
        done = run.end()
    return tuple(each + word[done:] for each in found)


class Cutter:
    """Cuts texts into sentences, clauses and words, as one language does.

    *splits* maps a normal form to the words it stands for (``im`` to ``i 'm``); *clitics* is ``hyphen`` where a hyphen joins words
    (Romanian ``n-ai``) and ``apostrophe`` where an apostrophe does (English ``you're``). *conjunctions* begin a clause.
    """

    def __init__(self, splits: Mapping[str, tuple[str, ...]], *, clitics: str = "", conjunctions: frozenset[str] = frozenset()) -> None:
        self.splits, self.clitics, self.conjunctions = splits, clitics, conjunctions
        self.pieces: dict[str, tuple[tuple[str, int, int], ...]] = {}

    def cut(self, raw: str) -> Text:
        """Cut *raw*, of which at most `MAX_CHARS` are read."""
        tokens: list[Token] = []
        sentences: list[Sentence] = []
        clause = first = 0
        opened: int | None = None
        remembered, conjunctions = self.pieces, self.conjunctions
        for match in _PIECE.finditer(raw, 0, MAX_CHARS):
            piece = match[0]
            words = remembered.get(piece) or (self._words(piece) if piece[0].isalnum() else ())
            if words:
                at = match.start()
                for form, start, end in words:
                    if form in conjunctions and len(tokens) > first:
                        clause += 1
                    tokens.append(Token(form, at + start, at + end, len(sentences), clause, opened is not None))
            elif piece[0] in ".!?…\n":
                if _close(sentences, tokens, first, piece, match.end()):
                    first, clause = len(tokens), clause + 1
            elif piece in _QUOTES:
                opened = len(tokens) if _opens(piece, within=opened is not None) else None
            else:
                clause += 1
        _close(sentences, tokens, first, "", min(len(raw), MAX_CHARS))
        if opened is not None:  # a quotation mark that is never closed quotes nothing
            tokens[opened:] = [token._replace(quoted=False) for token in tokens[opened:]]
        return Text(raw, tuple(tokens), tuple(sentences))

    def _words(self, piece: str) -> tuple[tuple[str, int, int], ...]:
        """The words in *piece*, each with its place in it; remembered."""
        whole = fold(piece)
        if whole in self.splits:
            words = tuple((part, 0, len(piece)) for part in self.splits[whole])
        else:
            words = tuple((fold(piece[start:end]), start, end) for start, end in self._parts(piece))
        if len(self.pieces) < REMEMBERED and len(piece) <= LONGEST:
            self.pieces[piece] = words
        return words

    def _parts(self, piece: str) -> list[tuple[int, int]]:
        if self.clitics == "hyphen":
            return [part.span() for part in _HYPHENATED.finditer(piece)]
        if self.clitics == "apostrophe":
            short = _CONTRACTED.fullmatch(piece.translate(_APOSTROPHES))
            if short:
                return [short.span(1), short.span(2)]
        return [(0, len(piece))]


def _opens(mark: str, *, within: bool) -> bool:
    """Whether a quotation mark opens a quotation, *within* which we may be already; “ also closes what „ has opened."""
    return (mark in _OPENING and not (mark == "“" and within)) or (mark == '"' and not within)


def _close(sentences: list[Sentence], tokens: list[Token], first: int, mark: str, end: int) -> bool:
    """Close the sentence that begins with word *first*; False if there is none, and then a late ``?`` belongs to the one before."""
    if first == len(tokens):
        if sentences and "?" in mark and not sentences[-1].mark:
            sentences[-1] = sentences[-1]._replace(end=end, mark="?")
        return False
    kind = "?" if "?" in mark else "!" if "!" in mark else "…" if "…" in mark or ".." in mark else mark[:1].strip()
    sentences.append(Sentence(first, len(tokens), tokens[first].start, end, kind))
    return True
