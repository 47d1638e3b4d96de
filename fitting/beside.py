"""What the codes of a reply say of each other: a second, small regression over the sums of the first.

Its inputs are the sums that replies reach when they are read with weights fitted to the others, so that it learns how sure such sums are
where they count, on replies nobody has seen (Wolpert, *Stacked generalization*, Neural Networks 5, 1992).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit

from fitting.regression import Fitted, Floats
from fitting.replies import Reply
from roleplay.coders.weights import ALWAYS, BESIDE, FARTHEST

__all__ = ["Scores", "beside", "joined"]

Scores = Sequence[Mapping[str, float]]
"""For each reply what the signs of each target add up to."""

RIDGE, SMALL = 20.0, 0.02
CHANCE = 0.4
"""F1 is best when a label is called from half the F1 that is reached: Lipton, Elkan and Narayanaswamy, *Optimal thresholding*, ECML 2014."""

TYPICAL = {
    "blame": 0.36,
    "open_blame": 0.21,
    "own": 0.26,
    "concrete": 0.15,
    "pseudo": 0.05,
    "reflection": 0.32,
    "feeling_ack": 0.21,
    "open_question": 0.15,
    "closed_question": 0.1,
    "advice": 0.06,
    "own_story": 0.07,
    "dismissal_or_argument": 0.43,
}
"""How frequent a label is among the 84 labelled practice replies that come with the codebook; ours have more near misses, on purpose."""


def beside(scores: Scores, labels: Sequence[Reply]) -> dict[str, dict[str, float]]:
    """For each target what the others add to its sum, by sign; what is always added makes F1 best where labels are as frequent as is `TYPICAL`."""
    targets = list(scores[0])
    table = np.array([[each[target] for target in targets] for each in scores])
    near = np.clip(table, -FARTHEST, FARTHEST) + FARTHEST
    fitted = {}
    for number, target in enumerate(targets):
        sought = np.array([target not in reply.unsought for reply in labels])
        wanted = np.array([reply.is_(target) for reply in labels])[sought]
        others = [place for place in range(len(targets)) if place != number]
        own, rest = table[sought, number], near[sought][:, others]
        scale, *weights, start = _solve(np.column_stack([own, rest]), wanted)
        kept = {targets[place]: weight / scale for place, weight in zip(others, weights, strict=True)}  # its own signs count as they are
        kept = {name: round(float(weight), 2) for name, weight in kept.items() if abs(weight) >= SMALL}
        kept[ALWAYS] = round(_start(start, target, wanted) / scale, 2)
        fitted[target] = {BESIDE + name: weight for name, weight in kept.items()}
    return fitted


def joined(alone: Mapping[str, Fitted], added: Mapping[str, Mapping[str, float]]) -> dict[str, Fitted]:
    """The targets fitted *alone*, with what is *added* to them."""
    return {target: replace(found, weights=found.weights | dict(added.get(target, {}))) for target, found in alone.items()}


def _solve(sums: Floats, wanted: NDArray[np.bool_]) -> Floats:
    """The weights, the start last, that make the log loss least; the ridge holds the own sum to 1 and those of the others to 0."""
    sides, rest = np.where(wanted, 1.0, -1.0), np.eye(1, sums.shape[1])[0]

    def loss(weights: Floats) -> tuple[float, Floats]:
        found, away = sums @ weights[:-1] + weights[-1], weights[:-1] - rest
        slope = expit(found) - wanted
        value = float(np.logaddexp(0, -sides * found).sum() + 0.5 * RIDGE * (away**2).sum())
        return value, np.append(sums.T @ slope + RIDGE * away, slope.sum())

    return np.asarray(minimize(loss, np.append(rest, 0.0), jac=True, method="L-BFGS-B").x)


def _start(fitted: float, target: str, wanted: NDArray[np.bool_]) -> float:
    """The start *fitted* moved to where the label is as frequent as is `TYPICAL`, and to the chance from which F1 gains by calling it."""
    there = min(max(wanted.mean(), 1e-3), 1 - 1e-3)
    return fitted + float(logit(TYPICAL.get(target, there)) - logit(there) - logit(CHANCE))
