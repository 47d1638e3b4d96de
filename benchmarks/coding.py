"""Replies coded a second on one core, warm: at least 4,000. Floor: cutting the same texts into words and looking each word up once.

What was heard is remembered after the first round, as in a talk where a reply is tried again; the second figure is for turns never heard before.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import count

from benchmarks.measure import in_turn, report
from fitting.replies import replies
from roleplay.coders.rules import RuleCoder
from roleplay.dialogue import LANGUAGES
from roleplay.language.pack import Pack

WANTED = 4000
COUNT, WORDS = 400, range(8, 13)

Said = list[tuple[str, str]]


def sample(language: str) -> Said:
    """`COUNT` replies of 8 to 12 words, each to a turn of its own, so that nothing that is remembered of a turn can help."""
    answers = {each.context: each.reply for each in replies(language) if len(each.reply.split()) in WORDS}
    return [(reply, heard) for heard, reply in answers.items()][:COUNT]


def each(task: Callable[[str, str], object], said: Said) -> float:
    """Seconds of processor time that *task* takes for one of *said*."""
    began = time.process_time()
    for reply, heard in said:
        task(reply, heard)
    return (time.process_time() - began) / len(said)


def look_up(pack: Pack, *texts: str) -> None:
    """The floor: no coder can do with less."""
    for text in texts:
        for token in pack.analyse(text).tokens:
            pack.look_up(token.form)


def anew(said: Said, spaces: int) -> Said:
    """*said*, with turns that no coder remembers: as many *spaces* longer."""
    return [(reply, heard + " " * spaces) for reply, heard in said]


def measured(language: str) -> bool:
    """20 rounds over all replies of one language, and 5 with turns that are new."""
    said, coder, spaces = sample(language), RuleCoder(language), count(1)
    floor_of = partial(each, partial(look_up, coder.pack), said)
    ours, floor = in_turn(partial(each, coder.code_text, said), floor_of, 20)
    rate = 1 / statistics.median(ours)
    good = report(
        f"coding, {language} ({len(said)} replies, {rate:,.0f} a second)",
        ours,
        floor,
        unit="µs",
        limit=f"at least {WANTED:,} a second",
        ok=rate >= WANTED,
    )
    new, floor = in_turn(lambda: each(coder.code_text, anew(said, next(spaces))), floor_of, 5)
    name = f"coding, {language}, each reply to a new turn ({1 / statistics.median(new):,.0f} a second)"
    return report(name, new, floor, unit="µs", limit="no limit", ok=True) and good


def main() -> bool:
    """Measure each language."""
    met = [measured(language) for language in LANGUAGES]
    return all(met)


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
