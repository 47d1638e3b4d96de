"""``python -m fitting.tones [LANG…]`` fits what the gate weighs: whether a sentence sounds as a persona does not, at this moment.

A line of ``fitting/tones/LANG.txt`` is a sort and a sentence, written from the definitions for this purpose: ``s`` sweet, ``y`` giving in
or opening up, ``h`` an assistant, a helpline, the firm or a coach, ``n`` a persona in character, angry or wry. Beside them are our labelled
replies (who listens well sounds as no angry persona does) and the lines that ship with the personas. A tone is present above what all but a
few of these lines reach when they are read with weights fitted to the other personas: so dear is a good line that is stopped.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, diags

from benchmarks.gate import MOODS, Case, facts, written
from fitting.regression import Counted, Fitted, counts, matrix, solve, summed, table, telling
from fitting.replies import replies
from roleplay.actors.gate import tone
from roleplay.actors.gate.sentences import cut
from roleplay.coders.heard import hear
from roleplay.coders.signs import collect
from roleplay.dialogue import LANGUAGES
from roleplay.language.pack import Pack, load
from roleplay.language.stage import spoken
from roleplay.persona import Reaction

__all__ = ["FOLDER", "Line", "fit_tones", "lines"]

FOLDER = Path(__file__).with_name("tones")
LEAST, MOST, SMALL, RIDGE, TEXTS = 2, 3000, 0.02, 3.0, 2000.0
SHARES = {True: {"tones": 1.0, "replies": 1.0, "personas": 0.5}, False: {"tones": 0.3, "replies": 0.5, "personas": 1.0}}
"""What the texts of each source count together, those with a tone and those without."""

RARE = {"sweet": 0.008, "yields": 0.003, "meets": 0.005, "helps": 0.003}
"""The share of good sentences that a tone may be heard in."""

CAUTION = {("en", "helps"): 0.4, ("ro", "meets"): 0.85, ("ro", "yields"): 0.4, ("ru", "yields"): 0.9}
"""What a tone is held back by beside that: good replies of the first five sets of ``tests/gate`` came too near."""

_SORTS: Mapping[str, Mapping[str, bool]] = {
    "s": {"sweet": True, "yields": False, "helps": False},
    "y": {"yields": True, "helps": False, "meets": False},
    "h": {"helps": True, "yields": False},
    "n": dict.fromkeys(tone.TONES, False),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A *text* of a *source* and the *tones* it has or has not; those that are not named are not known. *persona* is whose line it is."""

    text: str
    source: str
    tones: Mapping[str, bool]
    persona: str = ""


def lines(language: str) -> Iterator[Line]:
    """All that is fitted to."""
    for written_so in (FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        sort, text = written_so.split(" | ", 1)
        yield Line(text, "tones", _SORTS[sort])
    for reply in replies(language):
        bad = reply.blame > 0 or "dismissal_or_argument" in reply.codes
        found = {"meets": "feeling_ack" in reply.codes} | ({"helps": False} if bad else {})
        if not reply.unsought and not (bad and reply.codes & {"care", "ownership"}):
            found["yields"] = "ownership" in reply.codes
            if "care" in reply.codes or not reply.codes & {"ownership", "feeling_ack"}:
                found["sweet"] = "care" in reply.codes
        yield Line(reply.reply, "replies", found)
    for case in (*written(language), *facts(language)):
        yield Line(case.reply, "personas", _of_line(case), case.persona)


def _of_line(case: Case) -> dict[str, bool]:
    standing = MOODS[case.mood]
    if standing.yielded or case.reaction in (Reaction.DISCLOSING, Reaction.CLOSING_WELL):
        return (
            {"helps": False}
            | ({"sweet": True} if standing.yielded else {})
            | ({"yields": True} if case.reaction is Reaction.DISCLOSING else {})
        )
    calm = case.mood == "guarded" and case.reaction is not None
    return dict.fromkeys(tone.TONES if not calm else tone.TONES[1:], False)


Row = tuple[Line, Counted]


def fit_tones(pack: Pack, found: Iterable[Line]) -> dict[str, Fitted]:
    """The weights of each tone, each with the start that lets it be heard in as few good sentences as `RARE` says."""
    rows = [(line, _counted(pack, line.text)) for line in found]
    personas = sorted({line.persona for line, _ in rows if line.persona})
    heights: dict[str, list[float]] = {each: [] for each in tone.TONES}
    for persona in personas:
        held = _fit([row for row in rows if row[0].persona != persona])
        for line, _ in rows:
            if line.persona == persona:
                for sentence in cut(line.text):
                    for each, score in _scores(held, _counted(pack, sentence)).items():
                        if line.tones.get(each) is False:
                            heights[each].append(score)
    return {
        each: Fitted(round(fitted.start - float(np.quantile(heights[each], 1 - RARE[each])), 2), fitted.weights)
        for each, fitted in _fit(rows).items()
    }


def _counted(pack: Pack, text: str) -> Counted:
    return counts(pack, collect(pack, pack.analyse(spoken(text)), hear(pack, "")))


def _fit(rows: Sequence[Row]) -> dict[str, Fitted]:
    seen = Counter(name for _, (sentences, whole) in rows for name in set(whole).union(*sentences))
    names = sorted(name for name, times in seen.items() if times >= LEAST)
    fitted = {}
    for each in tone.TONES:
        known = [(line, counted) for line, counted in rows if each in line.tones]
        wanted = np.array([line.tones[each] for line, _ in known])
        sources = np.array([line.source for line, _ in known])
        importance = np.zeros(len(known))
        for side, shares in SHARES.items():
            there = {source: share for source, share in shares.items() if ((sources == source) & (wanted == side)).any()}
            for source, share in there.items():
                here = (sources == source) & (wanted == side)
                importance[here] = TEXTS * share / sum(there.values()) / here.sum()
        counted = [both for _, both in known]
        sentences, owners = matrix(counted, names)
        told = telling(summed(counted, names), importance / importance.mean(), wanted)
        solved = solve(csr_matrix(sentences @ diags(told)), owners, wanted, importance, RIDGE)
        solved[:-1] *= told
        kept = sorted(zip(names, solved[:-1], strict=True), key=lambda pair: -abs(pair[1]))[:MOST]
        fitted[each] = Fitted(float(solved[-1]), {name: round(float(weight), 2) for name, weight in kept if abs(weight) >= SMALL})
    return fitted


def _scores(fitted: Mapping[str, Fitted], counted: Counted) -> dict[str, float]:
    sentences, whole = counted
    return {each: found.start + _sum(found, whole) + max(_sum(found, sentence) for sentence in sentences) for each, found in fitted.items()}


def _sum(found: Fitted, sentence: Mapping[str, int]) -> float:
    return sum(found.weights.get(name, 0.0) * times for name, times in sentence.items())


def main(languages: Sequence[str]) -> None:
    """Fit and write the tables."""
    for language in languages or LANGUAGES:
        found, pack = list(lines(language)), load(language)
        fitted = {
            each: replace(fit, start=round(fit.start - CAUTION.get((language, each), 0.0), 2))
            for each, fit in fit_tones(pack, found).items()
        }
        told = (
            f"Fitted by python -m fitting.tones {language} to {len(found)} texts (fitting/tones.py says which), word data {pack.version}.\n"
            "A line for each sign, with what it adds to each tone; a tone is heard when the weights of a sentence's signs and its start add up to more than 0."
        )
        path = Path(tone.__file__).with_name("fitted") / f"{language}.tsv"
        path.write_text(table(fitted, told), encoding="utf-8")
        print(f"{path.name}: {sum(len(each.weights) for each in fitted.values())} weights from {len(found)} texts")


if __name__ == "__main__":
    main(sys.argv[1:])
