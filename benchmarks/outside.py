"""The coder on texts of others, ``python -m benchmarks outside FOLDER``, cross-validated: each text is read with weights that were fitted without it
and without its neighbours (the same talk, session or pair); what codes add to each other, which is fitted to our own replies alone, is as shipped.
A quarter of an hour.

Floors: that every reply has the code (for questions, that a question mark is in it); for an order, chance.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from benchmarks.measure import said
from fitting.__main__ import folds
from fitting.fit import PADDED, fit_all, signs_of
from fitting.outside import SETS, addressed, outside
from fitting.regression import table
from fitting.replies import OURS, Reply, padded, replies
from roleplay.agreement.estimates import RESAMPLES, SEED, Estimate, confusion, estimate, interval, prf, resamples
from roleplay.coders.heard import hear
from roleplay.coders.reading import Reading
from roleplay.coders.table import load as load_weights
from roleplay.coders.table import parse
from roleplay.codes import Code
from roleplay.dialogue import LANGUAGES
from roleplay.language.pack import load

Pair = tuple[bool, bool]  # labelled, coded
Rated = tuple[bool, float]  # labelled, and the number that should be higher then
Read = tuple[Reply, Reading]
QUESTIONS = {Code.OPEN_QUESTION, Code.CLOSED_QUESTION}


def read(language: str, folder: Path) -> list[Read]:
    """All of *folder* in *language*, each text with a reading by weights fitted to the others and ours."""
    pack, ours, others = load(language), replies(language), outside(language, folder)
    labelled = ours + others + padded(ours, PADDED)
    signs, shipped, found = signs_of(language, labelled), load_weights(language).replies, {}
    for test in folds(labelled):
        train = [number for number in range(len(labelled)) if number not in test]
        alone = parse(table(fit_all(pack, [signs[n] for n in train], [labelled[n] for n in train]), "")).replies
        weights = replace(alone, company=shipped.company, always=shipped.always)
        for number in (n for n in test if labelled[n].source != OURS):
            each = labelled[number]
            found[number] = (each, Reading(pack, weights, each.reply, hear(pack, each.context)))
    return [found[number] for number in sorted(found)]


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


def listening(found: list[Read], folder: Path) -> bool:
    """AnnoMI: questions, reflections, and whether sessions of high quality have more reflections."""
    codes = [(reply, {mark.code for mark in reading.marks()}) for reply, reading in found]
    asked = [bool(reply.codes & {"open_question", "closed_question"}) for reply, _ in codes]
    mirrored = ["reflection" in reply.codes for reply, _ in codes]
    floor = f1([(label, "?" in reply.reply) for label, (reply, _) in zip(asked, codes, strict=True)]).value
    questions = f1([(label, bool(marked & QUESTIONS)) for label, (_, marked) in zip(asked, codes, strict=True)])
    good = said("AnnoMI, F1 of questions", questions, floor, 0.8, len(found))
    reflections = f1([(label, Code.REFLECTION in marked) for label, (_, marked) in zip(mirrored, codes, strict=True)])
    good &= said("AnnoMI, F1 of reflections", reflections, f1([(label, True) for label in mirrored]).value, 0.55, len(found))
    lines = (folder / "listening_en_annomi.jsonl").read_text("utf-8").splitlines()
    quality = {f"annomi: {line['session']}": line["quality"] == "high" for line in map(json.loads, lines)}
    sessions: dict[str, list[Pair]] = defaultdict(list)
    for label, (reply, marked) in zip(mirrored, codes, strict=True):
        sessions[reply.block].append((label, Code.REFLECTION in marked))
    shares = [(quality[name], *(sum(each) / len(pairs) for each in zip(*pairs, strict=True))) for name, pairs in sessions.items()]
    ceiling = auc([(high, by_label) for high, by_label, _ in shares])
    said("AnnoMI, AUC of good sessions by the share of reflections in the labels", ceiling, 0.5, None, len(shares))
    ranks = auc([(high, by_coder) for high, _, by_coder in shares])
    return good & said("AnnoMI, AUC of good sessions by the share of reflections", ranks, 0.5, 0.85, len(shares))


def attacks(found: list[Read]) -> bool:
    """WikiTactics: name-calling and arguments against the person."""
    label = [reply.blame > 0 for reply, _ in found]
    floor = f1([(each, True) for each in label]).value
    good = True
    for least in (1, 2):
        marked = f1([(each, reading.blame >= least) for each, (_, reading) in zip(label, found, strict=True)])
        met = said(f"WikiTactics, F1 of attacks by blame {least}{'' if least == 2 else ' or 2'}", marked, floor, 0.45, len(found))
        good &= met or least == 1
    ranks = auc([(each, reading.scores["open_blame"]) for each, (_, reading) in zip(label, found, strict=True)])
    return good & said("WikiTactics, AUC of attacks by the sum for open blame", ranks, 0.5, None, len(found))


def rewrites(found: list[Read]) -> bool:
    """Russian: a hostile sentence beside its rewrite."""
    pairs: dict[str, list[Read]] = defaultdict(list)
    for each in found:
        pairs[each[0].block].append(each)
    both = [(bad[1], better[1]) for bad, better in (pair for pair in pairs.values() if len(pair) == 2)]
    good = True
    for target in ("blame", "open_blame"):
        worse = share([bad.scores[target] > better.scores[target] for bad, better in both])
        met = said(f"Russian pairs, the hostile one has the higher sum for {target}", worse, 0.5, 0.75, len(both))
        good &= met or target == "blame"
    levels = share([bad.blame > better.blame for bad, better in both])
    said("Russian pairs, the hostile one has the higher degree of blame", levels, None, None, len(both))
    calm = [pair[0][1].blame == 0 for pair in pairs.values() if len(pair) == 1]
    return good & said("Russian swearing at nobody, without blame", share(calm), None, None, len(calm))


def comments(found: list[Read]) -> bool:
    """Romanian: insults and abuse among comments."""
    pack = load("ro")
    rated = [(reply, reading) for reply, reading in found if addressed(pack, reply.reply)]
    good = True
    for target in ("blame", "open_blame"):
        ranks = auc([(reply.blame > 0, reading.scores[target]) for reply, reading in rated])
        met = said(f"Romanian comments, AUC of insults and abuse by the sum for {target}", ranks, 0.5, 0.75, len(rated))
        good &= met or target == "blame"
    calm = [reading.blame == 0 for reply, reading in found if not addressed(pack, reply.reply)]
    return good & said("Romanian comments on nobody, without blame", share(calm), None, None, len(calm))


def main(folder: str = "") -> bool:
    """Measure the sets in *folder*, all of which must be there; they are not ours to ship."""
    if not folder:
        print(f"outside: give a folder with {', '.join(SETS)}: python -m benchmarks outside FOLDER")
        return True
    place = Path(folder)
    of: dict[str, list[Read]] = defaultdict(list)
    for language in LANGUAGES:
        for each in read(language, place):
            of[each[0].source].append(each)
    good = listening(of["annomi"], place)
    good &= attacks(of["wikitactics"])
    good &= rewrites(of["pairs"])
    return good & comments(of["comments"])


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:]) else 1)
