"""What is looked for in a text: kinds of cues, and rules with a meaning of their own within each kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from roleplay.errors import Sentence
from roleplay.language.pattern import Pattern, parse
from roleplay.notation import Entry, Node

__all__ = ["CUES", "HEARD", "Found", "Rule", "rules_of"]

CUES = (
    "blame",
    "open_reproach",
    "pseudo",
    "unblame",
    "praise",
    "reported",
    "undirected",
    "own_hindsight",
    "hindsight",
    "own_feeling",
    "reflect",
    "feeling_ack",
    "open",
    "rhetorical",
    "advice",
    "dismiss",
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
HEARD = frozenset({"greeting", "heavy", "rhetorical", "injection"})
"""Looked for in the partner's turn: what tells how much it weighs, and words to a grader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One meaning within a cue: any of its patterns, with a *weight*, unless one that blocks it is in the same sentence.

    *only* limits it to sentences closed in one way: ``question``, ``statement`` (anything else), ``exclaim``.
    """

    id: str
    cue: str
    weight: float
    only: str

    def allows(self, mark: str) -> bool:
        """Whether a sentence closed by *mark* is of the kind this rule is for."""
        if self.only == "exclaim":
            return mark == "!"
        return self.only == "any" or (self.only == "question") == (mark == "?")


class Found(NamedTuple):
    """A rule that fired on the words *first* to *last* of a text."""

    rule: Rule
    first: int
    last: int


def rules_of(
    cues: Entry, classes: Mapping[str, tuple[str, ...]], kinds: Sequence[str] = CUES
) -> tuple[tuple[Rule, ...], list[Pattern], list[Pattern]]:
    """The rules of the section *cues*, each of one of *kinds*, with the patterns that fire and those that block; faults go to its list."""
    rules: list[Rule] = []
    patterns: list[Pattern] = []
    blocks: list[Pattern] = []
    for cue in cues.keys:
        if cue not in kinds:
            continue
        for item in cues.entries(cue):
            number = len(rules)
            patterns += _patterns(item, "match", number, classes)
            blocks += _patterns(item, "unless", number, classes)
            only = item.choice("only", ("any", "question", "statement", "exclaim"), "any")
            weight = item.number("weight", 0, 5, 1.0)
            rules.append(Rule(id=item.text("id"), cue=cue, weight=weight, only=only))
            item.text("note", "")
            item.finish()
    cues.asked.update(kinds)
    cues.finish()
    return tuple(rules), patterns, blocks


def _patterns(item: Entry, key: str, rule: int, classes: Mapping[str, tuple[str, ...]]) -> list[Pattern]:
    made = []
    sources = item.texts(key, required=key == "match", least=int(key == "match"))
    node = item.take(key, required=False)
    for source, written in zip(sources, node.value if node else (), strict=False):
        line = written.line if isinstance(written, Node) else None
        try:
            pattern = parse(source, rule)
        except ValueError as error:
            item.fault(key, error.args[0], line)
            continue
        for name in (name for element in pattern.elements for name in element.keys):
            if name.startswith("@") and name[1:] not in classes:
                item.fault(key, Sentence("{what}: there is no class {name}", what=repr(source), name=name), line)
        made.append(pattern)
    return made
