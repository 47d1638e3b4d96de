"""Dictionary words and features of a form."""

from __future__ import annotations

import pytest

from roleplay.language.morphology import lemmas


@pytest.mark.parametrize(
    ("form", "keys"),
    [
        ("забыла", {"~забыть", "#past", "#verb"}),
        ("забываешь", {"~забывать", "#2s", "#verb"}),
        ("слушайте", {"~слушать", "#imp"}),
        ("слушать", {"~слушать", "#inf"}),
        ("еще", {"~еще"}),
        ("жаль", {"#predicative"}),
        ("обижен", {"#short"}),
    ],
)
def test_russian_forms(form: str, keys: set[str]) -> None:
    """The dictionary word with ё as е, and person, mood, tense or part of speech."""
    assert keys <= lemmas(form, "ru")


def test_an_order_has_no_person() -> None:
    """The imperative is kept apart from "you do": an order is no statement about the listener."""
    assert not {"#2s", "#2p"} & lemmas("слушайте", "ru")


@pytest.mark.parametrize(
    ("form", "language", "key"),
    [("kitchens", "en", "~kitchen"), ("went", "en", "~go"), ("copiii", "ro", "~copil"), ("zzqx", "en", "~zzqx")],
)
def test_english_and_romanian_forms(form: str, language: str, key: str) -> None:
    """The dictionary word in normal form, or the form itself if there is none."""
    assert lemmas(form, language) == {key}


@pytest.mark.parametrize(
    ("forms", "person"),
    [
        ("compari faci lasi stii vorbesti lucrezi ziceai fii", {"#2s"}),
        ("lasati faceti veniti stati ziceati", {"#2p"}),
        ("compar fac plec stau multumesc lucrez credeam rog", {"#1s"}),
        ("compara vorbi ochii copii flori carti oameni vor erau spus facut stiind", set()),
    ],
)
def test_a_romanian_verb_tells_who_it_speaks_of(forms: str, person: set[str]) -> None:
    """Romanians leave the pronoun out, so the ending has to tell; infinitives, participles and nouns in the plural tell nobody."""
    told = {form: lemmas(form, "ro") & {"#1s", "#2s", "#2p"} for form in forms.split()}
    assert {form: keys for form, keys in told.items() if keys != person} == {}


@pytest.mark.parametrize(("typed", "lemma"), [("vorbesti", "~vorbi"), ("intelegi", "~intelege"), ("saptamani", "~saptamana")])
def test_romanian_words_are_known_without_their_marks(typed: str, lemma: str) -> None:
    """The normal form has none, and many people type none."""
    assert lemma in lemmas(typed, "ro")


@pytest.mark.parametrize("form", ["ok", "5", "'s", "漢"])
def test_what_is_not_russian_has_no_russian_keys(form: str) -> None:
    """Latin letters and numbers in a Russian reply are left alone."""
    assert lemmas(form, "ru") == frozenset()
