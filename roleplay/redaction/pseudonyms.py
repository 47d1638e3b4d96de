"""What was found is replaced by pseudonyms: the same thing by the same one, in every turn and every time."""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from roleplay.dialogue import Header, Transcript, Turn
from roleplay.language.text import fold
from roleplay.redaction.marks import KINDS, Found, marks
from roleplay.redaction.names import NOBODY, Names

__all__ = ["Redactor", "Replaced", "people"]

MOST = 12  # times that what was laid bare is looked for
_PSEUDONYM = re.compile(r"\[[A-Z]+-\d+\]")


@dataclass(frozen=True, slots=True)
class Replaced:
    """A *text* with pseudonyms; *stands_for* holds, for each of its letters, the span of the original that it stands for, None if it is the same."""

    text: str
    stands_for: tuple[tuple[int, int], ...] | None = None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original ``text[start:end]`` was; of a pseudonym it touches all that this stands for."""
        return (start, end) if self.stands_for is None else (self.stands_for[start][0], self.stands_for[end - 1][1])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``original[start:end]`` is now; a pseudonym it touches is in it as a whole."""
        if self.stands_for is None:
            return start, end
        places = [place for place, (first, last) in enumerate(self.stands_for) if first < end and last > start]
        return (places[0], places[-1] + 1) if places else (0, 0)


def people(header: Header, turns: Iterable[Turn]) -> list[str]:
    """The names that a talk declares by itself: those of its speakers and of the trainee."""
    named = list(dict.fromkeys(turn.name for turn in turns if turn.name))
    named += [header.trainee.name] if header.trainee.name else []
    return [name for name in dict.fromkeys(named) if not all(fold(part) in NOBODY or not part.isalpha() for part in name.split())]


class Redactor:
    """Replaces in texts and transcripts. *given* are pseudonyms by what they stand for (``kind:key``) that are used again.

    `counts` says how often each kind was replaced, `pseudonyms` what stands for what: that is as private as the text was.
    `restored` puts back what was replaced here, a name as it was declared.
    """

    def __init__(self, names: Iterable[str], given: Mapping[str, str] | None = None) -> None:
        self.counts: Counter[str] = Counter()
        self.pseudonyms: dict[str, str] = dict(given or {})
        self._numbers = Counter(key.partition(":")[0] for key in self.pseudonyms)
        self._names = Names(names)
        self._words: dict[str, str] = {}

    def text(self, text: str) -> str:
        """*text* with pseudonyms. What a replacement lays bare, as in two mails written as one word, is replaced too."""
        return self.replaced(text).text

    def replaced(self, text: str) -> Replaced:
        """The same, with where each letter comes from."""
        now = Replaced(text)
        for _ in range(MOST):
            before, now = now, self._once(now)
            if now.text == before.text:
                break
        return now

    def _once(self, now: Replaced) -> Replaced:
        text, chosen = now.text, self._chosen(now.text)
        if not chosen:
            return now
        spans = now.stands_for or tuple((place, place + 1) for place in range(len(text)))
        made: list[str] = []
        stand: list[tuple[int, int]] = []
        at = 0
        for found in chosen:
            pseudonym = self._pseudonym(found)
            self._words.setdefault(pseudonym, self._names.declared.get(found.key) or self.restored(text[found.start : found.end]))
            made += [text[at : found.start], pseudonym]
            stand += [*spans[at : found.start], *[(spans[found.start][0], spans[found.end - 1][1])] * len(pseudonym)]
            at = found.end
        return Replaced("".join([*made, text[at:]]), (*stand, *spans[at:]))

    def restored(self, text: str) -> str:
        """*text*, in which pseudonyms that were given here are again the words they stand for."""
        return _PSEUDONYM.sub(lambda found: self._words.get(found[0], found[0]), text)

    def transcript(self, transcript: Transcript) -> Transcript:
        """*transcript* with pseudonyms, in texts, names and whatever else is text; the name of the file it came from is left out."""
        return replace(transcript, header=self._header(transcript.header), turns=tuple(map(self._turn, transcript.turns)))

    def _header(self, header: Header) -> Header:
        source = header.source
        if isinstance(source, dict):
            source = {key: self._deep(value) for key, value in source.items() if key not in ("file", "title")}
        trainee = replace(header.trainee, name=self._name(header.trainee.name), extra=self._deep(header.trainee.extra))
        return replace(header, trainee=trainee, source=source, extra=self._deep(header.extra))

    def _turn(self, turn: Turn) -> Turn:
        return replace(
            turn, text=self.text(turn.text), name=self._name(turn.name), meta=self._deep(turn.meta), extra=self._deep(turn.extra)
        )

    def _name(self, name: str | None) -> str | None:
        return None if name is None else self.text(name)

    def _deep(self, value: Any) -> Any:
        made: object = value
        if isinstance(value, str):
            made = self.text(value)
        elif isinstance(value, Mapping):
            made = {key: self._deep(inner) for key, inner in value.items()}
        elif isinstance(value, list):
            made = [self._deep(inner) for inner in value]
        return made

    def _chosen(self, text: str) -> list[Found]:
        """What is replaced: of pieces that overlap the surer one, in the order of the text."""
        taken: list[Found] = []
        for found in (*marks(text), *self._names.find(text)):
            at = bisect(taken, found.start, key=lambda other: other.start)
            if (at == 0 or taken[at - 1].end <= found.start) and (at == len(taken) or found.end <= taken[at].start):
                taken.insert(at, found)
        return _together(taken, text)

    def _pseudonym(self, found: Found) -> str:
        self.counts[found.kind] += 1
        known = f"{found.kind}:{found.key}"
        if known not in self.pseudonyms:
            assert found.kind in KINDS
            label = found.kind.upper()
            self._numbers[found.kind] += 1
            self.pseudonyms[known] = f"[{label}-{self._numbers[found.kind]}]"
        return self.pseudonyms[known]


def _together(taken: list[Found], text: str) -> list[Found]:
    """*taken*, with first name and surname side by side as one."""
    made: list[Found] = []
    for found in taken:
        last = made[-1] if made else None
        if last and last.kind == found.kind == "name" and last.key == found.key and not text[last.end : found.start].strip(" .-"):
            made[-1] = Found(last.start, found.end, "name", found.key)
        else:
            made.append(found)
    return made
