"""The coder beside labels: our held-out replies, cross-validation, and with a folder, ``python -m benchmarks replies FOLDER``, what it holds.

``replies_dev.jsonl`` and ``dialogues_dev.jsonl`` are looked for in *FOLDER* and in ``FOLDER/replies``. Floor: that each reply has the code.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.measure import said
from fitting.__main__ import check
from fitting.outside import SETS, outside
from roleplay.agreement.comparison import agreements
from roleplay.agreement.estimates import Table
from roleplay.agreement.judgement import Item, Labelled, judged
from roleplay.agreement.labels import read
from roleplay.assessment import scorecard
from roleplay.catalog import load_skill
from roleplay.coders.rules import RuleCoder
from roleplay.dialogue import LANGUAGES, Header, Speaker, Transcript, Turn
from roleplay.plugins import discover

HELD_OUT = Path(__file__).parents[1] / "tests" / "replies"
GOOD, POOR = "good", "poor"


def compared(name: str, labelled: Sequence[Labelled]) -> bool:
    """Each measure of each language: F1 of a code, kappa of a degree."""
    good = True
    for language in LANGUAGES:
        coder = RuleCoder(language)
        items = [Item(one, judged(coder.code_text(one.reply, one.heard), one.label)) for one in labelled if one.language == language]
        for each in agreements(items):
            measure = each.measure
            kind = "F1" if measure.binary else "weighted kappa" if measure.ordered else "kappa"
            floor = _always(each.table) if measure.binary else 0.0
            good &= said(f"{name}, {language}, {kind} of {measure.name}", each.headline, floor, None, each.count)
    return good


def _always(table: Table) -> float:
    """F1 of a coder that always finds the code."""
    there, every = sum(table[1]), sum(map(sum, table))
    return 2 * there / (there + every)


def dialogues(talks: Iterable[dict[str, Any]]) -> bool:
    """Good words and good pauses above poor ones, for every pair of talks in one language."""
    skills = [load_skill(found.folder) for found in discover("scorers").found.values()]
    rated = []
    for talk in talks:
        turns = tuple(
            Turn(index=number, speaker=Speaker(turn["speaker"]), text=turn["text"], start=turn["start"], end=turn["end"])
            for number, turn in enumerate(talk["turns"])
        )
        card = scorecard(Transcript(header=Header(id=talk["id"], language=talk["lang"]), turns=turns), RuleCoder(talk["lang"]), skills)
        values = {skill: summary.value for skill, summary in card.summary.items() if summary.value is not None}
        words = mean(value for skill, value in values.items() if skill != "pauses")
        rated.append((talk, {"words": words, "pauses": values.get("pauses", 0.0)}))
    good = True
    for kind in ("words", "pauses"):
        pairs = [
            (fine, bad) for fine, bad in product(rated, rated)
            if fine[0]["lang"] == bad[0]["lang"] and (fine[0][f"{kind}_quality"], bad[0][f"{kind}_quality"]) == (GOOD, POOR)
        ]  # fmt: skip
        gaps = [fine[1][kind] - bad[1][kind] for fine, bad in pairs]
        right = sum(gap > 0 for gap in gaps)
        ok = right == len(gaps)
        print(
            f"dialogues, good {kind} above poor: {right} of {len(gaps)} pairs, least gap {min(gaps):.2f}; wanted all: {'met' if ok else 'NOT MET'}"
        )
        good &= ok
    return good


def main(folder: str = "") -> bool:
    """Measure what is ours, then what is in *folder*; the cross-validation, which takes minutes, comes last."""
    good = compared("held out", [one for language in LANGUAGES for one in read(HELD_OUT / f"{language}.jsonl")])
    for place in (Path(folder), Path(folder, "replies")) if folder else ():
        if (path := place / "replies_dev.jsonl").exists():
            good &= compared("dev", read(path))
        if (path := place / "dialogues_dev.jsonl").exists():
            good &= dialogues([json.loads(line) for line in path.read_text("utf-8").splitlines()])
    for language in LANGUAGES:
        check(language, outside(language, Path(folder)) if (Path(folder) / next(iter(SETS))).exists() else [])
    return good


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:]) else 1)
