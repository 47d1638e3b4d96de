"""Classes of words with one meaning, broad enough that a word nobody thought of has its neighbours in them.

After the idea of dictionary-based text analysis (Pennebaker's LIWC): a word counts by what it means, not by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from roleplay.language.text import fold

__all__ = ["Meanings"]


@dataclass(slots=True)
class Meanings:
    """The meanings of one language, the most telling first.

    *words* holds plain words and ``~dictionary`` forms, *beginnings* what stands before a ``*``, each with the meanings it has.
    """

    order: tuple[str, ...] = ()
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    beginnings: dict[str, frozenset[str]] = field(default_factory=dict)
    longest: int = 0

    @classmethod
    def of(cls, listed: Mapping[str, Iterable[str]]) -> Meanings:
        """From the words of each meaning, in order."""
        words: dict[str, set[str]] = defaultdict(set)
        beginnings: dict[str, set[str]] = defaultdict(set)
        for meaning, group in listed.items():
            for word in group:
                if word.endswith("*"):
                    beginnings[fold(word[:-1])].add(meaning)
                else:
                    words[word if word[0] == "~" else fold(word)].add(meaning)
        return cls(
            tuple(listed),
            {word: frozenset(meanings) for word, meanings in words.items()},
            {word: frozenset(meanings) for word, meanings in beginnings.items()},
            max(map(len, beginnings), default=0),
        )

    def look_up(self, form: str, keys: Iterable[str]) -> frozenset[str]:
        """All meanings of a word *form* whose plain and dictionary forms are among *keys*."""
        found = [self.words[key] for key in keys if key in self.words]
        found += [self.beginnings[form[:n]] for n in range(2, min(len(form), self.longest) + 1) if form[:n] in self.beginnings]
        return frozenset[str]().union(*found)

    def first(self, meanings: frozenset[str]) -> str | None:
        """The most telling of *meanings*."""
        return next((meaning for meaning in self.order if meaning in meanings), None)
