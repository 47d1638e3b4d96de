"""What a reply gives back of the partner's words."""

from __future__ import annotations

import pytest

from roleplay.coders.echo import Echo, echo
from tests.coders.small import small_pack

HEARD = "Six weeks of dust and the oven does not work, 14 calls."


def echoed(reply: str, heard: str = HEARD) -> Echo:
    """The echo of *heard* in *reply*."""
    made = small_pack()
    return echo(made, made.analyse(reply), made.analyse(heard))


@pytest.mark.parametrize(
    ("reply", "strength"),
    [
        ("Rain in the garden.", 0.0),
        ("Dust everywhere.", 0.5),
        ("Dusty everywhere.", 0.5),
        ("A week, in fact.", 0.5),
        ("Plaster in the kitchen.", 1.0),
        ("14 of them.", 0.5),
        ("15 of them.", 0.0),
        ("Dust. Weeks.", 1.0),
        ("Dust, weeks, oven, calls, working, six.", 2.0),
        ("Dust for weeks?", 0.5),
    ],
)
def test_shared_words_add_up(reply: str, strength: float) -> None:
    """By dictionary form, kin and numbers, half a point a word and half of that in a question; never more than two."""
    assert echoed(reply).strength == strength


@pytest.mark.parametrize(
    ("heard", "reply", "shared"),
    [
        ("disappointment", "disappointing", True),
        ("display", "disappear", False),
        ("renovation", "renovators", True),
        ("holiday", "holes", False),
    ],
)
def test_a_long_common_beginning_is_kin_too(heard: str, reply: str, *, shared: bool) -> None:
    """Five letters, or four that are most of the word."""
    assert (echoed(f"So {reply} then.", heard).strength > 0) is shared


@pytest.mark.parametrize(
    ("reply", "strength"), [("I swept the dust.", 0.0), ("You swept the dust.", 0.5), ("I see you swept the dust.", 0.5)]
)
def test_sentences_about_oneself_do_not_count(reply: str, strength: float) -> None:
    """Words shared with the partner are then the speaker's own matter."""
    assert echoed(reply).strength == strength


def test_places_are_the_stretches_that_echo() -> None:
    """One stretch a sentence, from its first shared word to its last."""
    assert echoed("So weeks, real weeks of dust here. The oven too.").places == ((1, 5), (8, 8))


@pytest.mark.parametrize(
    ("reply", "parroting", "mocking"),
    [
        ("Tired feet, broken oven.", True, False),
        ("Tired feet and broken oven then.", True, False),
        ("Tired feet, broken oven!", True, True),
        ("Broken oven.", False, False),
        ("Tired feet, broken oven, and rain in every room.", False, False),
        ("Broken, broken, is it now.", False, True),
        ("Broken.", False, False),
    ],
)
def test_parroting_and_mocking(reply: str, *, parroting: bool, mocking: bool) -> None:
    """Hardly more than the partner's words is parroting; with an exclamation, or the words doubled, it mocks."""
    found = echoed(reply, "Tired feet, broken oven.")
    assert (found.parroting, found.mocking) == (parroting, mocking)


@pytest.mark.parametrize(("reply", "heard"), [("", HEARD), ("Dust.", ""), ("Dust.", "The of and."), ("...", HEARD)])
def test_nothing_to_compare(reply: str, heard: str) -> None:
    """Without words on either side there is no echo."""
    assert echoed(reply, heard) == Echo()
