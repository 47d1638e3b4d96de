"""The inside of a process of `roleplay.confinement`: limits itself, makes what it was told to, and answers one question after the other.

What foreign code prints goes nowhere, what it reads is empty: the pipes to the owner are moved out of its way first.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from queue import SimpleQueue
from threading import Thread
from typing import BinaryIO, cast

__all__ = ["main"]


def main() -> None:
    """Serve the owner until it is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the owner's
    questions, answers = _moved(0, os.O_RDONLY, "rb"), _moved(1, os.O_WRONLY, "wb")
    asked: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_hear, args=(questions, asked), daemon=True).start()
    what, arguments, seconds, megabytes = pickle.loads(asked.get())  # noqa: S301  # from the owner
    _limit(megabytes)
    made: list[Callable[[object], object]] = []
    line = _line(lambda: made.append(_made(what, arguments)))
    while True:
        answers.write(line + b"\n")
        answers.flush()
        if not made:
            return
        question = asked.get()
        _more_time(seconds)
        line = _line(lambda: made[0](pickle.loads(question)))  # noqa: B023, S301  # called at once, and from the owner


def _moved(number: int, flags: int, mode: str) -> BinaryIO:
    """The pipe that is file *number*, under another one; *number* itself leads nowhere from now on."""
    pipe = cast("BinaryIO", os.fdopen(os.dup(number), mode))
    nowhere = os.open(os.devnull, flags)
    os.dup2(nowhere, number)
    os.close(nowhere)
    return pipe


def _hear(questions: BinaryIO, asked: SimpleQueue[bytes]) -> None:
    """Pass on what the owner asks, and leave with it, whatever the foreign code is doing."""
    while len(size := questions.read(8)) == 8:
        asked.put(questions.read(int.from_bytes(size, "big")))
    os._exit(0)


def _made(what: str, arguments: tuple[object, ...]) -> Callable[[object], object]:
    module, _, name = what.partition(":")
    made: Callable[[object], object] = getattr(import_module(module), name)(*arguments)
    return made


def _line(work: Callable[[], object]) -> bytes:
    """What *work* gives, or what it raises, as a line of JSON."""
    try:
        return json.dumps({"value": work()}).encode()
    except BaseException as error:  # foreign code may raise anything, and wants to leave perhaps
        return json.dumps({"fault": _told(error), "said": _said(error)}).encode()


def _told(error: BaseException) -> str:
    try:
        return " ".join(f"{type(error).__name__}: {error}".split())[:500]
    except BaseException:  # its text is foreign code as well
        return type(error).__name__


def _said(error: BaseException) -> tuple[str, dict[str, str]] | None:
    """The first fault that *error* lists, as a message and what fills its slots; None if it lists none of ours."""
    try:
        sentence = error.faults[0]  # type: ignore[attr-defined]  # what has no faults is told by its text
        return str(sentence.message)[:500], {str(key): str(value)[:500] for key, value in sentence.values.items()}
    except BaseException:  # its attributes are foreign code as well
        return None


def _limit(megabytes: int) -> None:
    """Take no more memory than that, and leave no core file. Where there are no such limits there are none."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        wanted = megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (wanted if most < 0 else min(wanted, most), most))


def _more_time(seconds: float) -> None:
    """Let the system end the process should it still run long after its owner stopped waiting."""
    with suppress(ImportError, OSError, ValueError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        wanted = int(time.process_time() + seconds) + 2
        resource.setrlimit(resource.RLIMIT_CPU, (wanted if most < 0 else min(wanted, most), most))


if __name__ == "__main__":
    main()
