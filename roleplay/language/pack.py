"""The word data of a language: classes of words, cues made of patterns, and what is needed to compare two turns.

One readable YAML file a language (``en.yaml``, ``ro.yaml``, ``ru.yaml`` beside this module), organised by what is meant. A pack finds the
cues of a text; what a cue means for a code is decided by the coder.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from roleplay.errors import PluginInvalid
from roleplay.language.cues import CUES, HEARD, Found, Rule, rules_of
from roleplay.language.matching import Index, Known, blocked, hits
from roleplay.language.meanings import Meanings
from roleplay.language.morphology import lemmas
from roleplay.language.own import bytes_of, merged
from roleplay.language.pattern import Pattern
from roleplay.language.text import LONGEST, REMEMBERED, Cutter, Text, Token, fold, forms
from roleplay.notation import Entry, Node, read

__all__ = ["Pack", "Word", "build", "extended", "load"]

MINE, YOURS = frozenset({"@i", "#1s"}), frozenset({"@you", "#2s", "#2p", "#imp"})
PERSONS = ("#imp", "#2s", "#2p", "#1s", "#1p", "#3s", "#3p", "#past", "#inf")
GRAMMAR = (*PERSONS, "#adverb", "#predicative", "#short", "#adjective", "#noun", "#verb")
OTHER, SHORT = "·", 4

LookUp = Callable[[str, str], frozenset[str]]
"""The dictionary words and features of a form in a language."""


class Word(NamedTuple):
    """All there is to know of a word form, so that each word of a text is looked up once.

    *keys* are its normal, dictionary and grammatical forms and its classes; *known* what it may match; *names* what a content word may be
    called (dictionary forms, heads of its kin), none for an empty one. For the signs of a reply: *meanings* are its broad classes,
    *symbol* stands for it in a frame, *mine* and *yours* say whether it makes its clause speak of that person.
    """

    keys: frozenset[str]
    known: Known
    names: frozenset[str]
    meanings: frozenset[str]
    symbol: str
    mine: bool
    yours: bool


@dataclass(slots=True, eq=False)
class Pack:
    """The word data of one language, ready to use."""

    language: str
    version: str
    cutter: Cutter
    classes: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    index: Index
    empty: frozenset[str]
    kin: Mapping[str, str]
    meanings: Meanings = field(default_factory=Meanings)
    plain: frozenset[str] = frozenset()
    word_endings: tuple[str, ...] = ()
    features: LookUp = lemmas
    atoms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    beginnings: dict[int, frozenset[str]] = field(default_factory=dict)
    endings: dict[int, frozenset[str]] = field(default_factory=dict)
    remembered: dict[str, Word] = field(default_factory=dict)

    def analyse(self, raw: str) -> Text:
        """Cut *raw* as this language does."""
        return self.cutter.cut(raw)

    def look_up(self, form: str) -> Word:
        """Everything about a word form, remembered."""
        word = self.remembered.get(form)
        if word is None:
            keys = self._keys(form)
            meanings = self.meanings.look_up(form, keys)
            mine, yours = not keys.isdisjoint(MINE), not keys.isdisjoint(YOURS)
            word = Word(keys, self.index.known(keys), self._names(form, keys), meanings, self._symbol(form, keys, meanings), mine, yours)
            if len(self.remembered) < REMEMBERED and len(form) <= LONGEST:
                self.remembered[form] = word
        return word

    def words(self, text: Text) -> list[Word]:
        """Everything about each word of *text*."""
        remembered = self.remembered
        return [remembered.get(token.form) or self.look_up(token.form) for token in text.tokens]

    def find(self, text: Text, words: Sequence[Word] | None = None, *, heard: bool = False) -> list[Found]:
        """All rules that fire in *text*, in its order; in what was *heard* only those for it. What is quoted fires nothing.

        *words* are those of the text, where they have been looked up already.
        """
        tokens = text.tokens
        known = [word.known for word in words or self.words(text)]
        quotes = True in [token.quoted for token in tokens]
        found = []
        for first, last, number in sorted({(first, last, number) for number, first, last in hits(text, known, heard=heard)}):
            rule, sentence = self.rules[number], tokens[first].sentence
            if (
                rule.allows(text.sentences[sentence].mark)
                and not (quotes and _quoted(tokens[first : last + 1]))
                and not blocked(number, text, known, sentence)
            ):
                found.append(Found(rule, first, last))
        return found

    def _symbol(self, form: str, keys: frozenset[str], meanings: frozenset[str]) -> str:
        """A short function word as itself, a word by its meaning, a number as 0, any other by its grammar or ending."""
        meaning = self.meanings.first(meanings)
        if form in self.empty and (len(form) <= SHORT or not meaning):
            return form
        if meaning:
            return "@" + meaning
        if len(form) < SHORT - 1:
            return form
        if form.isdigit():
            return "0"
        grammar = "".join([feature for feature in GRAMMAR if feature in keys][:2])
        return grammar or OTHER + next((ending for ending in self.word_endings if form.endswith(ending)), "")

    def _names(self, form: str, keys: frozenset[str]) -> frozenset[str]:
        if form in self.empty or (len(form) < 3 and not form.isdigit()):
            return frozenset()
        words = {key[1:] for key in keys if key.startswith("~")} | {form}
        if not words.isdisjoint(self.empty):
            return frozenset()
        return frozenset(words | {"=" + self.kin[word] for word in words if word in self.kin})

    def _keys(self, form: str) -> frozenset[str]:
        keys = {form}
        for word in forms(form):
            keys |= {word} | self.features(word, self.language)
            for size, starts in self.beginnings.items():
                if word[:size] in starts and len(word) >= size:
                    keys.add(word[:size] + "*")
            for size, ends in self.endings.items():
                if word[-size:] in ends and len(word) >= size:
                    keys.add("*" + word[-size:])
        waiting = list(keys)
        while waiting:
            for name in self.atoms.get(waiting.pop(), ()):
                if "@" + name not in keys:
                    keys.add("@" + name)
                    waiting.append("@" + name)
        return frozenset(keys)


def _quoted(tokens: tuple[Token, ...]) -> bool:
    """Whether *tokens* are another's words: all of them in quotation marks, or more than the one that irony sets apart."""
    quoted = sum(token.quoted for token in tokens)
    return quoted > 1 or quoted == len(tokens)


@lru_cache(maxsize=8)
def load(language: str) -> Pack:
    """The pack of *language*, read once. Raises `PluginInvalid` with file and line if its file is wrong."""
    path = _shipped(language)
    return build(read(path), str(path))


def extended(language: str, files: Iterable[Path]) -> Pack:
    """The pack of *language* with a user's own word *files* over it, one after the other; its version tells that, and which they are.

    Raises `Misconfigured` with file, line and fault.
    """
    path, digest = _shipped(language), sha256()
    node = read(path)
    for file in files:
        data = bytes_of(file)
        digest.update(sha256(data).digest())
        node = merged(node, data, str(file))
    pack = build(node, str(path))
    pack.version += f"+user-{digest.hexdigest()[:8]}"
    return pack


def _shipped(language: str) -> Path:
    return Path(__file__).with_name(f"{language}.yaml")


def build(node: Node, path: str, *, kinds: Sequence[str] = CUES, features: LookUp = lemmas) -> Pack:
    """Make a pack of a parsed file whose cues are of *kinds*; *features* tells of each form. Raises `PluginInvalid` with all faults."""
    faults: list[str] = []
    entry = Entry(node, faults)
    entry.choice("schema", ("1",))
    language, version = entry.text("language"), entry.text("version")
    clitics = entry.text("clitics", "")
    conjunctions = frozenset(fold(word) for word in entry.texts("conjunctions"))
    split = entry.entry("splits", required=False)
    splits = {fold(word): tuple(split.text(word).split()) for word in split.keys}
    listed = entry.entry("classes")
    classes = {name: tuple(word for item in listed.texts(name) for word in item.split()) for name in listed.keys}
    rules, patterns, blocks = rules_of(entry.entry("cues"), classes, kinds)
    empty = frozenset(fold(word) for item in entry.texts("empty") for word in item.split())
    kin = {fold(word): group.split()[0] for group in entry.texts("kin") for word in group.split()}
    told = entry.entry("meanings", required=False)
    meanings = Meanings.of({name: told.text(name).split() for name in told.keys})
    plain = frozenset(entry.texts("plain", required=False))
    endings = tuple(entry.texts("word_endings", required=False))
    entry.finish()
    if faults:
        raise PluginInvalid(path, faults)
    cutter = Cutter(splits, clitics=clitics, conjunctions=conjunctions)
    heard = {number for number, rule in enumerate(rules) if rule.cue in HEARD}
    index = Index(patterns, blocks, heard)
    pack = Pack(language, version, cutter, classes, rules, index, empty, kin, meanings, plain, endings, features)
    _link(pack, [*patterns, *blocks])
    return pack


def _link(pack: Pack, patterns: list[Pattern]) -> None:
    """Prepare the way from a word to its classes, and the beginnings and endings worth looking at."""
    owners: dict[str, list[str]] = defaultdict(list)
    for name, words in pack.classes.items():
        for word in words:
            owners[word if word[0] in "~@#" else fold(word)].append(name)
    pack.atoms = {word: tuple(names) for word, names in owners.items()}
    written = set(pack.atoms) | {key for pattern in patterns for element in pattern.elements for key in element.keys}
    pack.beginnings = _by_size(word[:-1] for word in written if word.endswith("*"))
    pack.endings = _by_size(word[1:] for word in written if word.startswith("*"))


def _by_size(words: Iterable[str]) -> dict[int, frozenset[str]]:
    sizes: dict[int, set[str]] = defaultdict(set)
    for word in words:
        sizes[len(word)].add(word)
    return {size: frozenset(group) for size, group in sorted(sizes.items())}
