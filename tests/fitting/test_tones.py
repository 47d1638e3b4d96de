"""The tones of the gate, fitted to a few made-up sentences."""

from __future__ import annotations

import pytest

from fitting.tones import FOLDER, Line, _counted, _scores, fit_tones, lines
from roleplay.actors.gate.tone import TONES
from roleplay.dialogue import LANGUAGES
from roleplay.language.pack import load


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_tone_has_sentences_with_it_and_without(language: str) -> None:
    """Of each source; no sentence is written twice."""
    found = list(lines(language))
    for tone in TONES:
        assert {line.tones[tone] for line in found if tone in line.tones} == {True, False}
    written = (FOLDER / f"{language}.txt").read_text("utf-8").splitlines()
    assert len({line.split(" | ")[1] for line in written}) == len(written)
    assert {line.source for line in found} == {"tones", "replies", "personas"}


def test_a_tone_is_heard_in_few_good_sentences() -> None:
    """The start is set by what the lines of a persona come to that were not fitted to."""
    without = dict.fromkeys(TONES, False)
    kind = [Line(f"Bless you, my dear, for the {thing}.", "tones", dict.fromkeys(TONES, True)) for thing in ("tea", "cake", "rain", "wool")]
    gruff = [
        Line(f"The {thing} is late {when}.", "personas", without, persona)
        for persona in ("one", "two")
        for thing in ("tea", "cake", "rain", "wool")
        for when in ("again", "today")
    ]
    fitted = fit_tones(load("en"), [*kind, *gruff])
    heights = {line.text: _scores(fitted, _counted(load("en"), line.text)) for line in (*kind, *gruff)}
    for tone in TONES:
        assert fitted[tone].weights["word bless"] > 0 > fitted[tone].weights["word late"]
        assert min(heights[line.text][tone] for line in kind) > max(heights[line.text][tone] for line in gruff)
