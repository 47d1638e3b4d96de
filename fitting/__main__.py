"""``python -m fitting [LANG…] --outside FOLDER`` fits the weights anew, to our own replies and to the texts of others in FOLDER; with ``--check``
it only cross-validates and prints how well they do.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import roleplay.coders
from fitting.beside import beside, joined
from fitting.fit import OTHERS, OTHERS_OF, PADDED, fit_all, signs_of
from fitting.outside import outside
from fitting.regression import Fitted, table
from fitting.replies import Reply, padded, replies
from roleplay.coders.signs import Signs
from roleplay.coders.table import parse
from roleplay.coders.weights import TARGETS
from roleplay.dialogue import LANGUAGES
from roleplay.language.pack import Pack, load

FOLDS = 5


def main() -> None:
    """Fit and write, or check."""
    asked = argparse.ArgumentParser(prog="python -m fitting", description=__doc__)
    asked.add_argument("languages", nargs="*", default=LANGUAGES)
    asked.add_argument("--check", action="store_true", help="cross-validate by blocks of replies to the same turn, write nothing")
    asked.add_argument("--outside", type=Path, required=True, metavar="FOLDER", help="the sets that fitting/outside.py names")
    options = asked.parse_args()
    for language in options.languages:
        others = outside(language, options.outside)
        check(language, others) if options.check else write(language, others)


def write(language: str, others: list[Reply]) -> None:
    """Fit the weights of *language* to all its replies and to the *others*."""
    ours, pack = replies(language), load(language)
    labelled = ours + others + padded(ours, PADDED)
    signs = signs_of(language, labelled)
    fitted = joined(fit_all(pack, signs, labelled), beside(held_out(pack, signs, labelled, len(ours)), ours))
    sources = ", ".join(f"{count} of {source}" for source, count in sorted(Counter(reply.source for reply in others).items()))
    more = ", ".join(f"{share:.0%} for {code}" for code, share in OTHERS_OF.items())
    told = (
        f"Fitted by python -m fitting {language} to {len(ours)} replies in fitting/replies/{language}, word data {pack.version}.\n"
        f"Beside them, each source for {OTHERS:.0%} of ours ({more}): {sources}. "
        "Every other reply of ours also with a harmless sentence beside it.\n"
        "A line for each sign, with what it adds to each code; a code is present when the weights of a reply's signs and its start add up to more than 0."
    )
    path = Path(roleplay.coders.__file__).with_name("fitted") / f"{language}.tsv"
    path.write_text(table(fitted, told), encoding="utf-8")
    print(f"{path.name}: {sum(len(each.weights) for each in fitted.values())} weights from {len(labelled)} texts")


def check(language: str, others: list[Reply]) -> None:
    """Print the F1 of each target on our replies to turns that were held out."""
    ours, pack = replies(language), load(language)
    labelled = ours + others + padded(ours, PADDED)
    alone = held_out(pack, signs_of(language, labelled), labelled, len(ours))
    scores: dict[int, dict[str, float]] = {}
    for test in folds(ours):
        train = [number for number in range(len(ours)) if number not in test]
        added = beside([alone[n] for n in train], [ours[n] for n in train])
        weights = parse(table(joined(dict.fromkeys(added, Fitted(0.0, {})), added), "")).replies
        scores |= {number: weights.together(alone[number]) for number in test}
    print(f"{language}: {len(ours)} replies, {FOLDS} folds")
    for target in TARGETS[:-1]:
        pairs = [(reply.is_(target), scores[number][target] > 0) for number, reply in enumerate(ours) if target not in reply.unsought]
        hits = sum(wanted and found for wanted, found in pairs)
        wanted, found = sum(each for each, _ in pairs), sum(each for _, each in pairs)
        print(
            f"  {target:22} n {wanted:5}  precision {hits / max(1, found):.3f}  recall {hits / wanted:.3f}  F1 {2 * hits / (wanted + found):.3f}"
        )


def held_out(pack: Pack, signs: Sequence[Signs], labelled: Sequence[Reply], count: int) -> list[dict[str, float]]:
    """What the first *count* replies add up to, each with weights fitted to those of the other folds."""
    scores: dict[int, dict[str, float]] = {}
    for test in folds(labelled):
        train = [number for number in range(len(labelled)) if number not in test]
        weights = parse(table(fit_all(pack, [signs[n] for n in train], [labelled[n] for n in train]), "")).replies
        scores |= {number: weights.weigh(pack, signs[number]).scores() for number in test if number < count}
    return [scores[number] for number in range(count)]


def folds(labelled: Sequence[Reply]) -> Iterator[set[int]]:
    """The numbers of the replies in each fold; those to one turn stay together."""
    blocks = sorted({reply.block for reply in labelled})
    random.Random(0).shuffle(blocks)
    fold_of = {block: number % FOLDS for number, block in enumerate(blocks)}
    for fold in range(FOLDS):
        yield {number for number, reply in enumerate(labelled) if fold_of[reply.block] == fold}


if __name__ == "__main__":
    main()
