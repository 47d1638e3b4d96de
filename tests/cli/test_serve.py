"""Personas as models, as the openai SDK sees them: a real process on loopback."""

from __future__ import annotations

import json
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openai
import pytest

from roleplay.testing.answer import SAYS
from roleplay.testing.server import Provider
from tests.cli.running import Call, alone, one_line
from tests.web.serving import MODEL, Served


@pytest.fixture(scope="module", name="shared")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server whose talks no test looks at as a whole."""
    with Served(tmp_path_factory.mktemp("served") / "home") as served:
        yield served


def user(text: str) -> dict[str, str]:
    """A message of the trainee."""
    return {"role": "user", "content": text}


def ask(served: Served, messages: list[Any], **more: Any) -> Any:
    """The reply to *messages*."""
    return served.sdk.chat.completions.create(**{"model": MODEL, "messages": messages, **more})


def words(turns: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Who said what, of the lines of a transcript."""
    return [(line["speaker"], line["text"]) for line in turns if line["type"] == "turn"]


def test_all_personas_are_listed(shared: Served) -> None:
    """Every scenario in every language, by the name PERSONA/SCENARIO/LANGUAGE; each can be looked at alone."""
    names = [model.id for model in shared.sdk.models.list()]
    assert shared.sdk.models.retrieve(MODEL).id == MODEL
    assert names == shared.models
    assert MODEL in names
    assert len(names) == 27
    assert all(name.count("/") == 2 for name in names)


@pytest.mark.parametrize("name", ["grumbling_parent", "grumbling-parent/sunday_call", "grumbling_parent/en", MODEL])
def test_a_name_may_be_short(shared: Served, name: str) -> None:
    """The first scenario, the language of messages."""
    assert ask(shared, [user("Hello, mum.")], model=name).model == MODEL


@pytest.mark.parametrize("language", ["en", "ro", "ru"])
def test_it_speaks_every_language(shared: Served, language: str) -> None:
    """With no message at all the partner opens the talk, with a line of that scenario."""
    reply = ask(shared, [], model=f"difficult_client/{language}")
    assert reply.model.endswith(f"/{language}")
    assert reply.choices[0].message.content.strip()


def test_a_talk_is_kept_with_its_mood_and_scored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> None:
    """The client sends the history each time, and one transcript grows; offline no token is used; the system’s prompt is nobody’s words."""
    with Served(tmp_path / "home") as served:
        messages: list[Any] = [{"role": "system", "content": "You are a helpful assistant."}]
        moods = []
        for text in ("You never listen.", "You sound hurt. What is the worst of it?", "You waited all week, and that hurts."):
            messages.append(user(text))
            reply = ask(served, messages)
            messages.append({"role": "assistant", "content": f" {reply.choices[0].message.content}\n"})
            moods.append(reply.roleplay["mood"]["tension"])
            assert (reply.choices[0].finish_reason, reply.usage.total_tokens) == ("stop", 0)
        code, said = served.stop()
        ((header, *lines),) = served.transcripts()
    assert (code, said) == (130, "Stopped; every talk is kept.\n")
    assert (header["id"], header["persona"], header["language"], header["served"]) == (
        reply.roleplay["transcript"],
        "grumbling_parent",
        "en",
        MODEL,
    )
    assert [text for who, text in words(lines) if who == "trainee"] == [m["content"] for m in messages if m["role"] == "user"]
    assert [line["mood"]["tension"] for line in lines if line.get("speaker") == "persona"] == moods
    assert moods[0] > moods[-1]
    assert lines[-1]["type"] == "turn"  # the talk has not ended, it can be gone on with
    monkeypatch.setenv("ROLEPLAY_HOME", str(served.home))
    assert call("score", header["id"][:20], "--format", "json").json["summary"]["blame_avoidance"]["scored"] == 3


def test_an_edited_history_is_a_branch(tmp_path: Path) -> None:
    """What came before is shared, the old transcript stays as it is; asking for a reply again branches as well; a first greeting alone does not."""
    with Served(tmp_path / "home") as served:
        opening = [user("Hello, mum.")]
        first = ask(served, opening, seed=7)
        said = [*opening, {"role": "assistant", "content": first.choices[0].message.content}]
        ask(served, [*said, user("You are impossible.")], seed=7)
        ask(served, [*said, user("You sound hurt.")], seed=7)
        ask(served, [*said, user("You sound hurt.")], seed=7)
        ask(served, opening, seed=7)
        served.stop()
        old, edited, again, anew = served.transcripts()
    assert words(old)[2] == ("trainee", "You are impossible.")
    assert (edited[0]["parent"], edited[0]["branch_turn"], words(edited)[:2]) == (old[0]["id"], 2, words(old)[:2])
    assert (again[0]["parent"], again[0]["branch_turn"], words(again)[:3]) == (edited[0]["id"], 3, words(edited)[:3])
    assert anew[0]["parent"] is None
    assert [len(words(talk)) for talk in (old, edited, again, anew)] == [4, 4, 4, 2]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_talk_goes_on_after_a_restart(tmp_path: Path, number: int) -> None:
    """In its own transcript, in the mood it was in, whether the server was stopped or killed."""
    messages: list[Any] = []
    moods = []
    for replies in (["You never listen.", "You sound hurt. What is the worst of it?"], ["You waited all week, and that hurts."]):
        with Served(tmp_path / "home") as served:
            for text in replies:
                messages.append(user(text))
                reply = ask(served, messages, seed=5)
                messages.append({"role": "assistant", "content": reply.choices[0].message.content})
                moods.append(reply.roleplay["mood"])
            served.process.send_signal(number)
            served.process.wait()
            ((header, *lines),) = served.transcripts()
    assert [text for _, text in words(lines)] == [message["content"] for message in messages]
    assert header["parent"] is None
    with Served(tmp_path / "other") as served:  # without a restart
        for length in (1, 3):
            ask(served, messages[:length], seed=5)
        assert ask(served, messages[:5], seed=5).roleplay["mood"] == moods[-1]


def test_a_history_from_elsewhere_is_taken_up(tmp_path: Path) -> None:
    """From another server: all of it is kept, marked as the client’s, and the mood is where it was."""
    talk = [user("You never listen."), {"role": "assistant", "content": "Is that so."}, user("You sound hurt. What is the worst of it?")]
    with Served(tmp_path / "home") as served:
        reply = ask(served, talk)
        served.stop()
        ((_, *lines),) = served.transcripts()
    assert [text for _, text in words(lines)][:3] == [message["content"] for message in talk]
    assert lines[1]["meta"] == {"said_by": "client"}
    assert lines[3]["mood"] == reply.roleplay["mood"]


def test_a_stream_is_the_same_words(shared: Served) -> None:
    """Word by word, the reason at the end, the usage if it was asked for."""
    pieces = list(ask(shared, [user("Hello, mum.")], stream=True, stream_options={"include_usage": True}, seed=3))
    text = "".join(piece.choices[0].delta.content or "" for piece in pieces if piece.choices)
    assert text == ask(shared, [user("Hello, mum.")], seed=3).choices[0].message.content
    assert len(pieces) > len(text.split())
    assert [piece.choices[0].finish_reason for piece in pieces if piece.choices][-1] == "stop"
    assert pieces[-1].usage.total_tokens == 0
    assert {piece.id for piece in pieces} == {pieces[0].id}


def test_a_talk_that_is_over_is_over(tmp_path: Path) -> None:
    """The last words tell how it ended, the transcript has its end, and more is refused."""
    with Served(tmp_path / "home", "--difficulty", "hard") as served:
        messages: list[Any] = []
        while True:
            messages.append(user(f"You are a selfish liar, you always ruin everything, number {len(messages)}."))
            reply = ask(served, messages)
            messages.append({"role": "assistant", "content": reply.choices[0].message.content})
            if reply.roleplay["ending"]:
                break
        with pytest.raises(openai.BadRequestError, match="has ended this talk") as caught:
            ask(served, [*messages, user("Wait.")])
        served.stop()
        talk = served.transcripts()[0]
    assert reply.roleplay["ending"] == "badly"
    assert caught.value.code == "talk_over"
    assert talk[-1] == {"type": "end", "reason": "persona", "outcome": "badly"}


def test_c2_practice_pauses_when_it_is_about_the_trainee(tmp_path: Path) -> None:
    """C2: words outside of the scene instead of the partner’s, in the language of the talk; they are no turn, also when the client sends
    them back.
    """
    danger = "I want to kill myself."
    with Served(tmp_path / "home") as served:
        reply = ask(served, [user(danger)])
        card = reply.choices[0].message.content
        after = ask(served, [user(danger), {"role": "assistant", "content": card}, user("I am fine. How are you, mum?")])
        served.stop()
        ((_, *lines),) = served.transcripts()
    assert card.startswith("Practice is paused")
    assert (reply.roleplay["paused"], after.roleplay["paused"]) == (True, False)
    assert [who for who, _ in words(lines)] == ["trainee", "trainee", "persona"]


@pytest.mark.parametrize(
    ("given", "kind", "words_of_it"),
    [
        ({"model": "nobody"}, openai.NotFoundError, "there is no model nobody"),
        ({"model": "grumbling"}, openai.NotFoundError, "did you mean grumbling_parent"),
        ({"messages": [{"role": "tool", "content": "x", "tool_call_id": "1"}]}, openai.BadRequestError, r"messages\[0\]: the role"),
        (
            {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]},
            openai.BadRequestError,
            "only text",
        ),
        ({"messages": [{"role": "assistant", "content": "x"}]}, openai.BadRequestError, "the last message"),
        ({"n": 2}, openai.BadRequestError, "n must be 1"),
    ],
)
def test_what_cannot_be_met_is_refused_in_the_protocol_s_form(
    shared: Served, given: dict[str, Any], kind: type[Exception], words_of_it: str
) -> None:
    """With what is wrong and where."""
    with pytest.raises(kind, match=words_of_it):
        ask(shared, **{"messages": [user("Hello.")], **given})


def test_a_model_speaks_and_its_faults_are_told(tmp_path: Path, provider: Provider) -> None:
    """With its usage; what breaks off is kept and told as an error, before a word with a status, after it within the stream."""
    with Served(tmp_path / "home", "--model", "openai:say", "--base-url", provider.url) as served:
        reply = ask(served, [user("Hello, mum.")])
        assert (reply.choices[0].message.content, reply.usage.prompt_tokens) == (SAYS, 20)
        assert "".join(p.choices[0].delta.content or "" for p in ask(served, [user("Well.")], stream=True)) == SAYS
    for model, kind, code in (
        ("quota", openai.RateLimitError, "insufficient_quota"),
        ("html", openai.InternalServerError, "provider_failed"),
    ):
        with Served(tmp_path / model, "--model", f"openai:{model}", "--base-url", provider.url) as served:
            with pytest.raises(kind) as caught:
                ask(served, [user("Hello, mum.")])
            assert getattr(caught.value, "code", None) == code
            assert [who for who, _ in words(served.transcripts()[0])] == ["trainee"]
    with Served(tmp_path / "cut", "--model", "openai:cut", "--base-url", provider.url) as served:
        stream = ask(served, [user("Hello, mum.")], stream=True)
        with pytest.raises(openai.APIError, match="the line broke off"):
            list(stream)
        assert words(served.transcripts()[0])[1] == ("persona", "You never ring,")


def test_w12_it_stops_within_two_seconds_though_a_reply_is_under_way(tmp_path: Path, provider: Provider) -> None:
    """W12: what was said is kept, marked."""
    with Served(tmp_path / "home", "--model", "openai:stalls:You never ring. And", "--base-url", provider.url) as served:
        stream = ask(served, [user("Hello, mum.")], stream=True)
        next(iter(stream))
        began = time.monotonic()
        code, _ = served.stop(signal.SIGTERM)
        took = time.monotonic() - began
        ((_, *lines),) = served.transcripts()
    assert code == 130
    assert took < 2.5
    assert [line["status"] for line in lines] == ["complete", "interrupted"]


def test_a_client_that_leaves_leaves_a_line_that_was_interrupted(tmp_path: Path, provider: Provider) -> None:
    """Nobody speaks to a closed connection for ever."""
    with Served(tmp_path / "home", "--model", "openai:stalls:You never ring. And", "--base-url", provider.url) as served:
        stream = ask(served, [user("Hello, mum.")], stream=True)
        next(iter(stream))
        stream.close()
        end = time.monotonic() + 10
        while len(words(served.transcripts()[0])) < 2:
            assert time.monotonic() < end
            time.sleep(0.05)
        assert served.transcripts()[0][2] | {"status": "interrupted", "text": "You never ring."} == served.transcripts()[0][2]


def test_w13_a_port_that_is_taken_is_told_in_one_line(home: Path) -> None:
    """W13: with the way out."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert one_line(alone("serve", "--port", taken.getsockname()[1]), 3, "is taken by another program", "--port 0")


def test_what_it_says_at_the_start_is_what_a_client_needs(tmp_path: Path) -> None:
    """The token can be settled by the environment; a model that cannot be had is told before anything is served."""
    with Served(tmp_path / "home", ROLEPLAY_SERVE_TOKEN="settled") as served:
        assert served.token == "settled"
        assert ask(served, [user("Hello.")]).choices
    assert one_line(alone("serve", "--port", 0, "--model", "openai:gpt-5"), 3, "OPENAI_API_KEY")
    away = ("--model", "openai:x", "--base-url", "http://a.example/v1")
    assert one_line(alone("--local-only", "serve", "--port", 0, *away, OPENAI_API_KEY="x"), 3, "--local-only")


def test_json_that_is_none_is_refused(shared: Served) -> None:
    """In the protocol’s form, whatever comes."""
    for body, code in ((b"{", "invalid_json"), (b"[]", "invalid_json"), (b"\xff", "invalid_json"), (b'{"model": 7}', "invalid_request")):
        head = f"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:{shared.port}\r\nAuthorization: Bearer {shared.token}\r\n"
        came = shared.raw(head.encode() + f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body)
        assert came.startswith(b"HTTP/1.1 400 ")
        assert json.loads(came.partition(b"\r\n\r\n")[2])["error"]["code"] == code
