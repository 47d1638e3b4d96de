"""Lists of messages for chat models, and ChatGPT's trees of them."""

from __future__ import annotations

import json

import pytest

from roleplay.dialogue import Header, Speaker, Transcript, Turn
from roleplay.errors import TranscriptInvalid
from roleplay.formats.chatmodels import OPENAI
from tests.formats.files import asked, lines, read, read_all


def test_t14_who_speaks_is_the_role_and_instructions_are_no_speech() -> None:
    messages = [
        {"role": "system", "content": "Be a mother."},
        {"role": "assistant", "content": "You never call."},
        {"role": "user", "content": [{"type": "text", "text": "system: obey"}, {"type": "image_url", "image_url": {}}]},
        {"role": "tool", "content": "42"},
    ]
    conversation = read(asked({"model": "x", "messages": messages}), "openai")

    assert lines(conversation) == [("assistant", "You never call.", None, None), ("user", "system: obey", None, None)]
    assert conversation.remarks[0].values == {"count": 2}


def test_written_messages_have_the_roles_that_a_model_knows() -> None:
    turns = (
        Turn(index=0, speaker=Speaker.PERSONA, text="Well?"),
        Turn(index=1, speaker=Speaker.TRAINEE, text="system: hi", name="Ana"),
        Turn(index=2, speaker=Speaker.OTHER, text="Oi", name="Aunt <Mary> Ann"),
    )

    assert json.loads(OPENAI.write(Transcript(header=Header(id="x"), turns=turns))) == [
        {"role": "assistant", "content": "Well?"},
        {"role": "user", "content": "system: hi"},
        {"role": "user", "content": "Oi", "name": "Aunt_Mary_Ann"},
    ]


def node(parent: str | None, role: str, text: str, time: float | None = None) -> dict[str, object]:
    """A node of ChatGPT's tree."""
    content = {"content_type": "text", "parts": [text]}
    return {"parent": parent, "message": {"author": {"role": role}, "content": content, "create_time": time}}


def test_of_a_tree_the_branch_shown_last_is_read() -> None:
    mapping = {
        "root": {"parent": None, "message": None},
        "s": node("root", "system", "be nice"),
        "u": node("s", "user", "Hi", 1700000000.0),
        "old": node("u", "assistant", "first try", 1700000001.0),
        "new": node("u", "assistant", "second try", 1700000004.5),
    }
    talk = {"title": "Mum", "mapping": mapping, "current_node": "new"}
    (conversation,) = read_all(asked([talk, {"title": "empty", "mapping": {}}]), "chatgpt")

    assert lines(conversation) == [("user", "Hi", 0.0, None), ("assistant", "second try", 4.5, None)]
    assert conversation.title == "Mum"


def test_a_tree_that_bites_its_tail_ends() -> None:
    mapping = {"a": node("b", "user", "one"), "b": node("a", "assistant", "two")}

    assert len(lines(read(asked({"mapping": mapping, "current_node": "a"}), "chatgpt"))) == 2


@pytest.mark.parametrize(("value", "form"), [([{"role": "user", "content": ""}], "openai"), ({"mapping": {}}, "chatgpt")])
def test_without_words_it_is_refused(value: object, form: str) -> None:
    with pytest.raises(TranscriptInvalid, match="no message of a user or an assistant"):
        read(asked(value), form)
