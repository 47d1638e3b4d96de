"""Our own lines, and Markdown for people."""

from __future__ import annotations

import pytest

from roleplay.dialogue import End, EndReason, Header, Mood, Speaker, Transcript, Turn
from roleplay.errors import TranscriptInvalid
from roleplay.formats.own import JSONL, MARKDOWN
from tests.formats.files import document, read


def test_our_own_transcript_comes_back_as_it_was() -> None:
    turn = Turn(index=0, speaker=Speaker.PERSONA, text="Ну?", start=0.0, mood=Mood(tension=0.5, trust=0.1), extra={"new": 1})
    transcript = Transcript(header=Header(id="01A", language="ru"), turns=(turn,), end=End(reason=EndReason.TRAINEE))

    assert read(document(JSONL.write(transcript)), "jsonl").transcript == transcript


def test_t2_a_torn_line_is_remarked_and_the_rest_read() -> None:
    whole = JSONL.write(Transcript(header=Header(id="01A"), turns=(Turn(index=0, speaker=Speaker.TRAINEE, text="x"),)))
    conversation = read(document(whole + '{"type":"turn","ind'), "jsonl")

    assert [remark.values["line"] for remark in conversation.remarks] == [3]


def test_a_file_of_ours_without_turns_is_refused() -> None:
    with pytest.raises(TranscriptInvalid, match="holds no conversation"):
        read(document('{"type":"header","id":"x"}\n'), "jsonl")


def test_t12_markdown_loads_nothing_and_runs_nothing() -> None:
    text = "<img src=x onerror=alert(1)> ![a](http://example.org/a.png) # no\n# head\n- list\n1. one\n> quote"
    turns = (Turn(index=0, speaker=Speaker.OTHER, name="*A*", text=text, start=65.0), Turn(index=1, speaker=Speaker.TRAINEE, text=""))
    written = MARKDOWN.write(Transcript(header=Header(id="x"), turns=turns))

    assert "1:05 **\\*A\\*:**" in written
    assert "**trainee:** …" in written
    for live in ("<img", "![a]", "](", "http://", "\n# head", "\n- list", "\n1. ", "\n> "):
        assert live not in written.split("\n", 1)[1]


def test_markdown_is_written_only() -> None:
    with pytest.raises(TranscriptInvalid, match="Markdown is for reading"):
        MARKDOWN.read(document("# x"))
