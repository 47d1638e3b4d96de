"""How a talk is gone through."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Manner"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a talk is gone through: *speed* of autoplay, None to begin by hand; who rates *blind*; and how many *raters* show hands, in which
    *room*.
    """

    speed: float | None = None
    blind: str | None = None
    raters: int | None = None
    room: str = ""

    @property
    def rated(self) -> bool:
        """Whether replies are rated before their scores are seen."""
        return self.blind is not None or self.raters is not None
