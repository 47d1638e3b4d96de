"""A process of its own that keeps turns, for tests that kill it, crowd it or fill its disk.

``appender.py PATH`` begins a journal and keeps turns until it is killed, saying each number after it is kept. ``appender.py PATH hold``
keeps one turn and waits. ``appender.py PATH limit BYTES`` may write only so much; when that is used up it says so, is given room again,
and keeps the same turn and one more.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path
from random import Random

from roleplay.dialogue import Header, Speaker, Turn
from roleplay.errors import StorageFailed
from roleplay.journal import Journal

__all__ = ["made"]


def made(index: int) -> Turn:
    """Turn number *index*: some are short, some are so long that a kill can come in the middle of one."""
    length = Random(index).choice((0, 1, 30, 5_000, 300_000))
    return Turn(index=index, speaker=Speaker.TRAINEE if index % 2 else Speaker.PERSONA, text="ёж " * length + str(index))


def say(word: object) -> None:
    """Tell the parent process, at once."""
    print(word, flush=True)


def endless(journal: Journal) -> None:
    """Keep turns until killed."""
    for index in count():
        journal.append(made(index))
        say(index)


def limited(journal: Journal, limit: int) -> None:
    """Keep turns until the limit is reached, then go on without it."""
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
    for index in count():
        turn = Turn(index=index, speaker=Speaker.PERSONA, text="Țară " * 20)
        before = journal.path.read_bytes()
        try:
            journal.append(turn)
        except StorageFailed as error:
            say(f"failed {index} {error.exit_code} {journal.path.read_bytes() == before} {error}")
            break
        say(index)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    for again in (turn, Turn(index=turn.index + 1, speaker=Speaker.TRAINEE, text="да")):
        journal.append(again)
        say(again.index)


def main() -> None:
    """Do what the arguments say."""
    path, *how = sys.argv[1:]
    journal = Journal.create(Path(path), Header(id="child", language="ru"))
    if how[:1] == ["hold"]:
        journal.append(made(0))
        say("held")
        sys.stdin.read()
    elif how[:1] == ["limit"]:
        limited(journal, int(how[1]))
    else:
        endless(journal)


if __name__ == "__main__":
    main()
