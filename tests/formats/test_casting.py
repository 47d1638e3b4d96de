"""A conversation with roles becomes a transcript."""

from __future__ import annotations

import pytest

from roleplay.dialogue import Header, Speaker, Transcript, Turn
from roleplay.errors import TranscriptInvalid
from roleplay.formats import casting
from roleplay.formats.casting import Casting, cast, folded, speakers
from roleplay.formats.conversation import Conversation, Utterance


def talk(*said: tuple[str | None, str]) -> Conversation:
    """A conversation of speakers and texts."""
    return Conversation(utterances=tuple(Utterance(speaker=name, text=text) for name, text in said), title="T", language="ro")


def made(conversation: Conversation, who: Casting | None = None) -> Transcript:
    """The transcript of *conversation*."""
    return cast(conversation, who or Casting(), ident="01T", name="x.vtt", format_id="vtt").transcript


def test_without_roles_everybody_is_other_and_keeps_the_name() -> None:
    transcript = made(talk(("Ana", "a"), (None, "b")))

    assert [(turn.speaker, turn.name) for turn in transcript.turns] == [(Speaker.OTHER, "Ana"), (Speaker.OTHER, None)]
    assert transcript.header.source == {"format": "vtt", "file": "x.vtt", "title": "T"}
    assert (transcript.header.id, transcript.header.language, transcript.end) == ("01T", "ro", None)


def test_names_are_found_whatever_their_case_spaces_and_composition() -> None:
    who = Casting(roles={folded("ștefan  POP"): Speaker.TRAINEE, folded("й"): Speaker.PERSONA}, required=("Ștefan Pop",), language="ru")
    transcript = made(talk(("S\u0326tefan Pop", "a"), ("Й", "b")), who)

    assert [turn.speaker for turn in transcript.turns] == [Speaker.TRAINEE, Speaker.PERSONA]
    assert (transcript.header.trainee.name, transcript.header.language) == ("S\u0326tefan Pop", "ru")


@pytest.mark.parametrize(("there", "given"), [("Ştefan", "Ștefan"), ("Ştefan", "stefan"), ("Пётр", "Петр"), ("S\u0326tefan", "Ştefan")])
def test_t16_names_are_found_however_their_letters_are_written_and_kept_as_they_are(there: str, given: str) -> None:
    (turn,) = made(talk((there, "a")), Casting(roles={folded(given): Speaker.TRAINEE}, required=(given,))).turns

    assert (turn.speaker, turn.name) == (Speaker.TRAINEE, there)


def test_a_name_that_is_nobody_is_refused_with_those_that_are_there() -> None:
    with pytest.raises(TranscriptInvalid, match=r"nobody in x\.vtt is called Maria; the speakers are: Ana, Radu"):
        made(talk(("Ana", "a"), ("Radu", "b")), Casting(required=("Maria",)))


def test_d10_the_basis_is_kept_in_the_transcript() -> None:
    assert made(talk(("A", "a")), Casting(basis="consent of 1 May")).header.source == {
        "format": "vtt",
        "file": "x.vtt",
        "title": "T",
        "basis": "consent of 1 May",
    }


def test_t4_half_a_character_becomes_a_mark_and_is_said() -> None:
    imported = cast(talk(("A\ud800", "b\udfff")), Casting(), ident="x", name="x", format_id="x")

    assert [(turn.name, turn.text) for turn in imported.transcript.turns] == [("A\ufffd", "b\ufffd")]
    assert [remark.values for remark in imported.remarks] == [{"count": 1}]


def test_t7_a_turn_that_is_no_speech_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(casting, "MAX_TEXT", 10)

    with pytest.raises(TranscriptInvalid, match=r"turn 0 of x\.vtt is longer than 10"):
        made(talk(("A", "x" * 11)))


def test_t7_ten_thousand_speakers_are_no_trouble() -> None:
    conversation = talk(*((f"P{number}", "x") for number in range(10_000)))

    assert (len(speakers(conversation)), len(made(conversation).turns)) == (10_000, 10_000)


def test_our_own_transcript_stays_as_it_is() -> None:
    ours = Transcript(header=Header(id="", language=None), turns=(Turn(index=0, speaker=Speaker.PERSONA, text="x"),))
    transcript = made(Conversation(transcript=ours), Casting(language="ro"))

    assert (transcript.turns, transcript.header) == (ours.turns, Header(id="01T", language="ro"))


@pytest.mark.parametrize(("reply", "address"), [("Как вы?", "vy"), ("Как ты?", "ty"), ("Как?", None)])
def test_the_form_of_address_is_that_of_the_trainee(reply: str, address: str | None) -> None:
    """Their own words tell it, whatever the other one says."""
    talk = Conversation(utterances=(Utterance(text="Ты и ты, а вы нет.", speaker="Mama"), Utterance(text=reply, speaker="Anna")))
    found = cast(talk, Casting(roles={"anna": Speaker.TRAINEE}), ident="x", name="x", format_id="x")
    assert found.transcript.header.trainee.address == address
