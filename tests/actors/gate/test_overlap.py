"""What a sentence shares with texts it must not repeat."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.actors.gate.breach import Breach
from roleplay.language.pack import extended
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


@pytest.mark.parametrize(
    ("language", "secret", "told", "harmless"),
    [
        (
            "en",
            "I have a boy with Julie. Callum he is called, fourteen.",
            "There's a son, Callum, fourteen now.",
            "Callum? Who told you that?",
        ),
        ("ro", "Am un băiat cu Lenuța. Cătălin îl cheamă, paisprezece ani.", "Am un fiu, Cătălin, are paisprezece.", "Cine e Cătălin?"),
        ("ru", "Парень у меня. Стёпка, четырнадцать лет.", "Есть сын, Стёпкой звать, четырнадцать ему.", "А Стёпка кто такой?"),
    ],
)
def test_j1_a_hidden_name_with_one_word_more_gives_it_away(language: str, secret: str, told: str, harmless: str) -> None:
    """J1: the name alone does not, nor where it may be said."""
    assert breach(told, language=language, hidden=(secret,)) is Breach.LEAKED_HIDDEN
    assert breach(harmless, language=language, hidden=(secret,)) is None
    assert breach(told, language=language, hidden=(secret,), free=(secret,)) is None


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


def test_words_of_ones_own_are_known_to_the_gate(tmp_path: Path) -> None:
    """What the user's word file calls the same is the same here."""
    own = tmp_path / "en.yaml"
    own.write_text("schema: 1\nlanguage: en\nkin: [hooter siren blaredevil, snuggery parlour]\n", "utf-8")
    secret, told = "The blaredevil woke the whole snuggery at midnight.", "At midnight a hooter woke them in the parlour."
    assert breach(told, hidden=(secret,)) is None
    assert breach(told, hidden=(secret,), pack=extended("en", [own])) is Breach.LEAKED_HIDDEN
