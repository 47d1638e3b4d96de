"""What people think of replies: ratings from 0 to 4 by scorer, in JSON Lines or CSV.

A rating is the value of a score times four. A room that shows hands is rated hand by hand, each hand with a name of its own
(``room@2026-11-22T10:00:00Z#3``), so that who counts raters counts them right; which hand is whose from one turn to the next nobody knows.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roleplay.errors import LabelsInvalid, StorageFailed
from roleplay.jsonline import MAX_LINE, dump, lines, load, mended

__all__ = ["LEVELS", "Rating", "hand", "latest", "level", "parse", "parse_csv", "read", "room_of", "rows"]

LEVELS = (0, 1, 2, 3, 4)
_COLUMNS = ("transcript", "turn", "rater", "scorer", "value")
_ROOM = "room@"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """What *rater* gave the reply at *turn* of the talk with the id *transcript*: for one skill a *value* from 0 to 4, *at* a time."""

    transcript: str
    turn: int
    rater: str
    scorer: str
    value: int
    at: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The line of the contract."""
        line = {key: getattr(self, key) for key in _COLUMNS}
        return line | ({} if self.at is None else {"at": self.at})

    def dump(self) -> bytes:
        """One line, newline included."""
        return dump(self.to_json())


def level(value: float) -> int:
    """The level from 0 to 4 that the *value* of a score, 0 to 1, is nearest to; the higher one in the middle.

    >>> [level(value) for value in (0.0, 0.6, 0.625, 1.0)]
    [0, 2, 3, 4]
    """
    return int(value * 4 + 0.5)


def hand(room: str, number: int) -> str:
    """The rater that hand *number* of the *room* is; rooms are told apart by when they began.

    >>> hand("2026-11-22T10:00:00Z", 3)
    'room@2026-11-22T10:00:00Z#3'
    """
    return f"{_ROOM}{room}#{number}"


def room_of(rater: str) -> str | None:
    """The room whose hand *rater* is, None for a person.

    >>> room_of("room@2026-11-22T10:00:00Z#3"), room_of("Ana")
    ('2026-11-22T10:00:00Z', None)
    """
    name, _, number = rater.removeprefix(_ROOM).rpartition("#")
    return name if rater.startswith(_ROOM) and number.isdecimal() else None


def latest(ratings: Iterable[Rating]) -> list[Rating]:
    """The *ratings* that count: of a person who rated a reply twice for a skill the last one, of a room the last show of hands."""
    shows: dict[tuple[str, int, str, str], list[Rating]] = {}
    for rating in ratings:
        room = room_of(rating.rater)
        shown = shows.setdefault((rating.transcript, rating.turn, rating.scorer, rating.rater if room is None else _ROOM + room), [])
        if shown and (room is None or shown[-1].at != rating.at):
            shown.clear()
        shown.append(rating)
    return [rating for shown in shows.values() for rating in shown]


def read(path: Path) -> list[Rating]:
    """The ratings in *path*: a table if its name ends in .csv or .tsv, else JSON Lines. Raises `StorageFailed`, `LabelsInvalid`."""
    try:
        if path.suffix.lower() in (".csv", ".tsv"):
            return parse_csv(path.read_bytes(), path.name)
        with path.open("rb") as file:
            return parse(lines(file), path.name)
    except OSError as error:
        raise StorageFailed("{path} cannot be read: {reason}", path=path, reason=error.strerror) from None


def parse(lines: Iterable[bytes], name: str) -> list[Rating]:
    """The ratings in *lines*; *name* is used in the messages. A torn last line, which nobody was told was kept, is left out.

    Raises `LabelsInvalid` for the first line that is wrong.
    """
    found = []
    for number, line in enumerate(lines, 1):
        text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
        if not text.strip():
            continue
        if len(line) > MAX_LINE:
            raise LabelsInvalid("{path}: line {line} is longer than {limit} bytes", path=name, line=number, limit=MAX_LINE)
        value = load(text)
        if value is not None:
            found.append(_rating(mended(value), name, number))
        elif line.endswith(b"\n"):
            raise LabelsInvalid("{path}: line {line} is no JSON object", path=name, line=number)
    return found


def parse_csv(data: bytes, name: str) -> list[Rating]:
    """The ratings in a table with the columns transcript, turn, rater, scorer, value, in any order and case. Raises `LabelsInvalid`."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LabelsInvalid("{path} is not UTF-8; save the table as CSV UTF-8", path=name) from None
    return [
        _rating({key: _whole(value) if key in ("turn", "value") else value for key, value in row.items()}, name, number)
        for number, row in rows(text, name)
    ]


def rows(text: str, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table of ratings with the number of the line where each ends. Raises `LabelsInvalid`."""
    head = text.split("\n", 1)[0]
    table = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        heading = [cell.strip().casefold() for cell in next(table, [])]
        lacking = [column for column in _COLUMNS if column not in heading]
        if lacking:
            raise LabelsInvalid(
                "{path}: the table has no column {column}; it needs: {all}", path=name, column=lacking[0], all=", ".join(_COLUMNS)
            )
        for cells in table:
            if any(cell.strip() for cell in cells):
                yield table.line_num, {key: cell.strip() for key, cell in zip(heading, cells, strict=False)}
    except csv.Error as error:
        raise LabelsInvalid("{path}: line {line} is no row of a table ({reason})", path=name, line=table.line_num, reason=error) from None


def _whole(text: str) -> object:
    """The whole number that a cell holds, also where a spreadsheet made it 3.0; else the cell."""
    number = text.removesuffix(".0").removesuffix(",0")
    return int(number) if number.isdecimal() and number.isascii() and len(number) < 10 else text


def _rating(value: dict[str, Any], name: str, number: int) -> Rating:
    """The rating that a line or a row holds. Raises `LabelsInvalid`."""
    for key in _COLUMNS:
        if value.get(key) in (None, ""):
            raise LabelsInvalid("{path}: line {line}: {key} is missing", path=name, line=number, key=key)
    for key in ("transcript", "rater", "scorer"):
        if not isinstance(value[key], str):
            raise LabelsInvalid(
                "{path}: line {line}: {key} must be a text, not {value}", path=name, line=number, key=key, value=_shown(value[key])
            )
    turn, rated = value["turn"], value["value"]
    if not isinstance(turn, int) or isinstance(turn, bool) or turn < 0:
        raise LabelsInvalid(
            "{path}: line {line}: {key} must be the number of a turn, not {value}", path=name, line=number, key="turn", value=_shown(turn)
        )
    if not isinstance(rated, int | float) or isinstance(rated, bool) or rated not in LEVELS:
        raise LabelsInvalid(
            "{path}: line {line}: {key} must be one of {known}, not {value}",
            path=name,
            line=number,
            key="value",
            known=_listed(LEVELS),
            value=_shown(rated),
        )
    at = value.get("at")
    return Rating(
        transcript=value["transcript"],
        turn=turn,
        rater=value["rater"],
        scorer=value["scorer"].replace("-", "_"),
        value=int(rated),
        at=at if isinstance(at, str) and at else None,
    )


def _listed(levels: Sequence[int]) -> str:
    return ", ".join(map(str, levels))


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:40] + "…"
