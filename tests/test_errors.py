"""The tree of errors: what the docstring draws, what processes end with, what users are told."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from roleplay import errors
from roleplay.errors import BadInput, NotationInvalid, PluginInvalid, RoleplayError, StorageFailed, Unusable, mark
from tests.messages import ROOT, extracted, slots

DRAWN = re.compile(r"^    (?P<trunk>[│ ]*)(?P<branch>[├└]── )?(?P<name>\w+)(?: .*?(?:exit (?P<code>\d+))?)?$", re.MULTILINE)


def every(kind: type[RoleplayError] = RoleplayError) -> Iterator[type[RoleplayError]]:
    """*kind* and all that is made from it."""
    yield kind
    for each in kind.__subclasses__():
        yield from every(each)


def drawn() -> dict[str, tuple[str, int]]:
    """The tree in the docstring: of each class, its parent's name and its exit code."""
    tree: dict[str, tuple[str, int]] = {}
    above: list[tuple[str, int]] = []
    for line in DRAWN.finditer(errors.__doc__ or ""):
        depth = 0 if line["branch"] is None else len(line["trunk"]) // 4 + 1
        del above[depth:]
        parent, inherited = above[-1] if above else ("Exception", 1)
        code = int(line["code"] or inherited)
        tree[line["name"]] = parent, code
        above.append((line["name"], code))
    return tree


def sentences() -> Iterator[tuple[str, str]]:
    """Where an error is made with a sentence, and which."""
    names = {kind.__name__ for kind in every()}
    for path in sorted((ROOT / "roleplay").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield f"{path.name}:{node.lineno}", first.value


def test_the_tree_is_as_it_is_drawn() -> None:
    """Every class stands in the docstring below its parent, with the exit code it ends the program with."""
    assert drawn() == {kind.__name__: (kind.__mro__[1].__name__, kind.exit_code) for kind in every()}


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("RoleplayError", 1),
        ("Unusable", 2),
        ("Misconfigured", 3),
        ("StorageFailed", 4),
        ("InUse", 4),
        ("ProviderFailed", 5),
        ("BadInput", 6),
        ("NotationInvalid", 6),
        ("TranscriptInvalid", 6),
        ("TranscriptTooNew", 6),
        ("LabelsInvalid", 6),
        ("PluginInvalid", 6),
    ],
)
def test_every_error_has_the_exit_code_of_the_contract(name: str, code: int) -> None:
    """Scripts tell faults apart by it."""
    kind: type[RoleplayError] = getattr(errors, name)

    assert kind.exit_code == code
    assert name in errors.__all__


@pytest.mark.parametrize(
    "error",
    [
        errors.NotationInvalid("a.yaml", ["line 1: no"]),
        errors.PluginInvalid("listening", ["x", "y"]),
        errors.TranscriptInvalid("{name} is empty", name="a.jsonl"),
        errors.StorageFailed("{path} cannot be read: {reason}", path=Path("a"), reason="no"),
        errors.Busy("wait", wait=3.0),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_is_the_same_in_another_process(error: RoleplayError) -> None:
    """It goes there and back as it is: with its kind, its sentence, and what else it knows."""
    again = pickle.loads(pickle.dumps(error))

    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))


def test_there_are_no_other_errors() -> None:
    """All of them are in one file, so that the tree is whole."""
    for path in (ROOT / "roleplay").rglob("*.py"):
        if path.name != "errors.py":
            bases = {
                base.id
                for node in ast.walk(ast.parse(path.read_text("utf-8")))
                if isinstance(node, ast.ClassDef)
                for base in node.bases
                if isinstance(base, ast.Name)
            }
            assert bases.isdisjoint(errors.__all__), path


def test_every_sentence_is_in_the_catalogue() -> None:
    """What users are told can be translated; a sentence of nothing but slots needs no translation."""
    said = list(sentences())
    assert len(said) > 30

    lost = [(place, text) for place, text in said if text not in extracted() and re.search(r"\w", re.sub(r"\{\w+\}", "", text))]

    assert lost == []


def test_every_sentence_has_plain_slots() -> None:
    """A name in braces and nothing more: no conversion, no attribute, no lonely brace."""
    for place, text in sentences():
        assert all(re.fullmatch(r"\{[a-z]+\}", slot) for slot in slots(text)), place
        assert not set("{}") & set(re.sub(r"\{[a-z]+\}", "", text)), place


def test_an_error_reads_as_its_english_sentence() -> None:
    """In a log, with its values filled in; braces in a value are text."""
    error = Unusable("there is no folder {path}", path="{x}")

    assert str(error) == "there is no folder {x}"
    assert (error.message, error.values) == ("there is no folder {path}", {"path": "{x}"})
    assert str(StorageFailed("a {brace}")) == "a {brace}"


@pytest.mark.parametrize(("kind", "named"), [(NotationInvalid, "path"), (PluginInvalid, "name")])
def test_an_error_with_many_faults_keeps_them_all(kind: type[NotationInvalid | PluginInvalid], named: str) -> None:
    """As a list for programs, and on one line for people."""
    error = kind("persona.yaml", ["line 1: {a}", "line 2: b"])

    assert (getattr(error, named), error.faults) == ("persona.yaml", ["line 1: {a}", "line 2: b"])
    assert str(error) == "persona.yaml: line 1: {a}; line 2: b"
    assert isinstance(error, BadInput)


def test_marking_changes_nothing() -> None:
    """It is there for the extraction of messages."""
    assert mark("a {slot}") == "a {slot}"
