"""Where personas and scorers come from, and which of them cannot be used.

Two doors: entry points of installed distributions (what ships with the project enters there too), and folders a user named, with
``personas/`` and ``scorers/`` in them. Each plugin is looked at alone; a broken one becomes a `Broken` with its reason and stops nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

__all__ = ["Broken", "Found", "Shelf", "discover"]

GROUPS = {"personas": "roleplay.personas", "scorers": "roleplay.scorers"}
MARKERS = {"personas": "persona.yaml", "scorers": "scorer.yaml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A plugin that is there: its *folder* holds its files. Nothing has been read yet."""

    kind: str
    name: str
    folder: Path
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A plugin that cannot be used, from where, why, and what to do."""

    kind: str
    name: str
    origin: str
    reason: str
    fix: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """All plugins of one kind, by name, and the broken ones."""

    found: dict[str, Found]
    broken: tuple[Broken, ...] = ()


def discover(kind: str, folders: Iterable[Path] = (), *, installed: Iterable[EntryPoint] | None = None, shipped_only: bool = False) -> Shelf:
    """Look through both doors for plugins of *kind* (``personas`` or ``scorers``). Never raises for a broken plugin."""
    points = entry_points(group=GROUPS[kind]) if installed is None else installed
    seen: list[Found] = []
    broken: list[Broken] = []
    for point in points:
        if shipped_only and not point.value.startswith("roleplay.shipped."):
            continue
        item = _behind(kind, point)
        (seen if isinstance(item, Found) else broken).append(item)  # type: ignore[arg-type]  # mypy joins the two lists
    for folder in () if shipped_only else folders:
        seen.extend(_inside(kind, folder))
    found: dict[str, Found] = {}
    for item in seen:
        rivals = [other for other in seen if other.name == item.name and other.folder != item.folder]
        if rivals:
            reason = f"the name is taken twice: {item.origin} and {', '.join(rival.origin for rival in rivals)}"
            broken.append(Broken(kind=kind, name=item.name, origin=item.origin, reason=reason, fix="rename or remove one of them"))
        else:
            found[item.name] = item
    return Shelf(dict(sorted(found.items())), tuple(broken))


def _behind(kind: str, point: EntryPoint) -> Found | Broken:
    dist = getattr(point, "dist", None)
    origin = f"{dist.name} {dist.version}" if dist is not None else point.value
    try:
        spec = find_spec(point.value)
        places = list(spec.submodule_search_locations or ()) if spec else []
        reason = f"{point.value} is no package folder"
    except (Exception, SystemExit) as error:  # a parent package may do anything on import
        places, reason = [], f"{type(error).__name__}: {error}"
    for place in places:
        if (Path(place) / MARKERS[kind]).is_file():
            return Found(kind=kind, name=point.name, folder=Path(place), origin=origin)
        reason = f"{MARKERS[kind]} is missing in {point.value}"
    return Broken(kind=kind, name=point.name, origin=origin, reason=reason, fix=f"reinstall or remove {dist.name if dist else point.value}")


def _inside(kind: str, folder: Path) -> list[Found]:
    shelf = folder / kind
    if not shelf.is_dir():
        return []
    places = sorted(place for place in shelf.iterdir() if (place / MARKERS[kind]).is_file())
    return [Found(kind=kind, name=place.name.replace("-", "_"), folder=place, origin=str(place)) for place in places]
