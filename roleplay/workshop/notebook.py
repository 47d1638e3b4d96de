"""What is written beside a transcript while a room goes through it: ratings and notes, each on disk before anybody is told that it is kept.

Ratings go into ``TRANSCRIPT.ratings.jsonl``, or into the ``ratings.jsonl`` of the workshop whose talk it is; notes into ``TRANSCRIPT.notes.jsonl``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from roleplay.agreement.ratings import Rating, latest
from roleplay.agreement.ratings import read as read_ratings
from roleplay.errors import StorageFailed
from roleplay.jsonline import dump, lines, load, mended
from roleplay.ledger import Ledger
from roleplay.store import notes_of, ratings_of

__all__ = ["Note", "Notebook", "now", "ratings_place"]

WORKSHOP = "workshop.yaml"


def now() -> str:
    """The time, UTC, to the millisecond."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def ratings_place(path: Path) -> Path:
    """Where ratings of the transcript at *path* go."""
    folder = path.resolve().parent.parent
    return folder / "ratings.jsonl" if (folder / WORKSHOP).is_file() else ratings_of(path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What somebody wrote about the turn with the number *turn*."""

    turn: int
    text: str
    at: str

    def to_json(self) -> dict[str, Any]:
        """The line of a file of notes."""
        return {"turn": self.turn, "text": self.text, "at": self.at}


class Notebook:
    """The ratings and notes of the transcript at *path* with the id *talk*. Nothing is opened for writing before something is written.

    Raises `StorageFailed` and `LabelsInvalid` when made, if what is there already cannot be read.
    """

    def __init__(self, path: Path, talk: str) -> None:
        self.talk = talk
        self.ratings_at, self.notes_at = ratings_place(path), notes_of(path)
        kept = latest(read_ratings(self.ratings_at)) if self.ratings_at.exists() else []
        self._ratings: dict[tuple[int, str], list[Rating]] = {}
        self._place(rating for rating in kept if rating.transcript == talk)
        self._notes: dict[int, list[Note]] = {}
        for note in _read_notes(self.notes_at):
            self._notes.setdefault(note.turn, []).append(note)
        self._open: dict[Path, Ledger] = {}
        self.rated = self.noted = False
        """Whether anything was written since."""

    def ratings(self, turn: int, scorer: str) -> list[Rating]:
        """What the reply at *turn* was rated for a skill, each person's last word."""
        return list(self._ratings.get((turn, scorer), ()))

    def all_ratings(self) -> list[Rating]:
        """All that count, by turn."""
        return [rating for unit in sorted(self._ratings) for rating in self._ratings[unit]]

    def notes(self, turn: int | None = None) -> list[Note]:
        """What was noted about *turn*, or about all of them by turn."""
        if turn is not None:
            return list(self._notes.get(turn, ()))
        return [note for _, notes in sorted(self._notes.items()) for note in notes]

    def rate(self, ratings: Iterable[Rating]) -> None:
        """Keep *ratings*, all or none. Raises `StorageFailed` with nothing changed."""
        found = list(ratings)
        self._ledger(self.ratings_at).append(b"".join(rating.dump() for rating in found))
        self._place(found)
        self.rated = True

    def forget(self, turn: int) -> None:
        """Show no ratings of the reply at *turn* until it is rated again; the file keeps them."""
        for unit in [unit for unit in self._ratings if unit[0] == turn]:
            del self._ratings[unit]

    def note(self, turn: int, text: str) -> Note:
        """Keep a note about *turn*. Raises `StorageFailed` with nothing changed."""
        made = Note(turn=turn, text=text, at=now())
        self._ledger(self.notes_at).append(dump(made.to_json()))
        self._notes.setdefault(turn, []).append(made)
        self.noted = True
        return made

    def release(self) -> None:
        """Let go of the files."""
        while self._open:
            self._open.popitem()[1].release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()

    def _place(self, ratings: Iterable[Rating]) -> None:
        for rating in ratings:
            unit = (rating.turn, rating.scorer)
            self._ratings[unit] = latest([*self._ratings.get(unit, ()), rating])

    def _ledger(self, path: Path) -> Ledger:
        if path not in self._open:
            self._open[path] = Ledger.at(path)
        return self._open[path]


def _read_notes(path: Path) -> Iterator[Note]:
    """The notes in *path*; a line that is none is passed over, and stays where it is."""
    if not path.exists():
        return
    try:
        with path.open("rb") as file:
            for line in lines(file):
                value = mended(load(line) or {})
                turn, text, at = value.get("turn"), value.get("text"), value.get("at")
                if isinstance(turn, int) and not isinstance(turn, bool) and isinstance(text, str):
                    yield Note(turn=turn, text=text, at=at if isinstance(at, str) else "")
    except OSError as error:
        raise StorageFailed("{path} cannot be read: {reason}", path=path, reason=error.strerror) from None
