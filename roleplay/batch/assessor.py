"""The work on one file: its content becomes scorecards. Nothing is read from or written to a disk, so it can be done anywhere.

A scorecard is kept as JSON, a text for each score: that is what goes from process to process, into the cache and into most results, and
what is never made into objects need not be.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from roleplay.assessment import Assessed, assess_turns
from roleplay.batch.talks import Talks, spoken, whole
from roleplay.dialogue import Header, Turn
from roleplay.formats.casting import Staged
from roleplay.record import Reading, Remark
from roleplay.scorecard import CodingTally, Tally
from roleplay.scoreform import head_json, score_json, summary_json
from roleplay.scoring import Score, Skill
from roleplay.session import Coder

__all__ = ["Assessor", "Card", "dumps"]


@dataclass(slots=True, kw_only=True)
class Card:
    """The scorecard of a talk. *head* is what it begins with; *scores* come by turn and then by scorer, each one a JSON object.

    Of a long talk the scores come one by one and only once; the *summary*, and how a model's *coding* went, are there when the last one was taken.
    *text* is the whole on one line, where nothing else of it was asked for.
    """

    head: dict[str, Any]
    scores: Iterable[str]
    summary: dict[str, Any] = field(default_factory=dict)
    coding: dict[str, Any] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    text: bytes | None = None

    def pieces(self) -> Iterator[str]:
        """The whole as JSON on one line, in pieces as the scores come."""
        yield dumps(self.head)[:-1] + ', "scores": ['
        if isinstance(self.scores, tuple):
            yield ", ".join(self.scores)
        else:
            for place, score in enumerate(self.scores):
                yield f", {score}" if place else score
        yield '], "summary": ' + dumps(self.summary) + (', "coding": ' + dumps(self.coding) if self.coding else "") + "}"


def dumps(value: object) -> str:
    """*value* as JSON on one line."""
    return json.dumps(value, ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessor:
    """Who scores: a coder for each language and the *skills*, *named* ones in every language, others in their own.

    *talks* are read by a casting whose language is also the one in which reasons are worded; without one each talk is
    worded in its own. *sent* makes of a coder one that may be given the talk.
    """

    coder_of: Callable[[str], Coder]
    skills: Sequence[Skill]
    named: bool = False
    talks: Talks
    sent: Callable[[Coder, Header, Iterable[Turn]], Coder] | None = None

    def coder(self, header: Header, turns: Iterable[Turn]) -> Coder:
        """Who codes the talk of *turns*."""
        coder = self.coder_of(header.language or "")
        return coder if self.sent is None else self.sent(coder, header, turns)

    def cards(self, path: str, data: bytes) -> list[Card]:
        """The scorecards of the talks in *data*, which was read at *path*. Raises `TranscriptInvalid` and what coders raise."""
        found = []
        for talk in self.talks.within(path, data):
            card = self._card(path, talk)
            found.append(replace(card, scores=tuple(card.scores), remarks=tuple(talk.remarks)))
        return found

    def long(self, path: Path) -> list[Card]:
        """The same of the file at *path*, in memory that does not grow with its length where its format allows. Raises `StorageFailed`, too."""
        return [self._card(str(path), talk) for talk in self.talks.at(path)]

    def readings(self, path: str, data: bytes | None) -> list[Reading]:
        """The talks in the file at *path*, whole; *data* is its content, None if it was too long to be read at once. Raises what reading raises."""
        return [whole(talk) for talk in (self.talks.at(Path(path)) if data is None else self.talks.within(path, data))]

    def _card(self, path: str, talk: Staged) -> Card:
        header = spoken(talk.header, self.talks.casting.language, path)
        language = header.language or ""
        skills = [skill for skill in self.skills if self.named or language in skill.languages]
        coder = self.coder(header, talk.turns)
        card = Card(head=head_json(header, path, coder), scores=(), remarks=tuple(talk.remarks))
        tally = CodingTally()
        found: Iterable[Score] = _counted(assess_turns(talk.turns, coder, skills), tally)
        if not talk.ordered:
            found = sorted(found, key=lambda score: score.turn)
        card.scores = _told(card, found, skills, header, self.talks.casting.language or language, tally)
        return card


def _counted(assessed: Iterable[Assessed], tally: CodingTally) -> Iterator[Score]:
    for exchange, coding, scores in assessed:
        tally.add(exchange.reply.index, coding, scores)
        yield from scores


def _told(card: Card, found: Iterable[Score], skills: Sequence[Skill], header: Header, language: str, tally: CodingTally) -> Iterator[str]:
    """Each score as JSON, the summary of *card* and how the coding went in the end."""
    by_id, tallies = {skill.id: skill for skill in skills}, {skill.id: Tally() for skill in skills}
    for score in found:
        tallies[score.scorer].add(score)
        yield dumps(score_json(score, by_id[score.scorer], header, language))
    card.summary |= summary_json({name: each.summary() for name, each in tallies.items()})
    card.coding |= tally.to_json()
