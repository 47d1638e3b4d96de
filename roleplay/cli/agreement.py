"""``roleplay agreement``: how far the coder finds in replies what people labelled in them, and scorers give what people gave."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from roleplay.agreement.comparison import Comparison, agreements, to_json
from roleplay.agreement.judgement import Item, Labelled, judged
from roleplay.agreement.labels import read
from roleplay.agreement.panel import to_json as panels_json
from roleplay.agreement.ratings import Rating
from roleplay.agreement.ratings import read as read_ratings
from roleplay.cli.context import Context, complain, context, examples, message_language, tell
from roleplay.cli.delivery import deliver
from roleplay.cli.paths import files, names_many
from roleplay.cli.rated import are_ratings, compared, is_transcript
from roleplay.dialogue import LANGUAGES
from roleplay.errors import BadInput, LabelsInvalid, RoleplayError, StorageFailed, Unusable
from roleplay.inert import inert
from roleplay.reports.agreement import Difference, Grid, Report, html, report
from roleplay.reports.ratings import report as ratings_report

if TYPE_CHECKING:
    from rich.console import RenderableType

__all__ = ["command"]

_KINDS, _NOTES = (".jsonl", ".csv", ".tsv"), (".notes.jsonl",)
_COLOURS = {"good": "green", "poor": "red", "same": "green", "other": "bold", "never": "dim"}


@click.command(
    help=tell(
        "Measure how far the coder agrees with human labels, and scorers with ratings: LABELS are files of labelled replies or of ratings, folders and patterns."
    ),
    epilog=examples(
        "roleplay agreement labels.jsonl",
        "roleplay agreement labels/ --items --format html --out agreement.html",
        "roleplay agreement talk.ratings.jsonl hands.csv",
        "roleplay agreement 'labels/*.jsonl' --format json",
    ),
)
@click.argument("names", metavar="LABELS...", nargs=-1, required=True)
@click.option("--items", is_flag=True, help=tell("Also every item: in JSON all of them, else those in which label and coder differ."))
@click.option("--lang", "language", type=click.Choice(LANGUAGES), help=tell("The language of messages."))
@click.option("--format", "form", type=click.Choice(["table", "json", "html"]), default="table")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=tell("Write the data to this file."))
@click.pass_context
def command(ctx: click.Context, names: tuple[str, ...], items: bool, language: str | None, form: str, out: Path | None) -> int:
    room = context(ctx, language)
    found = list({path.resolve(): path for name in names for path in _files(name)}.values())
    if not found:
        raise Unusable("nothing fits {pattern}", pattern=", ".join(names))
    labelled, rated, bad = _read(found)
    if labelled or rated:
        reader = message_language(room.settings)
        pages: list[Report] = []
        data: dict[str, Any] = {"schema": 1}
        if labelled:
            comparisons = _comparisons(room, labelled)
            pages.append(report(comparisons, reader, items=items))
            data = to_json(comparisons)
            if items:
                data["items"] = [item.to_json() for one in comparisons for item in one.items]
        if rated:
            panels, titles = compared(room, rated, language)
            pages.append(ratings_report(panels, titles, reader, items=items))
            data["ratings"] = panels_json(panels)
        _show(pages, data, form, out, reader)
    if len(found) == 1 and bad:
        return bad[0].exit_code
    return 1 if bad else 0


def _files(name: str) -> Iterator[Path]:
    """The files that *name* stands for; the talks that lie beside their ratings are passed over in a folder, and a table is taken there too."""
    many = names_many(name)
    yield from (path for path in files([name], _file, _KINDS, without=_NOTES) if not (many and is_transcript(path)))


def _file(name: str) -> Path:
    with suppress(OSError, ValueError):  # a name that is too long, or that no file can have
        if name and Path(name).exists():
            return Path(name)
    raise Unusable("there is no file {path}", path=name)


def _read(found: Iterable[Path]) -> tuple[list[Labelled], list[tuple[Path, list[Rating]]], list[RoleplayError]]:
    """The labelled replies in all files, the ratings by file, and what is wrong with the others."""
    labelled: list[Labelled] = []
    rated: list[tuple[Path, list[Rating]]] = []
    bad: list[RoleplayError] = []
    for path in found:
        try:
            if are_ratings(path):
                ratings = read_ratings(path)
                if not ratings:
                    raise LabelsInvalid("{path} holds no ratings", path=path.name)
                rated.append((path, ratings))
            else:
                labelled += read(path)
        except (BadInput, StorageFailed) as error:
            complain(error)
            bad.append(error)
    return labelled, rated, bad


def _comparisons(room: Context, labelled: Sequence[Labelled]) -> list[Comparison]:
    made = []
    for language in LANGUAGES:
        spoken = [each for each in labelled if each.language == language]
        if spoken:
            coder = room.coder(language)
            items = tuple(Item(each, judged(coder.code_text(each.reply, each.heard), each.label)) for each in spoken)
            made.append(Comparison(language=language, coder=coder.name, version=coder.version, items=items, agreements=agreements(items)))
    return made


def _show(pages: Sequence[Report], data: dict[str, Any], form: str, out: Path | None, language: str) -> None:
    if form == "json":
        deliver(json.dumps(data, ensure_ascii=False, indent=2), out)
    elif form == "html":
        deliver(html(pages, language).rstrip("\n"), out)
    elif out is None and sys.stdout.isatty():
        for told in pages:
            _paint(told)
    else:
        deliver("\n\n".join("\n".join(_plain(told)) for told in pages), out)


def _plain(told: Report) -> Iterator[str]:
    """*told* in lines for a file or a pipe."""
    yield told.title
    if told.parity is not None:
        yield from ("", *_plain_grid(told.parity))
    for section in told.sections:
        yield from ("", section.title)
        for grid in section.grids:
            yield from ("", *_plain_grid(grid))
        if section.heading is not None:
            yield from ("", section.heading)
        for each in section.differences:
            yield from ("", inert(each.id, lines=False), *(f"  {line}" for line in _said(each)), *(f"    {line}" for line in each.lines))
    yield from ("", *told.notes)


def _plain_grid(grid: Grid) -> Iterator[str]:
    rows = [grid.headings, *(tuple(cell.text for cell in row) for row in grid.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    yield grid.title
    for first, *rest in rows:
        numbers = (f"{text:>{width}}" for text, width in zip(rest, widths[1:], strict=True))
        yield "  " + "  ".join((f"{first:<{widths[0]}}", *numbers))


def _said(each: Difference) -> list[str]:
    """What was heard and replied, each in one line."""
    return [inert(text, lines=False) or tell("(silence)") for text in (each.heard, each.reply)]


def _paint(told: Report) -> None:
    """Show *told* on the terminal."""
    from rich.padding import Padding
    from rich.rule import Rule
    from rich.text import Text

    from roleplay.cli.feedback import console

    screen = console()
    parts: list[RenderableType] = [Text(told.title, "bold"), ""]
    if told.parity is not None:
        parts.append(_painted(told.parity, screen.width))
    for section in told.sections:
        parts += [Rule(Text(section.title, "bold"), align="left", style="dim"), *(_painted(grid, screen.width) for grid in section.grids)]
        if section.heading is not None:
            parts += [Text(section.heading, "bold"), ""]
        for each in section.differences:
            heard, reply = _said(each)
            parts += [
                Text(inert(each.id, lines=False), "dim"),
                Padding(Text(heard, "magenta"), (0, 2)),
                Padding(Text(reply, "bold"), (0, 2)),
            ]
            parts += [*(Padding(Text(line), (0, 4)) for line in each.lines), ""]
    for part in (*parts, *(Text(note, "dim") for note in told.notes)):
        screen.print(part)


def _painted(grid: Grid, width: int) -> RenderableType:
    """*grid* on a terminal of *width* columns; where it is narrow, cells are broken between words, and columns without room left out."""
    from rich.console import Group
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="dim", pad_edge=False)
    columns = [[heading, *(cell.text for cell in cells)] for heading, *cells in zip(grid.headings, *grid.rows, strict=True)]
    widths = _widths(columns, width)
    for place, wide in enumerate(widths):
        table.add_column(grid.headings[place], justify="right" if place else "left", width=wide)
    if len(widths) < len(columns):
        table.add_column("…", width=1)
    for row in grid.rows:
        table.add_row(*(Text(cell.text, _COLOURS.get(cell.look, "")) for cell in row[: len(widths)]))
    return Group(Text(grid.title, "bold"), table, "")


def _widths(columns: Sequence[Sequence[str]], width: int) -> list[int]:
    """How wide each column is that has room on *width* cells for its longest word; where one is left out, a mark has room too."""
    gap, mark = 2, 3
    least = [max(len(word) for text in column for word in text.split()) for column in columns]
    ends = [sum(least[: place + 1]) + gap * place for place in range(len(least))]
    if ends[-1] > width:
        width -= mark
    found = [wide for wide, end in zip(least, ends, strict=True) if end <= width]
    room = width - ends[len(found) - 1] if found else 0
    more = [max(map(len, column)) - wide for column, wide in zip(columns, found, strict=False)]
    alike = [
        place for place in range(1, len(found)) if any(" " in text for text in columns[place][1:])
    ]  # with intervals: all in one line, or none
    first = [0] if found else []
    for places in (first, *([place] for place in range(1, len(found)) if place not in alike), alike):
        cells = sum(more[place] for place in places)
        if places == first or cells <= room:  # only words of the first column are worth a wider column that is not wide enough
            for place in places:
                found[place] += min(more[place], room)
            room -= min(cells, room)
    return found
