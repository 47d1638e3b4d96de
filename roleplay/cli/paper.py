"""What rich draws, on a terminal in its colours and elsewhere as plain lines."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console, RenderableType

from roleplay.cli.delivery import deliver
from roleplay.cli.feedback import console

__all__ = ["show"]

WIDTH = 100  # of what is no terminal


def show(parts: Iterable[RenderableType], out: Path | None = None) -> None:
    """Show *parts* one below the other, or write them to *out*."""
    if out is None and sys.stdout.isatty():
        screen = console()
        for part in parts:
            screen.print(part)
        return
    lines = io.StringIO()
    plain = Console(file=lines, width=WIDTH, color_system=None, force_terminal=False, markup=False, emoji=False, highlight=False)
    for part in parts:
        plain.print(part)
    deliver("\n".join(line.rstrip() for line in lines.getvalue().split("\n")).rstrip("\n"), out)
