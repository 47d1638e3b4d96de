"""Where plugins come from, and which of them cannot be used.

Two doors: entry points of installed distributions (what ships with the project enters there too), and folders a user named, with
``personas/`` and ``scorers/`` in them. A persona's or scorer's entry point names a folder (`discover`), a model's or format's an object
(`load`). Each plugin is looked at alone; a broken one becomes a `Broken` with its reason and stops nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Generic, TypeVar

from roleplay import API_VERSION
from roleplay.errors import Sentence
from roleplay.quiet import quiet

__all__ = ["Broken", "Found", "Objects", "Shelf", "discover", "load", "names", "origins", "other_interface", "own_words", "strays"]

T = TypeVar("T")

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


@dataclass(frozen=True, slots=True)
class Objects(Generic[T]):
    """All plugins of one kind that are objects, by name, and the broken ones."""

    known: dict[str, T] = field(default_factory=dict)
    broken: tuple[Broken, ...] = ()


def discover(
    kind: str, folders: Iterable[Path] = (), *, installed: Iterable[EntryPoint] | None = None, shipped_only: bool = False
) -> Shelf:
    """Look through both doors for plugins of *kind* (``personas`` or ``scorers``). Never raises for a broken plugin.

    >>> sorted(discover("personas", shipped_only=True).found)
    ['absent_father', 'difficult_client', 'grumbling_parent']
    """
    points = entry_points(group=GROUPS[kind]) if installed is None else installed
    seen = [_behind(kind, point) for point in points if not shipped_only or point.value.startswith("roleplay.shipped.")]
    for folder in () if shipped_only else folders:
        seen.extend(_inside(kind, folder))
    whole = [item for item in seen if isinstance(item, Found)]
    broken = [item for item in seen if isinstance(item, Broken)]
    found: dict[str, Found] = {}
    for item in whole:
        rivals = [other for other in whole if other.name == item.name and other.folder.resolve() != item.folder.resolve()]
        if rivals:
            reason = _twice(item.origin, [rival.origin for rival in rivals])
            broken.append(
                Broken(kind=kind, name=item.name, origin=item.origin, reason=reason, fix=Sentence("rename or remove one of them"))
            )
        else:
            found[item.name] = item
    return Shelf(dict(sorted(found.items())), tuple(broken))


def load(
    kind: str,
    contract: type[T],
    lacks: str,
    *,
    name: str | None = None,
    installed: Iterable[EntryPoint] | None = None,
    shipped_only: bool = False,
) -> Objects[T]:
    """The objects behind the entry points of *kind* (``models`` or ``formats``), only those called *name* if one is given.

    What does not fit the *contract*, a protocol that is checked at run time, *lacks* something. Never raises for a broken plugin.
    """
    points = [point for point in _points(kind, installed, shipped_only=shipped_only) if name in (None, point.name)]
    known: dict[str, T] = {}
    broken: list[Broken] = []
    for point in points:
        rivals = [other for other in points if other.name == point.name and other.value != point.value]
        if rivals:
            reason = _twice(_named(point), [_named(rival) for rival in rivals])
            broken.append(Broken(kind=kind, name=point.name, origin=_origin(point), reason=reason, fix=Sentence("remove one of them")))
            continue
        item = _loaded(kind, point, contract, lacks)
        if isinstance(item, Broken):
            broken.append(item)
        else:
            known[point.name] = item
    return Objects(known, tuple(broken))


def names(kind: str, *, installed: Iterable[EntryPoint] | None = None, shipped_only: bool = False) -> list[str]:
    """What the objects of *kind* are called, without loading any."""
    return list(dict.fromkeys(point.name for point in _points(kind, installed, shipped_only=shipped_only)))


def origins(kind: str, *, installed: Iterable[EntryPoint] | None = None, shipped_only: bool = False) -> dict[str, str]:
    """The distribution and version behind each object of *kind*, by name, without loading any."""
    return {point.name: _origin(point) for point in _points(kind, installed, shipped_only=shipped_only)}


def _points(kind: str, installed: Iterable[EntryPoint] | None, *, shipped_only: bool) -> Iterator[EntryPoint]:
    points = sorted(entry_points(group=f"roleplay.{kind}") if installed is None else installed, key=lambda point: point.name)
    return (point for point in points if not shipped_only or point.value.startswith(f"roleplay.{kind}."))


def _loaded(kind: str, point: EntryPoint, contract: type[T], lacks: str) -> T | Broken:
    try:
        with quiet():
            item = point.load()
            version = getattr(item, "api_version", API_VERSION)
            if isinstance(item, contract) and version == API_VERSION:
                return item
        reason = lacks if version == API_VERSION else other_interface(version)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a plugin's module may do anything when it is imported
        reason = _raised(error)
    origin = _origin(point)
    return Broken(kind=kind, name=point.name, origin=origin, reason=reason, fix=_reinstall(origin))


def _named(point: EntryPoint) -> str:
    """*point* as one tells it from another of the same name."""
    return f"{point.value} of {_origin(point)}" if getattr(point, "dist", None) is not None else point.value


def other_interface(version: object) -> Sentence:
    """That a plugin is made for another version of the plugin interface than this."""
    return Sentence("it is made for version {version} of the plugin interface, this roleplay has {ours}", version=version, ours=API_VERSION)


def _twice(one: str, others: list[str]) -> Sentence:
    return Sentence("the name is taken twice: {one} and {others}", one=one, others=", ".join(others))


def _missing(name: str, place: object) -> Sentence:
    return Sentence("{name} is missing in {place}", name=name, place=place)


def _raised(error: BaseException) -> Sentence:
    return Sentence("importing it raises {error}", error=f"{type(error).__name__}: {error}"[:300])


def _reinstall(origin: str) -> Sentence:
    return Sentence("reinstall or remove {origin}", origin=origin)


def _unreadable(error: OSError) -> Sentence:
    return Sentence("cannot be read ({reason})", reason=error.strerror)


def _behind(kind: str, point: EntryPoint) -> Found | Broken:
    name, origin = point.name.replace("-", "_"), _origin(point)
    try:
        with quiet():
            spec = find_spec(point.value)
        places = [Path(place) for place in (spec.submodule_search_locations or ())] if spec else []
        reason = _missing(MARKERS[kind], point.value) if places else Sentence("{place} is no package folder", place=point.value)
        for place in places:
            if (place / MARKERS[kind]).is_file():
                return Found(kind=kind, name=name, folder=place, origin=origin)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a parent package may do anything when it is imported
        return Broken(kind=kind, name=name, origin=origin, reason=_raised(error), fix=_reinstall(origin))
    return Broken(kind=kind, name=name, origin=origin, reason=reason, fix=_reinstall(origin))


def _origin(point: EntryPoint) -> str:
    dist = getattr(point, "dist", None)
    try:
        return f"{dist.name} {dist.version}" if dist is not None else point.value
    except Exception:  # a distribution whose metadata is damaged
        return point.value


def _inside(kind: str, folder: Path) -> list[Found | Broken]:
    """The plugins in *folder*; a folder without its file is a broken one, unless its name says that it is none."""
    shelf = folder / kind
    try:
        places = sorted(place for place in shelf.iterdir() if place.is_dir() and not place.name.startswith((".", "_")))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        return [
            Broken(kind=kind, name=folder.name, origin=str(shelf), reason=_unreadable(error), fix=Sentence("look at {place}", place=shelf))
        ]
    return [_in_place(kind, place) for place in places]


def _in_place(kind: str, place: Path) -> Found | Broken:
    name, marker = place.name.replace("-", "_"), MARKERS[kind]
    try:
        if (place / marker).is_file():
            stray = next(strays(place), None)
            if stray is None:
                return Found(kind=kind, name=name, folder=place, origin=str(place))
            reason: str = Sentence("{name} is a link that leads out of {place}", name=stray, place=place)
            fix = Sentence("put a copy of the file there")
            return Broken(kind=kind, name=name, origin=str(place), reason=reason, fix=fix)
        reason, fix = _missing(marker, place), Sentence("write {name} or remove the folder", name=marker)
    except OSError as error:
        reason, fix = _unreadable(error), Sentence("look at {place}", place=place)
    return Broken(kind=kind, name=name, origin=str(place), reason=reason, fix=fix)


def own_words(folders: Iterable[Path], language: str) -> tuple[Path, ...]:
    """The user's own word files for *language* in *folders*, in the order in which they are laid over what ships."""
    return tuple(path for folder in folders if _there(path := folder / "language" / f"{language}.yaml"))


def _there(path: Path) -> bool:
    """Whether there is something at *path*; also where it cannot be looked at, so that the fault is told and not hidden."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def strays(place: Path) -> Iterator[str]:
    """The names in *place*, a folder somebody gave us, that lead out of it. (Installers link files too, and what is installed was chosen.)"""
    for path in sorted(place.iterdir()):
        if path.is_symlink() and not path.name.startswith(".") and not _leads_into(path, place):
            yield path.name


def _leads_into(path: Path, place: Path) -> bool:
    try:
        return path.resolve().is_relative_to(place.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False
