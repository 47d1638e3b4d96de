"""Stage directions: what is done and not said, and pauses written out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from roleplay.language.stage import only_silence, pause_mark, spoken
from tests.language.packs import texts


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("(sighs) Fine.", "Fine."),
        ("[5s] Fine.", "Fine."),
        ("*looks away slowly* Fine.", "Fine."),
        ("*sighs* Fine. *nods*", "Fine."),
        ("Fine (she nods).", "Fine ."),
        ("You *never* call", "You *never* call"),
        ("You *never* call *anyone*", "You *never* call *anyone*"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("(never closed", "(never closed"),
    ],
)
def test_what_is_done_is_not_said(text: str, said: str) -> None:
    """Brackets and stars hold what is done; a word between stars within a sentence is only stressed."""
    assert " ".join(spoken(text).split()) == said


@settings(deadline=None, max_examples=200)
@given(text=texts())
def test_every_offset_stays_true(text: str) -> None:
    """What is blanked out leaves as many spaces, and nothing else changes."""
    said = spoken(text)
    assert len(said) == len(text)
    assert all(after in (before, " ") for before, after in zip(text, said, strict=True))
    assert pause_mark(text) is None or text.strip()


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("(pause) Yes.", 0.0),
        ("  (silence)", 0.0),
        ("(falls silent)", 0.0),
        ("*long pause* Yes.", 0.0),
        ("[5s] Yes.", 5.0),
        ("[2.5 sec] Yes.", 2.5),
        ("(3 seconds) Yes.", 3.0),
        ("(pauză) Da.", 0.0),
        ("(tăcere) Da.", 0.0),
        ("(tacere) Da.", 0.0),
        ("(tace) Da.", 0.0),
        ("(linişte) Da.", 0.0),
        ("(4 secunde) Da.", 4.0),
        ("(o pauză de 3 s) Da.", 3.0),
        ("(пауза) Да.", 0.0),
        ("(Молчит) Да.", 0.0),
        ("(тишина) Да.", 0.0),
        ("[3 сек] Да.", 3.0),
        ("[3с] Да.", 3.0),
        ("(молчит 4,5 секунды)", 4.5),
        ("(sighs) Yes.", None),
        ("(under attack) Yes.", None),
        ("Yes. (pause)", None),
        ("Pause.", None),
        ("", None),
        ("(2 things)", None),
    ],
)
def test_a_pause_that_opens_the_reply_is_read(text: str, seconds: float | None) -> None:
    """Its length in seconds, 0 where none is given, None where there is no such mark; in three languages, with or without diacritics."""
    assert pause_mark(text) == seconds


@pytest.mark.parametrize(
    ("text", "silent"), [("(falls silent)", True), ("[5s] *sighs*", True), ("(sighs) Fine.", False), ("", False), ("...", False)]
)
def test_a_turn_may_be_nothing_but_directions(text: str, *, silent: bool) -> None:
    """An empty turn is not one of these."""
    assert only_silence(text) is silent
