"""What the coder marks in one reply."""

from __future__ import annotations

import re

import pytest

from roleplay.dialogue import LANGUAGES
from tests.cli.running import Call
from tests.cli.talks import BLAME, GRIEF
from tests.cli.terminal import Terminal

HEARD = {"en": "Nobody comes to see me any more.", "ro": "Nu mai vine nimeni pe la mine.", "ru": "Никто ко мне больше не приезжает."}
REPLIES = (
    "You never listen to me. It is not your fault, I hear you though. What is the worst of it?",
    "You always forget me. I feel sad when you do not call.",
    "Sorry. What do you mean, nobody? Did they call? You should ring them.",
    "Ești mereu singură. Mi-e dor de tine când nu suni. Ce te doare cel mai tare?",
    "Тебе одиноко. Ты вечно жалуешься! Мне обидно, когда ты молчишь. Что случилось?",
    "It is not your fault.",
    "Nobody comes to see me any more.",
    "",
)

BORDERLINE = (
    "Why did you not say so?",
    "I forgot the cake, and you waited.",
    "That is not what I meant.",
    "Have you tried to call them?",
    "Maybe you could have called me.",
    "So it was a hard winter for you.",
)


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


def test_without_explain_there_is_a_line_for_each_mark(call: Call) -> None:
    """Its code and its quote, and nothing of how it came about."""
    first, *marks = call("code", BLAME, "--lang", "en").out.splitlines()
    assert first == "blame 2, I-message none, listening level 0; heard: light"
    assert [line.split(maxsplit=1) for line in marks] == [
        ["blame", "You never listen to me"],
        ["dismissal_or_argument", "You never listen to me"],
    ]


def test_explain_says_why_a_mark_is_there(call: Call) -> None:
    """Quote, place and strength; below them no more than five signs for it and five against it, the strongest first, each on its words."""
    outcome = call("code", BLAME, "--lang", "en", "--explain")
    assert (outcome.code, outcome.err) == (0, "")
    blame = outcome.out.split("\n\n")[1].splitlines()
    assert blame[0] == "blame  “You never listen to me”"
    assert re.fullmatch(r"  characters 0 to 22, strength 0\.\d+; score \+\d\.\d\d, begins at −\d\.\d\d", blame[1])
    signs = [line.split(maxsplit=1) for line in blame[2:] if " more" not in line]
    assert all(re.search(r" {2,}(“.+”|all of it)$", rest) for _, rest in signs)
    for sort in "+−":
        weights = [float(weight[1:]) for weight, _ in signs if weight[0] == sort]
        assert 0 < len(weights) <= 5
        assert weights == sorted(weights, reverse=True)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reply", [*REPLIES])
def test_what_is_explained_adds_up(call: Call, reply: str, language: str) -> None:
    """As data: a code has the score that its signs come to, above 0 where it is given; each sign is quoted exactly where it lies."""
    found = call("code", reply, "--lang", language, "--context", HEARD[language], "--explain", "--format", "json").json
    codes = [mark["code"] for mark in found["marks"]]
    for reason in (*found["marks"], *found["nearly"], found["heard"]):
        text = HEARD[language] if reason is found["heard"] else reply
        signs = (*reason["for"], *reason["against"])
        assert all(text[sign["start"] : sign["end"]] == sign["quote"] for sign in signs)
        assert all(sign["weight"] > 0 for sign in reason["for"])
        assert all(sign["weight"] < 0 for sign in reason["against"])
        if codes.count(reason.get("code")) < 2 and reason.get("code") != "parroting":
            assert reason["begins_at"] + sum(sign["weight"] for sign in signs) == pytest.approx(reason["score"], abs=0.05)
    assert all(mark["score"] >= 0 for mark in found["marks"])
    assert all(-0.5 <= near["score"] <= 0 and near["code"] not in codes for near in found["nearly"])
    assert (found["heard"]["score"] > 0) == (found["weight"] == "heavy")


def test_data_are_the_same_with_and_without_explain_but_for_the_reasons(call: Call) -> None:
    """Nothing that is there without it changes."""
    plain = call("code", BLAME, "--lang", "en", "--format", "json").json
    found = call("code", BLAME, "--lang", "en", "--format", "json", "--explain").json
    assert set(found) - set(plain) == {"nearly", "heard", "injected", "legend"}
    marks = [{key: mark[key] for key in plain["marks"][0]} for mark in found["marks"]]
    assert {key: found[key] for key in plain} | {"marks": marks} == plain


def test_what_was_nearly_marked_is_told_apart(call: Call) -> None:
    """A code whose signs come to a little less than 0 stands under a heading of its own, with them and without a mark."""
    seen = 0
    for reply in BORDERLINE:
        out = call("code", reply, "--lang", "en", "--explain").out
        found = call("code", reply, "--lang", "en", "--explain", "--format", "json").json
        given, _, nearly = out.partition("Nearly, but not:")
        for near in found["nearly"]:
            seen += 1
            assert f"\n{near['code']}\n  score " in nearly
            assert f"\n{near['code']}\n" not in given
    assert seen
    assert "Nearly" not in call("code", "", "--lang", "en", "--explain").out


def test_the_sorts_of_signs_are_told_in_plain_words(call: Call) -> None:
    """Only those that are named."""
    out = call("code", BLAME, "--lang", "en", "--explain").out
    legend = out.partition("How to read this")[2]
    assert "the weights of all its signs" in legend
    assert "  cue x: …  " in legend
    assert "partner asks" not in legend
    asked = call("code", "Tell me more.", "--lang", "en", "--explain", "--context", "Why did you go?")
    assert "a question in what was heard" in asked.out.partition("How to read this")[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_explanation_has_colour_on_a_terminal_alone(language: str) -> None:
    """And none where it is not wanted; what it says is the same, in the language of the reply."""
    with Terminal("code", REPLIES[1], "--lang", language, "--explain", columns=120) as terminal:
        assert terminal.leave() == 0
    with Terminal("code", REPLIES[1], "--lang", language, "--explain", columns=120, NO_COLOR="1") as plain:
        assert plain.leave() == 0
    assert b"\x1b[32m" in terminal.output
    assert not re.search(rb"\x1b\[[0-9;]*3\dm", plain.output)
    assert terminal.screen == plain.screen
    assert {"en": "How to read this", "ro": "Cum se citește", "ru": "Как это читать"}[language] in terminal.screen


@pytest.mark.parametrize("columns", [20, 40, 72])
def test_an_explanation_fits_a_narrow_terminal(columns: int) -> None:
    """No line of it is longer than the screen."""
    with Terminal("code", BLAME, "--lang", "en", "--explain", columns=columns) as terminal:
        assert terminal.leave() == 0
    assert max(map(len, terminal.screen.splitlines()[1:])) <= columns


def test_t8_a_quote_stays_on_its_line(call: Call) -> None:
    """White space and control characters inside what was marked are shown as symbols."""
    out = call("code", "You never\tlisten to me", "--lang", "en").out
    assert "You never␉listen to me" in out
    assert "\t" not in out


@pytest.mark.parametrize("explain", [(), ("--explain",)])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["", " ", "…", "😀", "\u202e\x1b[31m", "you \x1b[31m\u202enever [red]listen[/red]", "=1+1", "ы" * 50_000])
def test_any_text_can_be_coded(call: Call, text: str, language: str, explain: tuple[str, ...]) -> None:
    """Whatever the text, there is an answer, and nothing in it acts on the terminal."""
    outcome = call("code", "--lang", language, *explain, "--context", text, "--", text)
    assert (outcome.code, outcome.err) == (0, "")
    assert not {"\x1b", "\u202e"} & set(outcome.out)


def test_an_unknown_language_is_a_usage_error(call: Call) -> None:
    """A language there is no word data for is exit 2 and lists those there are."""
    outcome = call("code", "x", "--lang", "de")
    assert (outcome.code, outcome.out) == (2, "")
    assert "'ru'" in outcome.err


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "I-message none, listening"), ("ro", "mesaj la persoana I: deloc,"), ("ru", "я-сообщение: нет, ")],
)
def test_the_summary_speaks_the_language_of_messages(call: Call, language: str, words: str) -> None:
    """Also where it names what there is not."""
    assert words in call("code", "Hm.", "--lang", language).out
