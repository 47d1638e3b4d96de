"""Dictionary words and grammatical features of a word form, each asked for once and remembered."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

__all__ = ["Nominal", "declined", "gendered", "lemmas", "nominals"]

_FEATURES = {
    ("1per", "sing"): "#1s",
    ("1per", "plur"): "#1p",
    ("2per", "sing"): "#2s",
    ("2per", "plur"): "#2p",
    ("3per", "sing"): "#3s",
    ("3per", "plur"): "#3p",
}
_SHOWN = {"masc": "#he", "femn": "#she"}
_PARTS = {
    "INFN": "#inf",
    "VERB": "#verb",
    "NOUN": "#noun",
    "ADVB": "#adverb",
    "PRED": "#predicative",
    "ADJS": "#short",
    "ADJF": "#adjective",
    "PREP": "#preposition",
}
_GENDERS = {"masc": "m", "femn": "f", "neut": "n"}


def lemmas(form: str, language: str) -> frozenset[str]:
    """The keys of *form* in *language*: ``~lemma`` for each likely dictionary word, and for Russian ``#feature``.

    Russian is looked up in pymorphy3's dictionary; English and Romanian in simplemma's. Lemmas are in normal form.
    """
    return _russian(form) if language == "ru" else _other(form, language)


@lru_cache(maxsize=65536)
def gendered(form: str, language: str) -> frozenset[str]:
    """As `lemmas`; for Russian also who the form shows: ``#he`` or ``#she`` for "did" and "is" (забыл, рада), ``#who`` for a being.

    >>> sorted(gendered("рада", "ru") & {"#he", "#she"})
    ['#she']
    """
    keys = lemmas(form, language)
    if language != "ru" or not ("а" <= form[:1] <= "я"):
        return keys
    shown: set[str] = set()
    for parsed in _analyser().parse(form):
        tag = parsed.tag
        if parsed.score < 0.3 or str(tag.number) != "sing":
            continue
        says = str(tag.POS) in ("ADJS", "PRTS") or (str(tag.POS) == "VERB" and str(tag.tense) == "past")
        if says and str(tag.gender) in _SHOWN:
            shown.add(_SHOWN[str(tag.gender)])
        if str(tag.POS) == "NOUN" and str(tag.case) == "nomn" and str(tag.animacy) == "anim":
            shown.add("#who")
    return keys | shown


class Nominal(NamedTuple):
    """A noun or pronoun that a form may be: its *gender* (``m``, ``f``, ``n``, None where it shows none), and whether it can be a *subject*."""

    gender: str | None
    subject: bool


@lru_cache(maxsize=65536)
def nominals(form: str) -> frozenset[Nominal]:
    """What nouns and pronouns the Russian *form* may be.

    >>> sorted(nominals("магазин"))
    [Nominal(gender='m', subject=False), Nominal(gender='m', subject=True)]
    """
    if not ("а" <= form[:1] <= "я"):
        return frozenset()
    found = set[Nominal]()
    for parsed in _analyser().parse(form):
        tag = parsed.tag
        if str(tag.POS) in ("NOUN", "NPRO", "NUMR") and parsed.score >= 0.05:
            found.add(Nominal(_GENDERS.get(str(tag.gender)), str(tag.case) == "nomn"))
    return frozenset(found)


@lru_cache(maxsize=1)
def _analyser() -> Any:
    import pymorphy3  # 0.1 s, 40 MB

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=65536)
def _russian(form: str) -> frozenset[str]:
    if not ("а" <= form[:1] <= "я"):
        return frozenset()
    keys: set[str] = set()
    for parsed in _analyser().parse(form):
        if parsed.score < 0.15 and keys:
            continue
        keys.add("~" + parsed.normal_form.replace("ё", "е"))
        tag = parsed.tag
        feature = _FEATURES.get((str(tag.person), str(tag.number)))
        if feature and str(tag.mood) != "impr":
            keys.add(feature)
        if str(tag.mood) == "impr":
            keys.add("#imp")
        if str(tag.tense) == "past":
            keys.add("#past")
        if str(tag.POS) in _PARTS:
            keys.add(_PARTS[str(tag.POS)])
    return frozenset(keys)


@lru_cache(maxsize=65536)
def _other(form: str, language: str) -> frozenset[str]:
    from simplemma import lemmatize  # loads its dictionary on first use

    from roleplay.language.text import fold

    return frozenset({"~" + fold(lemmatize(form, lang=language))})


@lru_cache(maxsize=4096)
def declined(name: str) -> frozenset[str]:
    """All forms of the Russian *name*, in small letters, where the dictionary knows it as a name; else none."""
    parses = [parsed for parsed in _analyser().parse(name) if {"Name", "Surn", "Patr"} & parsed.tag.grammemes]
    return frozenset(form.word for parsed in parses for form in parsed.lexeme)
