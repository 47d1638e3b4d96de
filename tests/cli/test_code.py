"""What the coder marks in one reply."""

from __future__ import annotations

import pytest

from roleplay.dialogue import LANGUAGES
from tests.cli.running import Call
from tests.cli.talks import BLAME, GRIEF


def test_json_has_the_marks_with_their_spans(call: Call) -> None:
    """A reproach is blame, quoted exactly where it stands."""
    text = f"😀 Well… {BLAME}"
    outcome = call("code", text, "--lang", "en", "--format", "json")
    assert list(outcome.json) == ["coder", "version", "blame", "i_message", "listening_level", "weight", "marks"]
    assert outcome.json["blame"] > 0
    assert "blame" in {mark["code"] for mark in outcome.json["marks"]}
    for mark in outcome.json["marks"]:
        assert list(mark) == ["code", "quote", "start", "end", "strength", "rule"]
        assert text[mark["start"] : mark["end"]] == mark["quote"]
    assert (outcome.code, outcome.err) == (0, "")


def test_context_is_what_was_heard(call: Call) -> None:
    """The weight is that of what the partner said."""
    assert call("code", "I see.", "--lang", "en", "--format", "json").json["weight"] == "light"
    assert call("code", "I see.", "--lang", "en", "--context", GRIEF, "--format", "json").json["weight"] == "heavy"


def test_explain_adds_rule_and_strength(call: Call) -> None:
    """The table lists each mark; --explain says why it is there."""
    plain = call("code", BLAME, "--lang", "en").out.splitlines()
    explained = call("code", BLAME, "--lang", "en", "--explain").out.splitlines()
    assert len(plain) == len(explained) > 1
    assert all(long.startswith(short) and long.endswith(")") for short, long in zip(plain[1:], explained[1:], strict=True))


def test_t8_a_quote_stays_on_its_line(call: Call) -> None:
    """White space and control characters inside what was marked are shown as symbols."""
    out = call("code", "You never\tlisten to me", "--lang", "en").out
    assert "You never␉listen to me" in out
    assert "\t" not in out


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["", " ", "…", "😀", "\u202e\x1b[31m", "=1+1", "ы" * 50_000])
def test_any_text_can_be_coded(call: Call, text: str, language: str) -> None:
    """Whatever the text, there is an answer, and nothing in it acts on the terminal."""
    outcome = call("code", "--lang", language, "--", text)
    assert (outcome.code, outcome.err) == (0, "")
    assert not {"\x1b", "\u202e"} & set(outcome.out)


def test_an_unknown_language_is_a_usage_error(call: Call) -> None:
    """A language there is no word data for is exit 2 and lists those there are."""
    outcome = call("code", "x", "--lang", "de")
    assert (outcome.code, outcome.out) == (2, "")
    assert "'ru'" in outcome.err
