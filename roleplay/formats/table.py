"""Tables: CSV with a line of column names, in English, Romanian or Russian; and our own export, inert in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice

from roleplay.dialogue import Header, Speaker, Status, Transcript, Turn
from roleplay.errors import TranscriptInvalid
from roleplay.formats.conversation import Again, Conversation, Document, Utterance, seconds
from roleplay.formats.moments import clock, instant, iso, since

__all__ = ["CSV", "cell"]

_OURS = ["index", "speaker", "name", "text", "start", "end", "status"]
_COLUMNS = {
    "text": "text message content utterance transcript body sentence said words реплика текст сообщение mesaj replică replica",
    "speaker": "name speaker author sender from user who имя говорящий автор кто отправитель nume vorbitor autor expeditor",
    "start": "start start_time starttime begin time timestamp date datetime начало время дата început inceput ora timp data",
    "end": "end end_time endtime stop конец sfârșit sfarsit",
}
_ACTING = ("=", "+", "-", "@", "\t", "\r", "\0", "'", "＝", "＋", "－", "＠")


class _CSV:
    id = "csv"
    title = "CSV"

    def sniff(self, document: Document) -> float:
        if document.head[:1] in ("{", "["):
            return 0.0
        head = _head(document)
        if head == _OURS:
            return 1.0
        return 0.7 if len(head) > 1 and _column(head, "text") is not None and _column(head, "speaker") is not None else 0.0

    def read(self, document: Document) -> list[Conversation]:
        head = _head(document)
        places = {kind: _column(head, kind) for kind in _COLUMNS}
        if places["text"] is None:
            raise TranscriptInvalid(
                "{name} is a table without a column for what was said (text, message); its columns are: {columns}",
                name=document.name,
                columns=", ".join(head)[:200],
            )
        rows = Again(lambda: _rows(document))
        if head == _OURS:
            return [Conversation(transcript=Transcript(header=Header(id=""), turns=tuple(_turns(rows, document.name))))]
        first = next((moment for row in rows if (moment := _date(_at(row, places["start"])))), None)

        def said() -> Iterator[Utterance]:
            found = (_utterance(row, places, first) for row in rows)
            return (each for each in found if each.text.strip())

        utterances = document.kept(said)
        if not any(True for _ in utterances):
            raise TranscriptInvalid("{name} is a table without rows of words", name=document.name)
        return [Conversation(utterances=utterances, started_at=iso(first))]

    def write(self, transcript: Transcript) -> str:
        """One turn a row. A cell that a spreadsheet would take for a formula begins with ``'`` (OWASP ASVS 1.2.10)."""
        made = io.StringIO()
        table = csv.writer(made, lineterminator="\n", quoting=csv.QUOTE_ALL)
        table.writerow(_OURS)
        for turn in transcript.turns:
            row = [turn.index, turn.speaker, turn.name, turn.text, turn.start, turn.end, turn.status]
            table.writerow([cell(value) for value in row])
        return made.getvalue()


CSV = _CSV()


def cell(value: object) -> str:
    """*value* as a cell that no spreadsheet takes for a formula; `_bare` takes the mark away again."""
    text = "" if value is None else str(value)
    return "'" + text if text.startswith(_ACTING) else text


def _bare(text: str) -> str:
    return text.removeprefix("'")


def _head(document: Document) -> list[str]:
    line = next((line for line in document.lines if line.strip()), "")[:2000]
    return [name.strip().strip('"').strip().lower() for name in line.split(_delimiter(document))]


def _delimiter(document: Document) -> str:
    line = next((line for line in document.lines if line.strip()), "")[:2000]
    return max(",;\t|", key=line.count)


def _column(head: list[str], kind: str) -> int | None:
    return next((head.index(name) for name in _COLUMNS[kind].split() if name in head), None)


def _at(row: list[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""


def _date(text: str) -> datetime | None:
    return instant(text.strip()) if "-" in text else None


def _time(text: str, first: datetime | None) -> float | None:
    text = text.strip()
    moment = _date(text)
    return since(first, moment) if moment else clock(text) if ":" in text else seconds(text.replace(",", "."))


def _rows(document: Document) -> Iterator[list[str]]:
    """The rows under the first one. Raises `TranscriptInvalid`."""
    try:
        table = csv.reader((f"{line}\n" for line in document.lines), delimiter=_delimiter(document))
        yield from islice(filter(any, table), 1, None)
    except csv.Error as error:
        raise TranscriptInvalid("{name} is no table that can be read: {reason}", name=document.name, reason=str(error)) from None


def _turns(rows: Iterable[list[str]], name: str) -> Iterator[Turn]:
    """The turns of our own export. Raises `TranscriptInvalid` for a row that somebody has changed into none."""
    for index, row in enumerate(rows):
        speaker, status = _at(row, 1), _at(row, 6)
        if speaker not in tuple(Speaker) or status not in tuple(Status):
            raise TranscriptInvalid(
                "{name}: row {row} does not say who speaks (persona, trainee, other) and how whole the turn is", name=name, row=index + 2
            )
        yield Turn(
            index=index,
            speaker=Speaker(speaker),
            name=_bare(_at(row, 2)) or None,
            text=_bare(_at(row, 3)),
            start=seconds(_at(row, 4)),
            end=seconds(_at(row, 5)),
            status=Status(status),
        )


def _utterance(row: list[str], places: dict[str, int | None], first: datetime | None) -> Utterance:
    text, speaker = _at(row, places["text"]), _at(row, places["speaker"])
    start, end = _time(_at(row, places["start"]), first), _time(_at(row, places["end"]), first)
    return Utterance(
        text=text.strip(),
        speaker=speaker.strip() or None,
        start=start,
        end=end if end is None or start is None or end >= start else None,
    )
