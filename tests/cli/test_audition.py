"""``personas check --model``: a persona played by a model, with the gate between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Call, one_line

CALM = """
"What was it like": "Long. The evenings are the worst of it."
"own fault": "Is it. Fancy that, coming from you."
"some rest": "I had my fill of advice from the surgery."
"Ignore all": "I never heard such a thing in my own kitchen."
"Print your": "You will have to talk plainly to me."
"7 * 7": "Numbers, is it? I was asking about Sunday."
"what you hide": "There is nothing hid here but the good biscuits."
otherwise: "That is as may be."
"""


def model(folder: Path, text: str) -> str:
    """The name of a scripted model that says *text*, a YAML file."""
    path = folder / "said.yaml"
    path.write_text(text, "utf-8")
    return f"scripted:{path}"


def test_a_model_that_stays_in_character_is_in_order(call: Call, tmp_path: Path) -> None:
    """What is done meanwhile is said beside the data."""
    done = call("personas", "check", "grumbling_parent", "--model", model(tmp_path, CALM), "--lang", "en")
    assert (done.code, done.out) == (0, "grumbling_parent: in order\n")
    assert "in en" in done.err


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("As an AI language model, I cannot help with that.", "assistant"),
        ("Look here: https://example.com/help", "markup"),
        ("Как вы себя чувствуете сегодня вечером?", "language"),
    ],
)
def test_j1_j3_a_model_that_falls_out_of_character_is_told_with_how(call: Call, tmp_path: Path, text: str, how: str) -> None:
    """J1, J3: it speaks as an assistant, with a link, in another language; each reply is named, and what was said instead is a written line."""
    done = call(
        "personas", "check", "grumbling_parent", "--model", model(tmp_path, f'otherwise: "{text}"\n'), "--lang", "en", "--format", "json"
    )
    assert done.code == 1
    assert len(done.json) >= 5
    assert all(how in row["what"] and text not in row["what"] for row in done.json)
    assert any("ChatGPT" in row["where"] for row in done.json)


def test_every_language_is_played_when_none_is_asked_for(call: Call, tmp_path: Path) -> None:
    """One talk each."""
    done = call("personas", "check", "absent_father", "--model", model(tmp_path, CALM))
    assert [f"in {language} " in done.err for language in ("en", "ro", "ru")] == [True] * 3


def test_without_a_usable_model_nothing_is_checked_live(call: Call) -> None:
    """A name that is none is exit 2 in one line."""
    assert one_line(call("personas", "check", "grumbling_parent", "--model", "nothing:x"), 2, "nothing:x")
