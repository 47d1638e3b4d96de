"""A strict reading of YAML: text stays text, nothing is resolved, merged, aliased or said twice.

YAML's own loaders turn ``no`` into False and ``12:30`` into 750, let the last of two keys win, and can be made to unfold a few lines
into gigabytes. Here a document becomes a tree of texts, lists and mappings with line numbers, and `Entry` reads that tree with all
faults gathered instead of the first one raised.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from roleplay.errors import NotationInvalid, Sentence
from roleplay.yamltree import Node, Tree, misread, on_line

__all__ = ["MAX_BYTES", "Entry", "Node", "parse", "read"]

MAX_BYTES = 1_000_000


def read(path: Path) -> Node:
    """Read one YAML file. Raises `NotationInvalid` with file, line and fault; `OSError` if there is no such file."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise NotationInvalid(str(path), [Sentence("{size} bytes is more than the {most} allowed", size=size, most=MAX_BYTES)])
    return parse(path.read_bytes(), str(path))


def parse(data: bytes, path: str = "<text>") -> Node:
    """Parse one YAML document from *data*. Raises `NotationInvalid`.

    >>> parse(b"lang: no").value["lang"].value
    'no'
    """
    import yaml  # only when a file is read

    if len(data) > MAX_BYTES:
        raise NotationInvalid(path, [Sentence("{size} bytes is more than the {most} allowed", size=len(data), most=MAX_BYTES)])
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = _decoded(data, path)
    try:
        return Tree(path).build(yaml.parse(text, Loader=loader))
    except yaml.MarkedYAMLError as error:
        raise NotationInvalid(path, [misread(error, text)]) from None
    except yaml.reader.ReaderError as error:
        raise NotationInvalid(path, [_unprintable(text, error.character)]) from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        raise NotationInvalid(path, [Sentence("it holds what no YAML file can hold, such as a character that does not exist")]) from None


def _unprintable(text: str, code: int) -> str:
    line = text[: text.find(chr(code))].count("\n") + 1
    return on_line(line, Sentence("the character {code} is not allowed", code=f"U+{code:04X}"))


def _decoded(data: bytes, path: str) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotationInvalid(path, [Sentence("not UTF-8 (byte {place}): save the file as UTF-8", place=error.start)]) from None
    if not text.strip():
        raise NotationInvalid(path, [Sentence("the file is empty")])
    return text


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
        self.faults.append(on_line(line or self.node.line, Sentence("{where}: {what}", where=where, what=what)))

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
            self.fault(key, Sentence("is missing"))
        return node

    def text(self, key: str, default: str | None = None) -> str:
        """The text at *key*; required unless there is a *default*."""
        node = self.take(key, required=default is None)
        if node is None:
            return default or ""
        if not isinstance(node.value, str):
            self.fault(key, Sentence("must be text"), node.line)
            return default or ""
        if default is None and not node.value.strip():
            self.fault(key, Sentence("is empty"), node.line)
        return node.value.strip()

    def choice(self, key: str, options: tuple[str, ...], default: str | None = None) -> str:
        """One of *options* at *key*."""
        node = self.take(key, required=default is None)
        if node is None:
            return default or options[0]
        if node.value not in options:
            said = repr(node.value) if isinstance(node.value, str) else Sentence("no text")
            self.fault(key, Sentence("is {said}, must be one of {options}", said=said, options=", ".join(options)), node.line)
            return default or options[0]
        return str(node.value)

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
            self.fault(key, Sentence("must be a number from {low} to {high}", low=f"{low:g}", high=f"{high:g}"), node.line)
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
            self.fault(key, Sentence("must be a list of texts"), node.line)
            return ()
        if len(node.value) < least:
            self.fault(key, Sentence("has {count} entries, needs {least}", count=len(node.value), least=least), node.line)
        return tuple(item.value.strip() for item in node.value if isinstance(item.value, str))

    def entry(self, key: str, *, required: bool = True) -> Entry:
        """The mapping at *key*; an empty one if it is missing."""
        node = self.take(key, required=required)
        if node is not None and not isinstance(node.value, dict):
            self.fault(key, Sentence("must be a mapping"), node.line)
            node = None
        return Entry(node or Node({}, self.node.line), self.faults, ".".join(part for part in (self.path, key) if part))

    def entries(self, key: str, *, required: bool = True) -> list[Entry]:
        """The list of mappings at *key*."""
        node = self.take(key, required=required)
        if node is None:
            return []
        path = ".".join(part for part in (self.path, key) if part)
        if not isinstance(node.value, list) or not all(isinstance(item.value, dict) for item in node.value):
            self.fault(key, Sentence("must be a list of mappings"), node.line)
            return []
        return [Entry(item, self.faults, f"{path}[{number}]") for number, item in enumerate(node.value)]

    def finish(self) -> None:
        """Report every key that was not asked for."""
        if not isinstance(self.node.value, dict):
            whole = self.path or Sentence("the document")
            self.faults.append(on_line(self.node.line, Sentence("{where}: {what}", where=whole, what=Sentence("must be a mapping"))))
            return
        for key, node in self.node.value.items():
            if key not in self.asked:
                self.fault(key, Sentence("is not a known key (free keys go under extensions)"), node.line)
