"""What each sign weighs for each code of a reply: the targets of the rule coder fitted to labelled replies, ours and those of others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags

from fitting import regression
from fitting.regression import Fitted, Floats
from fitting.replies import OURS, UNKNOWN, Reply
from roleplay.coders.heard import hear
from roleplay.coders.signs import Signs, collect, collect_heard
from roleplay.coders.weights import HEAVY, SUMMED, TARGETS
from roleplay.language.pack import Pack, load
from roleplay.language.stage import spoken

__all__ = ["fit", "fit_all", "signs_of"]

LEAST, SMALL = 4, 0.02
MOST_SUMMED, MOST_DECIDED = 5000, 3000
RIDGE_SUMMED, RIDGE_DECIDED = 5.0, 3.0
OTHERS = 0.1
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


def fit(pack: Pack, signs: Sequence[Signs], labels: Sequence[Reply], targets: Iterable[str]) -> dict[str, Fitted]:
    """Fit *targets*: ridge-regularised, classes balanced, signs seen in fewer than `LEAST` of our replies left out, the weightiest kept."""
    counted = [regression.counts(pack, each) for each in signs]
    ours = (each for each, reply in zip(counted, labels, strict=True) if reply.source == OURS)
    seen = Counter(name for sentences, whole in ours for name in set(whole).union(*sentences))
    names = sorted(name for name, times in seen.items() if times >= LEAST)
    (sentences, owners), whole, each = regression.matrix(counted, names), regression.summed(counted, names), np.arange(len(counted))
    fitted = {}
    for target in targets:
        wanted = np.array([reply.is_(target) for reply in labels])
        summed = target in SUMMED
        shares = _shares(labels, np.array([target not in reply.unsought for reply in labels]))
        telling = regression.telling(whole, shares, wanted)
        rows, owner, ridge = (whole, each, RIDGE_SUMMED) if summed else (sentences, owners, RIDGE_DECIDED)
        solved = regression.solve(csr_matrix(rows @ diags(telling)), owner, wanted, _importance(shares, labels, wanted), ridge)
        solved[:-1] *= telling
        weighed = sorted(zip(names, solved[:-1], strict=True), key=lambda pair: -abs(pair[1]))[: MOST_SUMMED if summed else MOST_DECIDED]
        kept = {name: round(float(weight), 2) for name, weight in weighed if abs(weight) >= SMALL}
        kept |= {name: max(least, kept.get(name, 0.0)) for (asked, name), least in DEFINED.items() if asked == target}
        fitted[target] = Fitted(round(float(solved[-1]) - CAUTION.get(target, 0.0), 2), kept)
    return fitted


def _shares(labels: Sequence[Reply], sought: NDArray[np.bool_]) -> Floats:
    """What each reply counts: ours 1, those of another source together `OTHERS` of ours, one in which the label was not sought nothing."""
    sources = np.array([reply.source for reply in labels])
    ours = (sources == OURS).sum()
    shares = sought.astype(float)
    for source in set(sources) - {OURS}:
        here = (sources == source) & sought
        shares[here] = OTHERS * ours / max(1, here.sum())
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
