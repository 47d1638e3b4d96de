"""What holds for every format, whatever is in a file."""

from __future__ import annotations

import json
import unicodedata
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from roleplay.dialogue import Header, Speaker, Status, Transcript, Turn
from roleplay.errors import BadInput
from roleplay.formats.casting import Casting, cast
from roleplay.formats.conversation import Document, Writer
from roleplay.formats.encoding import decoded
from roleplay.formats.shelf import formats

FORMATS = formats().known
QUICK = settings(max_examples=60, deadline=None)

KEYS = st.sampled_from(
    [
        "messages",
        "text",
        "content",
        "sender_name",
        "timestamp_ms",
        "author",
        "type",
        "from",
        "date",
        "role",
        "mapping",
        "current_node",
        "parent",
        "message",
        "parts",
        "words",
        "word",
        "start",
        "end",
        "segments",
        "speaker",
        "results",
        "channels",
        "alternatives",
        "items",
        "channel",
        "chats",
        "list",
        "start_time",
        "ts",
        "user",
        "paragraphs",
        "audio_segments",
        "paragraph",
        "line",
        "startTime",
        "body",
        "speakers",
        "time",
        "duration",
        "name",
        "speaker_labels",
        "utterances",
        "transcript",
        "nickname",
        "timestamp",
        "user_profile",
    ]
)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-5, 10**15), st.floats(), st.sampled_from(["message", "user", "1.5", "Ana", "12:00"]), st.text()
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=5)), max_leaves=25
)
PIECES = st.sampled_from(
    [
        "WEBVTT",
        "-->",
        "00:00:01.000",
        "00:02",
        "<v Ana>",
        "</v>",
        "Ana: ",
        "[1:02] ",
        "31/12/25, 9:00 PM - ",
        "[01.02.26, 10:00:00] ",
        "\n",
        "\n\n",
        "name,text",
        ",",
        '"',
        "10:00:01 From Ana to All:",
        "{",
        "\u2028",
        "\x00",
        "99:99:99.999",
        "Мама",
        "&#1114112;",
        "<Media omitted>",
        "\u200e",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=30).map("".join)


def attempt(ident: str, text: str) -> None:
    """Read *text* as a file of *ident*; the only error there may be is the mapped one."""
    document = Document("x", text)
    assert 0 <= FORMATS[ident].sniff(document) <= 1
    with suppress(BadInput):
        for conversation in FORMATS[ident].read(document):
            transcript = cast(conversation, Casting(), ident="x", name="x", format_id=ident).transcript
            for turn in transcript.turns:
                assert turn.start is None or turn.start >= 0
                assert turn.text.encode() is not None


@pytest.mark.parametrize("ident", FORMATS)
@given(value=VALUES)
@QUICK
def test_no_json_brings_a_format_down(ident: str, value: object) -> None:
    attempt(ident, json.dumps(value))


@pytest.mark.parametrize("ident", FORMATS)
@given(text=TEXTS)
@QUICK
def test_no_text_brings_a_format_down(ident: str, text: str) -> None:
    attempt(ident, text)


@given(data=st.binary(max_size=200))
@QUICK
def test_no_bytes_bring_the_decoder_down(data: bytes) -> None:
    with suppress(BadInput):
        assert "\r\n" not in decoded(data, "x")[0]


WORDS = st.text(st.characters(codec="utf-8"), max_size=40)
TIMES = st.integers(0, 10**7).map(lambda whole: whole / 1000)


@st.composite
def transcripts(draw: st.DrawFn, *, timed: bool) -> Transcript:
    """A transcript with names and texts of any letters; *timed* if every turn has both times and a word."""
    turns = []
    for index in range(draw(st.integers(1, 5))):
        text, name = draw(WORDS), draw(st.one_of(st.none(), WORDS.filter(bool)))
        start, end = draw(st.one_of(st.none(), TIMES)), draw(st.one_of(st.none(), TIMES))
        if timed:
            first, second = sorted((draw(TIMES), draw(TIMES)))
            start, end, text, name = first, second, f"a{text}", f"N{name or ''}"
        status = Status.COMPLETE if timed else draw(st.sampled_from(Status))
        turns.append(Turn(index=index, speaker=draw(st.sampled_from(Speaker)), name=name, text=text, start=start, end=end, status=status))
    return Transcript(header=Header(id="01T"), turns=tuple(turns))


def back(ident: str, transcript: Transcript) -> tuple[Turn, ...]:
    """The turns of *transcript* after it was written as *ident* and read again as a file."""
    writer = FORMATS[ident]
    assert isinstance(writer, Writer)
    text, _ = decoded(writer.write(transcript).encode(), "x")
    form, (conversation,) = formats().read(Document("x", text))
    assert form.id == ident
    return cast(conversation, Casting(), ident="01T", name="x", format_id=ident).transcript.turns


def unix(turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """*turns* with the newlines that a file has once it was decoded."""
    return tuple(replace(turn, text=turn.text.replace("\r\n", "\n"), name=turn.name and turn.name.replace("\r\n", "\n")) for turn in turns)


@pytest.mark.parametrize("ident", ["jsonl", "csv"])
@given(transcript=transcripts(timed=False))
@example(transcript=Transcript(header=Header(id="01T"), turns=(Turn(index=0, speaker=Speaker.PERSONA, text="a\r\nb\r"),)))
@QUICK
def test_written_and_read_the_turns_are_the_same(ident: str, transcript: Transcript) -> None:
    """Word by word; only a file that is read as text has the newlines of Unix."""
    assert back(ident, transcript) == (unix(transcript.turns) if ident == "csv" else transcript.turns)


@given(transcript=transcripts(timed=True))
@QUICK
def test_captions_written_and_read_have_the_same_names_words_and_times(transcript: Transcript) -> None:
    wanted = [(turn.name, turn.text, turn.start, turn.end) for turn in transcript.turns]

    assert [(turn.name, turn.text, turn.start, turn.end) for turn in back("vtt", transcript)] == wanted


@given(transcript=transcripts(timed=True))
@QUICK
def test_messages_written_and_read_have_the_same_words_and_roles(transcript: Transcript) -> None:
    roles = {Speaker.TRAINEE: "user", Speaker.PERSONA: "assistant"}
    found = back("openai", transcript)

    assert [turn.text for turn in found] == [turn.text.strip() for turn in transcript.turns]
    assert all(b.name == roles[a.speaker] for a, b in zip(transcript.turns, found, strict=True) if a.speaker in roles)


@given(transcript=transcripts(timed=False))
@QUICK
def test_t8_a_page_of_markdown_has_no_control_character(transcript: Transcript) -> None:
    writer = FORMATS["md"]
    assert isinstance(writer, Writer)

    assert {letter for letter in writer.write(transcript) if unicodedata.category(letter) == "Cc"} <= {"\n", "\t"}
