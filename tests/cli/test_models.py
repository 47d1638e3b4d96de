"""``roleplay models``."""

from __future__ import annotations

from pathlib import Path

import pytest

from roleplay.dialogue import LANGUAGES
from roleplay.testing import behaviours
from roleplay.testing.answer import Answer
from roleplay.testing.server import Provider
from tests.cli.running import Call, one_line
from tests.site import install


def test_the_kinds_of_models_are_listed(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """With where each is looked for; whether there is a key is told, the key is not."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-very-secret")
    outcome = call("models", "list", "--format", "json")
    assert [row["name"].partition(":")[0] for row in outcome.json] == [
        *("offline", "openai", "ollama", "lmstudio", "vllm", "langchain", "scripted")
    ]
    assert "is set" in outcome.json[1]["note"]
    assert "sk-very-secret" not in outcome.out
    assert "http://127.0.0.1:11434/v1" in call("models", "list").out


def test_a_model_that_works_is_told_to_work(call: Call, provider: Provider) -> None:
    """Reply, stream, finish reason, usage, the name it gives itself, JSON by a schema, and a long context."""
    outcome = call("models", "check", "openai:able", "--base-url", provider.url, "--format", "json")
    assert outcome.code == 0
    assert {check["what"]: check["ok"] for check in outcome.json["checks"]} == dict.fromkeys(
        ("reply", "stream", "finish reason", "usage", "model", "schema", "context"), True
    )
    assert len(provider.requests) == 3


@pytest.mark.parametrize(
    ("model", "broken"),
    [("plain", "stream"), ("unfinished", "finish reason"), ("finish:length", "finish reason"), ("empty", "reply"), ("say", "schema")],
)
def test_what_does_not_work_is_told(call: Call, provider: Provider, model: str, broken: str) -> None:
    """Exit 1."""
    outcome = call("models", "check", f"openai:{model}", "--base-url", provider.url)
    assert outcome.code == 1
    assert any(line.startswith("BROKEN") and f" {broken}: " in line for line in outcome.out.splitlines())


def test_p18_a_context_that_is_cut_off_silently_is_found_out(call: Call, provider: Provider) -> None:
    """By a word at the beginning of a long text."""
    outcome = call("models", "check", "openai:able:4000", "--base-url", provider.url, "--format", "json")
    (found,) = [check for check in outcome.json["checks"] if not check["ok"]]
    assert (found["what"], "num_ctx" in found["detail"], outcome.code) == ("context", True, 1)


@pytest.mark.parametrize(("refused", "told"), [(False, "JSON, held to a schema"), (True, "JSON, without a schema")])
def test_a_schema_is_told_to_be_held_to_or_not(
    call: Call, provider: Provider, monkeypatch: pytest.MonkeyPatch, refused: bool, told: str
) -> None:
    """A server that refuses schemas may give JSON all the same."""

    async def picky(answer: Answer) -> None:
        if refused and "response_format" in answer.request.body:
            await answer.error(400, "unsupported_parameter")
        else:
            await behaviours.BEHAVIOURS["able"](answer)

    monkeypatch.setitem(behaviours.BEHAVIOURS, "picky", picky)
    assert told in call("models", "check", "openai:picky", "--base-url", provider.url).out


def test_no_reply_at_all_is_a_fault_of_the_provider(call: Call, provider: Provider) -> None:
    """Exit 5, exit 3 for the key, and one request each: nothing is tried again."""
    assert one_line(call("models", "check", "openai:status:500", "--base-url", provider.url), 5, "status 500")
    assert one_line(call("models", "check", "openai:key", "--base-url", provider.url), 3, "OPENAI_API_KEY")
    assert len(provider.requests) == 2


def test_d9_a_check_obeys_local_only(call: Call) -> None:
    """Nothing is asked."""
    assert one_line(call("--local-only", "models", "check", "vllm:x", "--base-url", "http://model.example/v1"), 3, "--local-only")


def test_offline_is_nothing_to_check(call: Call) -> None:
    """A model has to be named, by the command or in the settings."""
    assert one_line(call("models", "check"), 2, "which model")


@pytest.mark.parametrize("language", LANGUAGES)
def test_faults_are_told_in_the_language_of_messages(call: Call, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each in its own words."""
    monkeypatch.setenv("ROLEPLAY_LANGUAGE", language)
    words = {"en": "needs a key", "ro": "are nevoie de o cheie", "ru": "требует ключ"}
    assert one_line(call("models", "check", "openai:x"), 3, words[language])


def test_g15_a_broken_kind_of_models_is_listed_with_where_it_is_from(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """G15: in the list and by the doctor, with its distribution, the reason and the way out; not with ``--no-plugins``."""
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    install(tmp_path / "site", "sulky", "roleplay.models", "raise RuntimeError('no')")
    row = call("models", "list", "--format", "json").json[-1]
    assert (row["name"], row["where"]) == ("sulky:…", "sulky 1.0")
    assert "RuntimeError: no → reinstall or remove sulky 1.0" in row["note"]
    assert call("models", "list").out.count("BROKEN") == 1
    checked = call("doctor", "--format", "json")
    found = next(check for check in checked.json if check["what"] == "model sulky")
    assert (checked.code, found["ok"], found["fix"]) == (1, False, "reinstall or remove sulky 1.0")
    assert "sulky" not in call("--no-plugins", "models", "list").out + call("--no-plugins", "doctor").out


def test_a_kind_that_stumbles_over_its_place_is_listed_all_the_same(call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it raises is told."""
    code = "class IT:\n    rest, key = 'NAME', None\n    place = staticmethod(lambda *_: 1 / 0)\n    open = staticmethod(print)\n"
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    install(tmp_path / "site", "lost", "roleplay.models", code)
    assert "ZeroDivisionError" in call("models", "list").out
