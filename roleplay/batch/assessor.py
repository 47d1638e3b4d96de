"""The work on one file: its content becomes scorecards. Nothing is read from or written to a disk, so it can be done anywhere.

A scorecard is kept as JSON, a text for each score: that is what goes from process to process, into the cache and into most results, and
what is never made into objects need not be.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from roleplay import journal, record
from roleplay.assessment import Assessed, assess_turns
from roleplay.dialogue import LANGUAGES, Header, Speaker, Transcript, Turn
from roleplay.errors import StorageFailed, TranscriptInvalid
from roleplay.formats.casting import Casting, Staged, speakers, staged
from roleplay.formats.conversation import Again, Conversation
from roleplay.formats.shelf import Formats, Opened, document, opened
from roleplay.jsonline import lines, load
from roleplay.record import Reading, Remark
from roleplay.scorecard import CodingTally, Tally, head_json, score_json, summary_json
from roleplay.scoring import Score, Skill
from roleplay.session import Coder

__all__ = ["Assessor", "Card", "dumps", "language_of", "ours", "ours_at", "spoken_in"]


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

    *casting* says who is who in files that only have names; its language is the one in which reasons are worded, and that of talks which do not
    say theirs; without one each talk is worded in its own. *sent* makes of a coder one that may be given the talk.
    """

    coder_of: Callable[[str], Coder]
    skills: Sequence[Skill]
    named: bool = False
    casting: Casting = field(default_factory=Casting)
    formats: Callable[[], Formats]
    sent: Callable[[Coder, Header, Iterable[Turn]], Coder] | None = None

    def coder(self, header: Header, turns: Iterable[Turn]) -> Coder:
        """Who codes the talk of *turns*."""
        coder = self.coder_of(header.language or "")
        return coder if self.sent is None else self.sent(coder, header, turns)

    def cards(self, path: str, data: bytes) -> list[Card]:
        """The scorecards of the talks in *data*, which was read at *path*. Raises `TranscriptInvalid` and what coders raise."""
        found = []
        for talk in self.talks(path, data):
            card = self._card(path, talk)
            found.append(replace(card, scores=tuple(card.scores), remarks=tuple(talk.remarks)))
        return found

    def long(self, path: Path) -> list[Card]:
        """The same of the file at *path*, in memory that does not grow with its length where its format allows. Raises `StorageFailed`, too."""
        return [self._card(str(path), talk) for talk in self.long_talks(path)]

    def readings(self, path: str, data: bytes | None) -> list[Reading]:
        """The talks in the file at *path*, whole; *data* is its content, None if it was too long to be read at once. Raises what `talks` raises."""
        talks = self.long_talks(Path(path)) if data is None else self.talks(path, data)
        return [_whole(talk) for talk in talks]

    def talks(self, path: str, data: bytes) -> list[Staged]:
        """The talks in *data*, whatever format it is in. Raises `TranscriptInvalid`."""
        name = Path(path).name
        if not ours(name, data):
            return self._foreign(document(data, name))
        reading = record.parse(lines(io.BytesIO(data)), name)
        transcript = reading.transcript
        header, turns, end = transcript.header, transcript.turns, transcript.end
        return [Staged(header=header, turns=turns, end=end, remarks=list(reading.remarks), ordered=reading.ordered)]

    def long_talks(self, path: Path) -> list[Staged]:
        """The talks in the file at *path*, their turns read as they are gone through. Raises the same, and `StorageFailed`."""
        found = ours_at(path)
        return self._foreign(opened(path)) if found is None else [found]

    def _foreign(self, file: Opened) -> list[Staged]:
        name = file.document.name
        form, talks = self.formats().read(file.document)
        found, absent = [], None
        for number, talk in enumerate(talks, 1):
            try:
                found.append(self._cast(talk, f"{name}-{number}" if len(talks) > 1 else name, name, form.id))
            except TranscriptInvalid as error:  # of several chats in one file not all are with the people who were named
                absent = error
        if absent is not None and not found:
            raise absent
        found[0].remarks[:0] = file.remarks
        if absent is not None:
            count = len(talks) - len(found)
            found[0].remarks.append(Remark(1, "conversations that these people are not in, left out: {count}", {"count": count}))
        return found

    def _cast(self, talk: Conversation, ident: str, name: str, form: str) -> Staged:
        own = replace(self.casting, language=None)  # what the file says comes first
        found = staged(talk, own, ident=ident, name=name, format_id=form)
        if talk.transcript is None and not any(turn.speaker is Speaker.TRAINEE for turn in found.turns):
            raise TranscriptInvalid(
                "{name} does not say who is the trainee; add --trainee with one of: {speakers}",
                name=name,
                speakers=", ".join(speakers(talk)[:12]) or "-",
            )
        return found

    def _card(self, path: str, talk: Staged) -> Card:
        header = spoken_in(Transcript(header=talk.header), self.casting.language, path).header
        spoken = header.language or ""
        skills = [skill for skill in self.skills if self.named or spoken in skill.languages]
        coder = self.coder(header, talk.turns)
        card = Card(head=head_json(header, path, coder), scores=(), remarks=tuple(talk.remarks))
        tally = CodingTally()
        found: Iterable[Score] = _counted(assess_turns(talk.turns, coder, skills), tally)
        if not talk.ordered:
            found = sorted(found, key=lambda score: score.turn)
        card.scores = _told(card, found, skills, header, self.casting.language or spoken, tally)
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


def _whole(talk: Staged) -> Reading:
    transcript = Transcript(header=talk.header, turns=tuple(talk.turns), end=talk.end)
    return Reading(transcript, tuple(talk.remarks), talk.ordered)


def ours_at(path: Path) -> Staged | None:
    """The transcript of ours at *path*, its turns read as they are gone through; None if it is none. Raises `StorageFailed`, `TranscriptInvalid`."""
    try:
        with path.open("rb") as file:
            head = file.read(65_536)
    except OSError as error:
        raise StorageFailed("{path} cannot be read: {reason}", path=path, reason=error.strerror or type(error).__name__) from None
    if not ours(path.name, head):
        return None
    reading = journal.skim(path)
    header, end = reading.transcript.header, reading.transcript.end
    return Staged(header=header, turns=Again(lambda: journal.turns(path)), end=end, remarks=list(reading.remarks), ordered=reading.ordered)


def ours(name: str, data: bytes) -> bool:
    """Whether *data*, or the beginning of it, is a transcript of ours: by its name, or by its first line."""
    if name.lower().endswith(".jsonl"):
        return True
    return _head(data).get("type") in ("header", "turn")


def language_of(data: bytes) -> str:
    """The language that the first line of *data* says, empty if it says none that can be scored: a hint only, to sort files by."""
    language = _head(data).get("language")
    return language if language in LANGUAGES else ""


def _head(data: bytes) -> dict[str, Any]:
    line = data[:65_536].removeprefix(b"\xef\xbb\xbf").lstrip().partition(b"\n")[0]
    return (load(line) if line.startswith(b"{") else None) or {}


def spoken_in(transcript: Transcript, language: str | None, path: Path | str) -> Transcript:
    """*transcript* with a language that can be scored: its own, else *language*. Raises `TranscriptInvalid`."""
    header = transcript.header
    spoken = header.language if header.language in LANGUAGES else language
    if spoken is None:
        raise TranscriptInvalid("{path} does not say its language; add --lang", path=Path(path).name)
    return replace(transcript, header=replace(header, language=spoken))
