"""Whether a sentence of a model may be shown as the persona's at this moment."""

from __future__ import annotations

from collections.abc import Iterator

from roleplay.actors.gate.breach import Breach, Verdict
from roleplay.actors.gate.cues import breaches
from roleplay.actors.gate.moment import Moment
from roleplay.actors.gate.overlap import copied, leaks_hidden, leaks_prompt
from roleplay.actors.gate.shape import empty, looping, markup
from roleplay.actors.gate.subject import misgendered
from roleplay.actors.gate.tone import toned
from roleplay.actors.gate.tongue import foreign
from roleplay.actors.gate.words import words
from roleplay.language.stage import spoken
from roleplay.language.text import Text, fold

__all__ = ["judge", "verdicts"]


def judge(sentence: str, so_far: str, moment: Moment) -> Verdict | None:
    """The gravest thing that is wrong with *sentence*, said after *so_far* of the same reply; None if it may be shown."""
    return next(verdicts(sentence, so_far, moment), None)


def verdicts(sentence: str, so_far: str, moment: Moment) -> Iterator[Verdict]:
    """Everything that is wrong with *sentence*, the gravest first. Stage directions in it are not judged, but for markup."""
    said = spoken(sentence)
    text = words(moment.language).analyse(said)
    found = [*breaches(text, moment), *misgendered(text, so_far, moment)]
    order = list(Breach)
    found += _whole(sentence, text, so_far, moment)
    if found:
        yield from sorted(found, key=lambda verdict: order.index(verdict.breach))
    else:  # what is weighed speaks only where no rule has
        yield from toned(said, moment)


def _whole(sentence: str, text: Text, so_far: str, moment: Moment) -> Iterator[Verdict]:
    """What is wrong with the sentence as a whole."""
    forms = [token.form for token in text.tokens]
    stand_in = {fold(word) for word in words(moment.language).classes["placeholder"]}
    for breach, place in ((Breach.EMPTY, empty(sentence, stand_in)), (Breach.MARKUP, markup(sentence))):
        if place:
            yield Verdict(breach, str(breach), *place)
    everything = (0, len(sentence))
    tongue = foreign(spoken(sentence), forms, moment.language)
    if tongue:
        yield Verdict(Breach.LANGUAGE, tongue, *everything)
    before = _sentences(so_far, moment.language)
    if looping(forms, before, [each for turn in moment.own for each in _sentences(turn, moment.language)]):
        yield Verdict(Breach.LOOPING, str(Breach.LOOPING), *everything)
    mark = text.sentences[-1].mark if text.sentences else ""
    if leaks_prompt(forms, moment):
        yield Verdict(Breach.LEAKED_PROMPT, str(Breach.LEAKED_PROMPT), *everything)
    if leaks_hidden(text, moment):
        yield Verdict(Breach.LEAKED_HIDDEN, str(Breach.LEAKED_HIDDEN), *everything)
    if copied([token.form for token in text.tokens if not token.quoted], mark, moment):
        yield Verdict(Breach.COPIED, str(Breach.COPIED), *everything)


def _sentences(text: str, language: str) -> list[list[str]]:
    cut = words(language).analyse(text)
    return [[token.form for token in cut.tokens[each.first : each.last]] for each in cut.sentences]
