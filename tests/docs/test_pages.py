"""What the pages tell of: everything that there is, and nothing that is typed where the program can be asked."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

from docs.living.facts import DOORS, TABLES
from docs.living.help import asked, sections, tree
from docs.living.run import ran
from roleplay.cli.commands import COMMANDS as SLASHES
from roleplay.codes import Code
from roleplay.settings import KEYS
from tests.messages import ROOT

DOCS = ROOT / "docs"
PAGES = tuple(sorted(path for path in DOCS.rglob("*.md") if path.parent.name != "decisions"))
TOLD = "\n".join(path.read_text("utf-8") for path in PAGES)


def page(name: str) -> str:
    """The source of the page called *name*."""
    return (DOCS / f"{name}.md").read_text("utf-8")


def directives(text: str, name: str) -> list[str]:
    """What the directives *name* in *text* are given."""
    return [given.strip() for given in re.findall(rf"^```\{{{name}\}}(.*)$", text, re.MULTILINE)]


def rows(name: str, language: str = "en") -> dict[str, tuple[str, ...]]:
    """The table *name* by what its first cells say."""
    return {row[0].strip("`"): row for row in TABLES[name][1](language)}


def installed(group: str) -> set[str]:
    """The names of our entry points in the project file, under *group*."""
    text = (ROOT / "pyproject.toml").read_text("utf-8").partition(f'[project.entry-points."{group}"]')[2].partition("\n\n")[0]
    return set(re.findall(r"^(\w+) = ", text, re.MULTILINE))


def test_every_command_is_on_its_page() -> None:
    """With its help, in the order of the program, and a note where the help does not say all."""
    text = sections({"practice": "Sit down first.", "config set": "Once."})

    assert directives(page("commands"), "commands") == [""]
    assert directives(text, "help") == list(tree())
    assert "## `practice`\n\nSit down first.\n" in text
    assert "### `config set`\n\nOnce.\n" in text


def test_a_note_on_what_is_no_command_is_a_fault() -> None:
    """It would be told to nobody."""
    with pytest.raises(KeyError):
        sections({"soup": "Stir."})


@pytest.mark.parametrize("words", tree())
def test_the_help_of_a_command_is_what_the_program_says(words: str) -> None:
    """It begins with how the command is called, and has an example unless others stand below it."""
    text = asked(words)

    assert text.startswith(f"Usage: roleplay {words}".rstrip())
    assert "Examples:" in text or "Commands:" in text or "[OPTIONS]" in text


@pytest.mark.parametrize("words", ["", "practice", "personas new"])
def test_the_help_on_the_page_is_that_of_the_program_to_the_letter(words: str, tmp_path: Path) -> None:
    """As a new user sees it."""
    assert ran(f"COLUMNS=80 roleplay {words} --help", tmp_path)[0] == asked(words).rstrip()


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(DOCS)))
def test_no_help_is_typed(path: Path) -> None:
    """The program is asked instead."""
    text = path.read_text("utf-8")

    assert re.findall(r"^\s*(?:Usage: roleplay|-h, --help).*$", text, re.MULTILINE) == []


def test_every_code_is_in_the_table_of_names() -> None:
    """In the order of the code, each with what it marks."""
    listed = re.findall(r"^\| `(\w+)` \| .+ \|$", page("codes"), re.MULTILINE)

    assert listed == [str(code) for code in Code]


def test_every_scorer_is_explained() -> None:
    """In the table, and below it by how its value comes about."""
    shipped = installed("roleplay.scorers")

    assert set(rows("scorers")) == shipped
    assert set(re.findall(r"^`(\w+)`\n: ", page("scorers"), re.MULTILINE)) == shipped


def test_every_door_is_in_the_table() -> None:
    """With all that ships and enters by it."""
    groups = re.findall(r'^\[project\.entry-points\."(roleplay\.\w+)"\]', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE)

    assert sorted(groups) == sorted(f"roleplay.{door}" for door in DOORS)
    assert {group: set(re.findall(r"`(\w+)`", row[2])) for group, row in rows("doors").items()} == {
        group: installed(group) for group in groups
    }


def test_every_table_is_whole_and_shown() -> None:
    """Settings, slash commands, models, formats, personas, and codes of exit."""
    assert set(rows("settings")) == set(KEYS)
    assert set(rows("slashes")) == set(SLASHES)
    assert {name.partition(":")[0] for name in rows("models")} == installed("roleplay.models")
    assert set(rows("formats")) == installed("roleplay.formats")
    assert set(rows("personas")) == installed("roleplay.personas")
    assert set(rows("exits")) == {"0", "1", "2", "3", "4", "5", "6", "130"}
    assert set(directives(TOLD, "facts")) == set(TABLES)


@pytest.mark.parametrize("language", ["ro", "ru"])
def test_tables_speak_the_language_of_their_page(language: str) -> None:
    """Titles and meanings are those of the catalogues."""
    for name in ("personas", "scorers", "slashes"):
        told = rows(name, language)
        assert list(told) == list(rows(name))
        assert all(told[key][1] != row[1] for key, row in rows(name).items())


@pytest.mark.parametrize("language", ["ro", "ru"])
@pytest.mark.parametrize("name", ["practise", "coach"])
def test_guides_in_other_languages_are_whole(name: str, language: str) -> None:
    """They tell what the English ones tell: as many sections and blocks, the same tables."""
    own, ours = page(f"{language}/{name}"), page(name)

    for part in (r"^## ", r"^```", r"^```\{(?:facts|run|file)\}.*$"):
        assert len(re.findall(part, own, re.MULTILINE)) == len(re.findall(part, ours, re.MULTILINE))
    assert directives(own, "facts") == directives(ours, "facts")


def modules_shown() -> list[str]:
    """The modules in the reference."""
    return re.findall(r"^\.\. automodule:: (\S+)$", page("api"), re.MULTILINE)


def test_the_reference_has_what_plugins_import() -> None:
    """The shipped scorers, the one to start from, and the examples on the pages."""
    sources = [path.read_text("utf-8") for path in (ROOT / "scorers").rglob("*.py")]
    sources.append((ROOT / "roleplay" / "authoring" / "scaffold.py").read_text("utf-8").partition("PYTHON = '''")[2].partition("'''")[0])
    sources.append(TOLD)
    imported = {found for text in sources for found in re.findall(r"^from (roleplay[\w.]*) import", text, re.MULTILINE)}

    assert {"roleplay.codes", "roleplay.dialogue", "roleplay.scoring"} <= imported
    assert imported <= set(modules_shown())


@pytest.mark.parametrize("name", modules_shown())
def test_a_module_in_the_reference_is_public(name: str) -> None:
    """It lists its names."""
    module = importlib.import_module(name)

    assert module.__all__ or ast.get_docstring(ast.parse(Path(str(module.__file__)).read_text("utf-8")))


def test_decisions_have_numbers_of_their_own() -> None:
    """Each the one that its title says."""
    found = {path: re.match(r"# (\d+)\. ", path.read_text("utf-8")) for path in (DOCS / "decisions").glob("0*.md")}
    numbers = [int(title[1]) for title in found.values() if title]

    assert len(numbers) == len(found) == len(set(numbers))
    assert [path.name for path, title in found.items() if title and int(path.name[:4]) != int(title[1])] == []
