"""How often each kind of thing was replaced by a pseudonym, in words."""

from __future__ import annotations

from collections.abc import Mapping

from roleplay.cli.context import tell
from roleplay.errors import mark

__all__ = ["replaced"]

_KINDS = {
    "name": mark("names"),
    "phone": mark("phones"),
    "mail": mark("mail addresses"),
    "address": mark("addresses"),
    "iban": "IBAN",
    "cnp": "CNP",
    "idnp": "IDNP",
    "snils": mark("SNILS"),
    "inn": mark("INN"),
    "handle": mark("handles"),
    "url": mark("links"),
}


def replaced(counts: Mapping[str, int]) -> str:
    """*counts* by kind as a list; 0 for none."""
    return ", ".join(f"{tell(_KINDS[kind])}: {counts[kind]}" for kind in _KINDS if counts.get(kind)) or "0"
