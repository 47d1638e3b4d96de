"""Which fact a question asks for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.actors.questions import asked, wished
from roleplay.persona import Fact


def fact(identity: str, *asks: str, hidden: bool = False, wished: bool = False) -> Fact:
    """A fact that *asks* ask for."""
    return Fact(id=identity, asks=asks, says=("one", "two"), hidden=hidden, wished=wished)


def ids(reply: str, *facts: Fact) -> list[str]:
    """The ids of the facts that *reply* asks for."""
    return [each.id for each in asked(reply, facts)]


@pytest.mark.parametrize(
    ("pattern", "reply"),
    [
        ("knee", "How is your knee?"),
        ("how knee", "And your KNEE, how is it?"),
        ("knee|leg", "Is it the leg?"),
        ("колен*", "Как твоё колено?"),
        ("еще болит*", "Ещё болит?"),
        ("ещё болит*", "еще болит?"),
        ("soția|lenuța", "Ce mai face Lenuta?"),
        ("sotia", "Şi soţia?"),
        ("soția", "Și soția?"),
        ("ellie|half-sister", "Can I meet Ellie?"),
        ("meet half-sister", "Could I meet my half-sister?"),
        ("n-ai|nu", "De ce nu m-ai sunat?"),
        ("don't", "Why don’t you?"),
        ("fall|fell", "Tell me more about the fall. What happened?"),
        ("колен*", "Расскажите про колено. Что с ним?"),
        ("genunchi*", "Povestește-mi de genunchi. Te doare?"),
    ],
)
def test_all_words_of_a_pattern_in_any_order(pattern: str, reply: str) -> None:
    """A pattern fits whatever the order, case, diacritics, apostrophes and endings; each place is one of its options."""
    assert ids(reply, fact("it", pattern)) == ["it"]


@pytest.mark.parametrize(
    ("pattern", "reply"),
    [
        ("how knee", "How are you?"),
        ("knee", "Are you kneeling?"),
        ("meet half-sister", "Could I meet my sister?"),
        ("колен*", "Как ты?"),
        ("knee", "I had a bad knee last year and went to see a doctor about it in the end. Shall we?"),
        ("how knee", "How are you? A knee?"),
        ("*", "What?"),
        ("", "What?"),
    ],
)
def test_a_pattern_that_is_not_all_there_does_not_fit(pattern: str, reply: str) -> None:
    """Words must be whole, in one sentence, and in a question if there is one."""
    assert ids(reply, fact("it", pattern)) == []


def test_the_more_precise_pattern_wins() -> None:
    """The fact with the longest pattern comes first; among equals the open one, then the one written first."""
    facts = (fact("leg", "leg"), fact("left", "left leg"), fact("secret", "leg", hidden=True), fact("other", "leg|arm"))
    assert ids("Is it the left leg?", *facts) == ["left", "leg", "other", "secret"]


def test_a_short_invitation_needs_no_question_mark() -> None:
    """Up to twelve words count as a question; a longer speech that only mentions the word does not."""
    assert ids("Tell me about your knee.", fact("it", "knee")) == ["it"]
    assert ids("I was thinking the other day about my knee and how it all went wrong.", fact("it", "knee")) == []


def test_letters_and_their_marks_may_come_apart() -> None:
    """A reply in decomposed Unicode asks the same."""
    assert ids("S\u0326i sot\u0326ia?", fact("it", "soția")) == ["it"]


@given(reply=st.text(max_size=400), pattern=st.text(max_size=40))
@settings(deadline=None, max_examples=200)
def test_any_text_can_be_asked(reply: str, pattern: str) -> None:
    """No reply and no pattern breaks the search, and what is found is a fact that was given."""
    facts = (fact("it", pattern), fact("knee", "knee"))
    assert set(asked(reply, facts)) <= set(facts)


def test_a_long_reply_is_read_only_so_far() -> None:
    """What comes after the first two thousand characters is not searched."""
    assert ids("word " * 500 + "knee?", fact("it", "knee")) == []


def test_a_wish_needs_no_question_mark_and_may_be_long() -> None:
    """Any sentence of the reply can voice it; only facts that can be wished for answer, the best match first."""
    facts = (fact("open", "see you"), fact("meeting", "see you", wished=True), fact("coffee", "see you coffee", wished=True))
    long = "I have thought about it for a long time, up and down the stairs. I would like to see you, once, for a coffee. That is all there is."
    assert [each.id for each in wished(long, facts)] == ["coffee", "meeting"]
    assert wished("I was glad.", facts) == []
