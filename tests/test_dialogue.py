"""Turns, moods and exchanges as values."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.dialogue import Header, Mood, Speaker, Trainee, Turn, exchanges
from tests.builders import talk, turn

speakers = st.lists(st.sampled_from(Speaker), max_size=40)


def said(*speakers: Speaker, silent: frozenset[int] = frozenset()) -> tuple[Turn, ...]:
    """A talk in which *speakers* speak in turn, and those at the places in *silent* say nothing."""
    return tuple(turn(index, speaker=speaker, text=" " if index in silent else "…") for index, speaker in enumerate(speakers))


P, T, OTHER = Speaker.PERSONA, Speaker.TRAINEE, Speaker.OTHER


@pytest.mark.parametrize(("tension", "trust"), [(-0.01, 0.5), (1.01, 0.5), (0.5, -1), (0.5, 2), (math.nan, 0.5), (0.5, math.inf)])
def test_a_mood_outside_its_range_cannot_be_made(tension: float, trust: float) -> None:
    """Tension and trust are from 0 to 1, and NaN is neither."""
    with pytest.raises(ValueError, match="mood out of range"):
        Mood(tension=tension, trust=trust)


def test_a_mood_reaches_both_ends_of_its_range() -> None:
    """0 and 1 belong to the range."""
    assert (Mood(tension=0, trust=1).tension, Mood(tension=1, trust=0).tension) == (0, 1)


def test_moods_and_trainees_can_be_told_apart_and_hashed() -> None:
    """Values with unknown keys still serve as keys of a cache."""
    assert len({Mood(tension=0.5, trust=0.5), Mood(tension=0.5, trust=0.5, extra={"hope": 1})}) == 2
    assert hash(Trainee(name="Ана", extra={"age": 30})) == hash(Trainee(name="Ана"))


@pytest.mark.parametrize(("text", "silent"), [("", True), (" \u00a0\t", True), ("…", False), ("нет", False)])
def test_a_turn_of_nothing_but_spaces_is_silent(text: str, silent: bool) -> None:
    """Staying silent is a turn without words; dots are words."""
    assert turn(text=text).silent is silent


def test_values_cannot_be_changed() -> None:
    """What was said stays said."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        turn().text = "другое"  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        Header(id="a").id = "b"  # type: ignore[misc]


def test_an_exchange_pairs_a_reply_with_the_last_thing_heard() -> None:
    """Of two turns of the partner in a row the later one is what was heard."""
    turns = said(P, P, T)
    (exchange,) = exchanges(turns)
    assert (exchange.heard, exchange.reply, exchange.before) == (turns[1], turns[2], turns[:2])


def test_a_trainee_who_speaks_first_has_heard_nothing() -> None:
    """There is an exchange without anything heard."""
    (first, second) = exchanges(said(T, P, T))
    assert (first.heard, first.before) == (None, ())
    assert second.heard is not None


def test_every_turn_of_a_row_is_its_own_exchange_and_is_counted() -> None:
    """Of several trainee turns in a row each knows how many came before it, until somebody answers."""
    turns = said(P, T, T, T, P, T)
    assert [(e.heard, e.in_row) for e in exchanges(turns)] == [(turns[0], 0), (turns[0], 1), (turns[0], 2), (turns[4], 0)]


def test_another_voice_is_heard_as_the_partner_is() -> None:
    """In an imported group a named voice is what the reply answers."""
    turns = said(P, T, OTHER, T)
    assert [(e.heard, e.in_row) for e in exchanges(turns)] == [(turns[0], 0), (turns[2], 0)]


def test_silences_are_counted_in_a_row_and_words_end_the_row() -> None:
    """Silence goes on across the partner's turns and ends with the first words."""
    turns = said(P, T, P, T, P, T, P, T, silent=frozenset({1, 3, 7}))
    assert [e.silences for e in exchanges(turns)] == [1, 2, 0, 1]


def test_what_came_before_is_at_most_the_memory() -> None:
    """An exchange holds the nearest turns and no more of them than asked for."""
    turns = talk(40)
    last = list(exchanges(turns, memory=3))[-1]
    assert last.before == turns[36:39]


@settings(deadline=None, max_examples=60)
@given(speakers)
def test_there_is_one_exchange_for_each_trainee_turn_in_order(who: list[Speaker]) -> None:
    """No reply is left out, doubled or moved, and none sees what comes after it."""
    turns = said(*who)
    found = list(exchanges(turns, memory=5))
    assert [e.reply for e in found] == [t for t in turns if t.speaker is T]
    for exchange in found:
        assert exchange.before == turns[max(0, exchange.reply.index - 5) : exchange.reply.index]
        assert exchange.heard is None or exchange.heard.index < exchange.reply.index


def test_t7_exchanges_of_a_long_talk_take_its_turns_one_by_one() -> None:
    """Nothing of a talk need be there before its turn comes, and no exchange holds more than the memory."""
    taken: list[int] = []
    coming = exchanges(turn for turn in talk(10_000) if not taken.append(turn.index))  # type: ignore[func-returns-value]
    next(coming)
    assert taken == [0, 1]
    assert sum(len(exchange.before) <= 12 for exchange in coming) == 4_999
