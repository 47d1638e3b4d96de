"""The same thing gets the same pseudonym, and nothing else is changed (D2)."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from roleplay.dialogue import Header, Speaker, Trainee, Transcript, Turn
from roleplay.redaction.pseudonyms import Redactor, people


def test_d2_the_same_person_and_the_same_phone_are_the_same() -> None:
    redactor = Redactor(["Анна", "Radu"])

    assert redactor.text("Анна дала Раду +7 912 345-67-89") == "[NAME-1] дала [NAME-2] [PHONE-1]"
    assert redactor.text("Annei, 8 (912) 345 67 89 и 069 123 456; Radului") == "[NAME-1], [PHONE-1] и [PHONE-2]; [NAME-2]"
    assert redactor.counts == {"name": 4, "phone": 3}


def test_d2_first_name_and_surname_side_by_side_are_one_person() -> None:
    text = "Анне Петровой и Петровой, А. и Анне @anna Анна"

    assert Redactor(["Анна Петрова"]).text(text) == "[NAME-1] и [NAME-1], А. и [NAME-1] [HANDLE-1] [NAME-1]"


def test_d2_pseudonyms_are_stable_from_one_time_to_the_next() -> None:
    first = Redactor(["Ana", "Radu"])
    first.text("Radu, 0721 123 456")
    again = Redactor(["Ana", "Radu"], first.pseudonyms)

    assert again.text("Ana și Radu: 0733 123 456, 0721 123 456") == "[NAME-2] și [NAME-1]: [PHONE-2], [PHONE-1]"


def test_d2_of_two_readings_the_surer_one_counts() -> None:
    assert Redactor(["Ana"]).text("ana@example.org @ana Ana") == "[MAIL-1] [HANDLE-1] [NAME-1]"


def test_d11_a_transcript_keeps_no_name_and_no_file() -> None:
    turns = (
        Turn(index=0, speaker=Speaker.PERSONA, name="Mama", text="Ana, iar?", start=1.0),
        Turn(index=1, speaker=Speaker.TRAINEE, name="Ana Pop", text="Da.", meta={"note": ["Anei"]}, extra={"more": {"a": "Pop"}}),
    )
    source = {"format": "vtt", "file": "ana.vtt", "title": "Ana", "basis": "consent of Ana Pop"}
    transcript = Transcript(header=Header(id="01T", trainee=Trainee(name="Ana Pop"), source=source), turns=turns)
    redacted = Redactor(people(transcript.header, transcript.turns)).transcript(transcript)

    assert people(transcript.header, transcript.turns) == ["Ana Pop"]
    assert "Ana" not in repr(redacted)
    assert "Pop" not in repr(redacted)
    assert redacted.header.source == {"format": "vtt", "basis": "consent of [NAME-1]"}
    assert [(turn.name, turn.text, turn.start) for turn in redacted.turns] == [("Mama", "[NAME-1], iar?", 1.0), ("[NAME-1]", "Da.", None)]


TEXTS = st.lists(
    st.one_of(st.sampled_from(["Ana ", "Анне ", "0721 123 456 ", "a@b.ro", "ул. Мира 5", "@ana", "RO49"]), st.text(max_size=6))
).map("".join)


@given(text=TEXTS)
@example("@anaул. Мира 5@RO49ул. Мира 5")
@settings(max_examples=100, deadline=None)
def test_d2_what_is_redacted_stays_as_it_is_when_it_is_redacted_again(text: str) -> None:
    redactor = Redactor(["Ana", "Анна"])
    once = redactor.text(text)

    assert Redactor(["Ana", "Анна"], redactor.pseudonyms).text(once) == once
    assert [each for each in redactor.pseudonyms.values() if each not in once] == []


def test_t7_a_long_text_full_of_numbers_takes_no_quadratic_time() -> None:
    redactor = Redactor(["Ana"])
    redactor.text("".join(f"Ana 07{number:08} a{number}@example.org " for number in range(5_000)))

    assert redactor.counts == {"name": 5_000, "phone": 5_000, "mail": 5_000}


def test_d11_where_something_was_said_is_known_after_the_replacement() -> None:
    """D11: a span that touches a pseudonym holds it as a whole; one beside it does not move into it."""
    text = "Ты, Анна, звони: +7 912 345-67-89!"
    shown = Redactor(["Анна"]).replaced(text)

    assert shown.text == "Ты, [NAME-1], звони: [PHONE-1]!"
    for said, seen in (("Ты", "Ты"), ("Ан", "[NAME-1]"), ("Анна, звони", "[NAME-1], звони"), ("912", "[PHONE-1]"), ("!", "!")):
        start = text.index(said)
        first, last = shown.span(start, start + len(said))
        assert shown.text[first:last] == seen
    assert shown.span(3, 3) == (0, 0)
    assert Redactor([]).replaced(text[:10]).span(2, 5) == (2, 5)


@given(st.text("Ана na@.12 345-", max_size=60), st.data())
@settings(max_examples=200, deadline=None)
def test_d11_what_is_not_replaced_keeps_its_place(text: str, data: st.DataObject) -> None:
    """D11: every letter outside a pseudonym stands for the same letter as before, in the same order."""
    shown = Redactor(["Ана", "Ana"]).replaced(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    first, last = shown.span(start, end)

    assert 0 <= first <= last <= len(shown.text)
    if shown.stands_for is not None:
        for place, (low, high) in enumerate(shown.stands_for):
            assert high - low > 1 or "[" in shown.text[: place + 1] or shown.text[place] == text[low]
        assert all(a <= b for a, b in zip(shown.stands_for, shown.stands_for[1:], strict=False))
