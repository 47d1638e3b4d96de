"""What speech recognition gives: words with times, and speakers where it knows them."""

from __future__ import annotations

from typing import Any

import pytest

from roleplay.errors import TranscriptInvalid
from tests.formats.files import asked, read, turns


def word(text: str, start: float | None, end: float | None, **more: object) -> dict[str, object]:
    """A word of Whisper."""
    return {"word": text, "start": start, "end": end, **more}


def test_whisper_without_voices_is_cut_at_pauses_exactly_where_they_are() -> None:
    first = {"start": 0.5, "end": 1.2, "text": " You never", "words": [word(" You", 0.5, 0.8), word(" never", 0.8, 1.2)]}
    second = {"start": 1.4, "end": 4.0, "text": " call. Well?", "words": [word(" call.", 1.4, 1.9), word(" Well?", 3.4, 4.0)]}
    conversation = read(asked({"text": "…", "segments": [first, second], "language": "en"}), "speech")

    assert turns(conversation) == [(None, "You never call.", 0.5, 1.9), (None, "Well?", 3.4, 4.0)]
    assert conversation.language == "en"


def test_whisper_without_words_gives_its_segments() -> None:
    segments = [{"start": 0, "end": 1.5, "text": " Да."}, {"start": 1.5, "end": 2, "text": " Нет."}]

    assert turns(read(asked({"text": "", "segments": segments}), "speech")) == [(None, "Да.", 0.0, 1.5), (None, "Нет.", 1.5, 2.0)]


def test_whisperx_knows_voices_and_a_word_without_times_takes_none() -> None:
    words = [{"word": "12", "speaker": "S0"}, word("years", 1.0, 1.4, speaker="S0"), word("Sorry", 1.2, 1.6, speaker="S1")]
    segments = [{"start": 0.7, "end": 1.6, "text": "12 years Sorry", "words": words}]

    assert turns(read(asked({"segments": segments}), "speech")) == [("S0", "12 years", 0.7, 1.4), ("S1", "Sorry", 1.2, 1.6)]


def test_deepgram_punctuates_and_its_channels_are_voices() -> None:
    def channel(*words: dict[str, object]) -> dict[str, Any]:
        return {"alternatives": [{"transcript": "…", "words": list(words)}]}

    one = channel(word("hi", 0.1, 0.4, punctuated_word="Hi."), word("so", 5.0, 5.2, punctuated_word="So."))
    two = channel(word("hello", 0.3, 0.9, punctuated_word="Hello?"))

    assert turns(read(asked({"results": {"channels": [one, two]}}), "speech")) == [
        ("channel 0", "Hi.", 0.1, 0.4),
        ("channel 1", "Hello?", 0.3, 0.9),
        ("channel 0", "So.", 5.0, 5.2),
    ]
    spoken = channel(word("hi", 0.1, 0.4, speaker=0), word("no", 0.4, 0.6, speaker=1))
    assert turns(read(asked({"results": {"channels": [spoken]}}), "speech")) == [("0", "hi", 0.1, 0.4), ("1", "no", 0.4, 0.6)]


def test_assemblyai_counts_milliseconds() -> None:
    words = [{"text": "Yes.", "start": 170, "end": 718, "speaker": "A"}, {"text": "No.", "start": 700, "end": 900, "speaker": "B"}]

    assert turns(read(asked({"words": words, "audio_duration": 25, "utterances": None}), "speech")) == [
        ("A", "Yes.", 0.17, 0.718),
        ("B", "No.", 0.7, 0.9),
    ]


def item(text: str, start: str | None = None, end: str | None = None, **more: object) -> dict[str, object]:
    """An item of Amazon Transcribe; without times a sign of punctuation."""
    times = {"start_time": start, "end_time": end} if start else {}
    return {"type": "pronunciation" if start else "punctuation", "alternatives": [{"content": text}], **times, **more}


def test_aws_has_voices_with_the_words_or_apart_from_them() -> None:
    items = [item("Yes", "0.5", "0.9"), item("."), item("No", "1.0", "1.3"), item("!")]
    apart = {
        "segments": [
            {"items": [{"start_time": "0.5", "speaker_label": "spk_0"}]},
            {"items": [{"start_time": "1.0", "speaker_label": "spk_1"}]},
        ]
    }
    wanted = [("spk_0", "Yes.", 0.5, 0.9), ("spk_1", "No!", 1.0, 1.3)]

    assert turns(read(asked({"results": {"items": items, "speaker_labels": apart}}), "speech")) == wanted
    together = [item("Yes", "0.5", "0.9", speaker_label="spk_0"), item("."), item("No", "1.0", "1.3", speaker_label="spk_1"), item("!")]
    assert turns(read(asked({"results": {"items": together}}), "speech")) == wanted


def test_aws_may_have_a_list_for_each_channel() -> None:
    """Each is a voice of its own; who speaks while the other does overlaps."""
    heard = {"ch_0": [item("Well", "0.5", "2.0"), item(".")], "ch_1": [item("But", "1.5", "1.8"), item("no", "1.9", "2.5")]}
    channels = [{"channel_label": label, "items": items} for label, items in heard.items()]
    data = {"results": {"language_code": "ro-RO", "channel_labels": {"channels": channels}, "items": [*heard["ch_0"], *heard["ch_1"]]}}
    talk = read(asked(data), "speech")

    assert turns(talk) == [("ch_0", "Well.", 0.5, 2.0), ("ch_1", "But no", 1.5, 2.5)]
    assert talk.language == "ro"


@pytest.mark.parametrize(
    "data",
    [
        {"language": "RO"},
        {"language_code": "ro"},
        {"job": {"lang": "ro"}},
        {"metadata": {"dominant_asset_language": "RO"}},
        {"metadata": {"transcription_config": {"language": "ro"}}},
    ],
)
def test_the_language_is_what_the_file_says(data: dict[str, object]) -> None:
    words = {"results": [{"type": "word", "start_time": 1.0, "end_time": 1.6, "alternatives": [{"content": "Da"}]}]}

    assert read(asked({**data, **words}), "speech").language == "ro"
    assert read(asked({**words, "language": "romanian"}), "speech").language is None


def test_bedrock_counts_milliseconds_in_segments() -> None:
    segments = [{"start_timestamp_millis": 1620, "end_timestamp_millis": 5840, "text": "Hello.", "speaker": {"speaker_label": "spk_1"}}]

    assert turns(read(asked({"audio_items": [], "audio_segments": segments}), "speech")) == [("spk_1", "Hello.", 1.62, 5.84)]


def test_a_full_stop_that_lasts_as_long_as_the_silence_ends_the_turn_and_begins_none() -> None:
    """Nor does it take the silence away that can be heard before the next turn."""
    words = [("Yes", 1.0, 0.5), (".", 1.5, 2.0), ("And", 3.5, 0.25), ("No", 9.0, 0.5), (".", 9.5, 0.1)]
    data = {
        "speakers": [{"name": "F1", "time": 1}, {"name": "M1", "time": 8}],
        "words": [{"name": name, "time": str(time), "duration": str(lasted)} for name, time, lasted in words],
    }

    wanted = [("F1", "Yes.", 1.0, 1.5), ("F1", "And", 3.5, 3.75), ("M1", "No.", 9.0, 9.5)]
    assert turns(read(asked(data), "speech")) == wanted


def test_speechmatics_old_and_new() -> None:
    old = {"words": [{"name": "Yes", "time": "1.00", "duration": "0.50"}, {"name": ".", "time": "1.50", "duration": "0.10"}]}
    voices = [{"name": "F1", "time": "0.90", "duration": "2"}, {"name": "M1", "time": "7", "duration": "1"}]
    new = {"results": [{"type": "word", "start_time": 1.0, "end_time": 1.6, "alternatives": [{"content": "Yes", "speaker": "S1"}]}]}

    assert turns(read(asked({**old, "speakers": voices}), "speech")) == [("F1", "Yes.", 1.0, 1.5)]
    assert turns(read(asked(new), "speech")) == [("S1", "Yes", 1.0, 1.6)]


def test_parts_that_each_count_from_their_own_beginning_have_no_times() -> None:
    part = {"words": [{"word": "well", "start": 0.2, "end": 9.6}], "segments": []}
    conversation = read(asked([part, part]), "speech")

    assert turns(conversation) == [(None, "well well", None, None)]
    assert len(conversation.remarks) == 1


def test_t3_times_that_are_none_are_not_known() -> None:
    words = [word("a", -1.0, 0.5), {"word": "b", "start": "soon", "end": True}, {"word": "c", "start": 5.0, "end": 2.0}]

    assert turns(read(asked({"segments": [{"text": "a b c", "start": None, "words": words}]}), "speech")) == [(None, "a b c", None, None)]


@pytest.mark.parametrize("value", [{"results": {"channels": [{"alternatives": []}]}}, {"results": {"items": [item("")]}}])
def test_a_result_without_words_is_refused(value: object) -> None:
    with pytest.raises(TranscriptInvalid, match="holds no words"):
        read(asked(value), "speech")
