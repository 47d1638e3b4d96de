"""Tables of what there is: asked of the catalogue, the entry points, the settings and the errors, in the language of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import entry_points

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from roleplay import errors
from roleplay.authoring.scaffold import STARTERS
from roleplay.catalog import load_persona, load_skill
from roleplay.cli.commands import COMMANDS
from roleplay.formats.conversation import Format, Writer
from roleplay.models.kind import ModelKind
from roleplay.persona import Reaction
from roleplay.plugins import discover, load
from roleplay.settings import KEYS
from roleplay.variants import render
from roleplay.wording import say

__all__ = ["DOORS", "TABLES", "Facts"]

Row = tuple[str, ...]
DOORS = ("personas", "scorers", "models", "formats")
_USED = {"models": "imported when a model of that kind is asked for", "formats": "imported when a file is read"}


def _personas(language: str) -> Iterator[Row]:
    for name, found in discover("personas", shipped_only=True).found.items():
        persona = load_persona(found.folder, (language,))
        voice = persona.voices[language]
        title = render(voice.title, listener=None, speaker=persona.genders[language])
        yield f"`{name}`", title, ", ".join(f"`{scene}`" for scene in persona.scenarios)


def _scorers(language: str) -> Iterator[Row]:
    for name, found in discover("scorers", shipped_only=True).found.items():
        skill = load_skill(found.folder)
        yield f"`{name}`", skill.titles[language], skill.about[language]


def _formats(_: str) -> Iterator[Row]:
    for name, form in load("formats", Format, "", shipped_only=True).known.items():
        yield f"`{name}`", form.title, "yes" if isinstance(form, Writer) else ""


def _models(_: str) -> Iterator[Row]:
    for name, kind in load("models", ModelKind, "", shipped_only=True).known.items():
        yield f"`{name}:{kind.rest}`", kind.place(None, {}), f"`{kind.key}`" if kind.key else ""


def _doors(_: str) -> Iterator[Row]:
    for door in DOORS:
        group = f"roleplay.{door}"
        shipped = sorted(point.name for point in entry_points(group=group) if point.value.startswith("roleplay."))
        names = "a folder, read and never imported" if door not in _USED else f"an object, {_USED[door]}"
        yield f"`{group}`", names, ", ".join(f"`{name}`" for name in shipped)


def _settings(_: str) -> Iterator[Row]:
    for name, key in KEYS.items():
        allowed = ", ".join(f"`{choice}`" for choice in key.choices)
        if key.span:
            allowed = f"{key.span[0]:g} to {key.span[1]:g}"
        yield f"`{name}`", f"`ROLEPLAY_{name.upper()}`", allowed or "any text", f"`{key.default}`" if key.default else ""


def _reactions(language: str) -> Iterator[Row]:
    starter = load_persona(STARTERS / "persona", (language,)).voices[language]
    for reaction in Reaction:
        said = starter.reactions[reaction]
        yield f"`{reaction}`", ", ".join(f"`{band}`" for band in said), next(iter(said.values()))[0]


def _slashes(language: str) -> Iterator[Row]:
    for name, text in COMMANDS.items():
        yield f"`{name}`", say(text, language)


def _exits(_: str) -> Iterator[Row]:
    yield "0", "all is well, also when something had to be repaired, with a warning"
    yield "1", "a check failed, or some of several files were bad"
    for error in errors.RoleplayError.__subclasses__():
        yield str(error.exit_code), (error.__doc__ or "").split("\n")[0].rstrip(".")
    yield "130", "interrupted by Ctrl-C"


TABLES: dict[str, tuple[Row, Callable[[str], Iterator[Row]]]] = {
    "doors": (("group", "its entry points name", "shipped"), _doors),
    "exits": (("code", "what it means"), _exits),
    "formats": (("format", "where it comes from", "written too"), _formats),
    "models": (("name", "where it is looked for", "key"), _models),
    "personas": (("persona", "who", "scenarios"), _personas),
    "reactions": (("reaction", "bands", "a line to begin with"), _reactions),
    "scorers": (("scorer", "title", "what it looks for"), _scorers),
    "settings": (("setting", "variable", "values", "default"), _settings),
    "slashes": (("type", "to"), _slashes),
}
_HEADS = {
    "ro": {
        "scorer": "criteriu",
        "title": "nume",
        "what it looks for": "ce urmărește",
        "type": "scrii",
        "to": "ca să",
        "persona": "personaj",
    }
    | {"who": "cine e", "scenarios": "situații"},
    "ru": {"scorer": "оценщик", "title": "название", "what it looks for": "на что смотрит", "type": "команда", "to": "что делает"}
    | {"persona": "персонаж", "who": "кто это", "scenarios": "ситуации"},
}


class Facts(SphinxDirective):
    """``{facts} scorers``: one of `TABLES`."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        folder = self.env.docname.partition("/")[0]
        language = folder if folder in _HEADS else "en"
        heads, rows = TABLES[self.arguments[0]]
        titles = tuple(_HEADS.get(language, {}).get(head, head) for head in heads)
        return [_table([titles, *rows(language)])]


def _table(rows: list[Row]) -> nodes.table:
    """*rows* as a table, the first as its head; what stands between backticks is code."""
    table = nodes.table()
    group = nodes.tgroup(cols=len(rows[0]))
    table += group
    group += [nodes.colspec(colwidth=1) for _ in rows[0]]
    group += nodes.thead("", *map(_row, rows[:1]))
    group += nodes.tbody("", *map(_row, rows[1:]))
    return table


def _row(cells: Row) -> nodes.row:
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *_inline(cell))) for cell in cells))


def _inline(text: str) -> Iterator[nodes.Node]:
    for number, piece in enumerate(text.split("`")):
        if piece:
            yield nodes.literal(piece, piece) if number % 2 else nodes.Text(piece)
