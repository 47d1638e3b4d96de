"""The modules of the package, found as files: looking for them by import would walk the checkout."""

from __future__ import annotations

from pathlib import Path

import roleplay

__all__ = ["MODULES"]

_FOLDER = Path(roleplay.__file__).parent


def _name(path: Path) -> str:
    parts = ("roleplay", *path.relative_to(_FOLDER).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = tuple(sorted(_name(path) for path in _FOLDER.rglob("*.py") if path.relative_to(_FOLDER).parts[:2] != ("shipped", "scorers")))
