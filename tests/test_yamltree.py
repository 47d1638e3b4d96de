"""The tree that is built from a YAML parser's events."""

from __future__ import annotations

import pytest
import yaml

from roleplay.errors import NotationInvalid
from roleplay.yamltree import MAX_DEPTH, MAX_NODES, Node, Tree


def built(text: str) -> Node:
    """The tree of *text*."""
    return Tree("a.yaml").build(yaml.parse(text, Loader=yaml.SafeLoader))


def faults(text: str) -> list[str]:
    """The faults for which *text* is refused."""
    with pytest.raises(NotationInvalid) as caught:
        built(text)
    assert caught.value.path == "a.yaml"
    return caught.value.faults


def test_every_value_knows_its_line() -> None:
    """Texts, lists and mappings remember where they begin."""
    assert built("a: x\nb:\n  - y\n  - c: z\n") == Node({"a": Node("x", 1), "b": Node([Node("y", 3), Node({"c": Node("z", 4)}, 4)], 3)}, 1)


def test_an_empty_value_is_empty_text() -> None:
    """Nothing is resolved: no null, only text without letters."""
    assert built("a:\nb: ~") == Node({"a": Node("", 1), "b": Node("~", 2)}, 1)


def test_an_empty_list_and_an_empty_mapping_are_told_apart() -> None:
    """Brackets of both kinds keep their meaning."""
    assert built("[[], {}]") == Node([Node([], 1), Node({}, 1)], 1)


def test_no_event_of_a_document_is_an_empty_file() -> None:
    """A stream without a document has no tree."""
    assert faults("# nothing") == ["the file is empty"]


def test_the_greatest_depth_is_allowed_and_one_more_is_not() -> None:
    """Depth is counted exactly."""
    assert isinstance(built("[" * MAX_DEPTH + "]" * MAX_DEPTH).value, list)
    assert faults("\n" + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)) == [f"line 2: nested more than {MAX_DEPTH} deep"]


def test_the_greatest_number_of_values_is_allowed_and_one_more_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys, lists and mappings count as values too; the number is that of a long persona many times over."""
    assert MAX_NODES == 50_000
    monkeypatch.setattr("roleplay.yamltree.MAX_NODES", 50)
    assert isinstance(built("[" + "a," * 49 + "]").value, list)
    assert faults("[" + "a," * 50 + "]") == ["line 1: more than 50 values"]
    assert faults("{" + "".join(f"k{number}: a, " for number in range(25)) + "}") == ["line 1: more than 50 values"]


@pytest.mark.parametrize("key", ["? [a]\n: b", "? {a: b}\n: c", "{[a]: b}"])
def test_a_key_must_be_text(key: str) -> None:
    """Lists and mappings are no keys."""
    assert faults(f"x: y\n{key}" if key.startswith("?") else key)[0].endswith("a key must be text")


def test_a_plain_tag_that_says_nothing_is_allowed() -> None:
    """The lone exclamation mark means text, which everything is here."""
    assert built("a: ! 5") == Node({"a": Node("5", 1)}, 1)
