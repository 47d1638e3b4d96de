"""The cases of a scorer: minimal pairs and known limits, read from ``cases.yaml`` and compared with what it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from roleplay.codes import Coding
from roleplay.dialogue import Exchange, Speaker, Turn
from roleplay.errors import NotationInvalid, PluginInvalid, Sentence
from roleplay.notation import Entry, read
from roleplay.scoring import Outcome, Skill, Verdict, grade

__all__ = ["Case", "Coder", "cases_of", "compared", "value_of", "verdicts_of"]


class Coder(Protocol):
    """Who marks the codes."""

    def code(self, exchange: Exchange) -> Coding:
        """The codes of *exchange*."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A minimal pair: of two replies to the same words the *better* must score higher.

    Or a known *limit*: a pair of which that is not true yet, or a single reply, *better*, that should score *should* and does not yet.
    """

    id: str
    language: str
    heard: str
    better: str
    worse: str = ""
    better_gap: float | None = None
    worse_gap: float | None = None
    should: float | None = None
    limit: bool = False


def cases_of(folder: Path) -> list[Case]:
    """The cases in ``cases.yaml`` of *folder*. Raises `PluginInvalid`."""
    path = folder / "cases.yaml"
    faults: list[str] = []
    try:
        entry = Entry(read(path), faults)
    except FileNotFoundError:
        raise PluginInvalid(folder.name, [Sentence("{name} is missing", name="cases.yaml")]) from None
    except NotationInvalid as error:
        raise PluginInvalid(error.path, error.faults) from None
    entry.choice("schema", ("1",))
    cases = []
    for kind in ("pairs", "limits"):
        group = entry.entry(kind, required=kind == "pairs")
        for language in group.keys:
            cases += [_case(item, language, kind == "limits") for item in group.entries(language)]
        group.finish()
    entry.finish()
    if faults:
        raise PluginInvalid(str(path), faults)
    return cases


def _case(item: Entry, language: str, limit: bool) -> Case:
    def gap(key: str) -> float | None:
        return item.number(key, -60, 600) if key in item.keys else None

    single = limit and "reply" in item.keys
    case = Case(
        id=item.text("id"),
        language=language,
        heard=item.text("heard"),
        better=item.text("reply" if single else "better"),
        worse="" if single else item.text("worse"),
        better_gap=gap("better_gap"),
        worse_gap=gap("worse_gap"),
        should=item.number("should", 0, 1) if single else None,
        limit=limit,
    )
    item.text("why", "")
    item.finish()
    return case


def verdicts_of(skill: Skill, case: Case, coder: Coder) -> tuple[Verdict, Verdict]:
    """What *skill* says of the better and the worse reply of *case*, by the codes of *coder*; of a single reply twice the same."""
    better = _verdict(skill, case, case.better, case.better_gap, coder)
    return better, _verdict(skill, case, case.worse, case.worse_gap, coder) if case.should is None else better


def compared(case: Case, better: Verdict, worse: Verdict) -> Sentence | None:
    """Why *case* does not come out as it says with these verdicts; None if it does."""
    for verdict in (better, worse):
        if verdict.outcome is Outcome.FAILED:
            return _failed(verdict.reason.values)
    if case.should is not None:
        if better.value is not None and abs(better.value - case.should) < 0.01:
            return None
        return Sentence("does not score {should}, but {value}", should=f"{case.should:g}", value=_told(better))
    if better.value is not None and worse.value is not None and better.value > worse.value:
        return None
    return Sentence("better {better} is not above worse {worse}", better=_told(better), worse=_told(worse))


def value_of(skill: Skill, case: Case, text: str, coder: Coder) -> float | None:
    """What *skill* makes of *text* in answer to what is heard in *case*, by the codes of *coder*; None where it is not scored."""
    return _verdict(skill, case, text, None, coder).value


def _told(verdict: Verdict) -> str:
    return f"{verdict.value:g}" if verdict.value is not None else Sentence("no opportunity")


def _failed(said: Mapping[str, object]) -> Sentence:
    """That the scorer failed, with what its reason has *said*."""
    error = said["error"] if "_message" not in said else Sentence(str(said["_message"]), **said)
    return Sentence("the scorer fails: {error}", error=error)


def _verdict(skill: Skill, case: Case, text: str, gap: float | None, coder: Coder) -> Verdict:
    heard = Turn(index=0, speaker=Speaker.PERSONA, text=case.heard, start=0.0, end=60.0)
    start = None if gap is None else 60.0 + gap
    reply = Turn(index=1, speaker=Speaker.TRAINEE, text=text, start=start, end=None if start is None else start + 5.0)
    exchange = Exchange(heard=heard, reply=reply, before=(heard,))
    assert skill.scorer is not None
    return grade(skill.scorer, exchange, coder.code(exchange))
