"""The turn that a reply answers: what is known of it once it is looked up, and what its words may be called."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from roleplay.coders.heard import Heard, Names, hear
from roleplay.dialogue import LANGUAGES
from roleplay.language.pack import load
from roleplay.language.stage import spoken
from tests.language.packs import pack, texts

PACK = pack(
    empty=["so the then of and is it"],
    kin=["kitchen oven cook", "dust plaster"],
    meanings={"neglect": "late ~forget", "place": "kitchen", "plain_time": "late week"},
    plain=["plain_time"],
)


def heard(raw: str) -> Heard:
    """What is known of the turn *raw*."""
    return hear(PACK, raw)


def shared(said: str, turn: str) -> bool:
    """Whether the word *said* is one of the words of a *turn*, or a near relation."""
    return heard(turn).names.has(PACK.look_up(said).names)


# the turn


def test_a_turn_is_looked_up_word_by_word() -> None:
    """Its text as the pack cuts it, and everything about each of its words."""
    found = heard("So late. The ovens!")
    assert [token.form for token in found.text.tokens] == ["so", "late", "the", "ovens"]
    assert found.words == [PACK.look_up(form) for form in ("so", "late", "the", "ovens")]


def test_stage_directions_are_not_heard() -> None:
    """They are kept as written, and offsets stay true."""
    raw = "(forgets the kitchen) Late? *sighs, late*"
    found = heard(raw)
    assert found.raw == raw
    assert [raw[token.start : token.end] for token in found.text.tokens] == ["Late"]
    assert found.meanings == {"neglect"}
    assert (found.names.count, shared("kitchen", raw)) == (1, False)


def test_meanings_are_those_of_all_words_but_the_plain_ones() -> None:
    """Plain ones are in half of all talk."""
    assert heard("Weeks. He forgot the kitchen.").meanings == {"neglect", "place"}
    assert heard("A week. Late.").meanings == {"neglect"}
    assert heard("Rain.").meanings == frozenset()


@pytest.mark.parametrize(
    ("raw", "asks"), [("Late? So it is.", True), ("So it is. Late?", True), ("Late.", False), ("Late!", False), ("(Late?) So.", False)]
)
def test_a_turn_asks_if_any_of_its_sentences_does(raw: str, *, asks: bool) -> None:
    """By its mark; a question that is done and not said is none."""
    assert heard(raw).asks is asks


@pytest.mark.parametrize("raw", ["", "…", "(falls silent)", " \n"])
def test_of_silence_nothing_is_known(raw: str) -> None:
    """No words, no names, no meanings, no question."""
    found = heard(raw)
    assert (found.raw, list(found.words), found.names.count, found.meanings, found.asks) == (raw, [], 0, frozenset(), False)


# names


@pytest.mark.parametrize(
    ("said", "turn", "same"),
    [
        ("dust", "Six weeks of dust.", True),
        ("weeks", "A week.", True),
        ("plaster", "The dust.", True),
        ("oven", "So cook.", True),
        ("rain", "Six weeks of dust.", False),
        ("14", "14 calls.", True),
        ("15", "14 calls.", False),
        ("the", "The dust.", False),
        ("dust", "", False),
    ],
)
def test_a_word_comes_back_by_itself_its_dictionary_form_or_its_kin(said: str, turn: str, *, same: bool) -> None:
    """An empty word never does, and no number but the same one."""
    assert shared(said, turn) is same


@pytest.mark.parametrize(
    ("turn", "said", "same"),
    [
        ("disappointment", "disappointing", True),
        ("display", "disappear", False),
        ("renovation", "renovators", True),
        ("holiday", "holes", False),
        ("pain", "painful", False),
        ("paint", "pains", True),
        ("plants", "plan", False),
    ],
)
def test_a_long_common_beginning_is_kin_too(turn: str, said: str, *, same: bool) -> None:
    """Five letters, or four that are most of the word; a word of four letters has no beginning but itself."""
    assert shared(said, turn) is same


def test_content_words_are_counted_each_time_and_others_not_at_all() -> None:
    """As many as might come back."""
    assert heard("The dust and the dust of weeks is it.").names.count == 3
    assert Names([]).count == 0


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None, max_examples=60)
@given(raw=texts())
def test_t9_a_turn_shares_all_its_content_words_with_itself(language: str, raw: str) -> None:
    """Whatever is written; and its words are those of its text without stage directions."""
    made = load(language)
    found = hear(made, raw)
    assert found.text == made.analyse(spoken(raw))
    assert len(found.words) == len(found.text.tokens)
    assert [word.names for word in found.words if word.names and not found.names.has(word.names)] == []
    assert found.names.count == sum(bool(word.names) for word in found.words)
