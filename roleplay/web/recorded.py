"""The talks of servers before this one, found again in the store by what was said in them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from roleplay.dialogue import Header, Speaker, Transcript
from roleplay.errors import RoleplayError
from roleplay.journal import head, read
from roleplay.store import Store
from roleplay.web.completions import Said

__all__ = ["SEEDED", "SERVED", "Recorded", "digests"]

SERVED, SEEDED = "served", "seeded"
"""Keys of a header: the model that a talk was held with, and whether the client had chosen the seed."""


def digests(model: str, seed: int | None, said: Sequence[Said]) -> Iterator[bytes]:
    """A digest for each beginning of *said*; blanks around a text do not count, some clients trim them."""
    found = hashlib.sha256(f"{model}\0{seed}".encode()).digest()
    for speaker, text in said:
        found = hashlib.sha256(found + f"{speaker}\0{text.strip()}".encode()).digest()
        yield found


class Recorded:
    """The transcripts in *store* that servers have made. Each file is read once, and only when a history comes that nobody here knows."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._paths: dict[bytes, Path] = {}
        self._read: set[Path] = set()

    def find(self, beginnings: Sequence[bytes]) -> Path | None:
        """The transcript that shares the longest of *beginnings*, the newest of several."""
        for path in reversed(self._store.files()):
            if path not in self._read:
                self._take(path)
        return next((self._paths[digest] for digest in reversed(beginnings) if digest in self._paths), None)

    def note(self, path: Path, beginnings: Sequence[bytes]) -> None:
        """Take it that the transcript at *path* has these *beginnings*."""
        self._read.add(path)
        self._paths |= dict.fromkeys(beginnings, path)

    def load(self, path: Path) -> tuple[int, Transcript | None]:
        """The bytes of the transcript at *path* and itself; None if it is not there any more, or cannot be read."""
        try:
            size = path.stat().st_size  # first: what is written meanwhile is found out by it
            return size, read(path).transcript
        except (OSError, RoleplayError):
            return 0, None

    def _take(self, path: Path) -> None:
        self._read.add(path)
        try:
            header = head(path)
            model = header.extra.get(SERVED)
            if not isinstance(model, str):
                return
            turns = read(path).transcript.turns
        except RoleplayError:  # what cannot be read is for `doctor` to tell
            return
        said = [(turn.speaker, turn.text) for turn in turns if turn.speaker is not Speaker.OTHER]
        for digest in digests(model, _asked_seed(header), said):
            self._paths.setdefault(digest, path)


def _asked_seed(header: Header) -> int | None:
    """The seed that the client chose, None if it left it open."""
    return header.seed if header.extra.get(SEEDED) is True else None
