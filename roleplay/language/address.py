"""How somebody addresses one other person, told from their own words: ty or vy, tu or dumneavoastră.

Only words that can hardly be anything else count: pronouns, and verbs whose ending or form belongs to one person alone. Russian verbs are told
by their endings; of Romanian ones the commonest are listed, because -ți ends nouns as well. Who says dumneata keeps the distance that
dumneavoastră keeps, and is taken for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["address_of"]

_WORD = re.compile(r"[^\W\d_]+")
_TY = re.compile(r"ты|теб[яе]|тобою?|тво(?:[йяёеию]|его|ему|ей|им|их)|[а-яё]{3,}шь(?:ся)?")
_VY = re.compile(r"вы|ва[сшм]|вами|ваш[аеиу]|ваш(?:его|ему|ей|им|их)|[а-яё]{2,}(?:йте|[аеоуя]ете|[а-яё]ите|ёте)(?:сь)?")
_TU = re.compile(r"tu|te|tine|[țţ]ie|[îi]?[țţ]i|t(?:ău|a|ăi|ale)|e[sșş]ti|vrei|po[țţ]i|[șş]tii")
_DUMNEAVOASTRA = re.compile(
    r"dumneavoastr[ăa]|dvs?|dumneata|dumitale|vă|vouă|a[țţ]i|(?:ave|sunte|vre|pute|[sșş]ti|spune|sim[tțţ]i|crede)[tțţ]i"
)
_FORMS = {"ru": ("ty", "vy"), "ro": ("tu", "dumneavoastra")}


def address_of(replies: Iterable[str], language: str | None = None) -> str | None:
    """The form of address that prevails in *replies*: ``ty``, ``vy``, ``tu`` or ``dumneavoastra``; None where there is no telling.

    *language* is that of the replies, None if it is not known.

    >>> address_of(["Мама, ты устала?", "Расскажи."], "ru"), address_of(["Как вы себя чувствуете?"]), address_of(["How are you?"])
    ('ty', 'vy', None)
    """
    near = far = 0
    for reply in replies:
        for word in map(str.casefold, _WORD.findall(reply)):
            spoken, distance = _told(word)
            if distance and language in (None, spoken):
                near, far, language = near + (distance < 0), far + (distance > 0), spoken
    return None if language is None or near == far else _FORMS[language][far > near]


def _told(word: str) -> tuple[str, int]:
    """The language that *word* is of, and whether it is said to somebody near (-1), at a distance (1), or to nobody in particular (0)."""
    spoken = "ru" if "а" <= word[0] <= "я" or word[0] == "ё" else "ro"
    near, far = (_TY, _VY) if spoken == "ru" else (_TU, _DUMNEAVOASTRA)
    return spoken, -1 if near.fullmatch(word) else int(far.fullmatch(word) is not None)
