"""What a reply gives back of the partner's words."""

from __future__ import annotations

import pytest

from roleplay.coders.echo import Echo, echo
from roleplay.coders.heard import hear
from tests.coders.small import small_pack

HEARD = "Six weeks of dust and the oven does not work, 14 calls."


def echoed(reply: str, heard: str = HEARD) -> Echo:
    """The echo of *heard* in *reply*."""
    made = small_pack()
    text = made.analyse(reply)
    return echo(text, made.words(text), hear(made, heard))


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
    ("reply", "strength"), [("I swept the dust.", 0.0), ("You swept the dust.", 0.5), ("I see you swept the dust.", 0.5)]
)
def test_sentences_about_oneself_do_not_count(reply: str, strength: float) -> None:
    """Words shared with the partner are then the speaker's own matter."""
    assert echoed(reply).strength == strength


def test_the_words_that_echo_are_told_by_their_places() -> None:
    """All of them, also in a sentence that is the speaker's own matter and adds no strength."""
    assert echoed("So weeks, real weeks of dust here. I like the oven too.").words == {1, 3, 5, 10}


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
        ("Broken, broken.", False, False),
        ("Broken oven. Broken oven.", True, True),
        ("Broken oven, broken feet now then.", False, False),
    ],
)
def test_parroting_and_mocking(reply: str, *, parroting: bool, mocking: bool) -> None:
    """Hardly more than the partner's words is parroting; with an exclamation, or the words doubled, it mocks."""
    found = echoed(reply, "Tired feet, broken oven.")
    assert (found.parroting, found.mocking) == (parroting, mocking)


@pytest.mark.parametrize(
    ("reply", "heard"), [("", HEARD), ("Dust.", ""), ("Dust.", "The of and."), ("Dust.", "(dust)"), ("...", HEARD), ("Rain.", HEARD)]
)
def test_nothing_to_compare(reply: str, heard: str) -> None:
    """Without words on either side, or any that come back, there is no echo."""
    assert echoed(reply, heard) == Echo()
