"""A whole talk with its scores, as commands that put talks beside each other need it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from roleplay.assessment import assess
from roleplay.batch.talks import Talks, spoken_in, whole
from roleplay.cli.coding import Coders, useless_of
from roleplay.cli.context import Context
from roleplay.cli.score import remarks
from roleplay.cli.sending import Sending
from roleplay.dialogue import Transcript
from roleplay.scoring import Score, Skill

__all__ = ["ScoredTalk", "scored_talk", "titles_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredTalk:
    """The talk at *path* with the scores of its replies by turn; *skills* are those that can be used in its language, *coder* who marked."""

    path: Path
    transcript: Transcript
    skills: tuple[Skill, ...]
    scores: Mapping[int, tuple[Score, ...]]
    coder: str

    @property
    def language(self) -> str:
        """What it is spoken in."""
        return self.transcript.header.language or ""


def scored_talk(
    room: Context, path: Path, talks: Talks, *, loud: bool = True, marking: Coders | None = None, sending: Sending | None = None
) -> ScoredTalk:
    """Read and score the talk at *path*, coded by *marking*, else by the rules, and sent to a model as *sending* says.

    Raises what reading it raises, and `TranscriptInvalid` where its language is not known.
    """
    reading = whole(talks.one(path))
    if loud:
        remarks(path, reading)
    room.miss(reading.transcript.header.persona)
    room.miss_scorers(path)
    transcript = spoken_in(reading.transcript, talks.casting.language, path)
    spoken = transcript.header.language or ""
    skills, coder = room.skills(spoken, loud=loud), (marking or room.coder)(spoken)
    if sending is not None:
        coder = sending.coder(coder, transcript.header, transcript.turns)
    scores = {exchange.reply.index: found for exchange, _, found in assess(transcript, coder, skills)}
    useless = None if marking is None else useless_of(marking)
    if useless is not None:
        raise useless
    return ScoredTalk(path=path, transcript=transcript, skills=tuple(skills), scores=scores, coder=f"{coder.name} {coder.version}")


def titles_of(skills: Sequence[Skill], language: str) -> dict[str, str]:
    """What skills are called in *language*, by id."""
    return {skill.id: skill.titles.get(language) or skill.id for skill in skills}
