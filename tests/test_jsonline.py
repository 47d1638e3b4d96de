"""One line of JSON, strictly."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roleplay.jsonline import MAX_DEPTH, MAX_LINE, dump, lines, load, mended

numbers = st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)
objects = st.dictionaries(st.text(max_size=6), values, max_size=4)


def nested(depth: int) -> bytes:
    """A line with an object in an object, *depth* in all."""
    return b'{"a":' * (depth - 1) + b"{}" + b"}" * (depth - 1)


@settings(deadline=None, max_examples=150)
@given(objects)
def test_any_object_comes_back_from_its_line(value: dict[str, Any]) -> None:
    """Writing and reading give the same object."""
    assert load(dump(value)) == value


@settings(deadline=None, max_examples=150)
@given(objects)
def test_t5_an_object_is_one_line_whatever_is_in_it(value: dict[str, Any]) -> None:
    """The newline byte stands at the end and nowhere else."""
    assert dump(value).index(b"\n") == len(dump(value)) - 1


def test_text_is_written_readably() -> None:
    """Letters of all three languages stand in the file as themselves, without spaces between the parts."""
    assert dump({"text": "Ёж, ți-e dor?", "turn": 1}).decode() == '{"text":"Ёж, ți-e dor?","turn":1}\n'


def test_t4_half_a_surrogate_pair_is_written_as_the_replacement_character() -> None:
    """What UTF-8 cannot hold becomes U+FFFD, and the rest stays."""
    assert dump({"text": "а\ud800б\udfff"}).decode() == '{"text":"а\ufffdб\ufffd"}\n'


def test_a_number_that_json_has_no_word_for_is_not_written() -> None:
    """NaN in a value is a fault of the program and not of a reader later."""
    with pytest.raises(ValueError, match="not JSON compliant"):
        dump({"start": float("nan")})


@pytest.mark.parametrize(
    "line",
    [
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": [-Infinity]}',
        b'{"a": 1e400}',
        b'{"a": -1e999}',
        b'{"a": 1, "a": 2}',
        b'{"b": {"a": 1, "a": 1}}',
        b'{"a": ' + b"9" * 5_000 + b"}",
        nested(MAX_DEPTH + 1),
        b'{"a":' * 100_000,
        b'{"a":' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    ],
    ids=[
        "nan",
        "infinity",
        "minus infinity",
        "too great",
        "too small",
        "twice",
        "twice inside",
        "digits",
        "deep",
        "abyss",
        "abyss of lists",
    ],
)
def test_t3_what_strict_json_does_not_allow_is_no_object(line: bytes) -> None:
    """Not-a-number, numbers out of range, a key twice, 5,000 digits and great depth are refused."""
    assert load(line) is None


@pytest.mark.parametrize(
    "line", [b"", b"[]", b"1", b'"a"', b"null", b"{", b"{}{}", b"\x00", b'{"a": "\xff"}', b'{"a": "\x01"}', b"\xff\xfe{\x00}\x00"]
)
def test_what_is_no_object_is_none(line: bytes) -> None:
    """Other values, torn lines, control bytes and other encodings are no objects."""
    assert load(line) is None


def test_the_deepest_object_that_is_read_can_be_written_again() -> None:
    """The limit of depth is far from where a stack ends."""
    value = load(nested(MAX_DEPTH))
    assert value is not None
    assert dump(value) == nested(MAX_DEPTH) + b"\n"


@settings(deadline=None, max_examples=300)
@given(st.binary(max_size=60) | st.text('{}[]":,\\u0d8ntrealsf19.e-', max_size=60).map(str.encode))
def test_no_line_raises(line: bytes) -> None:
    """Any bytes are an object or nothing, and what was read can be written."""
    value = load(line)
    assert value is None or load(dump(mended(value))) == mended(value)


def test_t4_mended_replaces_halves_everywhere() -> None:
    """Keys, values and lists lose their halves; a whole pair is a character and stays."""
    value = json.loads(r'{"a\ud800": ["\udc00", {"b": "\ud83d\ude00"}]}')
    assert mended(value) == {"a\ufffd": ["\ufffd", {"b": "😀"}]}


def test_mended_leaves_whole_values_alone() -> None:
    """Where there is nothing to mend, the very same object comes back."""
    value = {"a": "ё"}
    assert mended(value) is value


def test_t7_of_a_line_beyond_the_limit_only_the_beginning_is_kept() -> None:
    """It need not fit into memory, and the lines after it are whole."""
    long, next_one = b"a" * (MAX_LINE + 100_000) + b"\n", b'{"b":1}\n'

    assert [len(line) for line in lines(io.BytesIO(long + next_one + b"last"))] == [MAX_LINE + 1, len(next_one), 4]
