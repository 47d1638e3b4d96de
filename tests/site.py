"""A folder where distributions are installed for one test, each with one entry point."""

from __future__ import annotations

import importlib
from pathlib import Path

__all__ = ["install"]


def install(site: Path, name: str, group: str, code: str, *, point: str | None = None) -> None:
    """Install the distribution *name* 1.0 into *site*: the module ``<name>_dist`` with *code*, whose ``IT`` is the plugin *point* (else
    *name*) of *group*.
    """
    site.mkdir(exist_ok=True)
    (site / f"{name}_dist.py").write_text(code, "utf-8")
    info = site / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", "utf-8")
    (info / "entry_points.txt").write_text(f"[{group}]\n{point or name} = {name}_dist:IT\n", "utf-8")
    importlib.invalidate_caches()
