"""What is wrong with a sentence whatever it means."""

from __future__ import annotations

import pytest

from roleplay.actors.gate.breach import Breach
from roleplay.actors.gate.judging import judge
from roleplay.dialogue import Speaker, Turn
from tests.actors.gate.moments import breach, moment


@pytest.mark.parametrize("sentence", ["null", "###", "~~", "[silence]", "N/A"])
def test_placeholders_are_no_words(sentence: str) -> None:
    """Nor are stray signs."""
    assert breach(sentence) in (Breach.EMPTY, Breach.MARKUP)


@pytest.mark.parametrize("sentence", ["…", "(says nothing)", "—", "...", "*looks away*"])
def test_silence_is_an_answer(sentence: str) -> None:
    """Who falls silent is in character."""
    assert breach(sentence) is None


@pytest.mark.parametrize(
    "sentence",
    ["# Answer", "* first", "**Mum:** Well.", "See https://x.example", "[here](x)", '{"text": "Well."}', "<b>Well</b>", "Mum: Well."],
)
def test_j8_what_is_to_be_read_is_not_spoken(sentence: str) -> None:
    """J8: headings, lists, links, code, tags, a script."""
    assert breach(sentence) is Breach.MARKUP


@pytest.mark.parametrize("sentence", ["Well: what now?", "It’s 12:30.", "I *said* no.", "Two, three… four!"])
def test_marks_of_speech_are_no_markup(sentence: str) -> None:
    """Colons, stress and numbers are said."""
    assert breach(sentence) is None


def test_going_in_circles() -> None:
    """In one sentence, in one reply, in turn after turn."""
    long = "You never ring and then you ring."
    assert breach("I want it and I want it now and I want it and I want it and I want it.") is Breach.LOOPING
    assert breach(long, so_far=f"{long} ") is Breach.LOOPING
    assert breach("No, no, no, no, no!") is None
    assert breach("Go on then.", so_far="Go on then. ") is None
    own = [Turn(index=number, speaker=Speaker.PERSONA, text=long) for number in range(2)]
    assert judge(long, "", moment(said=tuple(own[:1]))) is None
    assert judge(long, "", moment(said=tuple(own))) is not None
