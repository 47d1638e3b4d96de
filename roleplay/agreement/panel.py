"""People and scorers who rated the same replies: who agrees with whom, and what they should talk about.

A pair is compared by kappa with quadratic weights (Cohen, 1968) and ordinal alpha (Krippendorff, 2011), all people together by alpha. The hands of
a room are one rater who may say several things of a reply; each of them is compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import mean
from typing import Any

from roleplay.agreement.estimates import RESAMPLES, SEED, Estimate, Table, kappa
from roleplay.agreement.ratings import LEVELS, Rating, latest, level, room_of
from roleplay.agreement.reliability import alpha, coincidences, estimates

__all__ = ["PEOPLE", "ROOM", "Pair", "Panel", "Rated", "grouped", "panels", "to_json"]

PEOPLE = "*"
"""All people together, as a rater."""
ROOM = "room"
_SIZE = len(LEVELS)
_NEAR = 1

_Levels = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    """A reply that people rated for a skill: what each of them gave, and the *value* (0 to 1) and *version* of its scorer.

    *value* is None where the scorer gave none; *outcome* says why, None where the talk was not found. *name* is what a reader knows the talk by,
    where that is not its id.
    """

    language: str | None
    scorer: str
    transcript: str
    turn: int
    people: Mapping[str, _Levels]
    heard: str = ""
    reply: str = ""
    value: float | None = None
    outcome: str | None = None
    version: str | None = None
    name: str | None = None

    @property
    def given(self) -> _Levels:
        """All levels that people gave, in order."""
        return tuple(sorted(each for levels in self.people.values() for each in levels))

    @property
    def scored(self) -> _Levels:
        """The level that the scorer's value is nearest to, if there is one."""
        return () if self.value is None else (level(self.value),)

    @property
    def apart(self) -> float:
        """How far the highest is from the lowest, in levels."""
        all_of_them = [*self.given, *([] if self.value is None else [self.value * 4])]
        return max(all_of_them) - min(all_of_them)

    def levels(self, rater: str) -> _Levels:
        """What *rater*, a person or `PEOPLE`, gave."""
        return self.given if rater == PEOPLE else self.people.get(rater, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two raters of the same replies; where *scorer* is true the first of them is the scorer. *apart* is how much higher the second is on average."""

    raters: tuple[str, str]
    scorer: bool
    count: int
    table: Table
    kappa: Estimate
    alpha: Estimate
    apart: float

    def within(self, levels: int) -> float:
        """Which share of the pairs of levels lies at most so far apart."""
        near = sum(count for one, row in enumerate(self.table) for other, count in enumerate(row) if abs(one - other) <= levels)
        return near / sum(map(sum, self.table))


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One skill in one language: the *rated* replies, the *pairs*, and how far all people agree; *unscored* replies have no value to compare."""

    language: str | None
    scorer: str
    versions: tuple[str, ...]
    rated: tuple[Rated, ...]
    pairs: tuple[Pair, ...]
    people: tuple[str, ...]
    shared: int
    alpha: Estimate

    @property
    def unscored(self) -> int:
        """How many replies the scorer saw no opportunity in, or failed on."""
        return sum(each.value is None and each.outcome is not None for each in self.rated)

    def disagreements(self) -> list[Rated]:
        """What to talk about: replies that were rated two levels apart or more, the widest first."""
        wide = [each for each in self.rated if each.apart > _NEAR]
        return sorted(wide, key=lambda each: (-each.apart, each.transcript, each.turn))


def grouped(ratings: Iterable[Rating]) -> dict[tuple[str, int, str], dict[str, _Levels]]:
    """What counts of *ratings*, by talk, turn and scorer: the levels of each person, and those of the hands of rooms as `ROOM`."""
    found: dict[tuple[str, int, str], dict[str, list[int]]] = {}
    for rating in latest(ratings):
        rater = ROOM if room_of(rating.rater) is not None else rating.rater
        found.setdefault((rating.transcript, rating.turn, rating.scorer), {}).setdefault(rater, []).append(rating.value)
    return {unit: {rater: tuple(levels) for rater, levels in people.items()} for unit, people in found.items()}


def panels(rated: Iterable[Rated]) -> list[Panel]:
    """A panel for each language and scorer among *rated*, in the order in which they come; the same for any order of their replies."""
    groups: dict[tuple[str | None, str], list[Rated]] = {}
    for each in rated:
        groups.setdefault((each.language, each.scorer), []).append(each)
    return [_panel(language, scorer, found) for (language, scorer), found in groups.items()]


def _panel(language: str | None, scorer: str, rated: Sequence[Rated]) -> Panel:
    people = sorted({name for each in rated for name in each.people}, key=lambda name: (name == ROOM, name))
    together = [PEOPLE] if len(people) > 1 else []
    pairs = [_pair(rated, scorer, name, scored=True) for name in (*together, *people)]
    pairs += [_pair(rated, one, other, scored=False) for one, other in combinations(people, 2)]
    several = [each.given for each in rated if len(each.given) > 1]
    agreed = estimates(several, [lambda units: alpha(coincidences(units, _SIZE))])
    return Panel(
        language=language,
        scorer=scorer,
        versions=tuple(sorted({each.version for each in rated if each.version is not None})),
        rated=tuple(rated),
        pairs=tuple(pair for pair in pairs if pair is not None),
        people=tuple(people),
        shared=len(several),
        alpha=agreed[0],
    )


def _pair(rated: Iterable[Rated], one: str, other: str, *, scored: bool) -> Pair | None:
    """The pair of raters, None where they rated no reply both."""
    units = [(each.scored if scored else each.levels(one), each.levels(other)) for each in rated]
    units = [unit for unit in units if all(unit)]
    if not units:
        return None
    agreed, alike = estimates(units, [lambda drawn: kappa(_table(drawn), ordered=True), lambda drawn: alpha(_both_ways(_table(drawn)))])
    return Pair(
        raters=(one, other),
        scorer=scored,
        count=len(units),
        table=_table(Counter(units)),
        kappa=agreed,
        alpha=alike,
        apart=mean(mean(second) - mean(first) for first, second in units),
    )


def _table(units: Mapping[tuple[_Levels, _Levels], int]) -> Table:
    """How often each level of the first was given with each level of the second."""
    counts = [[0] * _SIZE for _ in LEVELS]
    for (first, second), times in units.items():
        for one in first:
            for other in second:
                counts[one][other] += times
    return tuple(map(tuple, counts))


def _both_ways(table: Table) -> Table:
    """The coincidence matrix of pairs."""
    return tuple(tuple(table[one][other] + table[other][one] for other in range(_SIZE)) for one in range(_SIZE))


def to_json(found: Sequence[Panel]) -> dict[str, Any]:
    """All panels as data, numbers with four digits, null where they are not defined."""
    languages: dict[str, Any] = {}
    for each in found:
        languages.setdefault(each.language or "unknown", {})[each.scorer] = _panel_json(each)
    return {
        "method": {
            "kappa": "quadratic weights",
            "alpha": "ordinal",
            "bootstrap": "percentile, by reply",
            "confidence": 0.95,
            "resamples": RESAMPLES,
            "seed": SEED,
        },
        "languages": languages,
    }


def _panel_json(panel: Panel) -> dict[str, Any]:
    return {
        "versions": list(panel.versions),
        "replies": len(panel.rated),
        "unscored": panel.unscored,
        "people": {"names": list(panel.people), "n": panel.shared, **_estimate_json("alpha", panel.alpha)},
        "pairs": [
            {
                "raters": list(pair.raters),
                "kind": "scorer-people" if pair.scorer else "people",
                "n": pair.count,
                **_estimate_json("kappa", pair.kappa),
                **_estimate_json("alpha", pair.alpha),
                "same": _round(pair.within(0)),
                "within_1": _round(pair.within(1)),
                "apart": _round(pair.apart),
            }
            for pair in panel.pairs
        ],
        "disagreements": [
            {
                "transcript": each.transcript,
                "turn": each.turn,
                "people": {name: list(levels) for name, levels in each.people.items()},
                "score": None if each.value is None else _round(4 * each.value),
                "heard": each.heard,
                "reply": each.reply,
            }
            for each in panel.disagreements()
        ],
    }


def _estimate_json(name: str, estimate: Estimate) -> dict[str, Any]:
    bounds = None if estimate.interval is None else [_round(bound) for bound in estimate.interval]
    return {name: _round(estimate.value), f"{name}_interval": bounds}


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
