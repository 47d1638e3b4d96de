"""WebVTT and SubRip: cues, voices, and the faults that real captions have."""

from __future__ import annotations

import pytest

from roleplay.dialogue import Header, Speaker, Transcript, Turn
from roleplay.errors import TranscriptInvalid
from roleplay.formats.captions import WEBVTT
from tests.formats.files import document, lines, read, turns


def vtt(*cues: str) -> str:
    """A WebVTT file of *cues*, each its times, a bar, and its words."""
    return "WEBVTT\n" + "".join(f"\n{cue.replace('|', chr(10), 1)}\n" for cue in cues)


def test_teams_marks_voices_and_cues_of_one_voice_become_a_turn() -> None:
    file = vtt(
        "00:00:01.000 --> 00:00:02.500|<v Ana Popa>Nu mai suni.</v>",
        "00:00:02.600 --> 00:00:04.000|<v Ana Popa>Niciodată.</v>",
        "00:00:06.250 --> 00:00:07.000|<v Radu>Îmi pare rău.</v>",
    )

    assert turns(read(document(file), "vtt")) == [("Ana Popa", "Nu mai suni. Niciodată.", 1.0, 4.0), ("Radu", "Îmi pare rău.", 6.25, 7.0)]


def test_zoom_names_the_speaker_before_a_colon() -> None:
    file = vtt("00:00:01.000 --> 00:00:02.000|Анна Петрова: Мама, привет.", "00:00:02.000 --> 00:00:03.000|Мама: Наконец-то: позвонила.")

    assert turns(read(document(file), "vtt")) == [
        ("Анна Петрова", "Мама, привет.", 1.0, 2.0),
        ("Мама", "Наконец-то: позвонила.", 2.0, 3.0),
    ]


def test_a_colon_in_prose_is_no_name() -> None:
    file = vtt(*(f"00:00:0{n}.000 --> 00:00:0{n}.900|{text}" for n, text in enumerate(["One thing: time.", "Right.", "So it is.", "Yes."])))

    assert [line[0] for line in turns(read(document(file), "vtt"))] == [None] * 4


def test_a_pause_begins_a_new_turn_of_the_same_speaker() -> None:
    file = vtt("00:01.000 --> 00:02.000|<v A>One.", "00:03.600 --> 00:04.000|<v A>Two.")

    assert turns(read(document(file), "vtt")) == [("A", "One.", 1.0, 2.0), ("A", "Two.", 3.6, 4.0)]


def test_t15_overlapping_cues_keep_their_sign_and_their_order() -> None:
    file = vtt("00:01.000 --> 00:05.000|<v A>I was saying", "00:03.000 --> 00:04.000|<v B>No.", "00:02.000 --> 00:06.000|<v A>that")
    conversation = read(document(file), "vtt")

    assert turns(conversation) == [("A", "I was saying", 1.0, 5.0), ("B", "No.", 3.0, 4.0), ("A", "that", 2.0, 6.0)]
    assert ["begins before" in remark.message for remark in conversation.remarks] == [True]


def test_t15_bad_times_are_remarked_and_the_words_stay() -> None:
    file = vtt("00:01.000 --> 00:bad|<v A>One.", "00:09.000 --> 00:08.000|<v B>Two.")
    conversation = read(document(file), "vtt")

    assert turns(conversation) == [("A", "One.", None, None), ("B", "Two.", 9.0, None)]
    assert len(conversation.remarks) == 2


def test_t15_captions_without_speakers_stay_cues() -> None:
    """Nobody can say that two of them are one person's."""
    file = "1\n00:00:00,500 --> 00:00:01,000\nHello.\n\n2\n00:00:01,000 --> 00:00:02,000\n- You?\n- Me.\n"

    assert turns(read(document(file), "srt")) == [(None, "Hello.", 0.5, 1.0), (None, "You?", 1.0, None), (None, "Me.", None, 2.0)]


def test_two_voices_in_one_cue_are_two_people_whose_border_nobody_knows() -> None:
    file = vtt("00:01.000 --> 00:03.000|<v A>Yes?\n<v B>No &lt;b&gt;.")

    assert turns(read(document(file), "vtt")) == [("A", "Yes?", 1.0, None), ("B", "No <b>.", None, 3.0)]


def test_notes_styles_tags_and_metadata_are_no_words() -> None:
    file = "WEBVTT - a title\nKind: captions\nLanguage: ro\n\nNOTE who knows\n\n1\n00:01.000 --> 00:02.000 align:start\n<i>Da</i> <00:01.500><c.red>bine</c>\n"
    conversation = read(document(file), "vtt")

    assert (turns(conversation), conversation.language) == ([(None, "Da bine", 1.0, 2.0)], "ro")


def test_captions_without_words_are_refused() -> None:
    with pytest.raises(TranscriptInvalid, match="no cues with words"):
        WEBVTT.read(document("WEBVTT\n\n00:01.000 --> 00:02.000\n\n"))


def test_writing_needs_times_and_makes_none_up() -> None:
    turn = Turn(index=4, speaker=Speaker.TRAINEE, text="Yes", start=1.0)

    with pytest.raises(TranscriptInvalid, match="turn 4 has no times"):
        WEBVTT.write(Transcript(header=Header(id="x"), turns=(turn,)))


def test_t11_a_name_or_a_text_cannot_forge_a_cue() -> None:
    turn = Turn(index=0, speaker=Speaker.OTHER, name="A>\n\n00:09", text="x\n\n00:05.000 --> 00:06.000\n<script>", start=1.0, end=2.0)
    written = WEBVTT.write(Transcript(header=Header(id="x"), turns=(turn,)))

    assert "<script>" not in written
    assert lines(read(document(written), "vtt")) == [("A>\n\n00:09", turn.text, 1.0, 2.0)]
