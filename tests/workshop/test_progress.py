"""Skills over talks: gaps are no zeros, versions are not mixed, and the weakest of late is next."""

from __future__ import annotations

from roleplay.scorecard import Summary
from roleplay.workshop.progress import Progress, Sitting, to_json
from tests.builders import header


def sitting(number: int, value: float | None, other: float | None = 0.9, *, version: str = "1", chances: int = 2) -> Sitting:
    """A talk with a value for listening and one for pauses."""

    def summary(each: float | None) -> Summary:
        return Summary(value=each, scored=0 if each is None else chances, no_opportunity=1, failed=0)

    return Sitting(
        header=header(id=str(number)),
        summary={"listening": summary(value), "pauses": summary(other)},
        versions={"listening": version, "pauses": "1"},
        coder="rules 2",
    )


def progress(*found: Sitting) -> Progress:
    """These sittings."""
    return Progress(sittings=found, skills=("listening", "pauses"))


def test_a_talk_without_opportunity_is_a_gap() -> None:
    """Neither value nor change takes it for a zero."""
    made = progress(sitting(1, 0.2), sitting(2, None), sitting(3, 0.7))
    assert made.values("listening") == [0.2, None, 0.7]
    assert (made.change("listening"), made.opportunities("listening")) == (0.5, 4)
    assert progress(sitting(1, None), sitting(2, 0.7)).change("listening") is None


def test_values_of_another_version_are_left_out() -> None:
    """What an older scorer said is not put beside what the newest one says."""
    made = progress(sitting(1, 0.1, version="1"), sitting(2, 0.7, version="2"), sitting(3, 0.8, version="2"))
    assert made.values("listening") == [None, 0.7, 0.8]
    assert made.version("listening") == "2"


def test_the_weakest_skill_of_late_is_next_and_each_reply_counts_once() -> None:
    """Long talks count more; old ones no more."""
    assert progress(*(sitting(n, 0.1, 0.9) for n in range(5)), *(sitting(n, 0.9, 0.5) for n in range(5, 8))).next_skill() == "pauses"
    mixed = (sitting(1, 0.0, 0.5, chances=1), sitting(2, 0.8, 0.5, chances=9))
    assert progress(*mixed).next_skill() == "pauses"
    assert progress(sitting(1, None, None)).next_skill() is None
    assert progress(sitting(1, 0.9, 0.9)).next_skill() is None


def test_data_has_every_talk_and_every_skill() -> None:
    """With null where there is no value."""
    value = to_json(progress(sitting(1, None), sitting(2, 0.5)), "Ask.", "roleplay practice")
    assert [each["id"] for each in value["sessions"]] == ["1", "2"]
    assert value["skills"]["listening"] == {"version": "1", "values": [None, 0.5], "opportunities": 2, "change": None}
    assert value["next"] == {"skill": "listening", "exercise": "Ask.", "command": "roleplay practice"}
