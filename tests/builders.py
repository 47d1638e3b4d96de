"""Values that many tests begin with: those of the testing kit."""

from __future__ import annotations

from roleplay.testing.builders import SAYINGS, header, talk, turn

__all__ = ["SAYINGS", "header", "talk", "turn"]
