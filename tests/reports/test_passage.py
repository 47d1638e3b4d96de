"""Replies cut where their evidence begins and ends."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roleplay.redaction.pseudonyms import Redactor
from roleplay.reports.passage import Badge, Segment, badges, passage, shortened

ONE, TWO = badges(["Listening", "No blame"])


def test_words_outside_and_inside_the_evidence_are_told_apart() -> None:
    """Each piece says under which marks it lies, and which end with it."""
    assert passage("You sound tired, Mum.", [(0, 15, ONE)]) == (Segment("You sound tired", (ONE,), (ONE,)), Segment(", Mum."))


def test_marks_of_two_skills_may_overlap() -> None:
    """Neither hides the other."""
    assert passage("abcdef", [(0, 4, ONE), (2, 6, TWO)]) == (
        Segment("ab", (ONE,)),
        Segment("cd", (ONE, TWO), (ONE,)),
        Segment("ef", (TWO,), (TWO,)),
    )


def test_marks_of_one_skill_that_meet_are_one() -> None:
    """Two codes of the same skill on the same words are not marked twice."""
    assert passage("abcdef", [(0, 4, ONE), (2, 3, ONE), (4, 6, ONE)]) == (Segment("abcdef", (ONE,), (ONE,)),)


def test_d11_evidence_stays_in_place_when_a_name_is_replaced() -> None:
    """D11: the mark covers the pseudonym where it covered the name, and no letter of the name is left."""
    text = "Ты, Анна, всегда опаздываешь."
    found = passage(text, [(4, 28, ONE)], Redactor(["Анна"]))

    assert [each.text for each in found] == ["Ты, ", "[NAME-1], всегда опаздываешь", "."]
    assert [bool(each.on) for each in found] == [False, True, False]


def test_t7_a_turn_of_a_million_letters_is_cut() -> None:
    """T7: nobody reads it, and the page must open."""
    found = passage("я" * 1_000_000, [(10, 20, ONE), (999_000, 999_010, ONE)])

    assert len("".join(each.text for each in found)) == 6001
    assert sum(each.on == (ONE,) for each in found) == 1


@given(
    st.text(max_size=40), st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45), st.sampled_from(badges(list("abcdef")))), max_size=8)
)
def test_no_letter_is_lost_whatever_is_marked(text: str, spans: list[tuple[int, int, Badge]]) -> None:
    """Every mark that begins also ends."""
    found = passage(text, [(min(a, b), max(a, b), badge) for a, b, badge in spans])

    assert "".join(each.text for each in found) == text
    for each, after in zip(found, (*found[1:], Segment("")), strict=False):
        assert set(each.on) - set(after.on) <= set(each.ends) <= set(each.on)


def test_each_skill_has_a_sign_of_its_own() -> None:
    """Told apart without colour, also when a plugin adds skills."""
    assert len({each.symbol for each in badges(list("abcdefgh"))}) == 8


def test_a_long_reply_is_quoted_up_to_a_word() -> None:
    """In one line, and never cut within a word where there are several."""
    assert shortened("one two\nthree", 20) == "one two three"
    assert shortened("one two, three", 9) == "one two…"
    assert shortened("a" * 30, 5) == "aaaaa…"
