"""A reply with its evidence marked in place: cut where a mark begins or ends, so that marks of several skills may lie on the same words.

A skill is known by its symbol and by the line below its words as well as by its colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from roleplay.redaction.pseudonyms import Replaced

__all__ = ["BARE", "Badge", "Segment", "Veil", "badges", "passage", "shortened"]

_SYMBOLS = "●◆▲■★✚▼◐"
_LONGEST = 6000  # letters of a turn; more is no speech, and is cut


class Veil(Protocol):
    """What takes out of a text what must not be shared."""

    def text(self, text: str) -> str:
        """*text* as it may be shown."""
        ...

    def replaced(self, text: str) -> Replaced:
        """The same, with where each letter comes from."""
        ...


class _Bare:
    def text(self, text: str) -> str:
        return text

    def replaced(self, text: str) -> Replaced:
        return Replaced(text)


BARE: Veil = _Bare()


@dataclass(frozen=True, slots=True)
class Badge:
    """The sign of a skill: its *number* from 1 (which chooses colour and line), its *symbol* and its *title*."""

    number: int
    symbol: str
    title: str


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that lie under the marks *on* them; those in *ends* end with them."""

    text: str
    on: tuple[Badge, ...] = ()
    ends: tuple[Badge, ...] = ()


def badges(titles: Sequence[str]) -> list[Badge]:
    """A badge for each of *titles*."""
    return [Badge(place + 1, _SYMBOLS[place % len(_SYMBOLS)], title) for place, title in enumerate(titles)]


def passage(text: str, spans: Iterable[tuple[int, int, Badge]], veil: Veil = BARE) -> tuple[Segment, ...]:
    """*text* as *veil* lets it be seen, with a mark on each of *spans* (start, end, badge), which count in *text* as it was said."""
    shown = veil.replaced(text)
    whole = shown.text if len(shown.text) <= _LONGEST else shown.text[:_LONGEST] + "…"
    marks = [(start, min(end, len(whole)), badge) for (start, end), badge in _joined(shown, spans) if start < len(whole)]
    cuts = sorted({0, len(whole), *(cut for start, end, _ in marks for cut in (start, end))})
    made = []
    for start, end in pairwise(cuts):
        on = tuple(badge for first, last, badge in marks if first <= start and end <= last)
        ends = tuple(badge for _, last, badge in marks if last == end)
        made.append(Segment(whole[start:end], on, ends))
    return tuple(made)


def _joined(shown: Replaced, spans: Iterable[tuple[int, int, Badge]]) -> list[tuple[tuple[int, int], Badge]]:
    """The *spans* where they are now, those of one skill that meet or overlap as one, in the order of the badges."""
    by_badge: dict[Badge, list[tuple[int, int]]] = {}
    for start, end, badge in sorted(spans, key=lambda span: (span[2].number, span[0], span[1])):
        first, last = shown.span(start, end)
        if first == last:
            continue
        kept = by_badge.setdefault(badge, [])
        if kept and first <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(kept[-1][1], last))
        else:
            kept.append((first, last))
    return [(span, badge) for badge, kept in by_badge.items() for span in kept]


def shortened(text: str, limit: int = 160) -> str:
    """*text* in one line of at most *limit* letters, cut between words."""
    flat = " ".join(text.split())
    return flat if len(flat) <= limit else (flat[: limit + 1].rpartition(" ")[0] or flat[:limit]).rstrip(" ,;:–—") + "…"
