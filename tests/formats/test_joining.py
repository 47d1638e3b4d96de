"""Words and cues become turns at pauses and changes of voice."""

from __future__ import annotations

from itertools import count

import pytest

from roleplay.formats import joining
from roleplay.formats.conversation import Unit, Utterance, seconds
from roleplay.formats.joining import join


def words(*said: tuple[str, float | None, float | None], speaker: str | None = "A", unit: Unit = Unit.WORD) -> list[Utterance]:
    """Pieces of one speaker."""
    return [Utterance(text=text, speaker=speaker, start=start, end=end, unit=unit) for text, start, end in said]


def test_the_border_of_a_pause_is_exact() -> None:
    pieces = words(("a", 0.0, 1.0), ("b", 2.499, 3.0), ("c", 4.5, 5.0))

    assert [(turn.text, turn.start, turn.end) for turn in join(pieces, 1.5)] == [("a b", 0.0, 3.0), ("c", 4.5, 5.0)]


def test_t7_what_no_speech_can_be_is_given_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """T7: words without a pause that never end come as a turn that is too long, and is refused."""
    monkeypatch.setattr(joining, "MAX_TEXT", 10)
    endless = (Utterance(text="word", speaker="A", start=at / 10, end=at / 10, unit=Unit.WORD) for at in count())

    assert len(next(join(endless)).text) > 10


def test_an_end_that_is_not_known_is_not_made_up() -> None:
    (turn,) = join(words(("a", None, 1.0), ("b", 1.1, None)))

    assert (turn.text, turn.start, turn.end) == ("a b", None, None)


def test_a_piece_inside_another_does_not_shorten_the_turn() -> None:
    (turn,) = join(words(("a", 0.0, 5.0), ("b", 1.0, 2.0)))

    assert turn.end == 5.0


@pytest.mark.parametrize(
    ("pieces", "text"),
    [(("fine", ".", "Yes"), "fine. Yes"), ((" It", " is", " fine"), "It is fine"), (("好", "的"), "好的"), (("да", ",", "да"), "да, да")],
)
def test_spaces_are_put_where_they_belong(pieces: tuple[str, ...], text: str) -> None:
    assert [turn.text for turn in join(words(*((piece, None, None) for piece in pieces)))] == [text]


def test_messages_are_whole_and_never_join() -> None:
    assert len(list(join(words(("a", None, None), ("b", None, None), unit=Unit.TURN)))) == 2


@pytest.mark.parametrize(
    ("value", "read"), [("1.5", 1.5), (3, 3.0), (True, None), (-1, None), (float("nan"), None), ("x", None), (10**400, None), (None, None)]
)
def test_t3_seconds_are_finite_and_not_negative(value: object, read: float | None) -> None:
    assert seconds(value) == read
