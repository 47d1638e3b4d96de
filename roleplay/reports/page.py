"""An HTML page made of a template and our own style sheets: no script, and no right to load anything.

Texts from outside are escaped by the template engine, and the filter ``inert`` makes visible what would reorder or hide other text.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from roleplay.inert import inert

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["html"]

_FOLDER = Path(__file__).parent


def html(template: str, *, sheets: Sequence[str] = ("page.css",), **values: object) -> str:
    """The page that *template*, a file beside this module, makes of *values*; *sheets* are its style sheets, beside it too."""
    from markupsafe import Markup

    style = "\n" + "".join((_FOLDER / sheet).read_text("utf-8") for sheet in sheets)
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return _environment().get_template(template).render(style=Markup(style), policy=policy, **values) + "\n"  # noqa: S704  # our own file


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    made.filters["inert"] = inert
    return made
