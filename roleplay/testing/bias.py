"""Whether a coder judges replies by their order or by their length: the swap test and the padding test, over a scorer's own cases.

A coder that reads one exchange at a time has no order to be misled by, unless it remembers; a model has the order of what it is asked. Long answers
are overrated by models again and again; words that say nothing must not raise a score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from roleplay.authoring.cases import Case, Coder, value_of
from roleplay.scoring import Skill

__all__ = ["PADDING", "CoderOf", "padded", "swapped"]

CoderOf = Callable[[Mapping[str, str]], Coder]
"""Makes a fresh coder that asks these questions, in this order."""

PADDING = {
    "en": " So. It is a quarter past six, the kettle is on, and it is raining a little.",
    "ro": " Deci. E șase și un sfert, ceainicul e pe foc și plouă puțin.",
    "ru": " Вот. Сейчас четверть седьмого, чайник на плите, и немного моросит.",
}
"""Words that say nothing to the partner, in each language."""


def swapped(skill: Skill, cases: Iterable[Case], coder_of: CoderOf) -> Iterator[str]:
    """What changes when the replies of each pair are coded in the other order, with the questions of *skill* the other way round."""
    forward = {f"{skill.id}.{key}": text for key, text in skill.questions.items()}
    backward = dict(reversed(forward.items()))
    for case in _pairs(cases):
        one, other = coder_of(forward), coder_of(backward)
        first = [value_of(skill, case, text, one) for text in (case.better, case.worse)]
        second = [value_of(skill, case, text, other) for text in (case.worse, case.better)][::-1]
        if first != second:
            yield f"{case.id}: {first[0]} and {first[1]} become {second[0]} and {second[1]} in the other order"


def padded(skill: Skill, cases: Iterable[Case], coder_of: CoderOf) -> Iterator[str]:
    """Which of the worse replies score higher with `PADDING` after them."""
    asked = {f"{skill.id}.{key}": text for key, text in skill.questions.items()}
    for case in _pairs(cases):
        coder, longer = coder_of(asked), case.worse + PADDING[case.language]
        short, long = (value_of(skill, case, text, coder) for text in (case.worse, longer))
        if long is not None and (short is None or long > short):
            yield f"{case.id}: {short} becomes {long} with more words that say nothing"


def _pairs(cases: Iterable[Case]) -> Iterator[Case]:
    """The minimal pairs, without times: a pause is no matter of words."""
    for case in cases:
        if case.worse and not case.limit and case.better != case.worse:
            yield replace(case, better_gap=None, worse_gap=None)
