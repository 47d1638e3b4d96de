"""The coder on texts of others, ``python -m benchmarks outside FOLDER``: no reply of theirs is among those that the weights were fitted to.

Floors: that every reply has the code (for questions, that a question mark is in it); for an order, chance.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.measure import said
from roleplay.agreement import RESAMPLES, SEED, Estimate, confusion, estimate, interval, prf, resamples
from roleplay.coders.reading import Reading
from roleplay.coders.weights import load as weights_of
from roleplay.codes import Code
from roleplay.language.pack import load
from roleplay.language.stage import spoken

Pair = tuple[bool, bool]  # labelled, coded
Rated = tuple[bool, float]  # labelled, and the number that should be higher then
QUESTIONS = {Code.OPEN_QUESTION, Code.CLOSED_QUESTION}


@lru_cache(maxsize=10_000)
def read(language: str, reply: str, heard: str = "") -> Reading:
    """*reply* as the rule coder reads it."""
    pack = load(language)
    return Reading(pack, weights_of(language), reply, pack.analyse(spoken(heard)))


def addressed(language: str, text: str) -> bool:
    """Whether *text* speaks to somebody: a pronoun, a verb form or an order, as the word data tells."""
    pack = load(language)
    return any(pack.sense(token.form).yours for token in pack.analyse(spoken(text)).tokens)


def f1(pairs: Sequence[Pair]) -> Estimate:
    """F1 of what was coded."""
    places = [(int(labelled), int(coded)) for labelled, coded in pairs]
    return estimate(lambda table: prf(table).f1, confusion(places, 2), resamples([places], [2])[0])


def share(found: Sequence[bool]) -> Estimate:
    """How many of *found* are true."""
    chance = Random(SEED)
    draws = [sum(chance.choices(found, k=len(found))) / len(found) for _ in range(RESAMPLES)]
    return Estimate(sum(found) / len(found), interval(draws))


def auc(rated: Sequence[Rated]) -> Estimate:
    """The share of pairs of one with the label and one without in which the first is rated higher (Mann and Whitney, 1947)."""
    chance = Random(SEED)
    return Estimate(_auc(rated), interval([_auc(chance.choices(rated, k=len(rated))) for _ in range(RESAMPLES)]))


def _auc(rated: Iterable[Rated]) -> float | None:
    """By the ranks of those with the label; equal ratings share theirs."""
    groups: dict[float, list[int]] = defaultdict(lambda: [0, 0])
    for labelled, rating in rated:
        groups[rating][labelled] += 1
    below = higher = 0.0
    for _, (without, with_label) in sorted(groups.items()):
        higher += with_label * (below + without / 2)
        below += without
    labelled_ones = sum(count for _, count in groups.values())
    return higher / (labelled_ones * below) if labelled_ones and below else None


def listening(lines: list[dict[str, Any]]) -> bool:
    """AnnoMI: questions, reflections, and whether sessions of high quality have more reflections."""
    codes = [{mark.code for mark in read("en", each["reply"], each["context"]).marks()} for each in lines]
    asked = [each["question"] != "none" for each in lines]
    mirrored = [each["reflection"] != "none" for each in lines]
    marked = f1([(label, "?" in each["reply"]) for label, each in zip(asked, lines, strict=True)])
    questions = f1([(label, bool(found & QUESTIONS)) for label, found in zip(asked, codes, strict=True)])
    good = said("AnnoMI, F1 of questions", questions, marked.value, 0.8, len(lines))
    reflections = f1([(label, Code.REFLECTION in found) for label, found in zip(mirrored, codes, strict=True)])
    good &= said("AnnoMI, F1 of reflections", reflections, f1([(label, True) for label in mirrored]).value, 0.55, len(lines))
    sessions: dict[tuple[str, bool], list[bool]] = defaultdict(list)
    for each, found in zip(lines, codes, strict=True):
        sessions[each["session"], each["quality"] == "high"].append(Code.REFLECTION in found)
    rated = [(high, sum(found) / len(found)) for (_, high), found in sessions.items()]
    return good & said("AnnoMI, AUC of good sessions by their share of reflections", auc(rated), 0.5, 0.85, len(rated))


def attacks(lines: list[dict[str, Any]]) -> bool:
    """WikiTactics: name-calling and arguments against the person."""
    readings = [read("en", each["reply"], each["context"]) for each in lines]
    label = [bool(each["attack"]) for each in lines]
    floor = f1([(each, True) for each in label]).value
    good = True
    for least in (1, 2):
        found = f1([(each, reading.blame >= least) for each, reading in zip(label, readings, strict=True)])
        met = said(f"WikiTactics, F1 of attacks by blame {least}{'' if least == 2 else ' or 2'}", found, floor, 0.45, len(lines))
        good &= met or least == 2
    ranks = auc([(each, reading.scores["blame"]) for each, reading in zip(label, readings, strict=True)])
    return good & said("WikiTactics, AUC of attacks by the sum for blame", ranks, 0.5, None, len(lines))


def rewrites(lines: list[dict[str, Any]]) -> bool:
    """Russian: a hostile sentence beside its rewrite."""
    pairs = [(each["hostile"], each["rewritten"]) for each in lines]
    worse = [read("ru", bad).scores["blame"] > read("ru", better).scores["blame"] for bad, better in pairs if addressed("ru", bad)]
    good = said("Russian pairs, the hostile one has the higher sum for blame", share(worse), 0.5, 0.75, len(worse))
    calm = [read("ru", bad).blame == 0 for bad, _ in pairs if not addressed("ru", bad)]
    return good & said("Russian swearing at nobody, without blame", share(calm), None, None, len(calm))


def comments(lines: list[dict[str, Any]]) -> bool:
    """Romanian: insults and abuse among comments."""
    rated = [(each["label"] != "OTHER", read("ro", each["text"])) for each in lines if addressed("ro", each["text"])]
    ranks = auc([(label, reading.scores["blame"]) for label, reading in rated])
    good = said("Romanian comments, AUC of insults and abuse by the sum for blame", ranks, 0.5, 0.75, len(rated))
    calm = [read("ro", each["text"]).blame == 0 for each in lines if each["label"] == "OTHER" and not addressed("ro", each["text"])]
    return good & said("Romanian comments on nobody, without blame", share(calm), None, None, len(calm))


SETS = {
    "listening_en_annomi.jsonl": listening,
    "attack_en_wikitactics.jsonl": attacks,
    "contempt_ru_pairs.jsonl": rewrites,
    "contempt_ro.jsonl": comments,
}


def main(folder: str = "") -> bool:
    """Measure each set that is in *folder*; the sets are not ours to ship."""
    if not folder:
        print(f"outside: give a folder with any of {', '.join(SETS)}: python -m benchmarks outside FOLDER")
        return True
    good = True
    for name, measured in SETS.items():
        path = Path(folder) / name
        if path.exists():
            good &= measured([json.loads(line) for line in path.read_text("utf-8").splitlines()])
        else:
            print(f"outside: there is no {name} in {folder}")
    return good


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:]) else 1)
