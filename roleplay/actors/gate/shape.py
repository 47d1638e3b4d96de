"""What is wrong with a sentence whatever it means: no words, nothing anybody would say aloud, or the same thing over and over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence

from roleplay.language.text import fold

__all__ = ["empty", "looping", "markup"]

_SILENCE = re.compile(r"[\s.…!?,;:—–\-()\[\]*'\"«»„“”]*")
_BRACKETED = re.compile(r"\s*[\[<{]([^\]>}]{1,60})[\]>}]\W*")
_NOTHING = re.compile(r"\W*(?:null|undefined|nan|n/a|\[?silence\]?|<empty>)\W*", re.IGNORECASE)
_MARKUP = re.compile(
    r"^\s*#{1,6}\s|^\s*[*•]\s|^\s*\d{1,2}\.\s+\*\*|```|\*\*|</?[a-z_|]{1,20}[^>]{0,80}>|\[/?[A-Z]{3,}\]|\]\(|https?://|\bwww\.|[{}|]|^\s*>\s",
    re.IGNORECASE | re.MULTILINE,
)
_IN_A_ROW, _RUN, _RUNS = 7, 3, 4
_SHORT, _LONG = 3, 6
_TIMES = 2


def empty(sentence: str, stand_in: Container[str]) -> tuple[int, int] | None:
    """Where *sentence* holds no words and no silence either: stray signs, or brackets around a word of *stand_in*, in normal form."""
    bracketed = _BRACKETED.fullmatch(sentence)
    if bracketed and any(fold(word) in stand_in for word in re.findall(r"[^\W\d_]+", bracketed[1])):
        return bracketed.span(1)
    stray = not any(c.isalnum() for c in sentence) and not _SILENCE.fullmatch(sentence)
    return (0, len(sentence)) if stray or _NOTHING.fullmatch(sentence) else None


def markup(sentence: str) -> tuple[int, int] | None:
    """Where *sentence* holds a list, a link, code or tags."""
    found = _MARKUP.search(sentence)
    return found.span() if found else None


def looping(forms: Sequence[str], before: Iterable[Sequence[str]], earlier: Iterable[Sequence[str]]) -> bool:
    """Whether the words *forms* go round in circles: within themselves, with the sentences *before* them in the reply, or with *earlier* ones.

    A short sentence may be said twice in one breath, a long one not at all. Who is angry says a thing again in the next turn, not in every one.
    """
    same = sum(list(other) == list(forms) for other in before)
    if same and (len(forms) >= _LONG or (len(forms) >= _SHORT and same >= _TIMES)):
        return True
    if len(forms) >= _LONG and sum(list(other) == list(forms) for other in earlier) >= _TIMES:
        return True
    runs = Counter(tuple(forms[at : at + _RUN]) for at in range(len(forms) - _RUN + 1))
    in_a_row = any(len(set(forms[at : at + _IN_A_ROW])) == 1 for at in range(len(forms) - _IN_A_ROW + 1))
    return in_a_row or any(count >= _RUNS for count in runs.values())
