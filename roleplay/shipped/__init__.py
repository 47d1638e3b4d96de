"""Where the shipped personas and scorers are found: beside this file in a wheel, at the root of a checkout."""

from pathlib import Path

__all__ = ["holds"]

_here = Path(__file__).parent
if not (_here / "scorers").is_dir():
    __path__.append(str(_here.parent.parent))


def holds(folder: Path) -> bool:
    """Whether *folder* is that of a persona or scorer that ships with the project."""
    return folder.resolve().parent in {Path(place, kind).resolve() for place in __path__ for kind in ("personas", "scorers")}
