"""Dictionary words and grammatical features of a word form, each asked for once and remembered."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from simplemma import Lemmatizer

__all__ = ["Nominal", "declined", "gendered", "lemmas", "nominals"]

_FEATURES = {
    ("1per", "sing"): "#1s",
    ("1per", "plur"): "#1p",
    ("2per", "sing"): "#2s",
    ("2per", "plur"): "#2p",
    ("3per", "sing"): "#3s",
    ("3per", "plur"): "#3p",
}
_DIACRITICS = {"a": "aăâ", "i": "iî", "s": "sș", "t": "tț"}
_MOST = 2000  # ways to write a word with and without its marks
_YOU_ALL = {"a": "ați", "i": "iți", "î": "âți"}
_NOBODY = frozenset({"ar", "au", "or", "vor", "vom", "du", "adu"})  # they, we, an order
_DOUBLE = ("fi", "ști", "veni", "vie", "ține", "scrie")  # verbs whose forms for you end in two i
_SHORT = frozenset({"da", "lua", "sta", "vrea", "bea"})  # and whose forms for me end in au
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
    """The keys of *form* in *language*: ``~lemma`` for each likely dictionary word, and ``#feature`` where the ending shows the person.

    Russian is looked up in pymorphy3's dictionary; English and Romanian in simplemma's. Lemmas are in normal form. A Romanian word may stand
    without its marks, and its person without a pronoun; the dictionary knows no grammar, so a verb is what has a first person plural in it.

    >>> sorted(lemmas("compari", "ro")), sorted(lemmas("vorbesti", "ro"))
    (['#2s', '~compara'], ['#2s', '~vorbi'])
    """
    return _russian(form) if language == "ru" else _romanian(form) if language == "ro" else _english(form)


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
def _english(form: str) -> frozenset[str]:
    return frozenset({"~" + _fold(_english_words().lemmatize(form, lang="en"))})


@lru_cache(maxsize=1)
def _english_words() -> Lemmatizer:
    """The English dictionary, left packed: that is slower and takes a third of the memory. A Romanian word is asked for too often for it."""
    from simplemma import Lemmatizer
    from simplemma.strategies import DefaultStrategy
    from simplemma.strategies.dictionaries.stream_dictionary_factory import StreamDictionaryFactory

    return Lemmatizer(lemmatization_strategy=DefaultStrategy(dictionary_factory=StreamDictionaryFactory()))


@lru_cache(maxsize=65536)
def _romanian(form: str) -> frozenset[str]:
    from simplemma import lemmatize

    keys: set[str] = set()
    words = _marked(form)
    for word in words:
        lemma = lemmatize(word, lang="ro")
        keys.add("~" + _fold(lemma))
        if word == form or form not in words:  # a rarer word that needs marks says nothing of who
            keys |= set(_persons(word, lemma))
    return frozenset(keys)


def _marked(form: str) -> list[str]:
    """The words of the Romanian dictionary that *form* is without its marks; *form* itself if there are none."""
    letters = [_DIACRITICS.get(letter, letter) for letter in form]
    if prod(map(len, letters)) > _MOST:
        return [form]
    return [word for word in map("".join, product(*letters)) if _known(word)] or [form]


def _persons(word: str, lemma: str) -> Iterator[str]:
    """Who does what *word* tells, where it is a form of a Romanian verb: me, you, you all. An infinitive tells nobody."""
    if word == lemma or word in _NOBODY or not _verb(lemma):
        return
    if word.endswith((_YOU_ALL.get(lemma[-1], "eți"), "eați", "iați")):
        yield "#2p"
    elif word.endswith("i"):
        if not word.endswith("ii") or lemma.endswith(_DOUBLE):  # ochii, copii are nouns
            yield "#2s"
    elif word.endswith(("ez", "esc", "ăsc", "eam", "iam")) or (word.endswith("au") and lemma in _SHORT) or _bare(word, lemma):
        yield "#1s"


def _bare(word: str, lemma: str) -> bool:
    """Whether *word* is a stem without an ending, whose vowel may change (rog, ruga): no gerund and no participle."""
    if word[-1] in "aăâeiî" or word.endswith(("nd", "ndu", "au")):
        return False
    return lemma in (word + "a", word + "i") if word[-1] in "st" else len(word) < len(lemma)


@lru_cache(maxsize=65536)
def _verb(lemma: str) -> bool:
    if lemma.endswith("ea"):
        return _known(lemma[:-2] + "em")
    if lemma.endswith(("a", "e")):
        return _known(lemma[:-1] + ("ăm" if lemma.endswith("a") else "em"))
    return lemma.endswith(("i", "î")) and _known(lemma + "m")


def _known(word: str) -> bool:
    from simplemma import is_known

    return is_known(word, lang="ro")


def _fold(lemma: str) -> str:
    from roleplay.language.text import fold

    return fold(lemma)


@lru_cache(maxsize=4096)
def declined(name: str) -> frozenset[str]:
    """All forms of the Russian *name*, in small letters, where the dictionary knows it as a name; else none."""
    parses = [parsed for parsed in _analyser().parse(name) if {"Name", "Surn", "Patr"} & parsed.tag.grammemes]
    return frozenset(form.word for parsed in parses for form in parsed.lexeme)
