"""Scorecards in the form asked for, written as they come."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from textwrap import indent
from types import TracebackType
from typing import Any, BinaryIO, Self

from roleplay import private
from roleplay.batch.assessor import Card
from roleplay.cli.cards import card_lines
from roleplay.cli.context import message_language
from roleplay.dialogue import Transcript
from roleplay.errors import RoleplayError, StorageFailed
from roleplay.formats.table import cell
from roleplay.inert import inert
from roleplay.scorecard import Scorecard
from roleplay.scoreform import from_json
from roleplay.scoring import Skill

__all__ = ["FORMS", "Sheet"]

FORMS = ("table", "json", "jsonl", "csv")
AT_ONCE = 1 << 18  # bytes that are written to a file together
Again = Callable[[], Transcript]
_COLUMNS = (
    *("transcript", "path", "persona", "language", "turn", "scorer", "version", "coder", "coder_version"),
    *("outcome", "value", "quotes", "reason", "suggestion", "marked"),
)


class Sheet:
    """Where the scorecards go: standard output, or the file *out*, which is the old one until the last of them is in it.

    *single* says that one file was named: in JSON it is an object and no list.
    """

    def __init__(self, form: str, out: Path | None, *, single: bool, skills: Sequence[Skill]) -> None:
        self.form, self.out, self.single, self.skills = form, out, single, skills
        self.begun = self.broken = False
        self._file: BinaryIO | None = None
        self._open = ExitStack()

    def __enter__(self) -> Self:
        return self

    @property
    def shown(self) -> bool:
        """Whether it goes to a terminal."""
        return self.out is None and sys.stdout.isatty()

    def add(self, card: Card, again: Again) -> None:
        """Write *card*; *again* gives its transcript, of which a table needs the words. Raises `StorageFailed`, and what *card* raises."""
        if card.text is not None:
            self._put(card.text)
            return
        for piece in self._pieces(card, again):
            self._put(piece.encode("utf-8", "replace"))

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None and self.begun and self.form == "json":
            self._put(b"\n" if self.single else b"\n]\n")
        try:
            self._open.__exit__(kind, error, trace)
        except OSError as fault:
            raise self._unwritten(fault) from None

    def _pieces(self, card: Card, again: Again) -> Iterator[str]:
        if self.form == "jsonl":
            yield from _line(card)
        elif self.form == "csv":
            yield from _rows(card, head=not self.begun)
        elif self.form == "json":
            yield self._listed(card)
        else:
            yield from self._table(card, again)

    def _listed(self, card: Card) -> str:
        value = {**card.head, "scores": [json.loads(score) for score in card.scores], "summary": card.summary}
        value |= {"coding": card.coding} if card.coding else {}
        text = json.dumps(value, ensure_ascii=False, indent=2)
        return text if self.single else (",\n" if self.begun else "[\n") + indent(text, "  ")

    def _table(self, card: Card, again: Again) -> Iterator[str]:
        scores = from_json(map(json.loads, card.scores), card.summary, card.coding)
        about, transcript = card.head["transcript"], again()
        shown = [skill for skill in self.skills if skill.id in scores.summary]
        if self.shown and os.environ.get("TERM") != "dumb":
            yield _drawn(list(_heading(about)), scores, shown, transcript)
            return
        yield inert("  ".join(_heading(about)), lines=False) + "\n"
        for line in card_lines(scores, shown, transcript, message_language()):
            yield line + "\n"
        yield "\n"

    def _put(self, text: bytes) -> None:
        self.begun = True
        if self.out is None:
            sys.stdout.flush()
            sys.stdout.buffer.write(text)
            sys.stdout.flush()
            return
        try:
            if self._file is None:
                descriptor = self._open.enter_context(private.replacing(self.out))
                self._file = self._open.enter_context(os.fdopen(descriptor, "wb", AT_ONCE, closefd=False))
            self._file.write(text)
        except OSError as error:
            raise self._unwritten(error) from None

    def _unwritten(self, error: OSError) -> StorageFailed:
        self.broken = True
        return StorageFailed("{path} cannot be written: {reason}; nothing that was saved is lost", path=self.out, reason=error.strerror)


_LOOKED_INTO = re.compile(r"-[0-9a-f]{8}\Z")  # by which files of one name are told apart


def _drawn(heading: list[str], scores: Scorecard, skills: list[Skill], transcript: Transcript) -> str:
    """A scorecard as a terminal shows it at the end of a talk, below what the talk is known by."""
    from rich.text import Text

    from roleplay.cli.feedback import card, console

    screen = console()
    name, *rest = (inert(part, lines=False) for part in heading)
    with screen.capture() as found:
        screen.print(Text.assemble((name, "bold"), ("  ".join(("", *rest)), "dim")))
        screen.print(card(scores, skills, transcript, message_language(), width=screen.width))
        screen.print()
    return found.get()


def _heading(about: dict[str, Any]) -> Iterator[str]:
    """What a talk is known by: the name of its file, and its id where that says something else; then its persona and language, if known."""
    file = Path(about["path"])
    yield file.name
    yield from (each for each in (_LOOKED_INTO.sub("", about["id"]),) if each not in (file.name, file.stem))
    yield from filter(None, (about["persona"], about["language"]))


def _line(card: Card) -> Iterator[str]:
    """The scorecard on one line; one that breaks off is ended, so that the next one is whole."""
    try:
        yield from card.pieces()
    except RoleplayError:
        yield "\n"
        raise
    yield "\n"


def _rows(card: Card, *, head: bool) -> Iterator[str]:
    made = io.StringIO()
    table = csv.writer(made, lineterminator="\n", quoting=csv.QUOTE_ALL)
    if head:
        table.writerow(_COLUMNS)
    about, coder = card.head["transcript"], card.head["coder"]
    talk = [about["id"], about["path"], about["persona"], about["language"]]
    for score in map(json.loads, card.scores):
        quotes = " | ".join(item["quote"] for item in score.get("evidence", []))
        row = [*talk, score["turn"], score["scorer"], score["version"], coder["name"], coder["version"]]
        row += [score["outcome"], score.get("value"), quotes, score["reason"], score.get("suggestion")]
        row.append(
            " | ".join(
                f"{other['by']} {other['outcome'] if other['value'] is None else other['value']}" for other in score.get("marked", ())
            )
        )
        table.writerow([cell(value) for value in row])
        yield made.getvalue()
        made.seek(0)
        made.truncate()
    yield made.getvalue()
