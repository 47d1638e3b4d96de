"""How each file in a folder is read: ``python -m benchmarks.formats FOLDER``. A look at real exports; no test, and nothing is written."""

from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path

from roleplay.errors import RoleplayError
from roleplay.formats.casting import Casting, cast, speakers
from roleplay.formats.shelf import Formats, formats, opened


def rows(path: Path, known: Formats) -> list[str]:
    """A line for each conversation in the file at *path*, or the reason for refusing it."""
    try:
        file = opened(path)
        form, found = known.read(file.document)
        made = []
        for each in found:
            imported = cast(each, Casting(), ident="x", name=path.name, format_id=form.id)
            turns = imported.transcript.turns
            names = speakers(each)
            starts = [turn.start for turn in turns if turn.start is not None]
            gaps = [b.start - a.end for a, b in pairwise(turns) if a.end is not None and b.start is not None]
            ends = sum(turn.end is not None for turn in turns)
            times = f"{len(starts)} starts, {ends} ends, {min(starts):g}-{max(starts):g} s" if starts else "no times"
            overlaps = sum(gap < 0 for gap in gaps)
            made.append(
                f"{form.id} | {len(names)} ({', '.join(names[:3])}) | {len(turns)} | {times}, {len(gaps)} gaps, {overlaps} overlaps | "
                + "; ".join(str(remark.message.format(**remark.values)) for remark in (*file.remarks, *imported.remarks))
            )
    except RoleplayError as error:
        return [f"REFUSED | | | | {error}"]
    return made


def main() -> None:
    known = formats()
    for broken in known.broken:
        print(f"broken: {broken.name}: {broken.reason}")
    folder = Path(sys.argv[1])
    print("file | format | speakers | turns | times | remarks")
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        for row in rows(path, known):
            print(f"{path.relative_to(folder)} | {row}")


if __name__ == "__main__":
    main()
