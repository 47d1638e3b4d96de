"""What the package shows to others: names, docstrings, examples."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.modules import MODULES

LIBRARY = tuple(name for name in MODULES if not name.startswith("roleplay.cli"))


def tree(name: str) -> ast.Module:
    """The source of the module called *name*."""
    path = importlib.import_module(name).__file__
    assert path is not None
    return ast.parse(Path(path).read_text("utf-8"))


def defined(name: str) -> set[str]:
    """The functions and classes without an underscore that the module called *name* makes itself."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return {node.name for node in tree(name).body if isinstance(node, kinds) and not node.name.startswith("_")}


def exported(name: str) -> list[str]:
    """The names in ``__all__``."""
    return list(getattr(importlib.import_module(name), "__all__", []))


def rank(name: str) -> tuple[int, str]:
    """The place of *name*: constants, classes, the rest, each by the alphabet."""
    return (0 if name.isupper() else 1 if name[:1].isupper() else 2), name


def members(holder: type) -> Iterator[tuple[str, object]]:
    """The methods and properties that *holder* itself has, without those with an underscore."""
    for name, member in vars(holder).items():
        if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, property | classmethod | staticmethod)):
            yield name, member


def test_the_modules_are_found() -> None:
    """Of the library and of the command line."""
    assert {"roleplay", "roleplay.wording", "roleplay.coders.rules", "roleplay.cli.score"} <= set(MODULES)


@pytest.mark.parametrize("name", LIBRARY)
def test_a_module_says_what_it_shows(name: str) -> None:
    """A module with anything in it lists the names, each once, in order, and all of them exist."""
    module, names = importlib.import_module(name), exported(name)

    assert names or not defined(name)
    assert names == sorted(set(names), key=rank)
    assert [each for each in names if not hasattr(module, each)] == []


@pytest.mark.parametrize("name", MODULES)
def test_a_module_says_what_it_is(name: str) -> None:
    """In its first line."""
    assert (ast.get_docstring(tree(name)) or "").strip()


@pytest.mark.parametrize("name", LIBRARY)
def test_every_name_that_is_shown_is_explained(name: str) -> None:
    """Functions and classes, with their methods and properties; what a dataclass writes for itself is no explanation."""
    module = importlib.import_module(name)
    mute = []
    for each in exported(name):
        thing = getattr(module, each)
        if not (inspect.isclass(thing) or inspect.isfunction(thing)) or thing.__module__ != name:
            continue
        doc = thing.__doc__ or ""
        if not doc.strip() or doc.startswith(f"{each}("):
            mute.append(each)
        if inspect.isclass(thing):
            mute += [f"{each}.{part}" for part, member in members(thing) if not (member.__doc__ or "").strip()]

    assert mute == []


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_a_module_are_true(name: str) -> None:
    """Every doctest gives what it says, without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = doctest.testmod(importlib.import_module(name))

    assert found.failed == 0


def test_the_contract_for_plugin_authors_has_an_example() -> None:
    """It is run with the others."""
    finder = doctest.DocTestFinder()

    for name in ("roleplay.scoring", "roleplay.codes", "roleplay.variants"):
        assert any(test.examples for test in finder.find(importlib.import_module(name)))


def test_the_version_is_that_of_the_distribution() -> None:
    """It is looked up only when it is asked for, and no other name is made up."""
    import roleplay

    assert roleplay.__version__.split(".")[0].isdecimal()
    with pytest.raises(AttributeError):
        roleplay.soup  # noqa: B018
