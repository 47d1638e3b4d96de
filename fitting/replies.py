"""The labelled replies that the weights are fitted to, in a form that is easy to write and to read.

A line ``P persona | weight | the partner's turn`` opens a block; each line after it is a reply to that turn with its labels::

    P grumbling_parent | heavy | You only ring when you need something.
    0 n rf 3 | So my calls have felt like errands, and that stings.

The weight is heavy, question, light, greeting, or ``-`` where nobody weighed the turn. Blame 0 to 2; the I-message (``f`` full, ``p``
partial, ``x`` pseudo, ``n`` none); the codes, a letter each, ``-`` for none, ``?`` where ownership and care were not looked for; the
listening level 0 to 4; all by the codebook. Everything was written for this purpose, from the definitions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

__all__ = ["CODES", "FOLDER", "OURS", "UNKNOWN", "Reply", "padded", "parse", "replies"]

UNKNOWN, OURS = "-", "ours"
FOLDER = Path(__file__).with_name("replies")
CODES = {
    "r": "reflection",
    "f": "feeling_ack",
    "o": "open_question",
    "c": "closed_question",
    "a": "advice",
    "s": "own_story",
    "d": "dismissal_or_argument",
    "w": "ownership",
    "k": "care",
}
_PLAIN = re.compile(r"(?:[^.!?…]+[.…]?){1,2}")
_REPLY = re.compile(r"([012]) ([fpxn]) ([rfocasdwk]+|-|[rfocasd]*\?) ([0-4]) \| (.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A labelled reply. *block* names what must stay together when the data are split: the replies to one turn; *unsought* are codes
    that nobody looked for in it; *source* is `OURS`, or names the texts of others it comes from.
    """

    persona: str
    weight: str
    context: str
    reply: str
    blame: int
    i_message: str
    codes: frozenset[str]
    level: int
    author: str
    block: str
    unsought: frozenset[str] = frozenset()
    source: str = OURS

    def is_(self, target: str) -> bool:
        """Whether the reply is labelled with a target of `roleplay.coders.weights.TARGETS`."""
        derived = {
            "blame": self.blame > 0,
            "open_blame": self.blame == 2,
            "own": self.i_message in "fp",
            "concrete": self.i_message == "f",
            "pseudo": self.i_message == "x",
            "heavy": self.weight == "heavy",
        }
        return derived.get(target, target in self.codes)


def parse(text: str, author: str) -> Iterator[Reply]:
    """The replies of one file. Raises `ValueError` with the line that is in no known form."""
    heard = ("", "", "")
    for number, written in enumerate(text.splitlines(), 1):
        line = written.strip()
        if not line:
            continue
        if line.startswith("P "):
            persona, weight, context = (part.strip() for part in line[2:].split("|", 2))
            heard = (persona, weight, context)
            continue
        match = _REPLY.fullmatch(line)
        if match is None:
            raise ValueError(f"{author}, line {number}: {line!r}")
        blame, i_message, codes, level, reply = match.groups()
        yield Reply(
            persona=heard[0],
            weight=heard[1],
            context=heard[2],
            reply=reply,
            blame=int(blame),
            i_message=i_message,
            codes=frozenset(CODES[letter] for letter in codes if letter in CODES),
            level=int(level),
            author=author,
            block=f"{author}: {heard[2]}",
            unsought=frozenset({"ownership", "care"} if "?" in codes else ()),
        )


def replies(language: str, folder: Path = FOLDER) -> list[Reply]:
    """All labelled replies of *language*."""
    files = sorted((folder / language).glob("*.txt"))
    return [reply for path in files for reply in parse(path.read_text(encoding="utf-8"), path.stem)]


def padded(ours: list[Reply], targets: frozenset[str]) -> list[Reply]:
    """Every other one of *ours* again with a harmless sentence after or before it, which changes nothing of *targets*; else it is not sought.

    The sentences are plain statements from other replies of ours. Without this a weighed sum takes a few neutral words for an excuse.
    """
    harmless = [each.reply for each in ours if not each.blame and not each.codes and each.i_message == "n" and _PLAIN.fullmatch(each.reply)]
    unsought = frozenset(CODES.values()) | {"own", "concrete"}
    found = []
    for number, each in enumerate(ours[::2] if harmless else ()):
        beside = harmless[number * 7 % len(harmless)]
        first, last = (each.reply, beside) if number % 3 else (beside, each.reply)
        joined = first if first[-1] in ".!?…" else first + "."
        found.append(replace(each, reply=f"{joined} {last}", unsought=(unsought | each.unsought) - targets, weight=UNKNOWN))
    return found
