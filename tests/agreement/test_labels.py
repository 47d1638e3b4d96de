"""Files of labelled replies: what is read, and what is said of one that cannot be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.agreement.labels import parse, read
from roleplay.codes import LISTENING, Code, IMessage, Weight
from roleplay.errors import BadInput, LabelsInvalid, StorageFailed
from roleplay.jsonline import MAX_LINE
from tests.labelled import line, write


def raw(**changes: Any) -> bytes:
    """A line as it stands in a file."""
    return json.dumps(line(**changes), ensure_ascii=False).encode() + b"\n"


def told(*lines: bytes) -> str:
    """What is said of a file with these *lines*, which must be refused."""
    with pytest.raises(LabelsInvalid) as caught:
        parse(lines, "labels.jsonl")
    assert caught.value.exit_code == 6
    return str(caught.value)


# what is read


def test_a_labelled_reply_is_read(tmp_path: Path) -> None:
    """The texts as they are, and all the labels."""
    (found,) = read(write(tmp_path / "a.jsonl", line(reply=" Hm…\n", listening={"reflection": 1}, i_message="partial", listening_level=1)))

    assert (found.id, found.language, found.heard, found.reply) == ("en-1", "en", "You never call.", " Hm…\n")
    assert (found.label.blame, found.label.i_message, found.label.listening_level) == (2, IMessage.PARTIAL, 1)
    assert found.label.codes == {code: code in (Code.REFLECTION, Code.DISMISSAL) for code in LISTENING}
    assert found.label.weight is None


def test_ownership_care_and_weight_may_be_labelled_too() -> None:
    """They are read where they are there."""
    (found,) = parse([raw(listening={"care": 1, "ownership": 0}, weight="heavy")], "a")

    assert list(found.label.codes) == [*LISTENING, Code.OWNERSHIP, Code.CARE]
    assert (found.label.codes[Code.OWNERSHIP], found.label.codes[Code.CARE], found.label.weight) == (False, True, Weight.HEAVY)


def test_yes_and_no_may_be_written_as_words_of_json() -> None:
    """True is 1; of a degree it would say too little."""
    (found,) = parse([raw(listening={"advice": True, "reflection": False})], "a")

    assert (found.label.codes[Code.ADVICE], found.label.codes[Code.REFLECTION]) == (True, False)
    assert "line 1: blame must be one of 0, 1, 2, not true" in told(raw(blame=True))


def test_keys_that_nobody_knows_are_ignored() -> None:
    """Notes, quotes, a code of another codebook."""
    (found,) = parse([raw(note="BORDERLINE", blame_quotes=["x"], listening={"humour": 7})], "a")

    assert list(found.label.codes) == list(LISTENING)


@pytest.mark.parametrize("key", ["persona", "context"])
def test_what_is_not_needed_may_be_missing(key: str) -> None:
    """A reply to nothing is a reply; who was spoken to is not asked."""
    (found,) = parse([raw(**{key: None})], "a")

    assert found.heard == ("" if key == "context" else "You never call.")


def test_the_labels_of_a_silence_are_read() -> None:
    """An empty reply is one."""
    assert parse([raw(reply="")], "a")[0].reply == ""


def test_a_byte_order_mark_windows_line_ends_and_empty_lines_do_no_harm() -> None:
    """Files come from editors and spreadsheets."""
    first, second = raw(number=1), raw(number=2)
    lines = [b"\xef\xbb\xbf" + first[:-1] + b"\r\n", b"\r\n", b"  \n", second[:-1]]

    assert [each.id for each in parse(lines, "a")] == ["en-1", "en-2"]


def test_a_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    """Only the newline byte does."""
    path = write(tmp_path / "a.jsonl", line(reply="one\u2028two\u0085three"))

    assert [each.reply for each in read(path)] == ["one\u2028two\u0085three"]


def test_half_characters_are_replaced() -> None:
    """What no file can hold could not be shown either."""
    assert parse([json.dumps(line(reply="a\ud800b")).encode()], "a")[0].reply == "a\ufffdb"


def test_the_same_id_may_come_again_in_another_language() -> None:
    """Translations keep their number."""
    assert [each.language for each in parse([raw(), raw(lang="ro"), raw(lang="ru")], "a")] == ["en", "ro", "ru"]


# what is refused


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"id": None}, "id is missing"),
        ({"id": 7}, "id must be a text, not 7"),
        ({"lang": None}, "lang is missing"),
        ({"reply": None}, "reply is missing"),
        ({"reply": ["a"]}, 'reply must be a text, not ["a"]'),
        ({"context": 1}, "context must be a text, not 1"),
        ({"blame": None}, "blame is missing"),
        ({"blame": 3}, "blame must be one of 0, 1, 2, not 3"),
        ({"blame": -1}, "blame must be one of 0, 1, 2, not -1"),
        ({"blame": 1.0}, "blame must be one of 0, 1, 2, not 1.0"),
        ({"blame": "2"}, 'blame must be one of 0, 1, 2, not "2"'),
        ({"i_message": "ful"}, 'i_message must be one of full, partial, pseudo, none, not "ful"'),
        ({"i_message": 0}, "i_message must be one of full, partial, pseudo, none, not 0"),
        ({"listening_level": 5}, "listening_level must be one of 0, 1, 2, 3, 4, not 5"),
        ({"weight": "big"}, 'weight must be one of heavy, question, light, greeting, not "big"'),
        ({"listening": {"advice": 2}}, "listening.advice must be one of 0, 1, not 2"),
        ({"listening": {"advice": None}}, "listening.advice must be one of 0, 1, not null"),
        ({"listening": {"care": "yes"}}, 'listening.care must be one of 0, 1, not "yes"'),
    ],
)
def test_a_wrong_label_is_told_with_its_line_and_what_it_should_be(changes: dict[str, Any], fault: str) -> None:
    """One sentence: the file, the line, the key, what may stand there and what does."""
    assert told(raw(number=7), raw(**changes)) == f"labels.jsonl: line 2: {fault}"


def test_a_listening_that_is_no_object_or_lacks_a_code_is_told() -> None:
    """All seven codes are labelled, or nobody knows whether they were looked for."""
    whole = line()
    lacking = whole | {"listening": {key: value for key, value in whole["listening"].items() if key != "own_story"}}

    assert told(json.dumps(lacking).encode()) == "labels.jsonl: line 1: listening.own_story is missing"
    assert told(json.dumps(whole | {"listening": [1]}).encode()) == "labels.jsonl: line 1: listening must be an object"


@pytest.mark.parametrize("language", ["de", "", "EN", "en-GB", "../en"])
def test_a_language_without_word_data_is_refused_by_name(language: str) -> None:
    """Nothing is guessed, and no file is looked for."""
    assert told(raw(lang=language)) == f'labels.jsonl: line 1: there is no word data for the language "{language}", only for en, ro, ru'


@pytest.mark.parametrize("bad", [b"oops\n", b"[1]\n", b"{}{}\n", b'{"id": "x"\n', b'{"id": NaN}\n', b"\xff\n", b"\0\n", b'{"a":1,"a":2}\n'])
def test_a_line_that_is_no_object_is_told_with_its_number(bad: bytes) -> None:
    """Empty lines count."""
    assert told(raw(), b"\n", bad) == "labels.jsonl: line 3 is no JSON object"


def test_a_line_beyond_the_limit_is_told() -> None:
    """It is not read to its end."""
    assert told(raw(reply="a" * MAX_LINE)) == f"labels.jsonl: line 1 is longer than {MAX_LINE} bytes"


def test_an_id_that_comes_twice_is_told_with_both_lines() -> None:
    """One of the two would be counted for nothing, and nobody knows which."""
    assert told(raw(), raw(number=2), raw()) == "labels.jsonl: line 3: en-1 is on line 1 already"


@pytest.mark.parametrize("lines", [[], [b"\n"], [b"\xef\xbb\xbf"], [b"\xef\xbb\xbf\r\n", b" \n"]])
def test_a_file_without_labels_is_told(lines: list[bytes]) -> None:
    """An empty file measures nothing."""
    assert told(*lines) == "labels.jsonl holds no labelled replies"


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    """With the reason that the system gives."""
    with pytest.raises(StorageFailed, match="cannot be read: Is a directory"):
        read(tmp_path)


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(["en", "full", 0, 1]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*map(str, LISTENING), "care"]), inner, max_size=9),
    max_leaves=9,
)


@settings(deadline=None, max_examples=150)
@given(st.dictionaries(st.sampled_from([*line(), "weight"]), values) | st.binary(max_size=80), st.booleans())
def test_any_content_is_read_or_refused(content: dict[str, Any] | bytes, whole: bool) -> None:
    """Keys of the contract with values of any kind, and noise: never anything but bad input."""
    given_ = content if isinstance(content, bytes) else json.dumps((line() if whole else {}) | content).encode()
    try:
        found = parse([given_], "noise")
    except BadInput as error:
        assert str(error).startswith("noise")
        return
    assert found[0].label.to_json()
