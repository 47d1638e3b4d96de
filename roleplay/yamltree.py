"""The tree that a YAML document is: texts, lists and mappings with their lines, built from a parser's events.

What YAML can do beyond that is refused here: anchors, aliases, tags, merge keys, keys that are there twice, a second document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from roleplay.errors import NotationInvalid, Sentence, mark

if TYPE_CHECKING:
    from yaml import Event, MarkedYAMLError

__all__ = ["MAX_DEPTH", "MAX_NODES", "Node", "Tree", "misread", "on_line"]

MAX_DEPTH = 20
MAX_NODES = 50_000

_MISREAD = {
    "quoted scalar.*end of stream": mark("a quotation mark is opened here and never closed"),
    "escape": mark("a backslash and what follows it mean nothing here: write two of them, or use single quotation marks"),
    "tab character|character '\\\\t'": mark("there is a tab: indent with spaces"),
    r"expected ',' or '\]'": mark("a list is opened with [ and not closed, or a comma is missing in it"),
    "expected ',' or '}'": mark("a mapping is opened with { and not closed, or a comma is missing in it"),
    "mapping values are not allowed": mark(
        "a colon too many: put text with a colon in it between quotation marks, and look at the indentation"
    ),
    "cannot start any token": mark("no text begins with {sign}: put it between quotation marks"),
    "expected ':'": mark("a colon is missing after a key, or text is not indented under its key"),
    "sequence entries|expected key|block end|expected '-'": mark(
        "a quotation mark is missing above, the indentation does not fit, or this belongs to no key"
    ),
    "control characters": mark("there is a control character: take it out"),
}
"""By what PyYAML's parsers say, the one in C and the one in Python: what is wrong, in our own words."""


def on_line(line: object, what: str) -> Sentence:
    """*what* is wrong, and on which *line*."""
    return Sentence("line {line}: {what}", line=line, what=what)


def misread(error: MarkedYAMLError, text: str) -> Sentence:
    """What is wrong with *text*, of which PyYAML says *error*; never in its own words, which know one language only."""
    place = error.problem_mark or error.context_mark
    lines = text.splitlines()
    line = lines[place.line] if place and place.line < len(lines) else ""
    sign = line[place.column : place.column + 1] if place else ""
    said = f"{error.context} {error.problem}" + (" tab character" if sign == "\t" else "")
    found = next((told for pattern, told in _MISREAD.items() if re.search(pattern, said)), None)
    if found is None:
        found = mark("this is no YAML: look at quotation marks, brackets, colons and indentation here and one line above")
    return on_line(place.line + 1 if place else "?", Sentence(found, sign=sign) if "{sign}" in found else Sentence(found))


@dataclass(slots=True)
class Node:
    """A value of a YAML document and the line it begins on."""

    value: str | list[Node] | dict[str, Node]
    line: int


class Tree:
    """Builds nodes from parser events without recursion, so depth is a fault and not a crash."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.count = 0
        self.stack: list[tuple[Node, str | None]] = []
        self.root: Node | None = None

    def fault(self, line: int, what: str) -> NotationInvalid:
        """The error that says *what* is wrong on *line*."""
        return NotationInvalid(self.path, [on_line(line, what)])

    def build(self, events: Iterable[Event]) -> Node:
        """The document that the *events* of PyYAML's parser tell of. Raises `NotationInvalid`."""
        import yaml

        for event in events:
            assert event.start_mark is not None  # of a parser's events only
            line = event.start_mark.line + 1
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise self.fault(line, Sentence("anchors and aliases (&, *) are not used here: write the value out"))
            if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                raise self.fault(line, Sentence("a second document: keep one document a file"))
            if isinstance(event, yaml.NodeEvent):
                self.count += 1
                if self.count > MAX_NODES:
                    raise self.fault(line, Sentence("more than {most} values", most=MAX_NODES))
                tag = getattr(event, "tag", None)
                if tag is not None and tag != "!":
                    raise self.fault(line, Sentence("tags ({tag}) are not used here", tag=tag))
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event.value, line)
            elif isinstance(event, yaml.SequenceStartEvent):
                self._open(Node([], line))
            elif isinstance(event, yaml.MappingStartEvent):
                self._open(Node({}, line))
            elif isinstance(event, yaml.CollectionEndEvent):
                self.stack.pop()
        if self.root is None:
            raise NotationInvalid(self.path, [Sentence("the file is empty")])
        return self.root

    def _scalar(self, text: str, line: int) -> None:
        if any("\ud800" <= c <= "\udfff" for c in text):
            raise self.fault(line, Sentence("half of a surrogate pair: not a character"))
        if self.stack and isinstance(self.stack[-1][0].value, dict) and self.stack[-1][1] is None:
            holder = self.stack[-1][0]
            if text == "<<":
                raise self.fault(line, Sentence("merge keys (<<) are not used here: write the values out"))
            assert isinstance(holder.value, dict)
            if text in holder.value:
                raise self.fault(line, Sentence("{what} is there twice", what=repr(text)))
            self.stack[-1] = (holder, text)
        else:
            self._attach(Node(text, line))

    def _open(self, node: Node) -> None:
        if self.stack and isinstance(self.stack[-1][0].value, dict) and self.stack[-1][1] is None:
            raise self.fault(node.line, Sentence("a key must be text"))
        if len(self.stack) >= MAX_DEPTH:
            raise self.fault(node.line, Sentence("nested more than {most} deep", most=MAX_DEPTH))
        self._attach(node)
        self.stack.append((node, None))

    def _attach(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        holder, key = self.stack[-1]
        if isinstance(holder.value, list):
            holder.value.append(node)
        else:
            assert isinstance(holder.value, dict)
            assert key is not None
            holder.value[key] = node
            self.stack[-1] = (holder, None)
