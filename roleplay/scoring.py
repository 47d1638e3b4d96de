"""What a scorer is and what it returns.

A scorer grades one skill in one exchange. It reads the exchange and its codes and returns a `Verdict`: a value with evidence and a
reason, or that there was no opportunity. A scorer that raises, or whose value is not a number from 0 to 1, has failed: three different
outcomes, never mixed into one number.

>>> verdict = scored(0.75, Reason("close"))
>>> verdict.outcome, verdict.value
(<Outcome.SCORED: 'scored'>, 0.75)
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from roleplay.codes import Coding, Mark
from roleplay.dialogue import Exchange
from roleplay.errors import Sentence
from roleplay.persona import Source
from roleplay.quiet import quiet

__all__ = ["Evidence", "Outcome", "Reason", "Score", "Scorer", "Skill", "Verdict", "failed", "grade", "no_opportunity", "scored"]


class Outcome(StrEnum):
    """The outcome of a scorer on one exchange: these three, nothing else."""

    SCORED = "scored"
    NO_OPPORTUNITY = "no_opportunity"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Reason:
    """A message of the scorer's own texts and its arguments; worded only when a language is known."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An exact substring of the reply, ``reply[start:end] == quote``, and the code it was marked with."""

    quote: str
    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a scorer says of one exchange. *suggestion* names a pattern of the scorer's texts for a better wording."""

    outcome: Outcome
    reason: Reason
    value: float | None = None
    evidence: tuple[Evidence, ...] = ()
    suggestion: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A verdict with its place: which scorer at which version, on which turn; *material* fills the slots of its suggestion.

    *marked* is for the coach: what comes of other codings of the exchange, by what they are (``rules``, ``unmasked``), where it is something
    else. *rewrite* is the reply in better words, made for it and checked; it stands in for the suggestion.
    """

    scorer: str
    version: str
    turn: int
    verdict: Verdict
    material: Mapping[str, str] = field(default_factory=dict)
    marked: Mapping[str, Verdict] = field(default_factory=dict)
    rewrite: str | None = None


class Scorer(Protocol):
    """One method, one exchange in, one verdict out."""

    def score(self, exchange: Exchange, coding: Coding) -> Verdict:
        """Grade *exchange*; *coding* holds all its codes."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill:
    """A scorer with all that is said about it.

    *reasons* and *suggestions* hold its texts by key, then by language (``ru``) or language and form of address (``ru.ty``); of several
    texts the first counts whose slots can be filled, and those with the same slots take turns. *next_step* is the one thing to try when the
    skill is the weakest. *sources* tell where the advice comes from. *questions* are what a model is asked about a reply beside the codes:
    yes/no questions in English, by id.
    """

    id: str
    version: str
    languages: tuple[str, ...]
    titles: Mapping[str, str]
    about: Mapping[str, str]
    next_step: Mapping[str, str]
    reasons: Mapping[str, Mapping[str, tuple[str, ...]]]
    suggestions: Mapping[str, Mapping[str, tuple[str, ...]]]
    sources: tuple[Source, ...]
    scorer: Scorer | None
    folder: Path
    questions: Mapping[str, str] = field(default_factory=dict)


def scored(value: float, reason: Reason, marks: tuple[Mark, ...] = (), suggestion: Reason | None = None) -> Verdict:
    """A verdict with a *value* from 0 to 1 and the *marks* that count as evidence."""
    evidence = tuple(Evidence(quote=m.quote, start=m.start, end=m.end, code=str(m.code)) for m in marks)
    return Verdict(outcome=Outcome.SCORED, value=value, reason=reason, evidence=evidence, suggestion=suggestion)


def no_opportunity(reason: Reason) -> Verdict:
    """A verdict that the skill could not show here."""
    return Verdict(outcome=Outcome.NO_OPPORTUNITY, reason=reason)


def failed(fault: str) -> Verdict:
    """A verdict that there is none: the scorer went wrong, and *fault* says how, a sentence or any text (its first 200 characters)."""
    said = {"_message": fault.message} | fault.values if isinstance(fault, Sentence) else {}
    return Verdict(outcome=Outcome.FAILED, reason=Reason("failed", {"error": " ".join(fault.split())[:200], **said}))


def grade(scorer: Scorer, exchange: Exchange, coding: Coding) -> Verdict:
    """Ask *scorer* and check what it says; whatever goes wrong becomes a failed verdict that says so."""
    try:
        with quiet():
            verdict = scorer.score(exchange, coding)
            fault = _fault(verdict, exchange.reply.text)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a plugin may raise anything, SystemExit too; only this score is lost
        fault = _told(error)
    return verdict if fault is None else failed(fault)


def _told(error: BaseException) -> str:
    try:
        return f"{type(error).__name__}: {error}".removesuffix(": ")
    except Exception:  # its text is the plugin's code as well
        return type(error).__name__


def _fault(verdict: object, text: str) -> str | None:
    if not isinstance(verdict, Verdict):
        return Sentence("it returned {what}, not a Verdict", what=type(verdict).__name__)
    if not isinstance(verdict.outcome, Outcome):
        return Sentence("{what} is no Outcome", what=repr(verdict.outcome)[:40])
    if verdict.outcome is Outcome.SCORED:
        value = verdict.value
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or not 0 <= value <= 1:
            return Sentence("the value {what} is not a number from 0 to 1", what=repr(value)[:40])
    elif verdict.value is not None:
        return Sentence("{what} with a value", what=str(verdict.outcome))
    if not _worded(verdict.reason) or not (verdict.suggestion is None or _worded(verdict.suggestion)):
        return Sentence("reason and suggestion must be a Reason with texts and numbers")
    return next((fault for item in verdict.evidence if (fault := _unfounded(item, text))), None)


def _worded(reason: object) -> bool:
    """Whether *reason* can be put into words later, when nobody can say any more which scorer is to blame."""
    return (
        isinstance(reason, Reason)
        and isinstance(reason.key, str)
        and all(isinstance(value, str | int | float) for value in reason.values.values())
    )


def _unfounded(item: Evidence, text: str) -> str | None:
    exact = item.quote and 0 <= item.start == item.end - len(item.quote) and text.startswith(item.quote, item.start)
    if not exact:
        return Sentence("the evidence {what} is not in the reply", what=repr(item.quote[:40]))
    return None if isinstance(item.code, str) else Sentence("the code of evidence must be a text")
