"""What a sentence shares with texts it must not repeat: the prompt, what is still hidden, the trainee's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from roleplay.actors.gate.moment import Moment
from roleplay.actors.gate.words import words
from roleplay.language.pack import Pack
from roleplay.language.text import Text

__all__ = ["copied", "leaks_hidden", "leaks_prompt"]

_PROMPT, _HIDDEN = 6, 4  # words in a row
_TELLING = 2  # content words without which words in a row give nothing away
_TOLD, _FEW = 0.6, 3  # the share, and the least number, of the words of a hidden sentence that give it away
_COPIED, _SHARE, _MUCH = 5, 0.8, 10

Run = tuple[str, ...]


def leaks_prompt(forms: Sequence[str], moment: Moment) -> bool:
    """Whether words in a row are those of the prompt, and not of what may be said of it."""
    there = _runs(moment.told, _PROMPT, moment.language) - _runs(_sayable(moment), _PROMPT, moment.language)
    return not there.isdisjoint(_cut(forms, _PROMPT))


def leaks_hidden(text: Text, moment: Moment) -> bool:
    """Whether what is hidden is told: word by word, most words of it in any form and order, or a name out of it with one word more."""
    if not moment.hidden:
        return False
    pack, forms = moment.lexicon, [token.form for token in text.tokens]
    sayable = _sayable(moment)
    if any(_tells(run, pack) for run in _secrets(moment.hidden, sayable, pack) & _all_runs(forms)):
        return True
    said, called = _names(forms, pack), _names(_proper(text), pack)
    open_to_all = frozenset[str]().union(*(_content(each, pack) for each in sayable))
    for hidden in moment.hidden:
        for kept in _kept(hidden, pack):
            secret = [names for names in kept if names.isdisjoint(open_to_all)]
            shared = sum(any(not names.isdisjoint(other) for other in said) for names in secret)
            named = any(not names.isdisjoint(other) for other in called for names in secret)
            if (shared >= _FEW and shared >= _TOLD * len(secret)) or (named and shared >= _TELLING):
                return True
    return False


def _proper(text: Text) -> Iterator[str]:
    """The words of *text* that are written with a capital letter where no sentence begins."""
    firsts = {sentence.first for sentence in text.sentences}
    for place, token in enumerate(text.tokens):
        if place not in firsts and text.raw[token.start : token.start + 1].isupper():
            yield token.form


def copied(forms: Sequence[str], mark: str, moment: Moment) -> bool:
    """Whether a sentence closed by *mark* is the trainee's own, said back; to echo it as a question is to answer it."""
    if mark == "?" or len(forms) < _COPIED:
        return False
    return any(_longest(forms, _forms(text, moment.language)) >= min(_MUCH, max(_COPIED, _SHARE * len(forms))) for text in moment.heard)


def _sayable(moment: Moment) -> tuple[str, ...]:
    return (*moment.free, *(turn.text for turn in moment.said))


@lru_cache(maxsize=512)
def _forms(text: str, language: str) -> Run:
    return tuple(token.form for token in words(language).analyse(text).tokens)


def _runs(texts: Iterable[str], length: int, language: str) -> frozenset[Run]:
    return frozenset[Run]().union(*(_cut(_forms(text, language), length) for text in texts))


def _cut(forms: Sequence[str], length: int) -> frozenset[Run]:
    return frozenset(tuple(forms[at : at + length]) for at in range(len(forms) - length + 1))


def _names(forms: Iterable[str], pack: Pack) -> list[frozenset[str]]:
    """The content words of *forms*, each as everything it may be called."""
    return [names for form in forms if (names := pack.look_up(form).names)]


@lru_cache(maxsize=512)
def _content(text: str, pack: Pack) -> frozenset[str]:
    return frozenset[str]().union(*_names(_forms(text, pack.language), pack))


def _secrets(hidden: Iterable[str], sayable: Iterable[str], pack: Pack) -> frozenset[Run]:
    """The words in a row that give away what is *hidden*: any of two lengths, and short sentences as a whole; not what is *sayable*."""
    cut = [words(pack.language).analyse(text) for text in hidden]
    sentences = [tuple(token.form for token in text.tokens[each.first : each.last]) for text in cut for each in text.sentences]
    short = frozenset(forms for forms in sentences if _FEW <= len(forms) < _PROMPT)
    runs = [_runs(hidden, length, pack.language) - _runs(sayable, length, pack.language) for length in (_HIDDEN, _PROMPT)]
    said = frozenset[Run]().union(*(_all_runs(_forms(text, pack.language)) for text in sayable))
    return short - said | runs[0] | runs[1]


def _tells(run: Run, pack: Pack) -> bool:
    """Whether *run* is long enough, or says enough, to be no chance."""
    return len(run) != _HIDDEN or len(_names(run, pack)) >= _TELLING


def _all_runs(forms: Sequence[str]) -> frozenset[Run]:
    """Every run of words that could give something away."""
    return frozenset[Run]().union(*(_cut(forms, length) for length in range(_FEW, _PROMPT + 1)))


@lru_cache(maxsize=256)
def _kept(text: str, pack: Pack) -> tuple[tuple[frozenset[str], ...], ...]:
    """The content words of each sentence of *text*."""
    cut = words(pack.language).analyse(text)
    sentences = [[token.form for token in cut.tokens[each.first : each.last]] for each in cut.sentences]
    return tuple(tuple(_names(forms, pack)) for forms in sentences)


def _longest(one: Sequence[str], other: Sequence[str]) -> int:
    """The length of the longest run of words that both have."""
    best, row = 0, [0] * (len(other) + 1)
    for form in one:
        row = [0, *(row[at] + 1 if form == word else 0 for at, word in enumerate(other))]
        best = max(best, *row)
    return best
