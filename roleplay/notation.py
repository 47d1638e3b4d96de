"""A strict reading of YAML: text stays text, nothing is resolved, merged, aliased or said twice.

YAML's own loaders turn ``no`` into False and ``12:30`` into 750, let the last of two keys win, and can be made to unfold a few lines
into gigabytes. Here a document becomes a tree of texts, lists and mappings with line numbers, and `Entry` reads that tree with all
faults gathered instead of the first one raised.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from roleplay.errors import NotationInvalid

__all__ = ["MAX_BYTES", "Entry", "Node", "parse", "read"]

MAX_BYTES = 1_000_000
MAX_DEPTH = 20
MAX_NODES = 50_000


@dataclass(slots=True)
class Node:
    """A value of a YAML document and the line it begins on."""

    value: str | list[Node] | dict[str, Node]
    line: int


def read(path: Path) -> Node:
    """Read one YAML file. Raises `NotationInvalid` with file, line and fault; `OSError` if there is no such file."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise NotationInvalid(str(path), [f"{size} bytes is more than the {MAX_BYTES} allowed"])
    return parse(path.read_bytes(), str(path))


def parse(data: bytes, path: str = "<text>") -> Node:
    """Parse one YAML document from *data*. Raises `NotationInvalid`.

    >>> parse(b"lang: no").value["lang"].value
    'no'
    """
    import yaml  # only when a file is read

    if len(data) > MAX_BYTES:
        raise NotationInvalid(path, [f"{len(data)} bytes is more than the {MAX_BYTES} allowed"])
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Tree(path).build(yaml.parse(_decoded(data, path), Loader=loader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotationInvalid(path, [f"line {mark.line + 1 if mark else '?'}: {error.problem or error.context}"]) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise NotationInvalid(path, [" ".join(str(error).split())[:200] or type(error).__name__]) from None


def _decoded(data: bytes, path: str) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotationInvalid(path, [f"not UTF-8 (byte {error.start}): save the file as UTF-8"]) from None
    if not text.strip():
        raise NotationInvalid(path, ["the file is empty"])
    return text


class _Tree:
    """Builds nodes from parser events without recursion, so depth is a fault and not a crash."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.count = 0
        self.stack: list[tuple[Node, str | None]] = []
        self.root: Node | None = None

    def fault(self, line: int, what: str) -> NotationInvalid:
        return NotationInvalid(self.path, [f"line {line}: {what}"])

    def build(self, events: Iterator[object]) -> Node:
        import yaml

        for event in events:
            line = event.start_mark.line + 1  # type: ignore[attr-defined]  # every yaml event has marks
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise self.fault(line, "anchors and aliases (&, *) are not used here: write the value out")
            if isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
                raise self.fault(line, "a second document: keep one document a file")
            if isinstance(event, yaml.NodeEvent):
                self.count += 1
                if self.count > MAX_NODES:
                    raise self.fault(line, f"more than {MAX_NODES} values")
                tag = getattr(event, "tag", None)
                if tag is not None and tag != "!":
                    raise self.fault(line, f"tags ({tag}) are not used here")
            if isinstance(event, yaml.ScalarEvent):
                self._scalar(event.value, line)
            elif isinstance(event, yaml.SequenceStartEvent):
                self._open(Node([], line))
            elif isinstance(event, yaml.MappingStartEvent):
                self._open(Node({}, line))
            elif isinstance(event, yaml.CollectionEndEvent):
                self.stack.pop()
        if self.root is None:
            raise NotationInvalid(self.path, ["the file is empty"])
        return self.root

    def _scalar(self, text: str, line: int) -> None:
        if any("\ud800" <= c <= "\udfff" for c in text):
            raise self.fault(line, "half of a surrogate pair: not a character")
        if self.stack and isinstance(self.stack[-1][0].value, dict) and self.stack[-1][1] is None:
            holder = self.stack[-1][0]
            if text == "<<":
                raise self.fault(line, "merge keys (<<) are not used here: write the values out")
            assert isinstance(holder.value, dict)
            if text in holder.value:
                raise self.fault(line, f"{text!r} is there twice")
            self.stack[-1] = (holder, text)
        else:
            self._attach(Node(text, line))

    def _open(self, node: Node) -> None:
        if self.stack and isinstance(self.stack[-1][0].value, dict) and self.stack[-1][1] is None:
            raise self.fault(node.line, "a key must be text")
        if len(self.stack) >= MAX_DEPTH:
            raise self.fault(node.line, f"nested more than {MAX_DEPTH} deep")
        self._attach(node)
        self.stack.append((node, None))

    def _attach(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        holder, key = self.stack[-1]
        if isinstance(holder.value, list):
            holder.value.append(node)
        elif isinstance(holder.value, dict) and key is not None:
            holder.value[key] = node
            self.stack[-1] = (holder, None)


@dataclass(slots=True)
class Entry:
    """A mapping of a YAML document, read key by key; faults go to the shared list *faults*, with path and line.

    Every getter returns a usable value even after a fault, so that one reading finds them all; `finish` reports keys nobody asked for.
    """

    node: Node
    faults: list[str]
    path: str = ""
    asked: set[str] = field(default_factory=lambda: {"extensions"})

    def fault(self, key: str, what: str, line: int | None = None) -> None:
        """Note a fault at *key*."""
        where = ".".join(part for part in (self.path, key) if part)
        self.faults.append(f"line {line or self.node.line}: {where}: {what}")

    @property
    def keys(self) -> list[str]:
        """The keys that are there."""
        return list(self.node.value) if isinstance(self.node.value, dict) else []

    def take(self, key: str, *, required: bool = True) -> Node | None:
        """The node at *key*."""
        self.asked.add(key)
        if not isinstance(self.node.value, dict):
            return None
        node = self.node.value.get(key)
        if node is None and required:
            self.fault(key, "is missing")
        return node

    def text(self, key: str, default: str | None = None) -> str:
        """The text at *key*; required unless there is a *default*."""
        node = self.take(key, required=default is None)
        if node is None:
            return default or ""
        if not isinstance(node.value, str):
            self.fault(key, "must be text", node.line)
            return default or ""
        if default is None and not node.value.strip():
            self.fault(key, "is empty", node.line)
        return node.value.strip()

    def choice(self, key: str, options: tuple[str, ...], default: str | None = None) -> str:
        """One of *options* at *key*."""
        text = self.text(key, default)
        if text not in options:
            if text:
                self.fault(key, f"is {text!r}, must be one of {', '.join(options)}")
            return options[0]
        return text

    def number(self, key: str, low: float, high: float, default: float | None = None) -> float:
        """The number at *key*, from *low* to *high*."""
        node = self.take(key, required=default is None)
        if node is None:
            return low if default is None else default
        try:
            number = float(node.value) if isinstance(node.value, str) and len(node.value) < 40 else None
        except ValueError:
            number = None
        if number is None or not low <= number <= high:
            self.fault(key, f"must be a number from {low:g} to {high:g}", node.line)
            return low
        return number

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false at *key*."""
        return self.choice(key, ("false", "true"), "true" if default else "false") == "true"

    def texts(self, key: str, *, least: int = 0, required: bool = True) -> tuple[str, ...]:
        """The list of texts at *key*, at least *least* of them."""
        node = self.take(key, required=required)
        if node is None:
            return ()
        if not isinstance(node.value, list) or not all(isinstance(item.value, str) and item.value.strip() for item in node.value):
            self.fault(key, "must be a list of texts", node.line)
            return ()
        if len(node.value) < least:
            self.fault(key, f"has {len(node.value)} entries, needs {least}", node.line)
        return tuple(item.value.strip() for item in node.value if isinstance(item.value, str))

    def entry(self, key: str, *, required: bool = True) -> Entry:
        """The mapping at *key*; an empty one if it is missing."""
        node = self.take(key, required=required)
        if node is not None and not isinstance(node.value, dict):
            self.fault(key, "must be a mapping", node.line)
            node = None
        return Entry(node or Node({}, self.node.line), self.faults, ".".join(part for part in (self.path, key) if part))

    def entries(self, key: str, *, required: bool = True) -> list[Entry]:
        """The list of mappings at *key*."""
        node = self.take(key, required=required)
        if node is None:
            return []
        path = ".".join(part for part in (self.path, key) if part)
        if not isinstance(node.value, list) or not all(isinstance(item.value, dict) for item in node.value):
            self.fault(key, "must be a list of mappings", node.line)
            return []
        return [Entry(item, self.faults, f"{path}[{number}]") for number, item in enumerate(node.value)]

    def finish(self) -> None:
        """Report every key that was not asked for."""
        if not isinstance(self.node.value, dict):
            self.faults.append(f"line {self.node.line}: {self.path or 'the document'}: must be a mapping")
            return
        for key, node in self.node.value.items():
            if key not in self.asked:
                self.fault(key, "is not a known key (free keys go under extensions)", node.line)
