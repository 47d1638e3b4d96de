"""Patterns found in texts, each feature of the notation by itself."""

from __future__ import annotations

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from tests.language.packs import find, fired, pack

CLASSES = {"you": ["you", "your*"], "pal": ["@you", "mate"], "bad": ["@badly lazy"], "badly": ["rude"]}


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("never", "NEVER, I said: never!", ["NEVER", "never"]),
        ("you never", "You never. Never you", ["You never"]),
        ("you|u never", "u never, you never", ["u never", "you never"]),
        ("you (just|only) complain", "you complain; you just complain; you just only complain", ["you complain", "you just complain"]),
        ("you (just) (only) complain", "you just only complain", ["you just only complain"]),
        ("complain*", "complaining is plain", ["complaining"]),
        ("*less", "careless, less, lesson", ["careless", "less"]),
        ("why *", "why me? why", ["why me"]),
        ("@you late", "your late, yours late, they late", ["your late", "yours late"]),
        ("@pal late", "mate late, yours late", ["mate late", "yours late"]),
        ("so @bad", "so lazy and so rude", ["so lazy", "so rude"]),
        ("~go home", "went home, going home, gone away", ["went home", "going home"]),
        ("nooo way", "no way", []),
        ("no way", "nooooo wayyy", ["nooooo wayyy"]),
    ],
)
def test_words(pattern: str, text: str, found: list[str]) -> None:
    """Words, alternatives, optional words, beginnings, endings, any word, classes within classes, dictionary forms, stretched words."""
    assert fired(pattern, text, classes=CLASSES) == found


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("#2s .. ~обидеть", "Ты идёшь и обидел", ["идёшь и обидел"]),
        ("#imp меня", "Слушай меня, слушаю меня", ["Слушай меня"]),
        ("моё", "мое, моё", ["мое", "моё"]),
    ],
)
def test_features_of_russian_words(pattern: str, text: str, found: list[str]) -> None:
    """Person, mood and the dictionary word are read off the form."""
    assert fired(pattern, text, "ru") == found


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("you .. late", "you late", ["you late"]),
        ("you .. late", "you are so very late", ["you are so very late"]),
        ("you .. late", "you are so very very late", []),
        ("you .. late", "you see, they came late", []),
        ("you ... late", "you see, they came late", ["you see, they came late"]),
        ("you ... late", "you a b c d e f g h late", ["you a b c d e f g h late"]),
        ("you ... late", "you a b c d e f g h i late", []),
        ("you ... late", "you came. They were late", []),
        ("@you .. late", "you x you late", ["you late"]),
        ("a .. @you .. late", "a you you late", ["a you you late"]),
    ],
)
def test_gaps(pattern: str, text: str, found: list[str]) -> None:
    """Two dots leave out up to three words of a clause, three dots up to eight of a sentence; as few as will do."""
    assert fired(pattern, text, classes=CLASSES) == found


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("!not lazy", "you are not lazy", False),
        ("!not lazy", "not you but lazy", True),
        ("!not lazy", "lazy", True),
        ("!not !so lazy", "so lazy", False),
        ("lazy !enough", "lazy enough", False),
        ("lazy !enough", "lazy. Enough", True),
        ("@you .. !not lazy", "you are not lazy", False),
        ("you .. !not lazy", "you are not lazy", False),
        ("you .. !not @bad", "you are not lazy", False),
        ("@you .. !not lazy", "you are lazy", True),
        ("you !not .. lazy", "you not ever lazy", False),
        ("@you !not .. lazy", "you not ever lazy", False),
        ("@you !not .. lazy", "you ever not lazy", True),
        ("@you !not .. lazy", "you lazy", True),
    ],
)
def test_a_forbidden_word_means_the_same_from_either_side(pattern: str, text: str, *, matches: bool) -> None:
    """It must not stand directly before the next word, or directly after the last one, wherever the pattern is anchored."""
    assert bool(fired(pattern, text, classes=CLASSES)) is matches


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^ you", "you and you. You", ["you", "You"]),
        ("you $", "you and you. You too", ["you"]),
        ("^ you $", "you", ["you"]),
        ("^ (well) you", "well you", ["well you"]),
        ("^ .. you", "oh my you", ["oh my you"]),
        ("you never", "you. Never", []),
    ],
)
def test_edges_of_the_sentence(pattern: str, text: str, found: list[str]) -> None:
    """A pattern stays in one sentence, and may ask for its beginning and end."""
    assert fired(pattern, text) == found


def test_a_pattern_that_fits_many_ways_is_found_once_for_each_anchor() -> None:
    """Classes that overlap do not make a match count twice."""
    assert fired("you|@you|@pal late|@late", "you late", classes=CLASSES | {"late": ["late"]}) == ["you late"]


VOCABULARY = ("you", "never", "lazy", "not", "come")


@settings(deadline=None, max_examples=60)
@given(
    pattern=st.lists(st.sampled_from((*VOCABULARY, "@any")), min_size=1, max_size=4),
    text=st.lists(st.sampled_from(VOCABULARY), max_size=9),
)
def test_a_row_of_words_is_found_exactly_where_it_stands(pattern: list[str], text: list[str]) -> None:
    """Whatever word a pattern is found by, the result is that of looking at every place."""
    made = pack(classes={"any": ["you", "never"]}, cues={"blame": [" ".join(pattern)]})
    fits = [
        at
        for at in range(len(text) - len(pattern) + 1)
        if all(word == key or (key == "@any" and word in ("you", "never")) for key, word in zip(pattern, text[at:], strict=False))
    ]
    assert [found.first for found in find(made, " ".join(text))] == fits


@example(pattern="you .. never", others=["you"], text="you you never")  # seen from "never" it would be there once
@settings(deadline=None, max_examples=60)
@given(
    pattern=st.lists(st.sampled_from((*VOCABULARY, "..", "...", "(not)", "!lazy")), min_size=1, max_size=5).map(" ".join),
    others=st.lists(st.sampled_from(VOCABULARY), max_size=6),
    text=st.lists(st.sampled_from(VOCABULARY), max_size=9).map(" ".join),
)
def test_what_other_patterns_there_are_changes_nothing(pattern: str, others: list[str], text: str) -> None:
    """By which of its words a pattern is found depends on the others; what it finds does not."""
    assume(not {*pattern.split()}.isdisjoint(VOCABULARY))
    alone = pack(cues={"blame": [pattern]})
    beside = pack(cues={"blame": [pattern, *others]})
    found = [(each.first, each.last) for each in find(alone, text)]
    assert [(each.first, each.last) for each in find(beside, text) if each.rule.id == "blame0"] == found
