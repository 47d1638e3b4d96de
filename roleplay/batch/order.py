"""What is asked of every file of a run: small enough to be sent to another process, and all that it needs to know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from roleplay.formats.casting import Casting

__all__ = ["Order"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Which *scorers* grade, in the order of the scorecard; *named* ones grade talks in every language, others those in their own.

    *made* says what each scorer is made of, and under each language what its coder is made of (`roleplay.batch.makings`): another process must
    find the same. *folders* hold the user's own scorers and words, unless *shipped_only*. *casting* is that of `Assessor`.
    """

    scorers: tuple[str, ...]
    made: Mapping[str, str]
    named: bool = False
    folders: tuple[Path, ...] = ()
    shipped_only: bool = False
    casting: Casting = field(default_factory=Casting)
