"""Logistic regression over the signs of labelled texts.

A text is labelled as a whole, though most codes lie in one of its sentences. For the targets that are not summed the sentence that shows
the code most decides, so the sum over sentences becomes a (soft) maximum: multiple-instance learning with a log-sum-exp pool
(Ray and Craven, *Supervised versus multiple instance learning*, ICML 2005). A sign that is much more frequent with the code than without
it, or the other way round, is held back less by the ridge (Wang and Manning, *Baselines and bigrams*, ACL 2012).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit

from roleplay.coders.signs import Signs
from roleplay.coders.table import FIRST
from roleplay.language.pack import Pack

__all__ = ["Counted", "Fitted", "counts", "matrix", "solve", "summed", "table", "telling"]

TELLING = 0.7
SHARPNESS = 3.0
ROUNDS = 200

Floats = NDArray[np.float64]
Counted = tuple[list[Counter[str]], Counter[str]]
"""How often each sign occurs in each sentence, and the signs of the whole text."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """What was fitted for one target: where it starts, and the weight of each sign."""

    start: float
    weights: dict[str, float]


def counts(pack: Pack, signs: Signs) -> Counted:
    """How often each sign occurs in each sentence, and the signs of the whole reply."""
    sentences = [Counter(name for name, _, _ in part.names(pack)) + Counter(part.shape) for part in signs.parts]
    return sentences or [Counter()], Counter(signs.shape)


def matrix(counted: Sequence[Counted], names: Sequence[str]) -> tuple[csr_matrix, NDArray[np.intp]]:
    """A row for each sentence, the signs of its reply included; and the number of the reply it belongs to."""
    rows = [sentence + whole for sentences, whole in counted for sentence in sentences]
    owners = [number for number, (sentences, _) in enumerate(counted) for _ in sentences]
    return _sparse(rows, names), np.array(owners)


def summed(counted: Sequence[Counted], names: Sequence[str]) -> csr_matrix:
    """A row for each reply."""
    return _sparse([sum(sentences, Counter()) + whole for sentences, whole in counted], names)


def _sparse(rows: Sequence[Counter[str]], names: Sequence[str]) -> csr_matrix:
    place = {name: number for number, name in enumerate(names)}
    filled = [(number, place[name], float(times)) for number, row in enumerate(rows) for name, times in row.items() if name in place]
    at, columns, values = zip(*filled, strict=True)
    return csr_matrix((values, (at, columns)), shape=(len(rows), len(names)))


def telling(replies: csr_matrix, shares: Floats, wanted: NDArray[np.bool_]) -> Floats:
    """How well each sign tells replies with the label from those without: the logarithm of how much more frequent it is in either."""
    there = replies.sign()
    with_label, without = shares * wanted, shares * ~wanted
    ratio: Floats = (there.T @ with_label + 1) / (with_label.sum() + 2) / ((there.T @ without + 1) / (without.sum() + 2))
    told: Floats = 1 - TELLING + TELLING * np.abs(np.log(ratio))
    return told


def solve(matrix: csr_matrix, owners: NDArray[np.intp], wanted: NDArray[np.bool_], importance: Floats, ridge: float) -> Floats:
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


def table(fitted: Mapping[str, Fitted], told: str) -> str:
    """The table of one language, as `roleplay.coders.table.parse` reads it. *told* says how it was made."""
    signs = sorted(set[str]().union(*[each.weights for each in fitted.values()]))
    lines = [f"// {line}" for line in told.splitlines()]
    lines.append("\t".join([FIRST, *fitted]))
    lines.append("\t".join(["", *[f"{each.start:.2f}" for each in fitted.values()]]))
    lines += ["\t".join([sign, *[_cell(each.weights.get(sign, 0.0)) for each in fitted.values()]]) for sign in signs]
    return "\n".join(lines) + "\n"


def _cell(weight: float) -> str:
    """A number as short as it can be written; nothing for none."""
    return f"{weight:.2f}".rstrip("0").rstrip(".") if round(weight, 2) else ""
