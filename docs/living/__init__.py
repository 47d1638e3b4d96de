"""What the pages show of the program, asked of the program whenever they are built: nothing of it is typed.

`help` is what a command answers to ``--help``, `run` what commands of a page print, `facts` the tables of codes, scorers, doors and the
rest, and `layers` the picture of the architecture.
"""

from __future__ import annotations

from enum import Enum
from typing import Any

from sphinx.application import Sphinx

from docs.living.facts import Facts
from docs.living.help import Commands, Help
from docs.living.layers import Layers
from docs.living.run import File, Run, Scratch

__all__ = ["setup"]


_DIRECTIVES = {"commands": Commands, "facts": Facts, "file": File, "help": Help, "layers": Layers, "run": Run}


def _tongue(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """A page in ``ru/`` or ``ro/`` says so, for those who have it read aloud or translated."""
    folder = page.partition("/")[0]
    if folder in ("ro", "ru"):
        context["language"] = folder


def _signature(app: Sphinx, what: str, name: str, thing: object, options: object, signature: str | None, returns: str | None) -> Any:
    """A default that is made anew each time is an ellipsis: what dataclasses call it cannot be read as Python, and its types would not be links."""
    return (signature.replace("<factory>", "..."), returns) if signature else None


def _values(app: Sphinx, what: str, name: str, thing: object, options: object, lines: list[str]) -> None:
    """An enumeration lists what it may be."""
    if isinstance(thing, type) and issubclass(thing, Enum):
        lines += ["", f"One of {', '.join(f'``{each.value}``' for each in thing)}."]


def setup(app: Sphinx) -> dict[str, bool]:
    """Make the directives known."""
    for name, directive in _DIRECTIVES.items():
        app.add_directive(name, directive)
    scratch = Scratch()
    app.connect("source-read", lambda _, page, source: scratch.enter(page))
    app.connect("build-finished", lambda _, fault: scratch.leave())
    app.connect("html-page-context", _tongue)
    app.connect("autodoc-process-signature", _signature)
    app.connect("autodoc-process-docstring", _values)
    return {"parallel_read_safe": False}
