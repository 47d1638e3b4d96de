"""Speakers who are named apart from the words."""

from __future__ import annotations

from roleplay.formats.voices import NEAR, Labels, Voices


def test_a_label_is_found_by_the_time_of_its_word() -> None:
    """Also where two labels stand the other way round, and where a word has none."""
    labels = Labels({"start_time": at, "speaker_label": name} for at, name in (("0.5", "A"), ("2.0", "B"), ("1.5", "A"), ("90.0", "B")))

    assert [labels.at(start) for start in ("0.5", "1.0", "1.5", "2.0", None, "90.0", "91.0")] == ["A", None, "A", "B", None, "B", None]


def test_t6_few_labels_are_held() -> None:
    """T6: however long the talk is."""
    count = NEAR * 4
    labels = Labels({"start_time": f"{at}.0", "speaker_label": str(at)} for at in range(count))

    for at in range(count):
        assert labels.at(f"{at}.0") == str(at)
        assert len(labels._near) <= NEAR


def test_the_voice_that_began_last_is_heard() -> None:
    """Before the first one nobody; in whatever order they stand."""
    voices = Voices([{"time": "5", "name": "B"}, {"time": "1", "name": "A"}, {"start": 9, "speaker": "C"}, {"name": "nobody"}])

    assert [voices.at(start) for start in (0.5, 1.0, 4.9, 5.0, 10.0, None)] == [None, "A", "A", "B", "C", None]
