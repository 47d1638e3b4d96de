"""One line of a transcript: what is written for a value, and the value that a line of any origin is read as."""

from __future__ import annotations

import pytest

from roleplay.dialogue import SCHEMA, End, EndReason, Mood, Speaker, Turn
from roleplay.errors import TranscriptInvalid, TranscriptTooNew
from roleplay.recordline import header_of, to_json, turn_of
from tests.builders import header, turn


def test_a_turn_is_written_in_the_order_of_the_contract() -> None:
    """A person who opens the file finds the keys where the contract has them."""
    full = turn(1, start=5.4, end=21.0, mood=Mood(tension=0.6, trust=0.2), name="Ана", meta={"model": "offline"}, extra={"b": 1})
    assert list(to_json(full)) == ["type", "index", "speaker", "text", "start", "end", "status", "name", "mood", "meta", "b"]


def test_a_header_is_written_in_the_order_of_the_contract() -> None:
    """The first line says under which conditions the talk was held."""
    assert " ".join(to_json(header())) == (
        "type schema id started_at language persona persona_version persona_hash scenario difficulty model seed trainee parent branch_turn source"
    )


def test_what_a_turn_and_an_end_do_not_have_is_not_written() -> None:
    """Name, mood, meta and outcome stand in a line only where there is one."""
    assert not {"name", "mood", "meta"} & set(to_json(turn()))
    assert to_json(End(reason=EndReason.TRAINEE)) == {"type": "end", "reason": "trainee"}


@pytest.mark.parametrize("start", [10**400, -1, True, "5", [], 1.5e308 * -1])
def test_t3_a_time_that_is_none_is_not_known(start: object) -> None:
    """Numbers beyond any clock, negative ones and other values leave the turn without a time."""
    read = turn_of({"type": "turn", "index": 0, "speaker": "trainee", "text": "да", "start": start})
    assert read == Turn(index=0, speaker=Speaker.TRAINEE, text="да", start=None)


@pytest.mark.parametrize(
    "mood", [{"tension": 2, "trust": 0}, {"tension": 0.5}, {"tension": "0", "trust": 0}, [], "calm", {"tension": 10**400, "trust": 0}]
)
def test_a_mood_that_is_none_is_not_known(mood: object) -> None:
    """A mood out of range or with parts missing leaves the turn without one."""
    read = turn_of({"type": "turn", "index": 0, "speaker": "persona", "text": "да", "mood": mood})
    assert read == Turn(index=0, speaker=Speaker.PERSONA, text="да", mood=None)


@pytest.mark.parametrize("schema", [0, -1, "1", 1.0, None, True, []])
def test_t17_a_schema_that_is_no_version_is_refused(schema: object) -> None:
    """What cannot be known to be readable is not read."""
    with pytest.raises(TranscriptInvalid, match="has no schema version that can be read"):
        header_of({"type": "header", "schema": schema, "id": "a"}, "talk.jsonl")


def test_r10_a_newer_schema_is_refused_with_its_number() -> None:
    """An old program does not touch what a newer one wrote."""
    with pytest.raises(TranscriptTooNew, match=rf"talk\.jsonl was written by a newer version \(schema {SCHEMA + 1}\)") as caught:
        header_of({"type": "header", "schema": SCHEMA + 1, "id": "a"}, "talk.jsonl")
    assert caught.value.exit_code == 6
