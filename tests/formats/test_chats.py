"""Messenger, Instagram, Discord, Slack and Telegram: messages with their senders and times."""

from __future__ import annotations

import pytest

from roleplay.errors import TranscriptInvalid
from tests.formats.files import asked, lines, read, read_all


def broken(text: str) -> str:
    """*text* as Meta writes it: every byte of UTF-8 a letter."""
    return text.encode().decode("latin-1")


def test_messenger_is_put_in_order_and_its_letters_are_mended() -> None:
    messages = [
        {"sender_name": broken("Ana"), "timestamp_ms": 1700000009500, "content": broken("Știu.")},
        {"sender_name": broken("Мама"), "timestamp_ms": 1700000005000, "photos": []},
        {"sender_name": broken("Мама"), "timestamp_ms": 1700000000000, "content": broken("Ты где?")},
    ]
    conversation = read(asked({"participants": [], "messages": messages, "title": broken("Мама")}), "messenger")

    assert lines(conversation) == [("Мама", "Ты где?", 0.0, None), ("Ana", "Știu.", 9.5, None)]
    assert (conversation.title, conversation.started_at) == ("Мама", "2023-11-14T22:13:20Z")
    assert [remark.values["count"] for remark in conversation.remarks] == [2, 1]


def test_messenger_s_messages_of_one_moment_stay_in_the_order_of_the_talk() -> None:
    """Whether the newest is first in the file or last."""
    said = [
        {"sender_name": "Ana", "timestamp_ms": at, "content": text}
        for at, text in ((1000, "a"), (3000, "b"), (3000, "c"), (2000, "x"), (4000, "d"))
    ]

    for messages in (said, said[::-1]):
        assert [text for _, text, _, _ in lines(read(asked({"messages": messages}), "messenger"))] == ["a", "x", "b", "c", "d"]


def test_letters_that_were_whole_stay_as_they_are() -> None:
    conversation = read(asked({"messages": [{"sender_name": "José", "timestamp_ms": 1, "content": "mañana, Șt"}]}), "messenger")

    assert lines(conversation) == [("José", "mañana, Șt", 0.0, None)]


def test_discord_says_what_people_wrote_and_not_who_joined() -> None:
    messages = [
        {"type": "GuildMemberJoin", "timestamp": "2026-01-01T10:00:00+00:00", "content": "Joined.", "author": {"name": "bot"}},
        {"type": "Default", "timestamp": "2026-01-01T10:00:02.250+00:00", "content": "Hi", "author": {"name": "a1", "nickname": "Ann"}},
        {"type": "Reply", "timestamp": "2026-01-01T10:00:04+00:00", "content": "No", "author": {"name": "mum"}},
    ]
    conversation = read(asked({"guild": {}, "channel": {"name": "family"}, "messages": messages}), "discord")

    assert lines(conversation) == [("Ann", "Hi", 0.0, None), ("mum", "No", 1.75, None)]
    assert (conversation.title, conversation.started_at) == ("family", "2026-01-01T10:00:02Z")


def test_slack_counts_seconds_and_leaves_out_who_joined() -> None:
    messages = [
        {"type": "message", "subtype": "channel_join", "user": "U1", "text": "<@U1> joined", "ts": "1700000000.000100"},
        {"type": "message", "user": "U1", "user_profile": {"real_name": "Ann"}, "text": "Hi", "ts": "1700000001.000100"},
        {"type": "message", "user": "U2", "text": "Hello", "ts": "1700000003.500100"},
    ]

    assert lines(read(asked(messages), "slack")) == [("Ann", "Hi", 0.0, None), ("U2", "Hello", 2.5, None)]


def test_telegram_has_text_in_pieces_notices_and_what_others_said() -> None:
    messages = [
        {"id": 1, "type": "service", "date": "2026-01-01T10:00:00", "actor": "Аня", "action": "phone_call", "text": ""},
        {
            "id": 2,
            "type": "message",
            "date": "2026-01-01T10:00:05",
            "from": "Аня",
            "text": ["Мам, ", {"type": "bold", "text": "привет"}, "!"],
        },
        {"id": 3, "type": "message", "date": "2026-01-01T10:00:06", "from": "Аня", "forwarded_from": "X", "text": "not hers"},
        {"id": 4, "type": "message", "date": "2026-01-01T10:01:05", "from": "Мама", "text": "Здравствуй."},
    ]
    conversation = read(asked({"name": "Мама", "type": "personal_chat", "messages": messages}), "telegram")

    assert lines(conversation) == [("Аня", "Мам, привет!", 0.0, None), ("Мама", "Здравствуй.", 60.0, None)]
    assert (conversation.title, conversation.started_at) == ("Мама", "2026-01-01T10:00:05")


def test_an_account_of_telegram_holds_several_conversations() -> None:
    def chat(name: str) -> dict[str, object]:
        return {"name": name, "messages": [{"type": "message", "date_unixtime": "1700000000", "from": name, "text": "x"}]}

    found = read_all(asked({"about": "…", "chats": {"list": [chat("A"), {"name": "empty", "messages": []}, chat("B")]}}), "telegram")

    assert [each.title for each in found] == ["A", "B"]


def test_t17_messages_out_of_order_are_said_and_stay() -> None:
    messages = [{"type": "message", "date_unixtime": str(time), "from": "A", "text": str(time)} for time in (100, 160, 130, 40)]
    conversation = read(asked({"messages": messages}), "telegram")

    assert [line[1:3] for line in lines(conversation)] == [("100", 0.0), ("160", 60.0), ("130", 30.0), ("40", None)]
    assert [remark.values for remark in conversation.remarks] == [{"count": 2}]


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ({"messages": [{"type": "service", "actor": "x", "text": ""}]}, "telegram"),
        ({"messages": [{"sender_name": "x", "timestamp_ms": 1}]}, "messenger"),
        ({"messages": [{"author": {}, "type": "Default", "content": ""}]}, "discord"),
    ],
)
def test_an_export_without_words_is_refused(value: object, form: str) -> None:
    with pytest.raises(TranscriptInvalid, match="only pictures and notices"):
        read(asked(value), form)
