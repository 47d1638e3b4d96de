"""A person's skills over their talks: one value a talk and skill, gaps where there was no opportunity, and what to exercise next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from roleplay.dialogue import Header
from roleplay.scorecard import Scorecard, Summary, next_step
from roleplay.scoreform import summary_json

__all__ = ["LATEST", "Progress", "Sitting", "to_json"]

LATEST = 3  # talks that say what to exercise next


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """One talk: its *header*, what each skill came to, and the versions of the scorers and of the *coder*."""

    header: Header
    summary: dict[str, Summary]
    versions: dict[str, str]
    coder: str

    @property
    def day(self) -> str:
        """When it was held, as year, month and day; empty where nobody knows."""
        return (self.header.started_at or "")[:10]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The *sittings* of a person, oldest first, and the ids of the *skills* in their order."""

    sittings: tuple[Sitting, ...]
    skills: tuple[str, ...]

    def values(self, skill: str) -> list[float | None]:
        """The value of *skill* in each sitting; None where it had no opportunity, or is scored by another version than in the last one."""
        return [self._value(sitting, skill) for sitting in self.sittings]

    def _value(self, sitting: Sitting, skill: str) -> float | None:
        summary = sitting.summary.get(skill)
        return None if summary is None or sitting.versions.get(skill) != self.version(skill) else summary.value

    def version(self, skill: str) -> str | None:
        """The version of *skill* in the last sitting that has it: values of other versions are not put beside these."""
        return next((sitting.versions[skill] for sitting in reversed(self.sittings) if skill in sitting.versions), None)

    def opportunities(self, skill: str) -> int:
        """How many replies had a chance to show *skill*."""
        return sum(sitting.summary[skill].scored for sitting in self.sittings if skill in sitting.summary)

    def change(self, skill: str) -> float | None:
        """From the first value to the last one; None where there are not two."""
        known = [value for value in self.values(skill) if value is not None]
        return round(known[-1] - known[0], 4) if len(known) > 1 else None

    def next_skill(self) -> str | None:
        """The weakest skill over the latest sittings, each reply counting once; None if all went well or nothing was scored."""
        latest = self.sittings[-LATEST:]
        return next_step(Scorecard(scores=(), summary={skill: _together(latest, skill, self.version(skill)) for skill in self.skills}))


def _together(sittings: Iterable[Sitting], skill: str, version: str | None) -> Summary:
    found = [each.summary[skill] for each in sittings if skill in each.summary and each.versions.get(skill) == version]
    scored = sum(each.scored for each in found if each.value is not None)
    total = sum(each.value * each.scored for each in found if each.value is not None)
    return Summary(
        value=total / scored if scored else None,
        scored=scored,
        no_opportunity=sum(each.no_opportunity for each in found),
        failed=sum(each.failed for each in found),
    )


def to_json(progress: Progress, exercise: str | None, command: str | None) -> dict[str, Any]:
    """All sittings as data, and what to exercise next."""
    return {
        "schema": 1,
        "sessions": [
            {
                "id": sitting.header.id,
                "started_at": sitting.header.started_at,
                "persona": sitting.header.persona,
                "scenario": sitting.header.scenario,
                "language": sitting.header.language,
                "coder": sitting.coder,
                "versions": sitting.versions,
                "summary": summary_json(sitting.summary),
            }
            for sitting in progress.sittings
        ],
        "skills": {
            skill: {
                "version": progress.version(skill),
                "values": _sequence(progress.values(skill)),
                "opportunities": progress.opportunities(skill),
                "change": progress.change(skill),
            }
            for skill in progress.skills
        },
        "next": {"skill": progress.next_skill(), "exercise": exercise, "command": command},
    }


def _sequence(values: Sequence[float | None]) -> list[float | None]:
    return list(values)
