"""What is said of a turn of the partner."""

from __future__ import annotations

import pytest

from roleplay.actors.gate.breach import Breach
from roleplay.cli.remarks import _HOW, remark, remark_on
from roleplay.dialogue import Speaker, Status, Turn


def test_only_what_is_not_whole_is_remarked_on() -> None:
    """Each in its own words."""
    remarks = [remark(status, {}) for status in Status if status is not Status.COMPLETE]
    assert remark(Status.COMPLETE, {}) is None
    assert len(set(remarks)) == 4
    assert None not in remarks


def test_every_breach_has_words() -> None:
    """Else a coach would read a question mark."""
    assert set(_HOW) == {str(breach) for breach in Breach}


@pytest.mark.parametrize(
    ("then", "live", "later"),
    [
        ("mended", None, "asked again"),
        ("written", "written one", "written one"),
        ("cut", "left out", "left out"),
        ("withheld", "withheld", "withheld"),
    ],
)
def test_j3_c4_the_trainee_hears_of_what_is_missing_and_the_coach_of_all(then: str, live: str | None, later: str) -> None:
    """J3, C4: what was mended in time disturbs nobody in the talk."""
    meta = {"out_of_character": ["assistant", "hotline"], "then": then}
    told = remark(Status.COMPLETE, meta)
    assert told is None if live is None else told is not None and live in told
    kept = remark_on(Turn(index=0, speaker=Speaker.PERSONA, text="x", meta=meta)) or ""
    assert later in kept
    assert then == "withheld" or "talk of an assistant, talk of a helpline" in kept


def test_j1_an_attempt_to_break_out_is_told_to_the_coach() -> None:
    """J1: beside the answer to it."""
    assert "out of the scene" in (remark_on(Turn(index=0, speaker=Speaker.PERSONA, text="x", meta={"break_out": 1})) or "")


@pytest.mark.parametrize("meta", [{"out_of_character": "x", "then": "cut"}, {"out_of_character": [], "then": []}, {"then": "x"}, {}])
def test_what_a_file_holds_there_may_be_anything(meta: dict[str, object]) -> None:
    """It is passed over."""
    assert remark(Status.COMPLETE, meta) is None


def test_what_a_file_holds_is_never_shown_as_it_is() -> None:
    """Only words of ours: no breach is named that is none."""
    assert "evil" not in (remark(Status.COMPLETE, {"out_of_character": ["\x1b[31mevil", 5], "then": "cut"}) or "")
