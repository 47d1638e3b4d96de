"""A page as a reader's program sees it."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

__all__ = ["SCRIPT", "Tags"]

SCRIPT = "<script>alert(1)</script>"


class Tags(HTMLParser):
    """The tags of a page with their attributes, and its visible texts; every tag must be closed in order."""

    VOID = ("meta", "br", "link", "img", "rect", "line", "path", "polyline")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.said: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.texts.append(data)
            self.said += [data] if "sup" not in self.open else []

    @property
    def text(self) -> str:
        """All visible text, spaces made one."""
        return " ".join("".join(self.texts).split())

    @property
    def plain(self) -> str:
        """The same without the signs behind evidence."""
        return " ".join("".join(self.said).split())

    def of(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each *tag*."""
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def ids(self) -> list[str]:
        """Every id of the page."""
        return [value for _, each in self.tags if (value := each.get("id")) is not None]

    def well_ordered(self) -> bool:
        """Whether there is one heading of the first level, and no level is left out on the way down."""
        levels = [int(name[1]) for name, _ in self.tags if len(name) == 2 and name[0] == "h" and name[1].isdecimal()]
        return levels[0] == 1 and levels.count(1) == 1 and all(after - before <= 1 for before, after in pairwise(levels))

    def runs_and_asks_for_nothing(self) -> bool:
        """Whether no tag or attribute could run, load or send anything, and every link leads to a place of the page itself."""
        attributes = [(name, value or "") for _, each in self.tags for name, value in each.items()]
        bad = {"script", "link", "img", "iframe", "object", "embed", "base", "form", "use", "image", "foreignobject", "animate", "set"}
        acting = [name for name, _ in attributes if name.startswith("on") or name in ("src", "style", "srcset", "action", "xlink:href")]
        links = [value for name, value in attributes if name == "href"]
        assert bad & {tag for tag, _ in self.tags} == set()
        assert acting == []
        assert [link for link in links if link[:1] != "#" or link[1:] not in self.ids] == []
        return True
