"""Patterns as they are written: what each sign means to the reader of a pattern, and what is refused."""

from __future__ import annotations

import pytest

from roleplay.language.pattern import parse


def test_a_pattern_is_a_row_of_elements() -> None:
    """Words, alternatives, an optional word, a forbidden one, gaps and edges each have an element of their own."""
    elements = parse("^ you|u (just) !do .. never ... $", 3).elements
    assert [sorted(element.keys) for element in elements] == [[], ["u", "you"], ["just"], ["do"], [], ["never"], [], []]
    assert [element.edge for element in elements] == ["^", "", "", "", "", "", "", "$"]
    assert [element.optional for element in elements] == [False, False, True, False, False, False, False, False]
    assert [element.negated for element in elements] == [False, False, False, True, False, False, False, False]
    assert [(element.gap, element.wide) for element in elements if element.gap] == [(3, False), (8, True)]


def test_words_are_read_in_normal_form() -> None:
    """A coach may write diacritics, ё and capitals; classes keep their names."""
    (element,) = parse("Încă|ЕЩЁ|~Моё|Şti*|*ează|@Own|#2s", 0).elements
    assert element.keys == {"inca", "еще", "~мое", "sti*", "*eaza", "@Own", "#2s"}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("@you never", (1, 0)),
        ("you* never", (1, 0)),
        ("#2s обижа*", (1, 0)),
        ("you never", (0, 1)),
        ("(just) you", (1,)),
        ("!not @you", (1,)),
        ("@a .. @b", (0, 2)),
    ],
)
def test_a_pattern_is_found_by_words_that_must_be_there(source: str, words: tuple[int, ...]) -> None:
    """A word before a beginning before a class; never by what may be missing."""
    assert parse(source, 0).words == words


@pytest.mark.parametrize("source", ["", "^ $", "(maybe)", "!not", ".. ...", "(maybe) !not"])
def test_a_pattern_needs_a_word_it_can_be_found_by(source: str) -> None:
    """Without a word that must be there it would match anywhere."""
    with pytest.raises(ValueError, match="no word it can be found by"):
        parse(source, 0)


@pytest.mark.parametrize("source", ["()", "you|", "|", "!", "(you", "you)", "a^", "co$t", "a*b", "@", "~", "#", "n!t"])
def test_a_bad_element_is_named(source: str) -> None:
    """What cannot be meant is refused with the part that is wrong."""
    with pytest.raises(ValueError, match="is no word, class, lemma or feature"):
        parse(f"fine {source}", 0)
