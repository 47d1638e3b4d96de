"""The talks of a report: read in whatever format, scored, with what people gave them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path

from roleplay.agreement.panel import grouped
from roleplay.agreement.ratings import Rating
from roleplay.agreement.ratings import read as read_ratings
from roleplay.assessment import assess
from roleplay.batch.assessor import Assessor
from roleplay.batch.flow import content
from roleplay.batch.talks import spoken_in
from roleplay.batch.work import FAULTS
from roleplay.cli.bars import Bar
from roleplay.cli.coding import useless_of
from roleplay.cli.context import Context, complain
from roleplay.cli.playbill import playbill
from roleplay.cli.score import remarks
from roleplay.dialogue import Header, Transcript
from roleplay.errors import RoleplayError, TranscriptInvalid
from roleplay.record import Reading
from roleplay.reports.participants import Given
from roleplay.reports.scored import Scored
from roleplay.store import ratings_of

__all__ = ["Gathering"]

_TOGETHER = "ratings.jsonl"  # of a whole workshop
_Units = Mapping[tuple[int, str], Mapping[str, tuple[int, ...]]]


@dataclass(slots=True)
class Gathering:
    """The talks found in files by *assessor*, and what was wrong with some of those; while they are worked on, the *bar* tells how far it is."""

    room: Context
    assessor: Assessor
    bar: Bar
    bad: list[RoleplayError] = field(default_factory=list)
    _rated: dict[Path, list[Rating]] = field(default_factory=dict)

    def talks(self, paths: Iterable[Path], folders: Sequence[Path]) -> Iterator[Given]:
        """The talks in *paths*, scored; *folders* are those that were given as a whole. What is wrong with a file is told and kept in `bad`."""
        for path in self.bar.over(paths):
            try:
                for reading in self._readings(path):
                    with self.bar.aside() if reading.remarks else nullcontext():
                        remarks(path, reading)
                    if not reading.transcript.turns:
                        raise TranscriptInvalid("{name} holds no conversation", name=path.name)
                    scored = self._scored(spoken_in(reading.transcript, self.assessor.talks.casting.language, path), path)
                    yield Given(scored, path.name, _subfolder(path, folders))
            except FAULTS as error:
                self._blame(error)

    def _readings(self, path: Path) -> list[Reading]:
        return self.assessor.readings(str(path), content(path))

    def _scored(self, transcript: Transcript, path: Path) -> Scored:
        spoken = transcript.header.language or ""
        coder = self.assessor.coder(transcript.header, transcript.turns)
        skills = [skill for skill in self.assessor.skills if self.assessor.named or spoken in skill.languages]
        assessed = tuple(assess(transcript, coder, skills))
        useless = useless_of(self.assessor.coder_of)
        if useless is not None:
            raise useless
        header, language = transcript.header, self.assessor.talks.casting.language or spoken
        partner, scene = playbill(self.room, header, language) or _unknown(header)
        self.room.miss_scorers(path)
        return Scored(
            transcript=transcript,
            assessed=assessed,
            skills=tuple(skills),
            coder=f"{coder.name} {coder.version}",
            partner=partner,
            scene=scene,
            origin=self._origin(transcript),
            ratings=self._ratings(transcript.header.id, path),
        )

    def _origin(self, transcript: Transcript) -> str | None:
        """What the format is called that *transcript* was imported from, None where it was not or the format is no longer installed."""
        source = transcript.header.source
        ident = source.get("format") if isinstance(source, dict) else None
        form = self.assessor.talks.formats().known.get(ident) if isinstance(ident, str) else None
        return form.title if form else None

    def _blame(self, error: RoleplayError) -> None:
        with self.bar.aside():
            complain(error)
        self.bad.append(error)

    def _ratings(self, talk: str, path: Path) -> _Units:
        """What people gave the talk with the id *talk*, by turn and skill: beside its file, or in the workshop that it lies in."""
        places = [ratings_of(path), path.with_name(_TOGETHER), path.parent.parent / _TOGETHER]
        found = [each for place in places for each in self._given(place) if each.transcript in (talk, path.stem, path.name)]
        return {(turn, scorer): people for (_, turn, scorer), people in grouped(found).items()}

    def _given(self, place: Path) -> list[Rating]:
        if place not in self._rated:
            self._rated[place] = []
            with suppress(OSError):
                if place.is_file():
                    try:
                        self._rated[place] = read_ratings(place)
                    except FAULTS as error:
                        with self.bar.aside():
                            complain(error)
        return self._rated[place]


def _unknown(header: Header) -> tuple[str | None, str | None]:
    """Persona and scenario as the transcript has them, where no more is known of them."""
    return (header.persona, header.scenario) if header.persona else (None, None)


def _subfolder(path: Path, folders: Sequence[Path]) -> str | None:
    """The folder directly inside one of *folders* that *path* lies in; that of a workshop's transcripts is none."""
    for folder in folders:
        with suppress(ValueError):
            between = [part for part in path.relative_to(folder).parent.parts if part != "transcripts"]
            return between[0] if between else None
    return None
