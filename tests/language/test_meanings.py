"""Classes of words with one meaning: what a word means, and which of its meanings tells most."""

from __future__ import annotations

import pytest

from roleplay.dialogue import LANGUAGES
from roleplay.language.meanings import Meanings
from roleplay.language.pack import load
from tests.language.packs import pack

LISTED = {"neglect": "late forgot*", "sadness": "~cry sad grief*", "family": "mum grief", "plain_time": "late"}
MADE = Meanings.of({name: words.split() for name, words in LISTED.items()})


@pytest.mark.parametrize(
    ("form", "keys", "found"),
    [
        ("sad", {"sad"}, {"sadness"}),
        ("crying", {"crying", "~cry"}, {"sadness"}),
        ("cry", {"cry"}, set()),
        ("forgotten", {"forgotten"}, {"neglect"}),
        ("forgo", {"forgo"}, set()),
        ("late", {"late"}, {"neglect", "plain_time"}),
        ("grief", {"grief"}, {"sadness", "family"}),
        ("house", {"house"}, set()),
        ("", set(), set()),
    ],
)
def test_a_word_has_all_the_meanings_it_is_listed_under(form: str, keys: set[str], found: set[str]) -> None:
    """By itself, by its dictionary form after a ``~``, by its beginning before a ``*``."""
    assert MADE.look_up(form, keys) == found


@pytest.mark.parametrize(
    ("meanings", "first"),
    [({"plain_time", "neglect"}, "neglect"), ({"family", "sadness"}, "sadness"), ({"family"}, "family"), (set(), None)],
)
def test_the_most_telling_meaning_is_listed_first(meanings: set[str], first: str | None) -> None:
    """The order of the word data decides, where there is anything to decide."""
    assert MADE.first(frozenset(meanings)) == first


def test_listed_words_are_spelt_in_any_way() -> None:
    """Case and diacritics in the word data make no difference; a dictionary form stays as the dictionary has it."""
    made = Meanings.of({"neglect": ["ÎNTÂRZII", "Uit*", "~întârzia"]})
    assert made.look_up("intarzii", {"intarzii"}) == made.look_up("uitat", {"uitat"}) == {"neglect"}
    assert made.look_up("x", {"~întârzia"}) == {"neglect"}


def test_without_a_list_nothing_means_anything() -> None:
    """A pack need not have meanings."""
    assert Meanings().look_up("late", {"late"}) == Meanings.of({}).look_up("late", {"late"}) == frozenset()
    assert Meanings().first(frozenset({"neglect"})) is None


WORDS = pack(
    classes={"i": ["i my"], "you": ["you your"]},
    empty=["so and by very although"],
    meanings={"neglect": "late ~forget although", "time": "late by"},
    word_endings=["ness", "ing"],
)


@pytest.mark.parametrize(
    ("form", "symbol"),
    [
        ("late", "@neglect"),
        ("forgot", "@neglect"),
        ("very", "very"),
        ("by", "by"),
        ("although", "@neglect"),
        ("ox", "ox"),
        ("1984", "0"),
        ("kindness", "·ness"),
        ("singing", "·ing"),
        ("table", "·"),
    ],
)
def test_what_stands_for_a_word_in_a_frame(form: str, symbol: str) -> None:
    """A short function word itself, else the most telling meaning, a number a zero, any other word its ending or nothing but a dot."""
    assert WORDS.look_up(form).symbol == symbol


def test_grammar_stands_for_a_russian_word_without_meaning() -> None:
    """At most two features, the most telling first."""
    made = pack("ru", meanings={"neglect": "~забыть"})
    assert made.look_up("читаешь").symbol == "#2s#verb"
    assert made.look_up("забыл").symbol == "@neglect"


@pytest.mark.parametrize(("form", "mine", "yours"), [("my", True, False), ("your", False, True), ("late", False, False)])
def test_a_word_says_of_whom_its_clause_speaks(form: str, *, mine: bool, yours: bool) -> None:
    """By the classes of words for *I* and *you*."""
    assert (WORDS.look_up(form).mine, WORDS.look_up(form).yours) == (mine, yours)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_meanings_are_in_order(language: str) -> None:
    """Every language has them, no word stands twice under one meaning's name, and the plain ones are among them."""
    made = load(language)
    assert made.meanings.order
    assert len(set(made.meanings.order)) == len(made.meanings.order)
    assert made.plain <= set(made.meanings.order)
    assert frozenset[str]().union(*made.meanings.words.values(), *made.meanings.beginnings.values()) <= set(made.meanings.order)
