"""The word data of a language: classes of words, cues made of patterns, and what is needed to compare two turns.

One readable YAML file a language (``en.yaml``, ``ro.yaml``, ``ru.yaml`` beside this module), organised by what is meant. A pack finds the
cues of a text; what a cue means for a code is decided by the coder.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from roleplay.errors import PluginInvalid
from roleplay.language.morphology import lemmas
from roleplay.language.pattern import Index, Pattern, match, parse
from roleplay.language.text import Text, analyse, fold
from roleplay.notation import Entry, Node, read

__all__ = ["CUES", "Cue", "Found", "Pack", "Rule", "load"]

CUES = (
    "blame",
    "sarcasm",
    "pseudo",
    "unblame",
    "own_feeling",
    "own_need",
    "not_own",
    "situation",
    "reflect",
    "feeling_ack",
    "open",
    "rhetorical",
    "advice",
    "own_story",
    "dismiss",
    "but",
    "ownership",
    "care",
    "ack",
    "filler",
    "apology",
    "gratitude",
    "boundary",
    "greeting",
    "injection",
    "danger",
    "heavy",
)
Cue = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One meaning within a cue: any of its patterns, with a *weight*, unless one of *unless* is in the same sentence.

    *only* limits it to sentences closed in one way: ``question``, ``statement`` (anything else), ``exclaim``.
    """

    id: str
    cue: Cue
    weight: float
    only: str
    unless: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that fired on the words *first* to *last* of a text."""

    rule: Rule
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Known:
    """All there is to know of a word form: the keys it answers to and the patterns it may anchor."""

    keys: frozenset[str]
    patterns: tuple[Pattern, ...]


@dataclass(slots=True)
class Pack:
    """The word data of one language, ready to use."""

    language: str
    version: str
    clitics: str
    conjunctions: frozenset[str]
    splits: Mapping[str, tuple[str, ...]]
    classes: Mapping[str, tuple[str, ...]]
    rules: tuple[Rule, ...]
    index: Index
    unless: Index
    empty: frozenset[str]
    kin: Mapping[str, str]
    atoms: dict[str, tuple[str, ...]] = field(default_factory=dict)
    beginnings: dict[int, frozenset[str]] = field(default_factory=dict)
    endings: dict[int, frozenset[str]] = field(default_factory=dict)
    known: dict[str, Known] = field(default_factory=dict)

    def analyse(self, raw: str) -> Text:
        """Cut *raw* as this language does."""
        return analyse(raw, self.splits, clitics=self.clitics, conjunctions=self.conjunctions)

    def look_up(self, form: str) -> Known:
        """Everything about a word form, remembered."""
        known = self.known.get(form)
        if known is None:
            keys = self._keys(form)
            known = Known(keys, self.index.anchored(keys) + self.unless.anchored(keys))
            if len(self.known) < 200_000:
                self.known[form] = known
        return known

    def find(self, text: Text) -> tuple[Found, ...]:
        """All rules that fire in *text*, in the order of the text. Words inside quotation marks alone fire nothing."""
        looked = [self.look_up(token.form) for token in text.tokens]
        keys = [known.keys for known in looked]
        fired: set[tuple[int, int, int]] = set()
        blocked: dict[int, set[int]] = defaultdict(set)
        for at, known in enumerate(looked):
            for pattern in known.patterns:
                hit = match(pattern, at, text, keys)
                if hit is None:
                    continue
                if pattern.rule < 0:
                    blocked[-pattern.rule - 1].add(text.tokens[at].sentence)
                elif not all(token.quoted for token in text.tokens[hit.first : hit.last + 1]):
                    fired.add((hit.first, hit.last, hit.rule))
        found = []
        for first, last, number in sorted(fired):
            rule, sentence = self.rules[number], text.tokens[first].sentence
            if sentence in blocked[number] or not _allowed(rule.only, text.sentences[sentence].mark):
                continue
            found.append(Found(rule, first, last))
        return tuple(found)

    def _keys(self, form: str) -> frozenset[str]:
        keys = {form} | lemmas(form, self.language)
        for size, starts in self.beginnings.items():
            if form[:size] in starts and len(form) >= size:
                keys.add(form[:size] + "*")
        for size, ends in self.endings.items():
            if form[-size:] in ends and len(form) >= size:
                keys.add("*" + form[-size:])
        waiting = list(keys)
        while waiting:
            for name in self.atoms.get(waiting.pop(), ()):
                if "@" + name not in keys:
                    keys.add("@" + name)
                    waiting.append("@" + name)
        return frozenset(keys)


def _allowed(only: str, mark: str) -> bool:
    return only == "any" or (only == "question") == (mark == "?") if only != "exclaim" else mark == "!"


@lru_cache(maxsize=8)
def load(language: str) -> Pack:
    """The pack of *language*, read once. Raises `PluginInvalid` with file and line if its file is wrong."""
    path = Path(__file__).with_name(f"{language}.yaml")
    return build(read(path), str(path))


def build(node: Node, path: str) -> Pack:
    """Make a pack of a parsed file."""
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
    rules, patterns, blocks = _rules(entry.entry("cues"), classes)
    empty = frozenset(fold(word) for item in entry.texts("empty") for word in item.split())
    kin = {fold(word): group.split()[0] for group in entry.texts("kin") for word in group.split()}
    entry.finish()
    if faults:
        raise PluginInvalid(path, faults)
    pack = Pack(language, version, clitics, conjunctions, splits, classes, rules, Index(patterns), Index(blocks), empty, kin)
    _link(pack, [*patterns, *blocks])
    return pack


def _rules(cues: Entry, classes: Mapping[str, tuple[str, ...]]) -> tuple[tuple[Rule, ...], list[Pattern], list[Pattern]]:
    rules: list[Rule] = []
    patterns: list[Pattern] = []
    blocks: list[Pattern] = []
    for cue in cues.keys:
        if cue not in CUES:
            continue
        for item in cues.entries(cue):
            number = len(rules)
            patterns += _patterns(item, "match", number, classes)
            unless = _patterns(item, "unless", -number - 1, classes)
            blocks += unless
            only = item.choice("only", ("any", "question", "statement", "exclaim"), "any")
            weight = item.number("weight", 0, 5, 1.0)
            rules.append(Rule(id=item.text("id"), cue=cue, weight=weight, only=only, unless=tuple(unless)))
            item.text("note", "")
            item.finish()
    cues.asked.update(CUES)
    cues.finish()
    return tuple(rules), patterns, blocks


def _patterns(item: Entry, key: str, rule: int, classes: Mapping[str, tuple[str, ...]]) -> list[Pattern]:
    made = []
    for source in item.texts(key, required=key == "match"):
        try:
            pattern = parse(source, rule)
        except ValueError as error:
            item.fault(key, str(error))
            continue
        for element in pattern.elements:
            for name in element.keys:
                if name.startswith("@") and name[1:] not in classes:
                    item.fault(key, f"{source!r}: there is no class {name}")
        made.append(pattern)
    return made


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
