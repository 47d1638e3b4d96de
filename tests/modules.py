"""The modules of the package, found as files: looking for them by import would walk the checkout."""

from __future__ import annotations

import ast
from pathlib import Path

import roleplay

__all__ = ["MODULES", "tree"]

_FOLDER = Path(roleplay.__file__).parent


def _name(path: Path) -> str:
    parts = ("roleplay", *path.relative_to(_FOLDER).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _path(name: str) -> Path:
    place = _FOLDER.joinpath(*name.split(".")[1:])
    return place / "__init__.py" if place.is_dir() else place.with_suffix(".py")


def tree(name: str) -> ast.Module:
    """The source of the module called *name*."""
    return ast.parse(_path(name).read_text("utf-8"))


MODULES = tuple(sorted(_name(path) for path in _FOLDER.rglob("*.py") if path.relative_to(_FOLDER).parts[:2] != ("shipped", "scorers")))
