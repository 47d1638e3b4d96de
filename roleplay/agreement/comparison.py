"""A coder beside human labels, language by language: every measure with its table, F1 and kappa, and the languages side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from roleplay.agreement.estimates import RESAMPLES, SEED, Estimate, Places, Table, confusion, estimate, kappa, prf, resamples, spread
from roleplay.agreement.judgement import MEASURES, Item, Measure

__all__ = ["Agreement", "Comparison", "agreements", "parity", "to_json"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How one *measure* came out in one language; F1 is for codes that are there or not, kappa for all."""

    measure: Measure
    table: Table
    f1: Estimate
    kappa: Estimate

    @property
    def count(self) -> int:
        """The replies that were compared."""
        return sum(map(sum, self.table))

    @property
    def headline(self) -> Estimate:
        """The number by which languages are compared: F1 of a code, kappa of anything else."""
        return self.f1 if self.measure.binary else self.kappa


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One *coder* at one *version* beside human labels in one *language*: the *items*, and how each measure came out."""

    language: str
    coder: str
    version: str
    items: tuple[Item, ...]
    agreements: tuple[Agreement, ...]


def agreements(items: Sequence[Item]) -> tuple[Agreement, ...]:
    """All measures that were labelled in any of *items*, which are of one language; the same for any order of them."""
    columns = {measure: [measure.places(item) for item in items] for measure in MEASURES}
    columns = {measure: pairs for measure, pairs in columns.items() if any(pairs)}
    drawn = resamples(list(columns.values()), [len(measure.classes) for measure in columns])
    return tuple(_agreement(measure, pairs, others) for (measure, pairs), others in zip(columns.items(), drawn, strict=True))


def _agreement(measure: Measure, pairs: Iterable[Places], others: Sequence[Table]) -> Agreement:
    table = confusion(pairs, len(measure.classes))
    f1 = estimate(lambda each: prf(each).f1, table, others) if measure.binary else Estimate(None)
    return Agreement(measure, table, f1, estimate(partial(kappa, ordered=measure.ordered), table, others))


def parity(comparisons: Iterable[Comparison]) -> dict[Measure, dict[str, Agreement]]:
    """What was compared in any language, with the outcome in each."""
    found: dict[Measure, dict[str, Agreement]] = {}
    for one in comparisons:
        for each in one.agreements:
            found.setdefault(each.measure, {})[one.language] = each
    return {measure: found[measure] for measure in MEASURES if measure in found}


def to_json(comparisons: Sequence[Comparison]) -> dict[str, Any]:
    """All comparisons as data, numbers with four digits, null where they are not defined."""
    return {
        "schema": 1,
        "method": {"bootstrap": "percentile", "confidence": 0.95, "resamples": RESAMPLES, "seed": SEED},
        "languages": {one.language: _comparison_json(one) for one in comparisons},
        "parity": {measure.name: _parity_json(ones) for measure, ones in parity(comparisons).items()},
    }


def _comparison_json(one: Comparison) -> dict[str, Any]:
    return {
        "coder": {"name": one.coder, "version": one.version},
        "n": len(one.items),
        "codes": {each.measure.name: _agreement_json(each) for each in one.agreements},
        "confusion": {
            each.measure.name: {"classes": list(each.measure.classes), "counts": [list(row) for row in each.table]}
            for each in one.agreements
            if not each.measure.binary
        },
    }


def _agreement_json(one: Agreement) -> dict[str, Any]:
    told = prf(one.table) if one.measure.binary else None
    return {
        "n": one.count,
        "positives": told.labelled if told else None,
        "coded": told.coded if told else None,
        "precision": _round(told.precision) if told else None,
        "recall": _round(told.recall) if told else None,
        "f1": _round(one.f1.value),
        "f1_interval": _bounds(one.f1),
        "kappa": _round(one.kappa.value),
        "kappa_interval": _bounds(one.kappa),
        "kappa_weights": "quadratic" if one.measure.ordered else None,
    }


def _parity_json(ones: Mapping[str, Agreement]) -> dict[str, Any]:
    f1, kappas = {at: one.f1.value for at, one in ones.items()}, {at: one.kappa.value for at, one in ones.items()}
    return {
        "f1": {at: _round(value) for at, value in f1.items()},
        "f1_spread": _round(spread(f1.values())),
        "kappa": {at: _round(value) for at, value in kappas.items()},
        "kappa_spread": _round(spread(kappas.values())),
    }


def _bounds(estimate: Estimate) -> list[float | None] | None:
    return None if estimate.interval is None else [_round(bound) for bound in estimate.interval]


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
