"""A report of 200 participants with two talks each: its size, and how long Chromium takes to open it; floor: an empty page in the same browser.

At most 2 MB and 1 s, in each language. The replies are our held-out ones; times and moods are made up.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path

from benchmarks.measure import report
from benchmarks.replies import HELD_OUT
from roleplay.agreement.judgement import Labelled
from roleplay.agreement.labels import read
from roleplay.assessment import assess
from roleplay.catalog import load_skill
from roleplay.coders.rules import RuleCoder
from roleplay.dialogue import LANGUAGES, Header, Mood, Speaker, Trainee, Transcript, Turn
from roleplay.plugins import discover
from roleplay.reports.group import group
from roleplay.reports.group_page import html
from roleplay.reports.participants import Given, participants
from roleplay.reports.scored import Scored
from roleplay.scoring import Skill
from tests.browser import CHROMIUM, Browser

PEOPLE, TALKS, REPLIES = 200, 2, 6
MOST_BYTES, MOST_SECONDS = 2_000_000, 1.0


def turns(said: Sequence[Labelled], chance: random.Random) -> Iterator[Turn]:
    """A talk of *said*, what was heard and what was replied."""
    clock, mood = 0.0, Mood(tension=0.5, trust=0.2)
    for place, each in enumerate(said):
        for index, speaker, text in ((2 * place, Speaker.PERSONA, each.heard or "…"), (2 * place + 1, Speaker.TRAINEE, each.reply)):
            clock += chance.choice((0.2, 0.8, 2.5, 4.0, 7.0))
            end = clock + max(1.5, len(text) / 14)
            partner = speaker is Speaker.PERSONA
            yield Turn(index=index, speaker=speaker, text=text, start=clock, end=end, mood=mood if partner else None)
            clock = end
        tension, trust = (round(min(1.0, max(0.0, old + chance.uniform(-0.2, 0.2))), 3) for old in (mood.tension, mood.trust))
        mood = Mood(tension=tension, trust=trust)


def page(language: str, skills: Sequence[Skill]) -> str:
    """The page of the whole group."""
    coder, chance = RuleCoder(language), random.Random(7)
    replies = cycle([each for path in sorted(HELD_OUT.glob("*.jsonl")) for each in read(path) if each.language == language])
    talks = []
    for number in range(PEOPLE * TALKS):
        header = Header(
            id=str(number), language=language, started_at=f"2026-11-{1 + number % TALKS:02}", trainee=Trainee(name=f"{number // TALKS}")
        )
        transcript = Transcript(header=header, turns=tuple(turns(list(islice(replies, REPLIES)), chance)))
        assessed = tuple(assess(transcript, coder, skills))
        talks.append(Given(Scored(transcript=transcript, assessed=assessed, skills=tuple(skills), coder="rules"), f"{number}.jsonl"))
    return html(group(participants(talks, language, named=False), language), language)


def main() -> bool:
    """Open each page ten times, in turn with an empty one."""
    skills = [load_skill(found.folder) for found in discover("scorers").found.values()]
    if CHROMIUM is None:
        print("the page of a group: there is no Chromium on this machine, so only its size is measured")
    good = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        bare = folder / "bare.html"
        bare.write_text("<!doctype html><title>x</title><p>x", "utf-8")
        for language in LANGUAGES:
            made = folder / f"{language}.html"
            made.write_text(page(language, skills), "utf-8")
            size = made.stat().st_size
            good &= report(
                f"the page of a group, {language}", [size], [bare.stat().st_size], unit="MB", limit="at most 2 MB", ok=size <= MOST_BYTES
            )
        if CHROMIUM is not None:
            with Browser(folder / "profile") as browser:
                for language in LANGUAGES:
                    browser.open(bare)
                    pairs = [(browser.open(folder / f"{language}.html").seconds, browser.open(bare).seconds) for _ in range(10)]
                    middle = statistics.median(ours for ours, _ in pairs)
                    good &= report(
                        f"opening the page of a group, {language}",
                        [ours for ours, _ in pairs],
                        [floor for _, floor in pairs],
                        limit="at most 1000 ms",
                        ok=middle <= MOST_SECONDS,
                    )
    return good


if __name__ == "__main__":
    sys.exit(0 if main() else 1)
