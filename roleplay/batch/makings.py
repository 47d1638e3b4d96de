"""What scores are made by, told by its content: a version that somebody forgot to raise never passes for the old one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import roleplay
from roleplay.dialogue import LANGUAGES
from roleplay.plugins import own_words

__all__ = ["of_model", "of_rules", "of_skill"]

_PACKAGE = Path(__file__).parent.parent
_CODED_BY = ("coders", "language")


def of_skill(folder: Path) -> str:
    """What the scorer in *folder* is made of: all its files but its cases."""
    return _digest(path for path in folder.rglob("*") if path.suffix in (".py", ".yaml") and path.name != "cases.yaml")


def of_rules(language: str, folders: Sequence[Path] = ()) -> str:
    """What the rule coder of *language* is made of: this version of the program, its own word data, and those of the user in *folders*."""
    others = [each for each in LANGUAGES if each != language]
    ours = (path for name in _CODED_BY for path in (_PACKAGE / name).rglob("*") if path.suffix != ".pyc" and path.stem not in others)
    return _digest([*ours, *own_words(folders, language)], roleplay.__version__)


def of_model(rules: str, asked: Iterable[str]) -> str:
    """What a model's codes are made of: the *rules* beside it, and what is *asked* of whom."""
    return _digest((), rules, *asked)


def _digest(paths: Iterable[Path], *words: str) -> str:
    digest = sha256("\0".join(words).encode())
    for path in sorted(paths):
        if path.is_file():
            with suppress(OSError):  # whoever needs it will say so
                digest.update(sha256(path.name.encode() + b"\0" + path.read_bytes()).digest())
    return digest.hexdigest()[:16]
