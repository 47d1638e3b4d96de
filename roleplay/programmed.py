"""A scorer with Python: the class that ``class: module:Class`` names in a file beside ``scorer.yaml``.

What ships with the project runs here; any other code runs confined, so that a scorer that never ends, leaks or leaves costs its own scores only.
Confined is not shut in: it still runs with the rights of the user.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from roleplay.codes import Coding
from roleplay.confinement import Confined, Failed, Limits
from roleplay.dialogue import Exchange
from roleplay.errors import PluginInvalid, Sentence
from roleplay.quiet import quiet
from roleplay.scoring import Evidence, Outcome, Reason, Scorer, Verdict, failed, grade

__all__ = ["LIMITS", "Programmed", "grader", "made"]

LIMITS = Limits(seconds=5.0, megabytes=2048)
"""What a scorer may take for one reply."""


def made(folder: Path, name: str, dotted: str) -> Scorer:
    """The object that ``module:Class`` names in a Python file of *folder*, run here. Raises `PluginInvalid` for whatever that file raises."""
    module_name, _, class_name = dotted.partition(":")
    path = folder / f"{module_name}.py"
    spec = spec_from_file_location(f"roleplay_scorer_{name}", path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    try:
        with quiet():
            spec.loader.exec_module(module)
            scorer: Scorer = getattr(module, class_name)()
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a plugin may do anything
        sys.modules.pop(spec.name, None)
        told = f"{type(error).__name__}: {error}"
        raise PluginInvalid(name, [Sentence("{file} cannot be run: {error}", file=path.name, error=told[:300])]) from None
    if not callable(getattr(scorer, "score", None)):
        raise PluginInvalid(name, [Sentence("class: {what} has no method score(exchange, coding)", what=dotted)])
    return scorer


class Programmed:
    """The same run in a process of its own, within `LIMITS`. Raises `PluginInvalid` when it is made."""

    def __init__(self, folder: Path, name: str, dotted: str) -> None:
        self._scorer = Confined("roleplay.programmed:grader", str(folder), name, dotted, limits=LIMITS)
        try:
            self._scorer.begin()
        except Failed as error:
            raise PluginInvalid(name, [error.said]) from None

    def score(self, exchange: Exchange, coding: Coding) -> Verdict:
        """What the scorer says of *exchange*; a failure if it does not say anything in time."""
        try:
            return _verdict(self._scorer((exchange, coding)))
        except Failed as error:
            return failed(error.said)


def grader(folder: str, name: str, dotted: str) -> Callable[[object], object]:
    """What the process of its own makes: from an exchange and its codes to a verdict as JSON."""
    scorer = made(Path(folder), name, dotted)

    def answer(value: Any) -> object:
        return _json(grade(scorer, *value))

    return answer


def _json(verdict: Verdict) -> dict[str, object]:
    return {
        "outcome": str(verdict.outcome),
        "value": verdict.value,
        "reason": _reason_json(verdict.reason),
        "evidence": [[item.quote, item.start, item.end, str(item.code)] for item in verdict.evidence],
        "suggestion": _reason_json(verdict.suggestion),
    }


def _reason_json(reason: Reason | None) -> list[object] | None:
    return None if reason is None else [str(reason.key), dict(reason.values)]


def _verdict(told: Any) -> Verdict:
    """A verdict out of JSON; `roleplay.scoring.grade` looks at it as at any other. Raises what wrong parts raise."""
    return Verdict(
        outcome=Outcome(told["outcome"]),
        value=told["value"],
        reason=_reason(told["reason"]) or Reason(""),
        evidence=tuple(Evidence(quote=quote, start=start, end=end, code=code) for quote, start, end, code in told["evidence"]),
        suggestion=_reason(told["suggestion"]),
    )


def _reason(told: tuple[str, Mapping[str, object]] | None) -> Reason | None:
    return None if told is None else Reason(told[0], told[1])
