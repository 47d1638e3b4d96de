"""Where the shipped personas and scorers are found: beside this file in a wheel, at the root of a checkout."""

from pathlib import Path

_here = Path(__file__).parent
if not (_here / "scorers").is_dir():
    __path__.append(str(_here.parent.parent))
