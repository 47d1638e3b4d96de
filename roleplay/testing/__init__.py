"""For those who build on roleplay: what stands in for a provider in tests, values to begin with, and the contracts that plugins keep.

::

    from roleplay.testing import check_persona, check_scorer

    def test_my_persona_is_in_order():
        check_persona("my_persona")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from roleplay.models.scripted import Scripted
    from roleplay.testing.builders import exchange, header, talk, transcript, turn
    from roleplay.testing.contracts import check_format, check_persona, check_scorer, score
    from roleplay.testing.server import Provider

__all__ = [
    "Provider",
    "Scripted",
    "check_format",
    "check_persona",
    "check_scorer",
    "exchange",
    "header",
    "score",
    "talk",
    "transcript",
    "turn",
]

_PLACES = {
    "Provider": "roleplay.testing.server",
    "Scripted": "roleplay.models.scripted",
    **dict.fromkeys(("exchange", "header", "talk", "transcript", "turn"), "roleplay.testing.builders"),
    **dict.fromkeys(("check_format", "check_persona", "check_scorer", "score"), "roleplay.testing.contracts"),
}


def __getattr__(name: str) -> object:
    """Imported when it is asked for: pytest looks into this package wherever roleplay is installed."""
    if name in _PLACES:
        return getattr(import_module(_PLACES[name]), name)
    raise AttributeError(name)
