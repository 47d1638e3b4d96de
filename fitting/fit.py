"""Logistic regression over the signs of labelled replies: what each sign weighs for each code.

A reply is labelled as a whole, though most codes lie in one of its sentences. For the targets that are not summed the sentence that shows
the code most decides, so the sum over sentences becomes a (soft) maximum: multiple-instance learning with a log-sum-exp pool
(Ray and Craven, *Supervised versus multiple instance learning*, ICML 2005). A sign that is much more frequent with the code than without it,
or the other way round, is held back less by the ridge (Wang and Manning, *Baselines and bigrams*, ACL 2012).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags
from scipy.special import expit

from fitting.replies import OURS, UNKNOWN, Reply
from roleplay.coders.heard import hear
from roleplay.coders.signs import Signs, collect, collect_heard
from roleplay.coders.weights import HEAVY, SUMMED, TARGETS
from roleplay.language.pack import Pack, load
from roleplay.language.stage import spoken

__all__ = ["Fitted", "fit", "fit_all", "signs_of", "table"]

LEAST, SMALL = 4, 0.02
MOST_SUMMED, MOST_DECIDED = 5000, 3000
RIDGE_SUMMED, RIDGE_DECIDED = 5.0, 3.0
TELLING = 0.7
OTHERS = 0.1
SHARPNESS = 3.0
MOST_IMPORTANT = 6.0
CAUTION = {"feeling_ack": 0.8}  # "clearly meets": with a second annotator, who is stricter than those of these replies, it agrees better so
DEFINED = {(HEAVY, "cue heavy"): 2.5}  # what the codebook calls heavy by name (bad news, a confession) is rare among the turns
ROUNDS = 200

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was fitted for one target: where it starts, and the weight of each sign."""

    start: float
    weights: dict[str, float]


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
    counted = [_counts(pack, each) for each in signs]
    ours = (each for each, reply in zip(counted, labels, strict=True) if reply.source == OURS)
    seen = Counter(name for sentences, whole in ours for name in set(whole).union(*sentences))
    names = sorted(name for name, times in seen.items() if times >= LEAST)
    (sentences, owners), whole, each = _matrix(counted, names), _summed(counted, names), np.arange(len(counted))
    fitted = {}
    for target in targets:
        wanted = np.array([reply.is_(target) for reply in labels])
        summed = target in SUMMED
        shares = _shares(labels, np.array([target not in reply.unsought for reply in labels]))
        telling = _telling(whole, shares, wanted)
        rows, owner, ridge = (whole, each, RIDGE_SUMMED) if summed else (sentences, owners, RIDGE_DECIDED)
        solved = _solve(csr_matrix(rows @ diags(telling)), owner, wanted, _importance(shares, labels, wanted), ridge)
        solved[:-1] *= telling
        weighed = sorted(zip(names, solved[:-1], strict=True), key=lambda pair: -abs(pair[1]))[: MOST_SUMMED if summed else MOST_DECIDED]
        kept = {name: round(float(weight), 2) for name, weight in weighed if abs(weight) >= SMALL}
        kept |= {name: max(least, kept.get(name, 0.0)) for (asked, name), least in DEFINED.items() if asked == target}
        fitted[target] = Fitted(round(float(solved[-1]) - CAUTION.get(target, 0.0), 2), kept)
    return fitted


Counted = tuple[list[Counter[str]], Counter[str]]


def _counts(pack: Pack, signs: Signs) -> Counted:
    """How often each sign occurs in each sentence, and the signs of the whole reply."""
    sentences = [Counter(name for name, _, _ in part.names(pack)) + Counter(part.shape) for part in signs.parts]
    return sentences or [Counter()], Counter(signs.shape)


def _matrix(counted: Sequence[Counted], names: Sequence[str]) -> tuple[csr_matrix, NDArray[np.intp]]:
    """A row for each sentence, the signs of its reply included; and the number of the reply it belongs to."""
    rows = [sentence + whole for sentences, whole in counted for sentence in sentences]
    owners = [number for number, (sentences, _) in enumerate(counted) for _ in sentences]
    return _sparse(rows, names), np.array(owners)


def _summed(counted: Sequence[Counted], names: Sequence[str]) -> csr_matrix:
    """A row for each reply."""
    return _sparse([sum(sentences, Counter()) + whole for sentences, whole in counted], names)


def _sparse(rows: Sequence[Counter[str]], names: Sequence[str]) -> csr_matrix:
    place = {name: number for number, name in enumerate(names)}
    filled = [(number, place[name], float(times)) for number, row in enumerate(rows) for name, times in row.items() if name in place]
    at, columns, values = zip(*filled, strict=True)
    return csr_matrix((values, (at, columns)), shape=(len(rows), len(names)))


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


def _telling(replies: csr_matrix, shares: Floats, wanted: NDArray[np.bool_]) -> Floats:
    """How well each sign tells replies with the label from those without: the logarithm of how much more frequent it is in either."""
    there = replies.sign()
    with_label, without = shares * wanted, shares * ~wanted
    ratio: Floats = (there.T @ with_label + 1) / (with_label.sum() + 2) / ((there.T @ without + 1) / (without.sum() + 2))
    telling: Floats = 1 - TELLING + TELLING * np.abs(np.log(ratio))
    return telling


def _solve(matrix: csr_matrix, owners: NDArray[np.intp], wanted: NDArray[np.bool_], importance: Floats, ridge: float) -> Floats:
    """The weights, the start last, that make the log loss of the pooled rows least."""
    sides = np.where(wanted, 1.0, -1.0)
    starts = np.searchsorted(owners, np.arange(len(wanted)))

    def loss(weights: Floats) -> tuple[float, Floats]:
        sharp = SHARPNESS * (matrix @ weights[:-1] + weights[-1])
        highest = np.maximum.reduceat(sharp, starts)
        raised = np.exp(sharp - highest[owners])
        pooled = np.add.reduceat(raised, starts)
        scores = (highest + np.log(pooled)) / SHARPNESS
        slope = (importance * (expit(scores) - wanted))[owners] * raised / pooled[owners]
        value = float((importance * np.logaddexp(0, -sides * scores)).sum() + 0.5 * ridge * (weights[:-1] ** 2).sum())
        return value, np.append(matrix.T @ slope + ridge * weights[:-1], slope.sum())

    begin = np.zeros(matrix.shape[1] + 1)
    return np.asarray(minimize(loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x)


def table(fitted: dict[str, Fitted], told: str) -> str:
    """The table of one language, as `roleplay.coders.weights.parse` reads it. *told* says how it was made."""
    lines = [f"// {line}" for line in told.splitlines()]
    for target, found in fitted.items():
        lines.append(f"{target}\t{found.start:+.2f}\t")
        lines += [f"\t{weight:+.2f}\t{name}" for name, weight in sorted(found.weights.items(), key=lambda p: (-p[1], p[0]))]
    return "\n".join(lines) + "\n"
