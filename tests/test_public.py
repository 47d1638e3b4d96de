"""What the package shows to others: names, docstrings, examples."""

from __future__ import annotations

import ast
import doctest
import importlib
import inspect
import re
import warnings
from collections.abc import Iterator

import pytest

from roleplay import errors
from roleplay.authoring import scaffold
from tests.messages import ROOT
from tests.modules import MODULES, tree

LIBRARY = tuple(name for name in MODULES if not name.startswith("roleplay.cli"))
REFERENCE = re.findall(r"^\.\. automodule:: (\S+)$", (ROOT / "docs" / "api.md").read_text("utf-8"), re.MULTILINE)
FAULTS = {name for name in errors.__all__ if isinstance(getattr(errors, name), type) and issubclass(getattr(errors, name), Exception)}
SETS_UP = {"roleplay.testing.contracts", "roleplay.testing.fixtures", "roleplay.testing.server", "roleplay.testing.behaviours"}
NEEDS_FILES = {"roleplay.testing.cassettes", "roleplay.journal", "roleplay.record", "roleplay.actors.runnable"}


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


@pytest.mark.parametrize("name", REFERENCE)
def test_every_module_of_the_reference_with_functions_has_an_example(name: str) -> None:
    """It is run with the others. What sets up servers or needs files has its examples in the guides and in its tests."""
    module = importlib.import_module(name)
    made = [each for each in exported(name) if inspect.isfunction(thing := getattr(module, each)) and thing.__module__ == name]
    examples = [test for test in doctest.DocTestFinder().find(module) if test.examples]

    assert examples or not made or name in SETS_UP | NEEDS_FILES


def test_a_name_of_the_reference_means_one_thing() -> None:
    """No two modules of the reference make classes or constants of one name."""
    made: dict[str, set[str]] = {}
    for module in REFERENCE:
        for name in exported(module):
            thing = getattr(importlib.import_module(module), name)
            if name[:1].isupper() and getattr(thing, "__module__", module) == module:
                made.setdefault(name, set()).add(module)

    assert {name: modules for name, modules in made.items() if len(modules) > 1} == {}


def test_what_plugins_import_is_in_the_reference() -> None:
    """Those that ship, those of the tests' own distribution, and those that the guides and the scaffold show."""
    places = [*ROOT.glob("scorers/**/*.py"), *ROOT.glob("tests/distributions/kindly/**/*.py"), *ROOT.glob("docs/**/*.md")]
    texts = [scaffold.PYTHON, *(path.read_text("utf-8") for path in places)]
    told = {name for text in texts for name in re.findall(r"^from (roleplay[\w.]*) import ", text, re.MULTILINE)}

    assert {"roleplay.scoring", "roleplay.testing"} <= told
    assert told - set(REFERENCE) == set()


@pytest.mark.parametrize("name", REFERENCE)
def test_a_function_of_the_reference_names_the_errors_that_it_raises(name: str) -> None:
    """Those of ours, its own and those of the functions of its module that it calls; a kind of error stands for all below it."""
    functions = dict(_functions(tree(name)))
    mute = {}
    for (holder, function), (node, doc) in functions.items():
        if (function.startswith("_") and function != "__init__") or (holder or "").startswith("_"):
            continue
        raised = _raised((holder, function), functions, set())
        unsaid = {each for each in raised if not any(kind.__name__ in doc for kind in getattr(errors, each).__mro__)}
        if unsaid:
            mute[f"{holder or name}.{function}, line {node.lineno}"] = unsaid

    assert mute == {}


Key = tuple[str | None, str]
Functions = dict[Key, tuple[ast.FunctionDef, str]]


def _functions(module: ast.Module) -> Iterator[tuple[Key, tuple[ast.FunctionDef, str]]]:
    """The functions and methods of a module with their docstrings; that of a class is its maker's as well."""
    for node in module.body:
        if isinstance(node, ast.FunctionDef):
            yield (None, node.name), (node, ast.get_docstring(node) or "")
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, ast.FunctionDef):
                    about = ast.get_docstring(node) or "" if inner.name == "__init__" else ""
                    yield (node.name, inner.name), (inner, (ast.get_docstring(inner) or "") + about)


def _raised(key: Key, functions: Functions, seen: set[Key]) -> set[str]:
    """The errors of ours that a function raises itself or by others of its module."""
    if key in seen or key not in functions:
        return set()
    seen.add(key)
    found: set[str] = set()
    for node in ast.walk(functions[key][0]):
        if isinstance(node, ast.Raise):
            thrown = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            found |= {thrown.id} & FAULTS if isinstance(thrown, ast.Name) else set()
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found |= _raised((None, node.func.id), functions, seen) | _raised((node.func.id, "__init__"), functions, seen)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name):
            found |= _raised((key[0], node.func.attr), functions, seen) if node.func.value.id == "self" else set()
    return found


def test_the_version_is_that_of_the_distribution() -> None:
    """It is looked up only when it is asked for, and no other name is made up."""
    import roleplay

    assert roleplay.__version__.split(".")[0].isdecimal()
    with pytest.raises(AttributeError):
        roleplay.soup  # noqa: B018
