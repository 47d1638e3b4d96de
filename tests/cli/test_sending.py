"""Talks that were not held here, and what of them a model is given."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from roleplay.dialogue import LANGUAGES
from roleplay.testing.server import Provider
from tests.cli.running import Call
from tests.cli.talks import BLAME, lines, write

HEARD = {
    "en": ("Anna, you never come. My phone is 0722 123 456.", "You sit there alone, Anna told me.", "Anna"),
    "ro": ("Ana, nu vii niciodată. Telefonul meu e 0722 123 456.", "Stai acolo singură, mi-a zis Ana.", "Ana"),
    "ru": ("Анна, ты никогда не приходишь. Мой телефон 8 912 345-67-89.", "Ты сидишь там одна, ты сказала Анне.", "Анн"),
}
NAMES = {"en": "Anna", "ro": "Ana", "ru": "Анна"}
LINE = {"en": "names: 2, phones: 1", "ro": "nume: 2, telefoane: 1", "ru": "имена: 2, телефоны: 1"}


def chat(folder: Path, language: str) -> Path:
    """A talk from elsewhere in *language*."""
    heard, reply, _ = HEARD[language]
    path = folder / "chat.txt"
    path.write_text(f"Mama: {heard}\n{NAMES[language]}: {reply}\nMama: …\n{NAMES[language]}: …\n", "utf-8")
    return path


def coder(provider: Provider, *quotes: str) -> Sequence[str]:
    """The options of a model that marks *quotes* as reflections."""
    return ("--coder", "openai:codes:" + json.dumps([["reflection", quote] for quote in quotes]), "--base-url", provider.url)


def sent(provider: Provider) -> str:
    """The words of talks that the model was given."""
    return "\n".join(str(message["content"]) for request in provider.requests for message in request.body["messages"][1:])


@pytest.mark.parametrize("language", LANGUAGES)
def test_d10_a_talk_from_elsewhere_goes_to_a_model_with_pseudonyms(call: Call, provider: Provider, tmp_path: Path, language: str) -> None:
    """D10: by default, and one line says so with counts; what is quoted is what was said, letter for letter, and where it was said."""
    path, (_, reply, name) = chat(tmp_path, language), HEARD[language]
    shown = reply.replace("Анне", "[NAME-1]").replace(NAMES[language], "[NAME-1]")
    given = ("score", path, "--trainee", NAMES[language], "--persona", "Mama", "--lang", language, "--format", "json")
    outcome = call(*given, *coder(provider, shown))
    assert name not in sent(provider)
    assert "123 456" not in sent(provider)
    assert "345-67" not in sent(provider)
    assert (outcome.code, outcome.err.count("\n")) == (0, 1)
    assert LINE[language] in outcome.err
    assert "--send-as-is" in outcome.err
    evidence = outcome.json["scores"][0]["evidence"]
    assert evidence == [{"quote": reply, "start": 0, "end": len(reply), "code": "reflection"}]
    assert outcome.json["coder"]["version"].endswith("+redacted")


def test_d10_it_goes_as_it_is_if_that_is_asked_for(call: Call, provider: Provider, tmp_path: Path) -> None:
    """D10: and nothing that was made of one is taken for the other."""
    path, (_, reply, _) = chat(tmp_path, "en"), HEARD["en"]
    given = ("score", path, "--trainee", "Anna", "--persona", "Mama", "--lang", "en", "--format", "json", *coder(provider, reply))
    assert call(*given).json["scores"][0]["value"] != (outcome := call(*given, "--send-as-is")).json["scores"][0]["value"]
    assert outcome.err == ""
    assert reply in sent(provider)


def test_d10_what_was_practised_here_is_given_as_it_is(call: Call, provider: Provider, tmp_path: Path) -> None:
    """D10: the partner is nobody, and the trainee was told."""
    path = write(tmp_path / "talk.jsonl", lines("Anna sits there alone.", BLAME))
    assert call("score", path, *coder(provider)).err == ""
    assert "Anna" in sent(provider)


def test_d10_a_report_gives_pseudonyms_too_also_for_names_it_is_told(call: Call, provider: Provider, tmp_path: Path) -> None:
    """D10: --name is for the page and for the model."""
    path = tmp_path / "chat.txt"
    path.write_text("Mama: Radu never calls.\nAnna: You sit there alone.\nMama: …\nAnna: …\n", "utf-8")
    out = tmp_path / "report.html"
    given = ("report", path, "--trainee", "Anna", "--persona", "Mama", "--lang", "en", "--name", "Radu", "--out", out)
    outcome = call(*given, *coder(provider, "You sit there alone"))
    assert (outcome.code, "names: 1" in outcome.err) == (0, True)
    assert "Radu" not in sent(provider)


@pytest.mark.parametrize("form", ["text", "json"])
def test_d10_a_replay_gives_pseudonyms_too(call: Call, provider: Provider, tmp_path: Path, form: str) -> None:
    """D10: and quotes what was said; or gives it as it is."""
    path, (_, reply, _) = chat(tmp_path, "en"), HEARD["en"]
    given = ("replay", path, "--trainee", "Anna", "--persona", "Mama", "--lang", "en", "--format", form)
    outcome = call(*given, *coder(provider, reply.replace("Anna", "[NAME-1]")))
    assert (outcome.code, outcome.err.count("names: 2, phones: 1")) == (0, 1)
    assert "Anna" not in sent(provider)
    assert reply[:-1] in outcome.out
    assert call(*given, *coder(provider), "--send-as-is").err == ""
    assert "Anna" in sent(provider)


def test_d10_what_is_gone_on_with_is_played_and_coded_with_pseudonyms(call: Call, provider: Provider, tmp_path: Path) -> None:
    """D10: the model that speaks and the one that codes see none of the names; the trainee reads them, in the transcript as well."""
    call("transcripts", "import", chat(tmp_path, "en"), "--trainee", "Anna", "--persona", "Mama", "--lang", "en", "--out", tmp_path / "in")
    outcome = call(
        *("practice", "grumbling_parent", "--from", tmp_path / "in" / "chat.jsonl", "--turn", "3", "--changed", "--format", "jsonl"),
        *("--model", "openai:say:[NAME-1], you come so late.", "--base-url", provider.url, *coder(provider)[:2]),
        typed="Anna is here.\n",
    )
    assert outcome.code == 0
    assert "Anna" not in sent(provider)
    assert "[NAME-1] is here." in sent(provider)
    assert [turn["text"] for turn in outcome.turns()][-2:] == ["Anna is here.", "Anna, you come so late."]
    assert "names: 2, phones: 1" in outcome.err
