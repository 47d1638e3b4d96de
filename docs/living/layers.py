"""The picture of the layers, drawn from the contract that lint checks: `.importlinter`."""

from __future__ import annotations

import ast
from configparser import ConfigParser
from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

__all__ = ["Layers", "layers", "picture", "sentence"]

_ROOT = Path(__file__).resolve().parent.parent.parent
_ROW, _LEFT, _WIDE, _WORDS = 30, 26, 132, 440
_CHARACTER = 5.6


def layers(path: Path = _ROOT / ".importlinter") -> list[list[str]]:
    """The layers from the top, each with the modules in it, which do not import each other."""
    contract = ConfigParser()
    contract.read(path, "utf-8")
    text = contract["importlinter:contract:layers"]["layers"]
    return [line.replace("|", " ").split() for line in text.strip().splitlines()]


def sentence(module: str) -> str:
    """The first sentence of the docstring of ``roleplay.``*module*."""
    place = _ROOT / "roleplay" / module
    path = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    told = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return " ".join(told.split("\n\n")[0].split()).partition(". ")[0].rstrip(".").replace("`", "")


def picture(rows: list[list[str]]) -> str:
    """The layers *rows* as SVG: each imports only from below itself."""
    height = _ROW * len(rows) + 16
    wide = _LEFT + 3 * (_WIDE + 8)
    drawn = [
        f'<svg class="layers" viewBox="0 0 {wide + _WORDS} {height}" role="img" aria-labelledby="layers-title" xmlns="http://www.w3.org/2000/svg">',
        '<title id="layers-title">The layers of roleplay: each module imports only modules below it</title>',
        f'<path class="down" d="M10 8 V{height - 12} m-5 -8 l5 8 l5 -8"/>',
    ]
    for number, row in enumerate(rows):
        top = 8 + number * _ROW
        for place, module in enumerate(row):
            left = _LEFT + place % 3 * (_WIDE + 8)
            if len(row) > 3:  # the ground floor: narrower, all side by side
                left = _LEFT + place * (3 * (_WIDE + 8) // len(row))
            width = _WIDE if len(row) <= 3 else 3 * (_WIDE + 8) // len(row) - 6
            drawn.append(
                f'<g><title>{escape(sentence(module))}</title><rect x="{left}" y="{top}" width="{width}" height="{_ROW - 6}" rx="4"/>'
                f'<text class="module" x="{left + width / 2}" y="{top + 16}">{escape(module)}</text></g>'
            )
        if len(row) == 1:
            drawn.append(f'<text class="told" x="{_LEFT + _WIDE + 12}" y="{top + 16}">{escape(_short(sentence(row[0])))}</text>')
    return "\n".join([*drawn, "</svg>"])


def _short(text: str) -> str:
    """*text* as far as it fits beside one box."""
    most = int((2 * (_WIDE + 8) + _WORDS - 16) / _CHARACTER)
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(",;:") + " …"


class Layers(SphinxDirective):
    """``{layers}``: the picture."""

    def run(self) -> list[nodes.Node]:
        self.env.note_dependency(str(_ROOT / ".importlinter"))
        return [nodes.raw("", picture(layers()), format="html")]
