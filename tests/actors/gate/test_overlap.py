"""What a sentence shares with texts it must not repeat."""

from __future__ import annotations

import pytest

from roleplay.actors.gate.breach import Breach
from tests.actors.gate.moments import breach

SECRET = "That Wednesday night I had the ambulance out, a hundred and eighty over a hundred."
PROMPT = "You are Mum, a character in a conversation exercise. What sets you off: being rushed and being told what to do."


@pytest.mark.parametrize("told", ["I had the ambulance out, a hundred and eighty.", "The ambulance was here Wednesday night."])
def test_j1_a_canary_in_other_words_is_found(told: str) -> None:
    """J1: word by word, or most words of it; not where it was said before or may be said."""
    secret = "The ambulance came Wednesday night."
    assert breach(told, hidden=(SECRET, secret)) is Breach.LEAKED_HIDDEN
    assert breach(told) is None
    assert breach(told, hidden=(SECRET, secret), free=(SECRET, secret)) is None
    assert breach(told, hidden=(SECRET, secret), own=f"Well. {SECRET} {secret}") is None


@pytest.mark.parametrize(
    ("language", "secret", "told"),
    [
        ("ru", "В ту среду ночью скорую вызывала, сто восемьдесят на сто.", "Скорая приезжала ночью в среду, давление сто восемьдесят."),
        ("ro", "Miercuri noaptea am chemat salvarea, aveam tensiunea mare.", "A venit salvarea miercuri noapte, tensiune mare."),
    ],
)
def test_j1_a_canary_in_other_forms_is_found(language: str, secret: str, told: str) -> None:
    """J1: in languages that bend their words."""
    assert breach(told, language=language, hidden=(secret,)) is Breach.LEAKED_HIDDEN


def test_j1_the_prompt_is_not_recited() -> None:
    """J1: six words of it in a row, unless they are open facts or what the trainee said."""
    recited = "I am told that what sets you off: being rushed, and so on."
    assert breach(recited, told=(PROMPT,)) is Breach.LEAKED_PROMPT
    assert breach(recited, told=(PROMPT,), free=(PROMPT,)) is None
    assert breach("I hate being rushed.", told=(PROMPT,)) is None


def test_the_trainees_words_are_not_the_personas() -> None:
    """Said back as its own; asked back or quoted they are an answer."""
    words = "I could not ring you because I had a deadline at work."
    assert breach(words, heard=words) is Breach.COPIED
    assert breach("You had a deadline at work?", heard=words) is None
    assert breach("“I had a deadline at work”, that is all I hear.", heard=words) is None
    assert breach("A deadline.", heard=words) is None
