"""What a file holds in another order than it was said in, put aside on disk: in a database that has no name and is gone when it is closed."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from typing import Any, TypeVar

from roleplay.errors import StorageFailed

__all__ = ["Link", "linked", "once", "ordered"]

T = TypeVar("T")
Link = tuple[str, str | None, Any]
"""The name of a value, the name of the one before it, and the value, which is JSON."""


def ordered(rows: Iterable[tuple[float, Any]], *, backwards: bool = False) -> Iterator[Any]:
    """The values of *rows*, which are JSON, by their keys; where these are the same in the order of the rows, or *backwards*. Raises `StorageFailed`."""
    step = -1 if backwards else 1
    with _aside("create table row (key real, place integer, value text)") as aside:
        values = ((key, place * step, json.dumps(value)) for place, (key, value) in enumerate(rows))
        aside.executemany("insert into row values (?, ?, ?)", values)
        for (value,) in aside.execute("select value from row order by key, place"):
            yield json.loads(value)


def linked(rows: Iterable[Link], last: object) -> Iterator[Any]:
    """The values from the first one, of which nothing is before, to *last*, or the last of the *rows* if that is none of them. Raises `StorageFailed`."""
    with _aside("create table row (name text primary key, before text, value text, place integer)") as aside:
        named = ((json.dumps(name), json.dumps(before), json.dumps(value)) for name, before, value in rows)
        aside.executemany("insert or replace into row values (?, ?, ?, null)", named)
        at = json.dumps(last)
        if aside.execute("select 1 from row where name = ?", (at,)).fetchone() is None:
            (at,) = aside.execute("select name from row order by rowid desc").fetchone() or (at,)
        place = 0
        while aside.execute("update row set place = ? where name = ? and place is null", (place, at)).rowcount:
            (at,) = aside.execute("select before from row where name = ?", (at,)).fetchone()
            place += 1
        for (value,) in aside.execute("select value from row where place is not null order by place desc"):
            yield json.loads(value)


def once(pairs: Iterable[tuple[str, T]], few: int) -> Iterator[tuple[str, T]]:
    """The *pairs*, of which *few* names are held. Raises `ValueError` for a name that comes a second time, `StorageFailed`."""
    pairs = iter(pairs)
    held: set[str] = set()
    for name, value in islice(pairs, few):
        if name in held:
            raise ValueError("a key is there twice")
        held.add(name)
        yield name, value
    if (more := next(pairs, None)) is None:
        return
    with _aside("create table row (name text primary key) without rowid") as aside:
        aside.executemany("insert into row values (?)", ((json.dumps(name),) for name in held))
        while more is not None:
            if not aside.execute("insert or ignore into row values (?)", (json.dumps(more[0]),)).rowcount:
                raise ValueError("a key is there twice")
            yield more
            more = next(pairs, None)


@contextmanager
def _aside(table: str) -> Iterator[sqlite3.Connection]:
    try:
        with closing(sqlite3.connect("", isolation_level=None, check_same_thread=False)) as aside:
            for setting in ("journal_mode = off", "synchronous = off", "temp_store = file"):
                aside.execute(f"pragma {setting}")
            aside.execute(table)
            aside.execute("begin")
            yield aside
    except sqlite3.Error as error:
        place = tempfile.gettempdir()
        raise StorageFailed("{path} cannot be written: {reason}; nothing that was saved is lost", path=place, reason=str(error)) from None
