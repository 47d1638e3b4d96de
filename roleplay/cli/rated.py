"""Ratings matched with the talks they are about, and with what the scorers say of the same replies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from roleplay.agreement.panel import Panel, Rated, grouped, panels
from roleplay.agreement.ratings import Rating
from roleplay.assessment import assess_turns
from roleplay.cli.context import Context, complain, message_language, note, tell
from roleplay.codes import Code
from roleplay.dialogue import LANGUAGES
from roleplay.errors import RoleplayError
from roleplay.journal import head, turns
from roleplay.jsonline import lines, load
from roleplay.scoring import Skill
from roleplay.store import BESIDE

__all__ = ["are_ratings", "compared", "is_transcript"]

_Units = dict[tuple[int, str], dict[str, tuple[int, ...]]]


def are_ratings(path: Path) -> bool:
    """Whether *path* holds ratings and not labelled replies: a table does, and what names a rater. Raises nothing."""
    if path.suffix.lower() in (".csv", ".tsv") or path.name.endswith("ratings.jsonl"):
        return True
    return "rater" in _first(path)


def is_transcript(path: Path) -> bool:
    """Whether *path* is a talk, which lies beside its ratings. Raises nothing."""
    return _first(path).get("type") in ("header", "turn")


def _first(path: Path) -> dict[str, Any]:
    """The first object in a file, empty if there is none."""
    with suppress(OSError), path.open("rb") as file:
        first = next((line for line in lines(file) if line.strip()), b"")
        return load(first.removeprefix(b"\xef\xbb\xbf")) or {}
    return {}


def compared(room: Context, found: Sequence[tuple[Path, Sequence[Rating]]], spoken: str | None) -> tuple[list[Panel], dict[str, str]]:
    """A panel for each language and skill that was rated, and the titles of the skills by id. Each file comes with its ratings; *spoken* is
    the language of talks that do not say theirs.
    """
    skills = {skill.id: skill for skill in room.skills(loud=False)}
    by_talk: dict[str, _Units] = {}
    for (talk, turn, scorer), people in grouped(rating for _, ratings in found for rating in ratings).items():
        by_talk.setdefault(talk, {})[turn, scorer] = people
    places = _places(room, [path for path, _ in found], set(by_talk))
    rated: list[Rated] = []
    for talk, units in by_talk.items():
        rated += _scored(room, talk, places.get(talk), units, skills, spoken)
    _missing(set(by_talk) - set(places), {scorer for units in by_talk.values() for _, scorer in units} - set(skills))
    order = [*skills]
    rated.sort(
        key=lambda each: (
            (*LANGUAGES, None).index(each.language),
            order.index(each.scorer) if each.scorer in order else len(order),
            each.scorer,
        )
    )
    return panels(rated), {name: skill.titles.get(message_language(), name) for name, skill in skills.items()}


def _places(room: Context, files: Iterable[Path], talks: set[str]) -> dict[str, Path]:
    """Where each of *talks* is, as far as it can be found: beside its ratings, in the folder ``transcripts`` there, or in the store."""
    found: dict[str, Path] = {}
    for folder in dict.fromkeys(path.resolve().parent for path in files):
        for path in _transcripts(folder):
            names = {path.stem, path.name}
            with suppress(RoleplayError):
                names.add(head(path).id)
            for name in names & talks:
                found.setdefault(name, path)
    for talk in talks - set(found):
        path = room.store.folder / f"{talk}.jsonl"
        with suppress(OSError, ValueError):
            if path.parent == room.store.folder and path.is_file():
                found[talk] = path
    return found


def _transcripts(folder: Path) -> Iterator[Path]:
    for place in (folder, folder / "transcripts"):
        with suppress(OSError):
            yield from sorted(path for path in place.glob("*.jsonl") if not path.name.endswith((*BESIDE, "ratings.jsonl")))


def _scored(room: Context, talk: str, path: Path | None, units: _Units, skills: dict[str, Skill], spoken: str | None) -> Iterator[Rated]:
    """The rated replies of one talk with what the scorers say of them; without its file only what people said."""
    left = dict(units)
    if path is not None:
        try:
            header = head(path)
            language = header.language if header.language in LANGUAGES else spoken
            if language is None:
                note(tell("{path} does not say its language; add --lang", path=path.name))
            else:
                yield from _assessed(room, talk, path, left, [s for s in skills.values() if language in s.languages], language)
        except RoleplayError as error:
            complain(error)
    for (turn, scorer), people in left.items():
        yield Rated(language=None, scorer=scorer, transcript=talk, turn=turn, people=people)


def _assessed(room: Context, talk: str, path: Path, units: _Units, skills: Sequence[Skill], language: str) -> Iterator[Rated]:
    """What is rated of the talk at *path*, taken out of *units*."""
    for exchange, coding, scores in assess_turns(turns(path), room.coder(language), skills):
        for score in scores:
            people = units.pop((score.turn, score.scorer), None)
            if people is not None:
                yield Rated(
                    language=language,
                    scorer=score.scorer,
                    transcript=talk,
                    turn=score.turn,
                    people=people,
                    heard="" if exchange.heard is None else exchange.heard.text,
                    reply="…" if Code.DANGER in coding else exchange.reply.text,
                    value=score.verdict.value,
                    outcome=str(score.verdict.outcome),
                    version=score.version,
                    name=path.stem,
                )
    for (turn, scorer), people in list(units.items()):  # a scorer that is not here, or a turn that is no reply
        yield Rated(language=language, scorer=scorer, transcript=talk, turn=turn, people=people)
        del units[turn, scorer]


def _missing(talks: set[str], scorers: set[str]) -> None:
    """Say which talks and scorers could not be found."""
    if talks:
        names = ", ".join(sorted(talks)[:5]) + (" …" if len(talks) > 5 else "")
        note(tell("talks that were not found beside their ratings or in the store, so that only people are compared: {names}", names=names))
    for name in sorted(scorers):
        note(tell("there is no scorer {name}; only people are compared for it", name=name))
