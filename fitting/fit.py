"""What each sign weighs for each code of a reply: the targets of the rule coder fitted to labelled replies, ours and those of others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from fitting import regression
from fitting.regression import Counted, Fitted, Floats
from fitting.replies import OURS, UNKNOWN, Reply
from roleplay.coders.heard import hear
from roleplay.coders.signs import Signs, collect, collect_heard
from roleplay.coders.weights import HEAVY, SUMMED, TARGETS
from roleplay.language.pack import Pack, load
from roleplay.language.stage import spoken

__all__ = ["PADDED", "fit", "fit_all", "signs_of"]

LEAST, MOST = 4, 20_000
RIDGE_SUMMED, RIDGE_DECIDED = 5.0, 3.0
OTHERS, OTHERS_OF = 0.03, {"open_blame": 0.12}
"""What the texts of each other source count together, as a share of ours: more of them where insults are told from what only sounds harsh."""
PADDED = SUMMED | {"feeling_ack"}
"""What is learnt beside harmless sentences too; of the other codes that decided nothing, or took away a little."""
MOST_IMPORTANT = 6.0
CAUTION = {"feeling_ack": 0.8}  # "clearly meets": with a second annotator, who is stricter than those of these replies, it agrees better so
DEFINED = {(HEAVY, "cue heavy"): 2.5}  # what the codebook calls heavy by name (bad news, a confession) is rare among the turns


def signs_of(language: str, replies: Iterable[Reply]) -> list[Signs]:
    """The signs of each reply."""
    pack = load(language)
    return [collect(pack, pack.analyse(spoken(reply.reply)), hear(pack, reply.context)) for reply in replies]


def fit_all(pack: Pack, signs: Sequence[Signs], labels: Sequence[Reply]) -> dict[str, Fitted]:
    """Fit the targets of replies to the *signs* of the replies, and how heavy a turn is to the turns they answer."""
    heard = list({reply.context: reply for reply in labels if reply.weight != UNKNOWN}.values())
    turns = [collect_heard(pack, hear(pack, reply.context)) for reply in heard]
    return fit(pack, signs, labels, [target for target in TARGETS if target != HEAVY]) | fit(pack, turns, heard, [HEAVY])


def fit(pack: Pack, signs: Sequence[Signs], labels: Sequence[Reply], targets: Sequence[str]) -> dict[str, Fitted]:
    """Fit *targets*: ridge-regularised, classes balanced, to all signs that at least `LEAST` of our replies have, then again to the `MOST` that matter.

    What a sign matters is the most that it weighs for any target, times the root of how often it is met. To leave out the lighter ones without
    fitting again, or to leave them out target by target, costs 0.02 to 0.03 F1: many light signs together say much.
    """
    counted = [regression.counts(pack, each) for each in signs]
    ours = (each for each, reply in zip(counted, labels, strict=True) if reply.source == OURS)
    seen = Counter(name for sentences, whole in ours for name in set(whole).union(*sentences))
    names = sorted(name for name, times in seen.items() if times >= LEAST)
    fitted = _fit(counted, labels, targets, names)
    if len(names) > MOST:
        weighed = {name: max(abs(each.weights[name]) for each in fitted.values()) * sqrt(seen[name]) for name in names}
        fitted = _fit(counted, labels, targets, sorted(sorted(names, key=lambda name: -weighed[name])[:MOST]))
    for target, found in fitted.items():
        told = {name: least for (asked, name), least in DEFINED.items() if asked == target}
        weights = {name: round(weight, 2) for name, weight in found.weights.items()}
        weights |= {name: max(least, weights.get(name, 0.0)) for name, least in told.items()}
        fitted[target] = Fitted(
            round(found.start - CAUTION.get(target, 0.0), 2), {name: weight for name, weight in weights.items() if weight}
        )
    return fitted


def _fit(counted: Sequence[Counted], labels: Sequence[Reply], targets: Iterable[str], names: Sequence[str]) -> dict[str, Fitted]:
    """What each of *names* weighs for each of *targets*."""
    (sentences, owners), whole, each = regression.matrix(counted, names), regression.summed(counted, names), np.arange(len(counted))
    fitted = {}
    for target in targets:
        wanted = np.array([reply.is_(target) for reply in labels])
        summed = target in SUMMED
        sought = np.array([target not in reply.unsought for reply in labels])
        shares = _shares(labels, sought, OTHERS_OF.get(target, OTHERS))
        telling = regression.telling(whole, shares, wanted)
        rows, owner, ridge = (whole, each, RIDGE_SUMMED) if summed else (sentences, owners, RIDGE_DECIDED)
        solved = regression.solve(csr_matrix(rows @ diags(telling)), owner, wanted, _importance(shares, labels, wanted), ridge)
        fitted[target] = Fitted(float(solved[-1]), dict(zip(names, (solved[:-1] * telling).tolist(), strict=True)))
    return fitted


def _shares(labels: Sequence[Reply], sought: NDArray[np.bool_], others: float) -> Floats:
    """What each reply counts: ours 1, those of another source together so much as *others* of ours, one in which the label was not sought nothing."""
    sources = np.array([reply.source for reply in labels])
    ours = (sources == OURS).sum()
    shares = sought.astype(float)
    for source in set(sources) - {OURS}:
        here = (sources == source) & sought
        shares[here] = others * ours / max(1, here.sum())
    return shares


def _importance(shares: Floats, labels: Sequence[Reply], wanted: NDArray[np.bool_]) -> Floats:
    """The *shares* with a rare label raised, source by source, so that each source counts as much as before."""
    sources = np.array([reply.source for reply in labels])
    importance = shares.copy()
    for source in set(sources):
        here = sources == source
        labelled, without = shares[here & wanted].sum(), shares[here & ~wanted].sum()
        if labelled and without:
            importance[here & wanted] *= min(MOST_IMPORTANT, without / labelled)
        if importance[here].any():
            importance[here] *= shares[here].sum() / importance[here].sum()
    ours = sources == OURS
    return importance / importance[ours].mean() if importance[ours].any() else importance
