"""A user's own word file: the form of a shipped one with every section optional, merged over the words that ship.

``meanings``, ``classes`` and ``empty`` get words, and lose one that is written with a ``-`` before it; ``cues`` get rules, and a rule with
the id of one that is there takes its place; ``kin`` and ``splits`` are added. What would have no effect is a fault, not a silence.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from roleplay.errors import Misconfigured, NotationInvalid, Sentence
from roleplay.language.cues import rules_of
from roleplay.language.text import fold
from roleplay.notation import MAX_BYTES, Entry, Node, parse

__all__ = ["bytes_of", "merged"]

Words = list[tuple[str, int]]  # words as they are written, each with its line
FORMS = ("~{}", "{}", "{}*")
PLAIN = re.compile(r"[^~*@#|]+")
MEANT = re.compile(r"~?[^~*@#|]+|[^~*@#|]{2,}\*")
CLASSED = re.compile(rf"{MEANT.pattern}|[*@#][^~*@#|]+")


def bytes_of(path: Path) -> bytes:
    """What stands in the file, as far as it may be read. Raises `Misconfigured`."""
    try:
        if path.exists() and not path.is_file():
            raise Misconfigured("{path} cannot be read: {reason}", path=path, reason=Sentence("not a file"))
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Misconfigured("{path} cannot be read: {reason}", path=path, reason=error.strerror) from None


def merged(base: Node, data: bytes, path: str) -> Node:
    """The word data *base* with those of the own file *data* over it. Raises `Misconfigured` with all its faults."""
    try:
        faults, node = _over(base, parse(data, path))
    except NotationInvalid as error:
        faults, node = error.faults, base
    if faults:
        raise Misconfigured("{path}: {faults}; mend it, or leave it out with --no-plugins", path=path, faults=Sentence.joined(faults))
    return node


def _over(base: Node, own: Node) -> tuple[list[str], Node]:
    """The faults of *own*, and *base* with it merged in."""
    faults: list[str] = []
    there, entry = Entry(base, []), Entry(own, faults)
    entry.choice("schema", ("1",))
    entry.choice("language", (there.text("language"),))
    entry.text("version", "-")
    assert isinstance(base.value, dict)
    sections = dict(base.value)
    sections["meanings"] = _meanings(there.entry("meanings", required=False), entry.entry("meanings", required=False))
    sections["classes"] = _classes(there.entry("classes"), entry.entry("classes", required=False))
    sections["empty"] = _listed(entry, "empty", there.texts("empty"), PLAIN)
    sections["kin"] = _kin(there.texts("kin"), entry.texts("kin", required=False), base.line)
    sections["splits"] = _splits(there.entry("splits", required=False), entry.entry("splits", required=False))
    cues = entry.entry("cues", required=False)
    listed = Entry(sections["classes"], [])
    rules_of(cues, {name: listed.texts(name) for name in listed.keys})
    _twice(cues)
    entry.finish()
    if not faults:
        sections["cues"] = _cues(there.entry("cues"), cues)
    return faults, Node(sections, base.line)


def _meanings(there: Entry, own: Entry) -> Node:
    told = {name: there.text(name) for name in there.keys}
    for name in own.keys:
        if name in told:
            words = [(word, _line(own, name)) for word in own.text(name).split()]
            told[name] = " ".join(_changed(own, name, told[name].split(), words, MEANT))
        else:
            own.fault(name, Sentence("is no meaning{near}", near=_near(name, told)), _line(own, name))
    return Node({name: Node(text, there.node.line) for name, text in told.items()}, there.node.line)


def _classes(there: Entry, own: Entry) -> Node:
    made = {name: _listed(own, name, there.texts(name, required=False), CLASSED) for name in dict.fromkeys((*there.keys, *own.keys))}
    for name in own.keys:
        for word, line in _words(own, name):
            if word.startswith("@") and word[1:] not in made:
                own.fault(name, Sentence("there is no class {name}{near}", name=word, near=_near(word[1:], made)), line)
    return Node(made, there.node.line)


def _listed(own: Entry, key: str, there: Iterable[str], kind: re.Pattern[str]) -> Node:
    """The words of a list with those that *own* adds to it and without those it takes out."""
    own.texts(key, required=False)
    words = _changed(own, key, [word for item in there for word in item.split()], _words(own, key), kind)
    return Node([Node(word, own.node.line) for word in words], own.node.line)


def _changed(own: Entry, key: str, words: list[str], changes: Words, kind: re.Pattern[str]) -> list[str]:
    """*words* with the *changes* at *key*; one that can match nothing, or takes out what is not there, is a fault."""
    kept = {_normal(word): word for word in words}
    for written, line in changes:
        word = _normal(written.removeprefix("-"))
        if not kind.fullmatch(word):
            own.fault(key, Sentence("{what} is no word", what=repr(written)), line)
        elif not written.startswith("-"):
            kept.setdefault(word, word)
        elif kept.pop(word, None) is None:
            others = [form.format(word.strip("~*")) for form in FORMS if form.format(word.strip("~*")) in kept]
            hint = Sentence(" (there is: {all})", all=", ".join(others)) if others else ""
            own.fault(key, Sentence("{what} is not there to be taken out{near}", what=repr(word), near=hint), line)
    return list(kept.values())


def _kin(there: Iterable[str], own: Iterable[str], line: int) -> Node:
    """The groups of kin; an own group that shares a word with one that is there joins it."""
    groups = list(there)
    heads = {fold(word): group.split()[0] for group in groups for word in group.split()}
    for group in own:
        words = group.split()
        head = next((heads[fold(word)] for word in words if fold(word) in heads), words[0])
        fresh = [word for word in words if fold(word) not in heads and word != head]
        heads |= {fold(word): head for word in (head, *fresh) if fold(word) not in heads}
        groups.append(" ".join((head, *fresh)))
    return Node([Node(group, line) for group in groups], line)


def _splits(there: Entry, own: Entry) -> Node:
    told = {fold(word): Node(each.text(word), there.node.line) for each in (there, own) for word in each.keys}
    return Node(dict(told), there.node.line)


def _cues(there: Entry, own: Entry) -> Node:
    """The rules of each cue; an own one stands where the one with its id stood, else at the end."""
    rules = {cue: [(item.text("id"), item.node) for item in there.entries(cue)] for cue in there.keys}
    for cue in own.keys:
        for item in own.entries(cue):
            rule, kept = (item.text("id"), item.node), rules.setdefault(cue, [])
            place = next((at for at, (name, _) in enumerate(kept) if name == rule[0]), len(kept))
            for others in rules.values():
                others[:] = [other for other in others if other[0] != rule[0]]
            kept.insert(place, rule)
    return Node({cue: Node([node for _, node in kept], there.node.line) for cue, kept in rules.items()}, there.node.line)


def _twice(own: Entry) -> None:
    """A fault for each rule whose id another rule of the file has: one would take the place of the other."""
    seen: set[str] = set()
    for cue in own.keys:
        for item in Entry(own.node, [], own.path).entries(cue):
            name = Entry(item.node, []).text("id", "-")
            if name in seen and name != "-":
                own.fault(cue, Sentence("the id {name} is there twice", name=name), item.node.line)
            seen.add(name)


def _words(own: Entry, key: str) -> Words:
    node = own.take(key, required=False)
    items = node.value if node is not None and isinstance(node.value, list) else []
    return [(word, item.line) for item in items if isinstance(item.value, str) for word in item.value.split()]


def _line(own: Entry, key: str) -> int:
    node = own.take(key, required=False)
    return node.line if node is not None else own.node.line


def _normal(word: str) -> str:
    """A class or feature as it is written, a word in normal form."""
    return word if word.startswith(("@", "#")) else fold(word)


def _near(name: str, names: Mapping[str, object]) -> str:
    found = difflib.get_close_matches(name, list(names), 1, 0.6)
    return Sentence(" (did you mean {near}?)", near=found[0]) if found else Sentence(" (there are: {all})", all=", ".join(names))
