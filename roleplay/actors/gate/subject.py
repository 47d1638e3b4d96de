"""Russian gender where the verb alone shows it: “в магазин сходил, устал” has no “я”, and the woman who says it is a man all the same.

A clause without a subject is spoken of the speaker, of the listener, or of somebody who was named before. Only where none of them has the gender
that is shown is it wrong; with “я” or “ты” there is nothing to guess.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from roleplay.actors.gate.breach import Breach, Verdict
from roleplay.actors.gate.moment import Moment
from roleplay.actors.gate.words import words
from roleplay.language.morphology import Nominal, gendered, nominals
from roleplay.language.text import Text, Token

__all__ = ["misgendered"]

_SHOWN = {"#he": "m", "#she": "f"}
_STATES = frozenset(
    {
        "~рад",
        "~должный",
        "~голодный",
        "~занятый",
        "~правый",
        "~виноватый",
        "~согласный",
        "~больной",
        "~уверенный",
        "~сытый",
        "~злой",
        "~довольный",
    }
)
_PERSONS = frozenset({"я", "ты"})
_WISH = frozenset({"чтоб", "чтобы", "бы", "б"})
_NEAR = 4  # words between “я” or “ты” and what it did


def misgendered(text: Text, so_far: str, moment: Moment) -> Iterator[Verdict]:
    """Where *text*, said after *so_far* of the same reply, shows a gender that is nobody's."""
    if moment.language != "ru" or moment.speaks is None:
        return
    for sentence in text.sentences:
        tokens = text.tokens[sentence.first : sentence.last]
        for _, grouped in groupby(tokens, key=lambda token: token.clause):
            clause = list(grouped)
            for at, token in enumerate(clause):
                shown = _shown(token)
                if shown and not token.quoted and not _belongs(clause, at, shown, tokens, text, so_far, moment):
                    yield Verdict(Breach.GENDER, "shows_a_gender_that_is_nobodys", token.start, token.end)
                    return


def _shown(token: Token) -> str | None:
    """The gender that a past verb or a word for a state shows, None for any other word."""
    keys = gendered(token.form, "ru")
    genders = {_SHOWN[key] for key in keys & _SHOWN.keys()}
    does = "#verb" in keys and "#past" in keys
    if len(genders) != 1 or not (does or ("#short" in keys and keys & _STATES)):
        return None
    return genders.pop()


def _belongs(clause: Sequence[Token], at: int, shown: str, sentence: Sequence[Token], text: Text, so_far: str, moment: Moment) -> bool:
    """Whether there is somebody of the gender *shown* whom the word *at* may be about."""
    own = _PERSONS.intersection(token.form for token in clause[max(0, at - _NEAR) : at + 2])
    subjects = any(_subject(clause, place, shown) for place in range(len(clause)))
    if own and not subjects:
        genders = {"я": moment.speaks, "ты": moment.listens}
        return any(genders[word] in (None, shown) for word in own)
    if subjects or shown == moment.speaks or moment.listens in (None, shown):
        return True
    if any(token.form in _WISH for token in clause):  # of whoever is wished something of
        return True
    if any(_subject(sentence, place, shown) for place, token in enumerate(sentence) if token.start < clause[0].start):
        return True
    before = (text.raw[: clause[0].start], so_far, *moment.heard[:1], *moment.own[:1])
    return any(shown == each.gender for words_before in before for each in _named(words_before))


def _subject(tokens: Sequence[Token], place: int, shown: str) -> bool:
    """Whether the word at *place* could be a third person of the gender *shown* that does something; what follows a preposition does nothing."""
    form = tokens[place].form
    if form in _PERSONS or not any(each.subject and each.gender in (None, shown) for each in nominals(form)):
        return False
    before = [tokens[back].form for back in (place - 1, place - 2) if back >= 0]
    return not any("#preposition" in gendered(each, "ru") and not any(map(nominals, before[:back])) for back, each in enumerate(before))


def _named(said: str) -> Iterator[Nominal]:
    for token in words("ru").analyse(said).tokens:
        yield from nominals(token.form)
