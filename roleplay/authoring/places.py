"""Where in a YAML file something stands that was found wrong after it was read: looked up in the tree of the file, which knows its lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from roleplay.errors import NotationInvalid
from roleplay.notation import Node, read

__all__ = ["Places"]

_SECTIONS = ("reactions", "scenarios", "facts", "pairs", "limits")


class Places:
    """The lines of the YAML files in *folder*; each is read once, when it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._trees: dict[str, Node | None] = {}

    def line(self, name: str, keys: Iterable[str], said: str | None = None) -> int | None:
        """The line of the file called *name* that says *said*, or on which the value below *keys* begins; None if neither is there.

        A key is looked for in the sections of a file too, and the id of an entry is its key.
        """
        tree = self._tree(name)
        if tree is None:
            return None
        lines = [node.line for node in _texts(tree) if said and isinstance(node.value, str) and node.value.startswith(said)]
        return lines[-1] if lines else _below(tree, keys)

    def _tree(self, name: str) -> Node | None:
        if name not in self._trees:
            try:
                self._trees[name] = read(self._folder / name)
            except (OSError, NotationInvalid):
                self._trees[name] = None
        return self._trees[name]


def _below(tree: Node, keys: Iterable[str]) -> int | None:
    node: Node | None = None
    for key in keys:
        inner = _at(node or tree, key)
        if inner is None:
            break
        node = inner
    return node.line if node else None


def _at(node: Node, key: str) -> Node | None:
    if isinstance(node.value, str):
        return None
    if isinstance(node.value, list):
        return next((item for item in node.value if isinstance(item.value, dict) and _id(item.value) == key), None)
    if key in node.value:
        return node.value[key]
    inner = (_at(node.value[section], key) for section in _SECTIONS if section in node.value)
    return next((found for found in inner if found is not None), None)


def _id(entry: dict[str, Node]) -> object:
    return entry["id"].value if "id" in entry else None


def _texts(node: Node) -> Iterator[Node]:
    if isinstance(node.value, str):
        yield node
        return
    for inner in node.value.values() if isinstance(node.value, dict) else node.value:
        yield from _texts(inner)
