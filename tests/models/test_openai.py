"""Chat Completions over HTTP, against a provider that does what providers do."""

from __future__ import annotations

import itertools
import logging
import socket
import time

import pytest

from roleplay.dialogue import Status
from roleplay.errors import (
    Busy,
    KeyRefused,
    Misconfigured,
    ProviderFailed,
    QuotaSpent,
    ReplyUnreadable,
    TimedOut,
    Unreachable,
    Unusable,
)
from roleplay.models.endpoint import Endpoint, endpoint
from roleplay.models.openai import OpenAIModel
from roleplay.models.reply import Usage
from roleplay.testing.answer import SAYS
from roleplay.testing.server import Provider
from tests.models.asking import HELLO, KEY, at, failure, heard


def test_a_reply_comes_in_pieces_and_tells_how_it_ended(provider: Provider) -> None:
    """Word by word; then the finish reason, the usage and the model."""
    reply = OpenAIModel(at(provider, "say")).stream(HELLO)
    pieces = list(reply)
    assert (len(pieces), "".join(pieces)) == (len(SAYS.split()), SAYS)
    assert reply.ending is not None
    assert (reply.ending.status, reply.ending.finish, reply.ending.model) == (Status.COMPLETE, "stop", "say")
    assert reply.ending.usage == Usage(20, 12)


def test_nothing_is_asked_before_the_reply_is_wanted(provider: Provider) -> None:
    """The request is sent for the first piece."""
    OpenAIModel(at(provider, "say")).stream(HELLO)
    assert provider.requests == []


def test_a_server_that_does_not_stream_is_heard_as_well(provider: Provider) -> None:
    """Its whole reply is one piece."""
    assert heard(provider, "plain")[0] == SAYS


@pytest.mark.parametrize("kind", ["text/plain", "application/json", "text/html", "application/octet-stream"])
def test_what_comes_as_events_is_heard_whatever_it_is_called(provider: Provider, kind: str) -> None:
    """Some servers give a stream another type than it should have."""
    assert heard(provider, f"type:{kind}")[0] == SAYS


@pytest.mark.parametrize(
    ("model", "text", "status"),
    [
        ("say", SAYS, Status.COMPLETE),
        ("finish:", SAYS, Status.COMPLETE),
        ("unfinished:done", SAYS, Status.COMPLETE),
        ("unfinished", SAYS, Status.UNKNOWN_END),
        ("finish:length", SAYS, Status.TRUNCATED),
        ("finish:content_filter", SAYS, Status.REFUSED),
        ("refusal", "", Status.REFUSED),
        ("empty", "", Status.REFUSED),
        ("empty:null", "", Status.REFUSED),
        ("cut", "You never ring,", Status.INTERRUPTED),
        ("data:{half", "You never ring,", Status.INTERRUPTED),
        ("data:bytes", "You never ring,", Status.INTERRUPTED),
        ('data:{"error":{"message":"overloaded"}}', "You never ring,", Status.INTERRUPTED),
        ('data:{"choices":"nope"}', "You never ring,", Status.INTERRUPTED),
    ],
)
def test_p9_p10_p11_p12_p14_every_end_has_its_status(provider: Provider, model: str, text: str, status: Status) -> None:
    """Cut (P9), no finish reason (P10), length (P11), refusal and emptiness (P12), broken events (P14); what came is kept, nothing is asked twice."""
    said, ending = heard(provider, model)
    assert (said, ending.status) == (text, status)
    assert (ending.fault is not None) == (status is Status.INTERRUPTED)
    assert len(provider.requests) == 1


@pytest.mark.parametrize(
    ("model", "begins"),
    [
        ("html", "<!doctype html><h1>Please log in"),
        ('body:{"choices":', '{"choices":'),
        ('body:{"choices":"nope"}', '{"choices": "nope"}'),
        ('body:{"choices":[]}', "…"),
        ('body:{"error":{"message":"x"}}', "x"),
        ("body:[1]", "[1]"),
        ("body:" + "[" * 5000, "[[["),
        ("body:Hm.\x1b[31m " + "x" * 999, "Hm.␛[31m xxx"),
    ],
)
def test_p13_what_is_no_reply_is_told_by_its_beginning_and_not_asked_again(provider: Provider, model: str, begins: str) -> None:
    """HTML, half JSON, wrong types, no choices, an error with status 200: one request, one line with how it begins."""
    error = failure(provider, model)
    assert isinstance(error, ReplyUnreadable)
    assert f"no reply of a chat model: {begins}" in str(error)
    assert error.exit_code == 5
    assert len(str(error)) < 300
    assert "\n" not in str(error)
    assert len(provider.requests) == 1


@pytest.mark.parametrize(("code", "kind"), [(401, KeyRefused), (402, QuotaSpent), (429, Busy), (502, Busy), (400, ProviderFailed)])
def test_p13_an_error_with_status_200_may_say_its_own_status(provider: Provider, code: int, kind: type[Exception]) -> None:
    """As some hosts do that pass on what others answer: it means what that status means."""
    assert type(failure(provider, f'body:{{"error":{{"code":{code},"message":"x"}}}}', attempts=1)) is kind


def test_p1_a_missing_key_names_the_variable() -> None:
    """And a model that needs none; on this machine, and for a preset, no key is needed."""
    with pytest.raises(Misconfigured, match=r"OPENAI_API_KEY.*offline"):
        endpoint("openai:gpt-5", base_url=None, environment={})
    assert endpoint("openai:x", base_url="http://localhost:1/v1", environment={}).key is None
    assert endpoint("ollama:gemma3", base_url=None, environment={"OPENAI_API_KEY": KEY}).key is None


@pytest.mark.parametrize("status", [401, 403])
def test_p2_a_refused_key_is_not_repeated(provider: Provider, status: int, caplog: pytest.LogCaptureFixture) -> None:
    """The provider repeats it; the error, its causes and the log do not."""
    caplog.set_level(logging.DEBUG)
    error = failure(provider, f"key:{status}")
    assert isinstance(error, KeyRefused)
    assert error.exit_code == 3
    assert KEY not in caplog.text
    assert KEY not in repr(at(provider, "x"))


@pytest.mark.parametrize("model", ["limited:0.01", "limited"])
def test_p3_a_short_wait_is_waited_and_counted(provider: Provider, model: str) -> None:
    """The reply tells how many tries it took."""
    assert heard(provider, model)[1].attempts == 2
    assert len(provider.requests) == 2


def test_p4_a_spent_quota_is_not_asked_again(provider: Provider) -> None:
    """Though it comes as too many requests, with nothing to wait for."""
    assert isinstance(failure(provider, "quota"), QuotaSpent)
    assert len(provider.requests) == 1


def test_p5_a_long_wait_is_told_by_the_clock(provider: Provider) -> None:
    """An hour is not waited."""
    error = failure(provider, "limited:3600")
    assert isinstance(error, Busy)
    assert error.values["time"]
    assert len(provider.requests) == 1


@pytest.mark.parametrize(("model", "kind"), [("status:500", Busy), ("status:502", Busy), ("status:503", Busy), ("drops", Unreachable)])
def test_p6_faults_on_the_other_side_are_tried_again_and_then_told(provider: Provider, model: str, kind: type[ProviderFailed]) -> None:
    """Three requests in all."""
    assert isinstance(failure(provider, model, attempts=2), kind)
    assert len(provider.requests) == 2


def test_p6_a_fault_that_passes_is_not_told(provider: Provider) -> None:
    """A dropped connection and a fault of the server, once each."""
    assert heard(provider, "drops:1")[0] == SAYS
    assert heard(provider, "status:500+")[0] == SAYS


def test_p6_nobody_there_and_no_such_host_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed port, and a name that nobody knows."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    closed = Endpoint(name="openai:x", model="x", url=f"http://127.0.0.1:{port}/v1")
    with pytest.raises(Unreachable, match="nothing answers"):
        list(OpenAIModel(closed).stream(HELLO))

    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(Unreachable, match=r"there is no host model\.example"):
        list(OpenAIModel(Endpoint(name="openai:x", model="x", url="http://model.example/v1")).stream(HELLO))


def test_p6_a_proxy_never_stands_between_the_machine_and_itself(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where the environment names one and no exceptions."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert heard(provider, "say")[0] == SAYS


@pytest.mark.parametrize("model", ["silent", "drip", "slow:30"])
def test_p7_p8_a_turn_has_its_time_by_the_clock_on_the_wall(provider: Provider, model: str) -> None:
    """A server that is silent (P7), or sends comments for ever (P8)."""
    assert isinstance(failure(provider, model, seconds=0.3), TimedOut)


def test_p7_what_came_before_the_time_was_over_is_kept(provider: Provider) -> None:
    """A server that stalls in the middle."""
    said, ending = heard(provider, "stalls", seconds=4)
    assert (said, ending.status) == ("You never ring,", Status.INTERRUPTED)
    assert isinstance(ending.fault, TimedOut)


def test_p15_thoughts_are_not_spoken(provider: Provider) -> None:
    """Those between tags; a thought that is never closed may be the reply and is told."""
    assert heard(provider, "say:<think>be hard on them</think>\n\nGood morning.")[0] == "Good morning."
    assert heard(provider, "say:<think>Good morning.")[0] == "Good morning."


def test_p15_thoughts_in_a_field_of_their_own_are_not_spoken(provider: Provider) -> None:
    """P15: ``reasoning_content``, before the words and beside them; a reply that has nothing else is empty."""
    assert heard(provider, "thinks")[0] == SAYS
    said, ending = heard(provider, "thinks:only")
    assert (said, ending.status, ending.finish) == ("", Status.REFUSED, "empty")


def test_p15_thoughts_in_parts_of_their_own_are_not_spoken(provider: Provider) -> None:
    """Of a content that comes in parts only the text is; what is neither text nor parts is no reply."""
    parts = '[{"type":"thinking","thinking":[{"type":"text","text":"be hard"}]},{"type":"text","text":"Good"},{"type":"text","text":" morning."}]'
    assert heard(provider, f'body:{{"choices":[{{"message":{{"content":{parts}}},"finish_reason":"stop"}}]}}')[0] == "Good morning."
    for content in ("[1]", "7", "{}"):
        assert isinstance(failure(provider, f'body:{{"choices":[{{"message":{{"content":{content}}}}}]}}'), ReplyUnreadable)


def test_p16_an_endless_reply_is_cut_and_the_connection_closed(provider: Provider) -> None:
    """At the limit, to the letter; the server finds nobody there any more."""
    said, ending = heard(provider, "endless", chars=500)
    assert (len(said), ending.status, ending.finish) == (500, Status.TRUNCATED, "size")
    assert provider.left.wait(10)


def test_p17_an_unknown_model_and_a_talk_that_is_too_long_are_told(provider: Provider) -> None:
    """With the name of the model; nothing is left out silently."""
    assert "no model status:404" in str(failure(provider, "status:404"))
    assert "longer than long can take in" in str(failure(provider, "long"))
    assert "(status 418): something is wrong" in str(failure(provider, "status:418"))


def test_p19_another_model_than_asked_is_told(provider: Provider) -> None:
    """By the name it gives itself."""
    assert heard(provider, "other")[1].model == "other-model-2026"


def test_p20_a_reply_that_is_closed_ends(provider: Provider) -> None:
    """From another thread as well, though nothing comes any more."""
    reply = OpenAIModel(at(provider, "stalls")).stream(HELLO)
    words = iter(reply)
    next(words)
    reply.close()
    list(words)
    assert reply.ending is not None
    assert reply.ending.status is Status.INTERRUPTED


def test_d8_openai_is_told_to_store_nothing() -> None:
    """In every request; local servers are not sent a field they may not know."""
    ours = endpoint("openai:gpt-5", base_url=None, environment={"OPENAI_API_KEY": KEY})
    local = endpoint("ollama:gemma3", base_url=None, environment={})
    other = endpoint("openai:x", base_url="https://notopenai.com.example/v1", environment={"OPENAI_API_KEY": KEY})
    assert OpenAIModel(ours).body(HELLO)["store"] is False
    assert "store" not in OpenAIModel(local).body(HELLO)
    assert "store" not in OpenAIModel(other).body(HELLO)


def test_d4_the_log_holds_nothing_that_was_said(provider: Provider, caplog: pytest.LogCaptureFixture) -> None:
    """At its most talkative."""
    caplog.set_level(logging.DEBUG)
    heard(provider, "say")
    assert "Hello." not in caplog.text
    assert "You never ring" not in caplog.text


@pytest.mark.parametrize("url", ["ftp://x/v1", "127.0.0.1:1234", "http://", "http://[::1", "http://x:99999/"])
def test_an_address_that_is_none_is_told(url: str) -> None:
    """Before anything is asked."""
    with pytest.raises(Misconfigured, match="is no address"):
        endpoint("openai:x", base_url=url, environment={"OPENAI_API_KEY": KEY})


def test_a_name_without_a_model_is_told() -> None:
    """With an example."""
    with pytest.raises(Unusable, match="ollama:gemma3"):
        endpoint("ollama: ", base_url=None, environment={})


def test_addresses_come_from_the_flag_the_variable_and_the_preset() -> None:
    """In this order; the variable is OpenAI's and counts for it alone."""
    variables = {"OPENAI_BASE_URL": "http://localhost:1/v1"}
    assert endpoint("openai:x", base_url=None, environment=variables).host == "localhost:1"
    assert endpoint("lmstudio:x", base_url=None, environment=variables).host == "127.0.0.1:1234"
    assert endpoint("vllm:x", base_url="http://[::1]:5/v1", environment=variables).local


def test_p23_a_clock_that_jumps_changes_no_deadline(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    """P23: neither forward by a day nor back while a reply is under way; the time for a turn is measured, not read off."""
    jumps = itertools.cycle([86_400.0, -86_400.0])
    really = time.time
    monkeypatch.setattr(time, "time", lambda: really() + next(jumps))
    assert heard(provider, "slow:0.05", seconds=30)[0] == SAYS
    began = time.monotonic()
    assert isinstance(failure(provider, "silent", seconds=0.2), TimedOut)
    assert time.monotonic() - began < 10
