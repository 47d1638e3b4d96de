"""Declared names in every grammatical case and in both scripts.

The forms of a name are made, not guessed from a text: by pymorphy3 where it knows the name, by the endings of Russian and Romanian
declension, and by writing each of them in the other script. So more is made than exists; what is too much costs a word, what is missing
a name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from roleplay.language.morphology import declined
from roleplay.language.text import fold
from roleplay.redaction.marks import Found

__all__ = ["NOBODY", "Names", "forms_of"]

# roles and kin by which speakers are called, and our own pseudonyms; they name nobody
NOBODY = frozenset(
    [
        "мама",
        "папа",
        "мать",
        "отец",
        "сын",
        "дочь",
        "клиент",
        "тренер",
        "user",
        "assistant",
        "system",
        "speaker",
        "unnamed",
        "channel",
        "spk",
        "trainee",
        "persona",
        "other",
        "mum",
        "mom",
        "mummy",
        "mother",
        "dad",
        "father",
        "mama",
        "tata",
        "mami",
        "tati",
        "mamă",
        "tată",
        "client",
        "coach",
        "trainer",
        "я",
        "ты",
        "me",
        "you",
        "eu",
        "tu",
    ]
)
_GLIDE = re.compile(r"(?<=[aeou])i(?![aeou])")
_LATIN_LOOKS, _CYRILLIC_LOOKS = "aeopcyxkmthbi", "аеорсухкмтнві"  # letters that look the same, at least when they are capitals
_LOOKS = tuple(str.maketrans(*pair) for pair in ((_LATIN_LOOKS, _CYRILLIC_LOOKS), (_CYRILLIC_LOOKS, _LATIN_LOOKS)))
_PREFIX = re.compile(r"(?<!\w)[OoDd]['’]\Z")  # O'Brien, D'Angelo
_WORD = re.compile(r"(?:[^\W\d_][\u0300-\u036f\u00ad\u200b-\u200d]*)+")
_LATIN = dict(
    zip(
        "абвгдежзийклмнопрстуфхцчшщъыьэюя",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "_",
            "y",
            "_",
            "e",
            "iu",
            "ia",
        ],
        strict=True,
    )
)
_OTHER_LATIN = (
    {"й": "y", "ю": "yu", "я": "ya", "х": "h"},
    {"й": "y", "ю": "yu", "я": "ia", "х": "h"},
    {"й": "j", "ю": "ju", "я": "ja", "ж": "j", "х": "h", "ц": "t", "ш": "s", "ч": "c"},
)
_ROMANIAN_LETTERS = (
    ("кс", "x"), ("че", "ce"), ("чи", "ci"), ("ча", "cea"), ("ч", "ci"), ("ге", "ghe"), ("ги", "ghi"), ("ке", "che"), ("ки", "chi"), ("к", "c"),
    ("х", "h"), ("ж", "j"), ("щ", "sc"), ("ш", "s"), ("ц", "t"), ("ы", "i"),
)  # fmt: skip
_CYRILLIC = (
    ("shch", "щ"), ("sch", "щ"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"), ("sh", "ш"), ("yu", "ю"), ("iu", "ю"), ("ya", "я"),
    ("ia", "ия"), ("ea", "я"), ("a", "а"), ("b", "б"), ("c", "к"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"), ("i", "и"),
    ("j", "ж"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("q", "к"), ("r", "р"), ("s", "с"), ("t", "т"),
    ("u", "у"), ("v", "в"), ("w", "в"), ("x", "кс"), ("y", "й"), ("z", "з"),
)  # fmt: skip
_SOUNDS = (
    ("che", "ke"), ("chi", "ki"), ("ghe", "ге"), ("ghi", "ги"), ("cio", "чо"), ("ciu", "чу"), ("cia", "ча"), ("cea", "ча"), ("gio", "джо"),
    ("giu", "джу"), ("gia", "джа"), ("gea", "джа"), ("ce", "че"), ("ci", "чи"), ("ge", "дже"), ("gi", "джи"),
    ("ș", "sh"), ("ş", "sh"), ("ț", "ts"), ("ţ", "ts"), ("â", "ы"), ("î", "ы"), ("ă", "э"),
)  # fmt: skip
_RUSSIAN = (
    (("ий", "ый", "ой"), "ий ый ой ого ому им ым ом ем его ему ая ую яя юю ей ие ые их ых"),
    (("ая", "яя"), "ая ую ой ою ей яя юю ие ые их ых"),
    (("ия",), "ия ии ию ией иею ий"),
    (("а",), "а ы и е у ой ою ей ею о ин ина ины ину иной ином иного иному иным иных"),
    (("я",), "я и е ю ей ею ь ин ина ины ину иной ином иного иному иным иных"),
    (("ей",), "ей ея ею еем ее еи еев ья ью ьем ье ьи ьев"),
    (("й",), "й я ю ем е и ев"),
    (("ь",), "ь я ю ем ом е и ью"),
)
_CONSONANT = "а у ом ем е ы и ов ой ым ых ам ами ах ова овы"
_ROMANIAN = (
    (("ia",), "ia iei ie io ii"),
    (("eana",), "eana eanei enei eano eane ene"),
    (("ea",), "ea ei eo e"),
    (("a",), "a ei ii ai o e ele elor"),
    (("e",), "e ei ii"),
    (("ru",), "ru rul rului rule re"),
    (("u",), "u ul ului ule"),
    (("on",), "on onul onului onule oane"),
    (("i", "y", "o"), ""),
)


def forms_of(word: str) -> frozenset[str]:
    """All forms of the name *word*, in normal form and in both scripts."""
    return frozenset().union(*_forms(word))


def _forms(word: str) -> tuple[frozenset[str], frozenset[str]]:
    """The forms of the name *word* as its languages write them; and those that are Russian in Latin letters, which may be any word: of Ana "ani"."""
    base = fold(word)
    cyrillic = {base} if _is_cyrillic(base) else set(_cyrillics(base, word))
    latin = {base} if not _is_cyrillic(base) else set(_latin(base))
    russian = {form for each in cyrillic for form in (*declined(each), *_ended(each, _RUSSIAN, _CONSONANT))}
    romanian = {form for each in latin for form in _ended(each, _ROMANIAN, "ul ului ule e i s es lui")}
    sure = _folded(russian | romanian | {_cyrillic(form) for form in romanian}) | {base}
    return sure, _folded(other for form in russian for other in _latin(form)) - sure


def _folded(forms: Iterable[str]) -> frozenset[str]:
    return frozenset(fold(form) for form in forms if len(form) > 2)


def _is_cyrillic(word: str) -> bool:
    return any("а" <= letter <= "я" for letter in word)


def _latin(word: str) -> Iterator[str]:
    for other in ({}, *_OTHER_LATIN):
        written = _spelt(word, other)
        yield written
        yield written.replace("iia", "ia").replace("iya", "ia").replace("ija", "ia")
        if word.endswith(("ий", "ый")):
            yield from (written[:-2] + end for end in "yi")
    for letters, sound in _ROMANIAN_LETTERS:
        word = word.replace(letters, sound)
    for soft in ("ia", "ea"):
        yield _spelt(word, {"я": soft, "э": "a"}).replace("iia", "ia")


def _spelt(word: str, other: Mapping[str, str]) -> str:
    return "".join((_LATIN | dict(other)).get(letter, letter) for letter in word).replace("_", "")


def _cyrillics(base: str, word: str) -> Iterator[str]:
    """The Latin *word*, *base* in normal form, in Cyrillic: by its letters, by its sound, and as names that both languages have differ in them."""
    for written in (base, _sounded(word)):
        for latin in (written, _GLIDE.sub("й", written), written.replace("ea", "еа")):
            found = _cyrillic(latin)
            yield from (found, found.replace("ия", "ья"), found.replace("ия", "иа"))
            if latin.endswith("ie"):
                yield found[:-2] + "ий"


def _sounded(word: str) -> str:
    """The Romanian *word* with each letter as it sounds to those who write it in Cyrillic."""
    word = unicodedata.normalize("NFC", word).casefold()
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    return fold(word)


def _cyrillic(word: str) -> str:
    for latin, letter in _CYRILLIC:
        word = word.replace(latin, letter)
    return word


def _ended(word: str, table: Iterable[tuple[tuple[str, ...], str]], consonant: str) -> Iterator[str]:
    yield word
    for endings, forms in table:
        for ending in endings:
            if word.endswith(ending) and len(word) > len(ending):
                yield from (word.removesuffix(ending) + form for form in forms.split())
                if len(word) > 3:
                    yield from (word + form for form in ("lui", "ul", "ule", "ului", "s", "") if not _is_cyrillic(word))
                return
    yield from (word + form for form in consonant.split())


def _looks(word: str) -> Iterator[str]:
    """*word*; of one that mixes both scripts also what it looks like."""
    yield word
    if _is_cyrillic(word) and any("a" <= letter <= "z" for letter in word):
        yield from (word.translate(look) for look in _LOOKS)


class Names:
    """The declared people: *names* by the key of the person, as they are `declared`."""

    def __init__(self, names: Iterable[str]) -> None:
        self._forms: dict[str, str] = {}
        made: list[tuple[frozenset[str], frozenset[str]]] = []
        self.declared: dict[str, str] = {}
        for name in names:
            self.declared.setdefault(fold(name), name)
            parts = [part for part in _WORD.findall(name) if fold(part) not in NOBODY and len(part) > 1]
            for part in parts:
                made.append(_forms(part))
                for form in frozenset().union(*made[-1]):
                    self._forms.setdefault(form, fold(name))
        self._capital = frozenset().union(*(guessed for _, guessed in made)).difference(*(sure for sure, _ in made))

    @property
    def known(self) -> Mapping[str, str]:
        """The person's key by each form."""
        return self._forms

    def find(self, text: str) -> Iterator[Found]:
        """Yield each word of *text* that is a form of a declared name; what is only a guess at one has a capital letter."""
        for match in _WORD.finditer(text):
            hidden = () if match[0][0].isupper() else self._capital
            person = next((self._forms[form] for form in _looks(fold(match[0])) if form in self._forms and form not in hidden), None)
            if person is not None:
                begun = _PREFIX.search(text, max(0, match.start() - 2), match.start())
                yield Found(begun.start() if begun else match.start(), match.end(), "name", person)
